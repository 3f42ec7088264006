"""Headers in every form: brand, edition and day in any order, in any brackets, in both languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reader import read
from bot.reader.kinds import Kind, mark
from bot.reader.lines import clean, lines_of
from bot.reader.masthead import Masthead, read_masthead
from storage.records import DateBasis, Edition, Issue

BODY = "\n\n1. Sellers\nThey shipped all of it. (36Kr)\n2. Buyers\nThey bought all of it. (36Kr)"
HEADLINES = ("Sellers ship", "Buyers buy", "Couriers ride")
BRAND = "#Laogao E-commerce Newsletter#"


def issue(head: str, sep: str = " ") -> Issue:
    return read(f"{head}{sep}{'; '.join(HEADLINES)}...{BODY}").issues[0]


def header(text: str) -> Masthead | None:
    return read_masthead(lines_of(clean(text))[0])


def said(found: Issue) -> tuple[Edition | None, tuple[int, int] | None, tuple[str, ...]]:
    return found.edition, (found.date.month, found.date.day) if found.date else None, found.headlines


@pytest.mark.parametrize(
    "head",
    [
        *(f"{BRAND} [E-commerce Morning News on March 6]", f"{BRAND} [March 6th E-commerce Morning Post]"),
        *(f"{BRAND} [E-commerce Morning Newspaper, 6 March]", f"{BRAND} 【E-commerce Early News on March 6】"),
        *(f"{BRAND} <Morning News on March 6>", f"{BRAND} {{March 6 Morning News}}", f"{BRAND} 《Morning News on March 6》"),
        *(f"{BRAND} [Tuesday, March 6 Morning News]", f"{BRAND} [Morning News on March 6 (Tuesday)]", f"{BRAND} [3.6 Morning News]"),
        *(f"{BRAND} [0306 Morning News]", f"{BRAND} [03/06 AM News]", f"{BRAND} Issue 1234 [Morning News on March 6]"),
        *(f"{BRAND} [Morning News on March 6", f"{BRAND} Morning News on March 6]", f"{BRAND}: [Morning News on March 6]:"),
        *("#Lao-gao E-commerce Flash# [March 6 Morning News]", "#Old Gao E-commerce News Flash# [March 6 Morning News]"),
        *("#Old high e-commerce newsletter# [March 6 Morning News]", "#Laogao Electronic Commerce News# [March 6 Morning News]"),
        *("Laogao E-commerce Newsletter [March 6 Morning News]", "[Laogao E-commerce Newsletter] March 6 Morning News:"),
        *("Fwd: #Laogao E-commerce News# [March 6 Morning News]", "E-commerce Newsletter [Morning News on March 6]"),
        *("Morning News | March 6", "March 6 | Morning News:", "Morning News (3.6):", "Morning News 3/6:", "Morning News - March 6"),
        *("[Morning News] March 6:", "Good morning! Morning News on March 6:", "Tuesday Morning News (March 6):", "★ Morning News, March 6 ★"),
        *("☀️ Morning News on March 6:", "** Morning News on March 6 **", "Vol. 12 Morning News on March 6:", "Morning News / March 6:"),
        *("#老高电商快讯#【3月6日电商早报】", "＃老高電商快訊＃【３月６日電商早報】", "#老高电商快讯#【3月6日 星期二 电商早报】"),
        *("#老高电商快讯#【三月六日电商早报】", "#老高电商快讯#【3.6电商早报】", "#老高电商快讯#【0306早报】", "#老高电商快讯##3月6日早报#"),
        *("#老高电商俱乐部#【3月6日电商早报】", "3/6 电商早报", "3.6 电商早报：", "3月6日早报丨", "早报丨3月6日", "早报｜3月6日：", "今日早报（3月6日）："),
        *("老高早报（3.6）：", "☀️3月6日电商早报", "3月6日，星期二，农历正月十九，早报：", "早安！3月6日电商早报：", "【3月6日】早报", "早报来了！3月6日"),
        *("3月6日晨报：", "电商快讯【3月6日早报】", "早报（第12期）3月6日：", "3月6日电商快讯早报：", "大家早上好，3月6日早报："),
    ],
)  # fmt: skip
def test_a_morning_is_named_and_dated_in_every_form(head: str) -> None:
    assert said(issue(head)) == (Edition.MORNING, (3, 6), HEADLINES)
    assert said(issue(head, "\n")) == (Edition.MORNING, (3, 6), HEADLINES)


@pytest.mark.parametrize(
    ("head", "edition"),
    [
        *((head, Edition.MORNING) for head in ("Morning News Flash:", "Morning News—", "#Morning News#", "早报丨", "老高早报：", "早 报：")),
        *((head, Edition.MORNING) for head in ("Morning headlines:", "Morning News;", "☀️早报：", "#早报#", "__Morning News__ :")),
        *((head, Edition.EVENING) for head in ("Evening Post:", "Tonight's News:", "PM News:", "夜报：", "晚資訊：", "今日晚报：")),
        *((head, Edition.WEEKLY) for head in ("#Laogao E-commerce News# Weekly Magazine No. 12", "#老高电商快讯#周刊 第12期")),
    ],
)  # fmt: skip
def test_an_edition_needs_no_day(head: str, edition: Edition) -> None:
    assert said(issue(head)) == (edition, None, HEADLINES)


@pytest.mark.parametrize(
    "head",
    [
        *("Weekly Magazine (March 5-March 9)", "News of the Week (March 5-March 9)", "A Week of Information (March 5 - March 9)"),
        *("One week information (3.5-3.9)", "Weekly Information (3/5-3/9)", "Weekly News: March 5-March 9", "Last week's information (5-9 March)"),
        *("E-commerce Week (March 5-9)", "Weekly Information (5 March-9 March)", "一周回顾（3/5-3/9）", "周报：3月5日-3月9日", "上周资讯（3月5日-9日）"),
    ],
)  # fmt: skip
def test_a_week_has_its_first_and_last_day(head: str) -> None:
    found = issue(f"#Laogao E-commerce News# {head}")
    assert said(found) == (Edition.WEEKLY, (3, 5), HEADLINES)
    assert found.end_date
    assert (found.end_date.month, found.end_date.day) == (3, 9)


@pytest.mark.parametrize(
    "head",
    [
        *(f"{BRAND} [Morning News {day}]" for day in ("20180306", "2018.3.6", "03/06/2018", "2018/03/06")),
        *(f"{BRAND} [March 6 Morning News] (2018)", "#老高电商快讯#2018年【3月6日早报】", "2018-03-06 早报：", "【2018.3.6】电商早报"),
        *("20180306早报：", "二〇一八年三月六日 电商早报", "二零一八年三月六日早报", "老高电商早报20180306", "早报丨2018年3月6日 星期二"),
        *("Laogao E-commerce Newsletter\nTuesday, March 6, 2018\nMorning News:", "老高电商快讯\n2018年3月6日\n早报："),
    ],
)  # fmt: skip
def test_a_printed_year_is_certain(head: str) -> None:
    found = issue(head, "\n")
    assert (found.edition, found.date, found.year_certain) == (Edition.MORNING, date(2018, 3, 6), True)
    assert found.headlines == HEADLINES


@pytest.mark.parametrize(
    "head",
    [
        "Subject: Laogao E-commerce Morning News on March 6\n\n",
        "主题：老高电商快讯 3月6日早报\n发件人：老高\n\n早报：",
        "Title: Morning News on March 6\n\nMorning News:",
        "Laogao E-commerce Newsletter\nMarch 6\nMorning News:",
        "# Laogao E-commerce Newsletter\n\n## Morning News, March 6\n",
    ],
)
def test_a_title_or_subject_above_names_and_dates_it(head: str) -> None:
    assert said(issue(head)) == (Edition.MORNING, (3, 6), HEADLINES)


@pytest.mark.parametrize(
    "line",
    [
        *("Early morning on November 14, JD announced a plan", "Late November 11, sales reached 10 billion", "Evening peak: few couriers"),
        *("The evening news on CCTV said 11.14 million people", "This morning, JD: no rise", "Weekly active users: 3 million"),
        *("Early bird sale (November 1-November 11): JD", "Evening of November 14, JD said", "A week of promotions begins"),
        *("11月14日晚，京东宣布", "11月14日早间消息，京东宣布", "11月14日早新闻联播报道了京东", "3.15晚会：央视曝光", "本周，京东宣布"),
        *("每周二：京东会员日", "11月14日新闻：京东", "周末消费：数据", "老高说，11月14日", "晚报业：广告下滑", "[Latest] sales"),
    ],
)  # fmt: skip
def test_a_sentence_that_begins_with_a_time_of_day_is_no_header(line: str) -> None:
    assert mark(lines_of(clean(line))[0]).kind is not Kind.MASTHEAD


@given(st.dates(date(2016, 1, 1), date(2025, 12, 31)))
def test_every_day_is_read_in_figures(day: date) -> None:
    for form in (
        "{0.month}.{0.day}",
        "{0.month}/{0.day}",
        "{0:%m%d}",
        "{0:%m-%d}",
        "{0:%Y%m%d}",
        "{0:%Y.%m.%d}",
        "{0:%m/%d/%Y}",
    ):
        found = header(f"{BRAND} [E-commerce Evening News {form.format(day)}]")
        assert found
        assert found.days[0].in_year(day.year) == day
        assert found.year in (None, day.year)


@given(st.text(alphabet="#[](){}<>【】早晚报周一11.14 /-:|丨年月日November morningews", max_size=120))
def test_whatever_a_header_leaves_was_printed(text: str) -> None:
    for line in lines_of(clean(text)):
        found = read_masthead(line)
        assert found is None or line.text.endswith(found.tail)


FIRST = (
    *("2018 Double 11 sales reach 213 billion", "11.11 sales top 200 billion", "5.8 million sellers leave", "Friday is Black at Amazon"),
    *("No. 1 store closes its doors", "#SF Wang Wei rings the bell#", "[Exclusive] Alpha buys Beta", "Weekly active users double"),
    *("Old Gao Street opens", "March 15, CCTV names shops", "Early bird sale begins", "E-commerce law in force", "2019 in numbers"),
    *("3月15日，央视曝光多家平台", "2018年双11成交额2135亿", "周五黑五大促开启", "第12期天猫榜单发布", "今日头条：回应裁员", "《电商法》通过", "早餐外卖增长三成"),
)  # fmt: skip


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize(
    "head",
    [
        *(f"{BRAND} [Morning News on March 15]", "#老高电商快讯#【3月15日电商早报】", "早报：", "Morning News:"),
        *("Evening information:\n", "#Laogao E-commerce News# Weekly Information (March 5-March 9)"),
    ],
)  # fmt: skip
def test_the_first_headline_is_no_part_of_the_header(head: str, first: str) -> None:
    found = read(f"{head} {first}; Beta buys; Gamma grows...{BODY}", received=date(2026, 6, 1)).issues[0]
    assert found.headlines == (first, "Beta buys", "Gamma grows")
    assert not found.year_certain
    assert (found.date_basis is DateBasis.HEADER) == any(c.isdigit() for c in head)


def numbered(*numbers: int) -> str:
    return "\n".join(f"{n}. Company {n} tells of a plan\nIt said so today. (36Kr)" for n in numbers)


@pytest.mark.parametrize(
    ("morning", "evening"),
    [
        *(("早报丨11月14日", "晚报丨11月14日"), ("11.14 电商早报：甲；乙；丙", "11.14 电商晚报：甲；乙；丙"), ("2019-11-14 早报：", "2019-11-14 晚报：")),
        *(("Morning News | November 14", "Evening News | November 14"), ("☀️ Morning News, November 14", "🌙 Evening News, November 14")),
    ],
)  # fmt: skip
def test_a_second_header_in_a_new_form_begins_a_second_issue(morning: str, evening: str) -> None:
    found = read(f"{morning}\n{numbered(1, 2)}\n\n{evening}\n{numbered(1, 2)}").issues
    assert [(each.edition, len(each.items)) for each in found] == [(Edition.MORNING, 2), (Edition.EVENING, 2)]


def test_a_special_issue_begins_an_issue_though_it_names_no_edition() -> None:
    heads = "#老高电商快讯#【11月12日双11特刊】", "#老高电商快讯#【12月13日双12战报】"
    found = read("\n\n".join(f"{head}\n{numbered(1, 2)}" for head in heads)).issues
    assert [(one.edition, one.date and one.date.month, len(one.items)) for one in found] == [
        (None, 11, 2),
        (None, 12, 2),
    ]


@pytest.mark.parametrize(
    "between", ["#老高电商快讯#【11月14日电商早报】", "晚间要闻", "[November 14 Morning News]"]
)
def test_a_caption_or_a_section_between_items_that_restart_is_no_second_issue(between: str) -> None:
    head = "#老高电商快讯#【11月14日电商早报】甲；乙；丙……"
    more = numbered(1, 2).replace("plan", "pause")
    found = read(f"{head}\n\n{numbered(1, 2)}\n{between}\n{more}").issues
    assert [(each.edition, len(each.items)) for each in found] == [(Edition.MORNING, 4)]


@pytest.mark.parametrize("gap", ["", " ", "："])
@pytest.mark.parametrize(
    "head", ["老高电商早报 2018年3月6日 星期二", "#老高电商快讯#【早报】3月6日 周二", "电商早报（3月6日）"]
)
def test_the_weekday_behind_the_day_is_no_part_of_the_first_headline(head: str, gap: str) -> None:
    text = f"{head}{gap}京东在多地开店；淘宝公布规则；拼多多增加补贴……\n\n1、京东在多地开店\n公司今日宣布。（36氪）\n2、淘宝公布规则\n公司今日宣布。（36氪）"
    assert read(text).issues[0].headlines == ("京东在多地开店", "淘宝公布规则", "拼多多增加补贴")


def test_a_day_behind_its_weekday_is_the_headers() -> None:
    text = "LAOGAO E-COMMERCE NEWSLETTER\nEvening edition | Wednesday, 29 March 2023\n\n1. Sellers\nOn March 28, they shipped. (36Kr)"
    found = read(text).issues[0]
    assert (found.date, found.year_certain, found.headlines) == (date(2023, 3, 29), True, ())


@pytest.mark.parametrize(
    "byline",
    [
        "Author: Lao Gao   2018-06-06   Views: 1,342",
        "作者：老高　2018-06-06 08:30　阅读 34",
        "Editor: Mei | 2018-06-06",
    ],
)
def test_the_day_beside_who_wrote_it_is_the_pages(byline: str) -> None:
    text = f"{byline}\n\n#Laogao E-commerce Newsletter# [E-commerce Morning News on June 6] a; b; c...\n\n1. Sellers\nThey shipped. (36Kr)"
    found = read(text).issues[0]
    assert (found.date, found.year_certain) == (date(2018, 6, 6), True)


@pytest.mark.parametrize(
    "head",
    [
        "Laogao E-commerce Newsletter | Morning News | Thu., Nov. 14, 2019", "Morning News, Thu 14 Nov 2019", "老高电商早报 2019.11.14 (Thu)",
        "🌞早安！这里是老高电商快讯\n📅 2019.11.14 周四 | 早报", "【老高电商快讯】\n▶ 2019/11/14 周四 早报",
    ],
)  # fmt: skip
def test_a_day_may_have_its_weekday_cut_short_or_a_picture_before_it(head: str) -> None:
    found = read(
        f"{head}\n\n1. Sellers\nOn November 13, they shipped. (36Kr)\n2. Buyers\nOn November 13, they bought. (36Kr)"
    ).issues[0]
    assert (found.edition, found.date, found.year_certain, found.headlines) == (
        Edition.MORNING,
        date(2019, 11, 14),
        True,
        (),
    )


def test_a_firm_called_like_a_weekday_begins_a_headline() -> None:
    assert (
        read("Morning News: Sun Art opens 10 shops; b; c...\n\n1. Sellers\nThey shipped. (36Kr)")
        .issues[0]
        .headlines[0]
        == "Sun Art opens 10 shops"
    )
