"""What the demo plays follows from the issues it is given."""

from datetime import date

import pytest

from bot.cli.demo.plan import Piece, plan
from storage.records import Company, Edition, Issue, Item, Mention, Place

COMPANIES = {
    "jd": Company("jd", "JD.com", "京东"),
    "taobao": Company("taobao", "Taobao", "淘宝"),
    "relx": Company("relx", "Relx"),
}


def piece(day: str, edition: Edition, *titles: str, names: tuple[str, ...] = ()) -> Piece:
    items = tuple(Item(position=n, number=n, title=title) for n, title in enumerate(titles or ("News",), 1))
    mentions = tuple(Mention(slug, slug, Place.BODY) for slug in names)
    issue = Issue("laogao", edition, date.fromisoformat(day), items=items)
    return Piece(f"{day}-{edition}", b"", issue, (mentions,))


def test_the_newest_morning_and_evening_arrive_the_rest_is_known() -> None:
    chosen = plan(
        [
            piece("2023-02-07", Edition.EVENING),
            piece("2019-11-14", Edition.EVENING),
            piece("2022-01-21", Edition.MORNING),
            piece("2017-04-24", Edition.WEEKLY),
        ],
        COMPANIES,
    )
    assert [it.name for it in chosen.arrivals] == ["2022-01-21-morning", "2023-02-07-evening"]
    assert [it.name for it in chosen.known] == ["2017-04-24-weekly", "2019-11-14-evening"]


def test_on_one_day_the_morning_comes_first() -> None:
    chosen = plan([piece("2020-05-21", Edition.EVENING), piece("2020-05-21", Edition.MORNING)], COMPANIES)
    assert [it.issue.edition for it in chosen.arrivals] == [Edition.MORNING, Edition.EVENING]


@pytest.mark.parametrize("edition", list(Edition))
def test_one_kind_of_issue_is_enough(edition: Edition) -> None:
    days = ["2019-11-15", "2019-11-08", "2019-11-22"]
    chosen = plan([piece(day, edition) for day in days], COMPANIES)
    assert [str(it.day) for it in chosen.arrivals] == ["2019-11-15", "2019-11-22"]


def test_one_issue_is_enough() -> None:
    chosen = plan([piece("2019-11-14", Edition.EVENING)], COMPANIES)
    assert (len(chosen.known), len(chosen.arrivals)) == (0, 1)


def test_no_issue_is_said() -> None:
    with pytest.raises(ValueError, match="no issue"):
        plan([], COMPANIES)


def test_the_company_asked_for_is_the_one_most_named_and_another_in_chinese() -> None:
    pieces = [
        piece("2019-11-14", Edition.EVENING, names=("relx", "jd", "taobao")),
        piece("2019-11-15", Edition.EVENING, names=("jd", "relx")),
        piece("2019-11-16", Edition.EVENING, names=("relx",)),
    ]
    chosen = plan(pieces, COMPANIES)
    assert (chosen.company, chosen.chinese) == ("Relx", "京东")


def test_the_topic_most_items_speak_of_is_asked_for() -> None:
    titles = ("Logistics grows", "Delivery drones fly", "More logistics", "Taobao grows")
    assert plan([piece("2019-11-14", Edition.EVENING, *titles)], COMPANIES).word == "logistics"


def test_chinese_issues_give_a_chinese_topic() -> None:
    titles = ("快递业务量增长", "快递公司涨价")
    assert plan([piece("2019-11-14", Edition.EVENING, *titles)], COMPANIES).word == "快递"


def test_without_any_topic_a_word_most_titles_share_is_asked_for() -> None:
    titles = ("Robots in the kitchen", "Nobody fears robots", "A quiet day")
    assert plan([piece("2019-11-14", Edition.EVENING, *titles)], COMPANIES).word == "robots"
