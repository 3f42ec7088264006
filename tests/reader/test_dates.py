"""The day and the year of an issue, and how sure the reader says it is."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.reader import read
from storage.records import DateBasis, Edition, Issue

SEEDS = Path(__file__).parents[2] / "seeds"
NOW = date(2026, 11, 24)
BODY = "1. A title\n{0}\n2. Another title\n{1}\n"
COMMERCE = "#Laogao E-commerce Newsletter# {0} a; b; c...\n\nE-commerce newsletter\n"


def issue(text: str, received: date = NOW) -> Issue:
    return read(text, received=received).issues[0]


@pytest.mark.parametrize(
    ("header", "edition", "day"),
    [
        ("[November 14 E-commerce Evening News]", Edition.EVENING, (11, 14)),
        ("[E-commerce Morning News on May 21]", Edition.MORNING, (5, 21)),
        ("[E-commerce Evening News Brief on November 16th]", Edition.EVENING, (11, 16)),
        ("[May 2 E-commerce Evening News Brief]", Edition.EVENING, (5, 2)),
        ("【11月14日电商晚报】", Edition.EVENING, (11, 14)),
        ("【电商早报 5月2日】", Edition.MORNING, (5, 2)),
        ("［１１月１４日電商晚報］", Edition.EVENING, (11, 14)),
    ],
)
def test_edition_and_day_come_from_the_header(header: str, edition: Edition, day: tuple[int, int]) -> None:
    found = issue(COMMERCE.format(header) + BODY.format("Text. (36Kr)", "Text. (36Kr)"))
    assert found.edition is edition
    assert found.date == date(found.date.year if found.date else 0, *day)
    assert found.date_basis is DateBasis.HEADER
    assert found.headlines == ("a", "b", "c")


@pytest.mark.parametrize(
    "span",
    [
        "(April 24-April 28)",
        "（April 24 - April 28）",
        "(April 24-28)",
        "（4月24日-4月28日）",
        "（4月24日至28日）",
        "(4.24-4.28)",
    ],
)
def test_a_weekly_has_a_first_and_a_last_day(span: str) -> None:
    text = f"#Laogao E-commerce News# Weekly Information {span} 1. a; 2. b; 3. c.\n\n" + BODY.format(
        "In 2017 it fell. (Source: X Daily)\nComment: Yes.", "Up. (Source: Y Daily)\nComment: No."
    )
    found = issue(text)
    assert found.edition is Edition.WEEKLY
    assert (found.date, found.end_date) == (date(2017, 4, 24), date(2017, 4, 28))
    assert found.year_certain


def test_a_weekly_over_new_year_ends_in_the_next_year() -> None:
    text = "#Laogao E-commerce News# Weekly Information (December 31, 2018-January 4) 1. a; 2. b; 3. c.\n\n"
    found = issue(text + BODY.format("Text.", "Text."))
    assert (found.date, found.end_date) == (date(2018, 12, 31), date(2019, 1, 4))


@pytest.mark.parametrize("received", [date(2014, 1, 2), date(2010, 1, 2)])
def test_an_issue_that_came_before_there_was_a_newsletter_has_a_date_too(received: date) -> None:
    """As where a clock is wrong, or a file's day."""
    text = COMMERCE.format("[December 30 E-commerce Evening News]") + BODY.format(
        "Text. (36Kr)", "Text. (36Kr)"
    )
    assert issue(text, received=received).date == date(received.year - 1, 12, 30)


def test_a_morning_issue_is_of_no_later_day_than_it_came_in() -> None:
    news = BODY.format("On March 5, it opened. (36Kr)", "On March 5, it closed. (36Kr)")
    assert issue(f"Morning News: a title; another title\n\n{news}", received=date(2021, 3, 6)).date == date(
        2021, 3, 6
    )
    assert issue(f"Morning News: a title; another title\n\n{news}", received=date(2021, 3, 5)).date == date(
        2021, 3, 5
    )


def test_an_evening_issue_without_a_date_is_of_its_latest_news_day() -> None:
    found = issue(
        "Evening News: a; b; c...\n\n"
        + BODY.format(
            "On February 6, it began. (36Kr)",
            "According to the news on February 7, from March 1, 2023 it ends. (36Kr)",
        )
    )
    assert (found.date, found.date_basis) == (date(2023, 2, 7), DateBasis.BODY)


def test_a_morning_issue_that_tells_of_one_day_only_is_of_the_next_and_says_it_is_inferred() -> None:
    found = issue(
        "Morning News: a; b; c...\n\n"
        + BODY.format("On August 3, a. (36Kr)", "On August 3, to June 30, 2021, b. (36Kr)")
    )
    assert found.date == date(2021, 8, 4)
    assert "date-estimated" in {warning.code for warning in found.warnings}


