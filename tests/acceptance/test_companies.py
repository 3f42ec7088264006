"""A company from every side, who is in the news most, and what the week talks of."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sandbox.client import Message, UserHandle
from tests.acceptance.stage import NOON, Stage, ask, forge
from tests.factories import evening, item, morning

TODAY = NOON.date()


async def news(play: Stage) -> None:
    """A fortnight of evenings: Taobao and JD.com in each, Alibaba's other brands in some."""
    for back in range(14, 0, -1):
        day = TODAY - timedelta(days=back)
        items = [
            item(1, f"Taobao and JD.com on {day:%B %d}", section_key="e-commerce", source="Yicai"),
            item(2, f"拼多多 and its live streaming plan {back}", section_key="internet"),
        ]
        if back % 3 == 0:
            items.append(item(3, '=Tmall, a "new" price, <b>bold</b>', section_key="cross-border"))
        if back < 7:
            items.append(item(4, f"百亿补贴大促升级第{back}天"))
        await play.store(replace(evening(day), items=tuple(items)))


async def card(play: Stage, reader: UserHandle, name: str = "Alibaba") -> Message:
    await news(play)
    return await ask(reader, f"/company {name}")


async def test_a_card_tells_beside_whom_and_leads_onward(play: Stage, reader: UserHandle) -> None:
    shown = await card(play, reader)
    assert "Often beside: JD.com (14)" in shown.text
    assert shown.labels == [
        *("1", "2", "3", "4", "5", "Older ›"),
        *("📈 Picture", "📅 Years", "🗂 Sections", "📄 File"),
        *("🔔 Follow", "Only Alibaba"),
    ]
    chinese = await play.sandbox.user(language="zh")
    shown = await ask(chinese, "/company 淘宝网")
    assert shown.text.startswith("🏢 淘宝 Taobao\n隶属于阿里巴巴\n")
    assert "常一起出现：京东（14）" in shown.text


async def test_a_company_alone_or_with_what_it_owns(play: Stage, reader: UserHandle) -> None:
    shown = await card(play, reader)
    assert "19 items since" in shown.text
    await reader.press(shown, "Only Alibaba")
    alone = await reader.wait_edit(shown)
    assert "1 item since" in alone.text or "No news" in alone.text
    assert "Includes" not in alone.text
    await reader.press(alone, "With all it owns")
    assert "19 items since" in (await reader.wait_edit(alone)).text


async def test_years_and_sections_lead_to_their_items_and_back(play: Stage, reader: UserHandle) -> None:
    shown = await card(play, reader, "Taobao")
    await reader.press(shown, "📅 Years")
    years = await reader.wait_edit(shown)
    assert years.text == "🏢 Taobao · by year\n\n▇▇▇▇▇▇▇▇▇▇▇▇ 14 · 2019"
    await reader.press(years, "2019")
    listed = await reader.wait_reply()
    assert listed.text.startswith("🏢 Taobao and its brands · 2019 · 14 items")
    await reader.press(listed, "Older ›")
    older = await reader.wait_edit(listed)
    assert older.text.startswith("🏢 Taobao and its brands · 2019 · 14 items")
    assert "6–10 of 14" in older.text
    await reader.press(years, "‹ Back")
    back = await reader.wait_edit(years)
    assert back.text.startswith("🏢 Taobao 淘宝")
    await reader.press(back, "🗂 Sections")
    sections = await reader.wait_edit(back)
    assert "14 · E-commerce" in sections.text
    await reader.press(sections, "E-commerce")
    assert (await reader.wait_reply()).text.startswith("🏢 Taobao and its brands · E-commerce · 14 items")


async def test_a_part_of_a_companys_news_reads_as_a_chinese_reader_says_it(play: Stage) -> None:
    chinese = await play.sandbox.user(language="zh")
    await news(play)
    shown = await ask(chinese, "/company 淘宝")
    await chinese.press(shown, "📅 按年")
    years = await chinese.wait_edit(shown)
    await chinese.press(years, "2019")
    listed = await chinese.wait_reply()
    assert listed.text.startswith("🏢 淘宝及旗下品牌 · 2019年 · 14条")
    await chinese.press(listed, "🔔 关注")
    assert (await chinese.wait_reply()).text.startswith("🔔 淘宝及旗下品牌")


async def test_a_slip_of_the_finger_is_seen_through_and_said(play: Stage, reader: UserHandle) -> None:
    await news(play)
    shown = await ask(reader, "/company Taobaoo")
    assert shown.text.startswith("I don't know Taobaoo; I took it for Taobao.\n\n🏢 Taobao 淘宝\n")
    await reader.press(shown, "🔎 Search the news")
    assert "“Taobaoo”" in (await reader.wait_reply()).text
    assert (await ask(reader, "/follow Taobaoo")).text.startswith("🔔 Taobao")


@pytest.mark.parametrize("name", ["Meitua", "Tx", "Zzyzx"])
async def test_what_could_be_another_or_is_far_from_any_is_not_guessed(
    play: Stage, reader: UserHandle, name: str
) -> None:
    assert f"I don't know a company called {name}." in (await ask(reader, f"/company {name}")).text


