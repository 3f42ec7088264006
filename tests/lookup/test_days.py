"""Days and issues as people write them."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.days import read_day, read_span
from bot.lookup.issues import ManyDaysError, UnreadableIssueError, read_issue
from storage.records import Edition

TODAY = date(2019, 11, 14)  # a Thursday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019年", "2019-01-01", "2019-12-31"),
        ("2019-11", "2019-11-01", "2019-11-30"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019年2月", "2019-02-01", "2019-02-28"),
        ("２０１９．１１", "2019-11-01", "2019-11-30"),
        ("2019/11/14", "2019-11-14", "2019-11-14"),
        ("2019年11月14日", "2019-11-14", "2019-11-14"),
        ("20191114", "2019-11-14", "2019-11-14"),
    ],
)
def test_a_day_a_month_a_year(text: str, first: str, last: str) -> None:
    assert read_span(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["", "x", "2019-13", "2019-02-30", "11", "0", "2019-11-14-1", "1800"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_span(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2019-11-14"),
        ("昨天", "2019-11-13"),
        ("前天", "2019-11-12"),
        ("Thursday", "2019-11-14"),
        ("周五", "2019-11-08"),
        ("星期日", "2019-11-10"),
        ("11-14", "2019-11-14"),
        ("11月15日", "2018-11-15"),
        ("Nov 14", "2019-11-14"),
        ("Nov. 14, 2018", "2018-11-14"),
        ("Sept 3", "2019-09-03"),
        ("14 November 2018", "2018-11-14"),
        ("December 1st", "2018-12-01"),
        ("2月29号", "2016-02-29"),
        ("2019-11-14", "2019-11-14"),
        ("14.11.2019", "2019-11-14"),
        ("3.4.2019", "2019-04-03"),
        ("14. 11. 2019", "2019-11-14"),
        ("14.11.19", "2019-11-14"),
        ("15.11.", "2018-11-15"),
        ("14/11/2019", "2019-11-14"),
        ("11/14/2019", "2019-11-14"),
        ("14-11-2019", "2019-11-14"),
        ("last friday", "2019-11-08"),
        ("last Thursday", "2019-11-07"),
        ("this monday", "2019-11-11"),
        ("上周五", "2019-11-08"),
        ("上个星期一", "2019-11-04"),
        ("这周一", "2019-11-11"),
        ("3 days ago", "2019-11-11"),
        ("两周前", "2019-10-31"),
        ("tomorrow", "2019-11-15"),
        ("Sun, Nov 10, 2019", "2019-11-10"),
        ("Thursday November 14 2019", "2019-11-14"),
        ("2019年11月14日 周四", "2019-11-14"),
        ("2019年11月14日（星期四）", "2019-11-14"),
        ("周四 11月14日", "2019-11-14"),
        ("十一月十四日", "2019-11-14"),
        ("二〇一九年五月二十一日", "2019-05-21"),
        ("19年5月21号", "2019-05-21"),
    ],
)
def test_a_day_seen_from_today(text: str, day: str) -> None:
    assert read_day(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["marathon 14", "mayor 5", "14 decor", "augury 3, 2019"])
def test_a_word_that_begins_like_a_month_is_none(text: str) -> None:
    assert read_day(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "day", "edition"),
    [
        ("2019-11-14 evening", "2019-11-14", Edition.EVENING),
        ("evening 2019-11-14", "2019-11-14", Edition.EVENING),
        ("昨天早报", "2019-11-13", Edition.MORNING),
        ("11月14日晚报", "2019-11-14", Edition.EVENING),
        ("the evening issue of Nov 13", "2019-11-13", Edition.EVENING),
        ("周报", None, Edition.WEEKLY),
        ("2019/11/14", "2019-11-14", None),
        ("今天的早报", "2019-11-14", Edition.MORNING),
        ("昨晚", "2019-11-13", Edition.EVENING),
        ("last friday evening", "2019-11-08", Edition.EVENING),
        ("上个星期五晚报", "2019-11-08", Edition.EVENING),
        ("last week's weekly", "2019-11-08", Edition.WEEKLY),
        ("上周周报", "2019-11-08", Edition.WEEKLY),
        ("Evening · Thu, Nov 14, 2019", "2019-11-14", Edition.EVENING),
    ],
)
def test_an_issue_is_named_by_day_and_edition(text: str, day: str | None, edition: Edition | None) -> None:
    assert read_issue(text, TODAY) == (date.fromisoformat(day) if day else None, edition)


@pytest.mark.parametrize("text", ["", "  ", "soon", "evening soon", "2019-11", "99-99 morning", "晚饭"])
def test_anything_else_is_no_issue(text: str) -> None:
    with pytest.raises(UnreadableIssueError):
        read_issue(text, TODAY)


@pytest.mark.parametrize(
    ("text", "said", "why"),
    [
        ("2019-13-45", "2019-13-45", UnreadableIssueError),
        ("31.11.2019", "31.11.2019", UnreadableIssueError),
        ("3/4/2019", "3/4/2019", UnreadableIssueError),
        ("Soon evening", "soon", UnreadableIssueError),
        ("2019-11 evening", "2019-11", ManyDaysError),
        ("2019", "2019", ManyDaysError),
        ("last week", "last week", ManyDaysError),
        ("Q1 2019", "Q1 2019", ManyDaysError),
        ("五月", "五月", ManyDaysError),
    ],
)
def test_what_is_not_read_as_a_day_is_named(text: str, said: str, why: type[UnreadableIssueError]) -> None:
    with pytest.raises(why) as caught:
        read_issue(text, TODAY)
    assert str(caught.value) == said


@given(st.text(max_size=60), st.dates(date(2, 1, 1), date.max - timedelta(days=1)))
def test_any_text_is_read_or_refused(text: str, today: date) -> None:
    read_span(text)
    read_day(text, today)
    with suppress(UnreadableIssueError):
        read_issue(text, today)