def test_a_morning_issue_that_tells_of_two_days_is_of_the_later() -> None:
    found = issue(
        "Morning News: a; b; c...\n\n"
        + BODY.format(
            "8月21日消息，平台发布。（亿邦动力）", "According to August 22, results to June 30, 2022. (36Kr)"
        )
    )
    assert found.date == date(2022, 8, 22)


@pytest.mark.parametrize(
    "coming",
    [
        "On June 9 the sale begins, the company said.",
        "On June 9, it will open.",
        "6月9日开幕，公司说。",
        "6月9日起，运费上调。",
    ],
)
def test_a_day_to_come_is_no_news_day(coming: str) -> None:
    days = [4, 4, 5, 4]
    news = [f"{n}. Company {n} grows\nOn June {day}, it said so. (36Kr)" for n, day in enumerate(days, 1)]
    found = issue("Morning News: a; b; c...\n\n" + "\n".join([*news, f"5. A plan\n{coming} (36Kr)"]))
    assert found.date
    assert (found.date.month, found.date.day) == (6, 5)


@pytest.mark.parametrize(
    ("notice", "year"),
    [
        ("Holiday notice: we pause until May 4, 2021 and come back then.", 2021),
        ("原创 2021-04-30 小编", 2021),
        ("Since May 1, 2015 we have read the news for you.", None),
    ],
)
def test_a_full_date_above_the_items_gives_the_year(notice: str, year: int | None) -> None:
    head = f"#Laogao E-commerce Newsletter# [E-commerce Morning News on April 30]\n{notice}\n\n"
    found = issue(head + BODY.format("Text. (36Kr)", "Text. (36Kr)"))
    assert found.year_certain is (year is not None)
    assert year is None or found.date == date(year, 4, 30)


def test_a_page_date_gives_the_year() -> None:
    text = "Current location: Home > News > x\n\n2017-03-10\n\n  " + COMMERCE.format(
        "[E-commerce Morning News on March 10]"
    )
    found = issue(text + BODY.format("Text. (36Kr)", "Text. (36Kr)"))
    assert (found.date, found.year_certain) == (date(2017, 3, 10), True)


def test_a_printed_year_is_certain() -> None:
    found = issue(
        COMMERCE.format("[November 14, 2019 E-commerce Evening News]")
        + BODY.format("Text. (36Kr)", "Text. (36Kr)")
    )
    assert (found.date, found.year_certain) == (date(2019, 11, 14), True)


def test_without_evidence_the_year_is_the_newest_not_after_arrival_and_not_certain() -> None:
    text = "#Other Digest# [May 2 Morning News] a; b; c...\n\n" + BODY.format("Text.", "Text.")
    found = issue(text, received=date(2025, 3, 1))
    assert (found.date, found.year_certain) == (date(2024, 5, 2), False)
    assert "year-uncertain" in {warning.code for warning in found.warnings}


@pytest.mark.parametrize(
    ("header", "sentence", "year"),
    [
        ("[November 26 E-commerce Morning News]", "It stops from December 1, 2020 on.", 2020),
        (
            "[E-commerce Evening News on December 16]",
            "In the first 11 months of 2019 sales rose; plans for the 2020 Olympics go on.",
            2019,
        ),
        ("[E-commerce Morning News on January 16]", "From January to December 2018 sales rose by 24%.", 2019),
        (
            "[November 14 E-commerce Evening News]",
            "In October 2019 it rose, against last year (November 11, 2018).",
            2019,
        ),
        (
            "[E-commerce Morning News on August 4]",
            "The first quarter of fiscal 2022 ended June 30, 2021.",
            2021,
        ),
    ],
)
def test_the_year_follows_from_dates_and_periods_near_the_day(header: str, sentence: str, year: int) -> None:
    found = issue(COMMERCE.format(header) + BODY.format(f"{sentence} (36Kr)", "Text. (36Kr)"))
    assert str(found.date).startswith(f"{year}-")


def test_a_day_that_has_come_is_before_the_issue() -> None:
    text = COMMERCE.format("[E-commerce Morning News on March 27]") + BODY.format(
        "As of December 31, 2018, it had 4,508 shops. In 2018, it won 300 more. (36Kr)", "Text. (36Kr)"
    )
    assert issue(text).date == date(2019, 3, 27)


def test_29_february_falls_in_a_leap_year() -> None:
    found = issue(
        COMMERCE.format("[February 29 E-commerce Morning News]") + BODY.format("Text. (36Kr)", "Text. (36Kr)")
    )
    assert found.date == date(2020, 2, 29)


def test_nothing_is_dated_after_its_arrival() -> None:
    text = COMMERCE.format("[E-commerce Morning News on August 4]") + BODY.format(
        "Text. (36Kr)", "Text. (36Kr)"
    )
    assert issue(text, received=date(2019, 8, 3)).date == date(2018, 8, 4)