async def test_the_whole_list_is_a_file_that_spreadsheets_open_safely(
    play: Stage, reader: UserHandle
) -> None:
    shown = await card(play, reader)
    await reader.press(shown, "📄 File")
    sent = await reader.wait_reply()
    assert sent.wire["caption"] == "19 items about Alibaba"
    assert sent.wire["document"]["file_name"] == "alibaba.csv"
    file = await play.bot.application.bot.get_file(sent.wire["document"]["file_id"])
    data = bytes(await file.download_as_bytearray())
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["Date", "Issue", "No.", "Title", "Section", "Source", "Companies"]
    assert rows[1][:4] == ["2019-11-13", "Evening", "1", "Taobao and JD.com on November 13"]
    assert {row[3] for row in rows if "price" in row[3]} == {'\'=Tmall, a "new" price, <b>bold</b>'}


async def test_mentions_over_time_are_a_picture(play: Stage, reader: UserHandle) -> None:
    shown = await card(play, reader, "Taobao")
    await reader.press(shown, "📈 Picture")
    sent = await reader.wait_reply()
    assert sent.wire["photo"][-1]["width"] == 1280
    assert sent.wire["caption"].startswith(
        "🏢 Taobao\nHow often the news mentions it and what it owns · 2019-10 – 2019-11"
    )


async def test_a_company_without_news_says_so(play: Stage, reader: UserHandle) -> None:
    shown = await ask(reader, "/company 字节跳动")
    assert "No news about it yet." in shown.text
    assert "📈 Picture" not in shown.labels
    for data in ("v1:cp:bytedance:g", "v1:cf:bytedance:o"):
        assert await forge(play, reader, shown, data) == "No news about it yet."
    for data in (
        "v1:cp:nobody:g",
        "v1:cp:taobao:x",
        "v1:cq:taobao:g:a b",
        "v1:cq:taobao:g",
        "v1:ct:taobao",
        "v1:ca:x",
    ):
        assert "too old" in await forge(play, reader, shown, data), data


async def test_a_full_name_leads_to_the_card_and_an_unknown_one_ends_the_sentence(
    play: Stage, reader: UserHandle
) -> None:
    for name in ("/company JD.com, Inc.", "/company 北京京东世纪贸易有限公司"):
        assert (await ask(reader, name)).text.startswith("🏢 JD.com 京东\n")
    unknown = await ask(reader, "/company Quux Zyzzy, Inc.")
    assert unknown.text.splitlines()[0] == "I don't know a company called Quux Zyzzy, Inc."
    told = await ask(reader, "/company 淘宝的老板是谁")
    assert told.text.splitlines()[1] == "Did you mean:"
    assert told.labels[0] == "🏢 Taobao"


async def test_of_several_companies_each_has_a_button(play: Stage, reader: UserHandle) -> None:
    for name in ("JD or Pinduoduo", "JD, Pinduoduo", "京东、拼多多", "JD vs. Pinduoduo", "京东拼多多"):
        choice = await ask(reader, f"/company {name}")
        assert choice.text == f"{name} is more than one company. Choose one:"
        assert choice.labels == ["🏢 JD.com", "🏢 Pinduoduo", "🔎 Search the news"]
    await reader.press(choice, "🏢 Pinduoduo")
    assert (await reader.wait_reply()).text.startswith("🏢 Pinduoduo 拼多多")
    choice = await ask(reader, "/follow JD, Pinduoduo, Sohu, Sephora, Taobao")
    await reader.press(choice, "🔔 JD.com")
    assert (await reader.wait_reply()).text.startswith("🔔 JD.com")


async def test_companies_by_activity(play: Stage, reader: UserHandle) -> None:
    assert (await ask(reader, "/companies")).text.startswith("Most in the news, of all time")
    await news(play)
    shown = await ask(reader, "/companies")
    assert shown.text.startswith("Most in the news, last 30 days\n\n1. JD.com 京东 · 14\n")
    await reader.press(shown, "1")
    assert (await reader.wait_reply()).text.startswith("🏢 JD.com")


async def test_the_week_in_words_and_a_picture(play: Stage, reader: UserHandle) -> None:
    assert (await ask(reader, "/top")).text.startswith("No news in the last seven days.")
    await play.store(morning(TODAY))
    caption = (await ask(reader, "/top")).wire["caption"]
    assert caption.endswith("Too little news yet to tell which words rise")
    await news(play)
    sent = await ask(reader, "/top")
    assert sent.wire["photo"][-1]["width"] == 1280
    caption = sent.wire["caption"]
    assert caption.startswith(
        "The week in the news · Nov 8 – 14, 2019\nCompanies: Pinduoduo 7, Taobao 7, JD.com 6"
    )
    assert "百亿补贴" in caption
    assert "🏢 Taobao" in sent.labels


@pytest.mark.trial
async def test_the_days_that_are_named_are_those_looked_at(play: Stage, reader: UserHandle) -> None:
    await news(play)
    caption = (await ask(reader, "/top 2019-11-13")).wire["caption"]
    assert caption.startswith("The week in the news · Nov 11 – 17, 2019\nCompanies: ")
    caption = (await ask(reader, "/top 2019")).wire["caption"]
    assert caption.startswith("In the news · 2019\nCompanies: ")
    assert (await ask(reader, "/top 2016")).text == "No news about any company: 2016."
    most = await ask(reader, "/companies November 2019")
    assert most.text.startswith("Most in the news: Nov 1 – 30, 2019\n\n1. ")
    assert (await ask(reader, "/companies 2016")).text == "No news about any company: 2016."


@pytest.mark.parametrize("command", ["top", "companies"])
async def test_what_is_no_days_is_named_and_a_company_offered(reader: UserHandle, command: str) -> None:
    told = await ask(reader, f"/{command} Taobao")
    assert told.text.startswith(f"I could not read “Taobao” as a year, a month or a day:\n/{command} 2019\n")
    assert told.labels == ["🏢 Taobao"]
