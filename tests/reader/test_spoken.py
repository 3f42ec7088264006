"""Issues copied out of chats, with who wrote each message and when, cut into messages and answered in between."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reader import read
from bot.reader.spoken import voice_of
from storage.records import DateBasis, Edition, Issue

HEADS = [
    "{who}, [14.11.2019 18:31]\n",
    "{who}, [14 Nov 2019 at 18:31]\n",
    "[14/11/2019, 18:31:02] {who}: ",
    "14/11/19, 18:31 - {who}: ",
    "14/11/2019, 6:31 PM - {who}: ",
    "{who}(10086) 2019/11/14 18:31:02\n",
    "{who}  2019-11-14 18:31\n",
    "{who} — 11/14/2019 6:31 PM\n",
    "{who}<a@example.com> 2019-11-14 18:31:02\n",
    "2019-11-14 18:31:02 {who}(10086)\n",
]
LIST = "Evening News: Sellers ship early; buyers wait; couriers drive..."
NEWS = "On November 14, sellers shipped all of it, and nobody had to wait for a parcel longer than {} days."


def item(number: int, source: str = "36Kr") -> str:
    return f"{number}. Sellers {number} ship early\n{NEWS.format(number)} ({source})"


def chat(head: str, *messages: tuple[str, str]) -> str:
    return "\n\n".join(head.format(who=who) + text for who, text in messages)


def assert_whole(issue: Issue, count: int) -> None:
    assert [(it.number, it.title, it.body, it.source) for it in issue.items] == [
        (n, f"Sellers {n} ship early", (NEWS.format(n),), "36Kr") for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("who", ["Lao Gao", "Wang Fang", "老高", "News_bot"])
def test_a_chat_tells_the_day_and_is_no_part_of_the_issue(head: str, who: str) -> None:
    text = chat(head, (who, f"{LIST}\n{item(1)}\n{item(2)}"), ("Mei", "👍 thanks"), ("Mei", "see you"))
    [issue] = read(text).issues
    assert (issue.edition, issue.date, issue.date_basis) == (
        Edition.EVENING,
        date(2019, 11, 14),
        DateBasis.PAGE,
    )
    assert issue.headlines == ("Sellers ship early", "buyers wait", "couriers drive")
    assert_whole(issue, 2)
    assert "reader-comments" in {each.code for each in issue.warnings}


@pytest.mark.parametrize("head", HEADS)
def test_what_was_cut_into_messages_is_whole_again(head: str) -> None:
    text = f"{LIST}\n{item(1)}\n{item(2)}\n{item(3)}"
    for cut in (
        text.index("nobody had", 200),
        text.index(" (36Kr)\n2.") + 1,
        text.index("2. Sellers"),
        text.index("On November", 300),
    ):
        parts = text[:cut].rstrip(), text[cut:]
        [issue] = read(chat(head, ("Lao Gao", parts[0]), ("Mei", "wait"), ("Lao Gao", parts[1]))).issues
        assert_whole(issue, 3)


def test_a_source_may_be_cut() -> None:
    text = f"{LIST}\n{item(1)}\n{item(2)}".replace("36Kr", "Sina Finance")
    cut = text.index("Finance")
    [issue] = read(chat(HEADS[0], ("Lao Gao", text[:cut].rstrip()), ("Lao Gao", text[cut:]))).issues
    assert [it.source for it in issue.items] == ["Sina Finance"] * 2


def test_names_with_a_time_alone_are_known_by_coming_again() -> None:
    text = chat("{who}  18:31\n", ("老高", f"{LIST}\n{item(1)}"), ("Mei", "ok"), ("老高", item(2)))
    assert_whole(read(text).issues[0], 2)


def test_news_that_another_sends_is_kept() -> None:
    text = chat(HEADS[0], ("Lao Gao", f"{LIST}\n{item(1)}"), ("Mei", item(2)), ("Lao Gao", item(3)))
    assert_whole(read(text).issues[0], 3)


def test_each_of_two_issues_has_the_day_of_its_own_message() -> None:
    first, second = f"{LIST}\n{item(1)}\n{item(2)}", f"Morning News: a; b; c...\n{item(1)}\n{item(2)}"
    text = f"Lao Gao, [14.11.2019 18:31]\n{first}\n\nLao Gao, [15.11.2019 08:31]\n{second}"
    assert [(each.edition, each.date) for each in read(text).issues] == [
        (Edition.EVENING, date(2019, 11, 14)),
        (Edition.MORNING, date(2019, 11, 15)),
    ]


@pytest.mark.parametrize(("printed", "day"), [("July 3", date(2021, 7, 4)), ("April 6", date(2021, 4, 7))])
def test_the_news_tells_the_month_from_the_day(printed: str, day: date) -> None:
    text = f"[04/07/2021, 08:02:11] Lao Gao: Morning News: a; b; c...\n{item(1)}\n{item(2)}"
    issue = read(text.replace("November 14", printed)).issues[0]
    assert (issue.date, issue.year_certain) == (day, True)


@pytest.mark.parametrize(
    "line",
    [
        "The sale on Tmall begins at 18:31", "On sale: 2019-11-14 18:31", "Updated: 2019-11-14 18:31", "2019-11-14 18:31",
        "On November 14 at 18:31, Apple said so. It was 2019-11-14", "2019-11-14 18:31 来源：电商报",
    ],
)  # fmt: skip
def test_other_lines_with_a_time_open_no_message(line: str) -> None:
    assert voice_of(line.lower()) is None


@given(st.text(max_size=60), st.sampled_from(HEADS))
def test_whatever_is_written_in_a_chat_is_read_or_refused(text: str, head: str) -> None:
    issue = read(chat(head, ("Lao Gao", f"{LIST}\n{item(1)}"), ("Mei", text), ("Lao Gao", item(2)))).issues[0]
    assert [it.number for it in issue.items][:1] == [1]