@pytest.mark.parametrize(
    "header",
    [
        "#Laogao E-commerce Newsletter# [November 14 E-commerce Evening News] {0}",
        '"#Laogao E-commerce Newsletter# [E-commerce Evening News on November 14]" {0}',
        "#Lao Gao E-Commerce News#[E-Commerce Evening Newspaper, November 14th] {0}",
        "[E-commerce Evening News on November 14] {0}",
        "Evening Newsletter (Nov. 14): {0}",
        "#老高电商快讯#【11月14日电商晚报】{0}",
        "【老高电商快讯】11月14日晚报：{0}",
        "老高电商快讯：11月14日电商晚报 {0}",
        "【电商晚报】11月14日 | {0}",
        "《老高电商快讯》11月14日晚报：{0}",
        "老高電商晚報（11月14日）{0}",
        "老高电商快讯【11月14日 星期四 晚间版】{0}",
    ],
)
def test_a_header_is_understood_in_any_order_and_decoration(header: str) -> None:
    headlines = ('"Smelly feet" and more', "京东：开店", 'the last ends in quotes "so"')
    text = header.format("; ".join(headlines) + "...") + "\n\n" + BODY.format("Text. (36Kr)", "Text. (36Kr)")
    found = issue(text, received=date(2019, 12, 1))
    assert (found.newsletter, found.edition) == ("laogao", Edition.EVENING) or "Laogao" not in header
    assert (found.edition, found.date) == (Edition.EVENING, date(2019, 11, 14))
    assert found.headlines == headlines


@pytest.mark.parametrize("received", [date(2020, 1, 5), None])
def test_a_day_of_last_year_is_not_the_year_of_the_issue(received: date | None) -> None:
    text = (SEEDS / "2019-11-14-evening.txt").read_text("utf-8").replace("2019", "")
    assert "last year (November 11, 2018)" in text
    assert read(text, received=received).issues[0].date == date(2019, 11, 14)


SAMPLES = sorted(SEEDS.glob("*.txt"))


def without_years(path: Path) -> tuple[str, date]:
    """The sample with no year in it, and its last day in another one that has the same weekdays."""
    text = re.sub(r"20[12]\d", "the year", path.read_text("utf-8"))
    (issue,) = read(path.read_bytes()).issues
    day = issue.last_date
    assert day is not None
    others = (day.replace(year=year) for year in range(2024, 2040))
    return text, next(other for other in others if other.weekday() == day.weekday())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("late", [0, 1, 3])
def test_an_issue_that_comes_just_after_its_day_is_of_that_year_whatever_form_it_has(
    path: Path, late: int
) -> None:
    text, day = without_years(path)
    (issue,) = read(text, received=day + timedelta(days=late)).issues
    assert (issue.last_date, issue.year_certain) == (day, False)


@pytest.mark.parametrize(
    "path", SAMPLES[:4], ids=lambda path: path.stem
)  # the newest may still be printed so
def test_when_it_came_later_or_nobody_knows_when_that_says_nothing(path: Path) -> None:
    text, day = without_years(path)
    for reading in (
        read(text, received=day, known=False),
        read(text, received=day + timedelta(days=30)),
    ):
        assert reading.issues[0].last_date != day


def test_an_old_issue_that_says_its_year_is_old_also_on_its_day() -> None:
    path = SAMPLES[1]
    (issue,) = read(path.read_bytes(), received=date(2027, 11, 14)).issues
    assert issue.last_date == date(2019, 11, 14)


@pytest.mark.parametrize(("news", "day"), [("July 3", date(2021, 7, 4)), ("April 6", date(2021, 4, 7))])
@pytest.mark.parametrize("printed", ["04/07/2021", "04.07.2021"])
def test_the_news_tells_the_day_from_the_month(printed: str, news: str, day: date) -> None:
    body = BODY.format(f"On {news}, it was said. (36Kr)", f"On {news}, it was done. (36Kr)")
    found = issue(f"Laogao E-commerce Newsletter, Morning News {printed}\n\n{body}")
    assert (found.date, found.year_certain) == (day, True)
    assert "date-estimated" not in {each.code for each in found.warnings}


def test_a_day_that_may_be_the_month_is_told_of_where_no_news_has_a_day() -> None:
    body = BODY.format("It was said. (36Kr)", "It was done. (36Kr)")
    for printed, doubtful in (("04/07/2021", True), ("04/14/2021", False), ("04/04/2021", False)):
        found = issue(f"Laogao E-commerce Newsletter, Morning News {printed}\n\n{body}")
        assert ("date-estimated" in {each.code for each in found.warnings}) is doubtful
