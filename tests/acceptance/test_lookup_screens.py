"""Every way to ask, in both languages, as it is answered: the golden files are the conversations, to be read."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.texts import for_language
from tests.acceptance.fortnight import alerting, fortnight, market_week
from tests.acceptance.screens import assert_golden_text
from tests.acceptance.stage import Stage, stage
from tests.acceptance.transcript import Transcript

WORDS = {
    "en": (
        *(
            "taobao",
            "Trustdata",
            "parcels drivers",
            '"night market"',
            "Taobao -parcels",
            "Sohu OR Sephora opens",
        ),
        *("company:Taobao from:2019-11-13", "group:alibaba section:cross-border", "source:Sina"),
        *("section:cross-border on:2019-11-06", "edition:weekly", "from:2019-11-13 to:2019-11 Alibaba"),
        *("直播带货第3场", "妈", "Double 11", "What is new with Sephora?", "shipping sort:best"),
        *(
            "Ministri retail",
            "Sohu from:2020",
            "百亿补贴大战",
            "Pinduoduoo",
            "ByteDance",
            "zzzqqq",
            "!!!",
            "/search",
        ),
    ),
    "zh": (
        *("淘宝", "Trustdata", "小店 优惠券 OR 湖北", "“直播带货第3场”", "拼多多 -直播", "搜狐 OR 丝芙兰"),
        *("公司:淘宝 从:2019-11-13", "集团:阿里 版块:跨境", "来源：新浪科技"),
        *("版块:跨境电商 日期:2019年11月6日", "版次:周报", "从:2019-11-13 到:2019年11月 阿里"),
        *("间等优惠", "妈", "双十一", "有没有丝芙兰的消息", "直播带货 排序:相关"),
        *(
            "Ministri retail",
            "搜狐 从:2020",
            "百亿补贴大战",
            "拼夕夕多",
            "字节跳动",
            "嬲嬲嬲",
            "！！！",
            "/search",
        ),
    ),
}


async def words(play: Stage, talk: Transcript) -> None:
    for question in WORDS[talk.t.language]:
        await talk.ask(question)


async def pages(play: Stage, talk: Transcript) -> None:
    first = await talk.ask("parcels" if talk.t.language == "en" else "直播带货")
    second = await talk.press(first, "Older ›")
    third = await talk.press(second, "Older ›")
    back = await talk.press(third, "‹ Newer")
    best = await talk.press(back, "🎯 Best matches")
    await talk.press(best, "🕒 Newest first")
    nothing = await talk.ask("Ministri retail")
    await talk.press(nothing, "1")


async def an_item(play: Stage, talk: Transcript) -> None:
    found = await talk.ask("Trustdata")
    page = await talk.press(found, "1")
    await talk.press(page, "🏢 Taobao" if talk.t.language == "en" else "🏢 淘宝")
    after = await talk.press(page, "3 ›")
    await talk.press(after, "More from 电商报" if talk.t.language == "en" else "更多来自电商报")
    await talk.press(after, "📰 Issue")
    link = after.buttons[-1][-1]["url"]
    assert "start%3Di_" in link
    await talk.ask("/start i_" + link.partition("i_")[2].partition("&")[0])
    await talk.ask("1", reply_to=found)
    await talk.ask("77", reply_to=found)
    found = await talk.ask("edition:weekly Tmall" if talk.t.language == "en" else "版次:周报 天猫")
    await talk.press(found, "1")


async def a_company(play: Stage, talk: Transcript) -> None:
    english = talk.t.language == "en"
    card = await talk.ask("/company Alibaba" if english else "/company 阿里巴巴")
    older = await talk.press(card, "Older ›")
    alone = await talk.press(older, "Only Alibaba" if english else "只看阿里巴巴")
    card = await talk.press(alone, "With all it owns")
    years = await talk.press(card, "📅 Years")
    await talk.press(years, "2019")
    card = await talk.press(years, "‹ Back")
    sections = await talk.press(card, "🗂 Sections")
    await talk.press(sections, "Cross-border" if english else "跨境电商")
    card = await talk.press(sections, "‹ Back")
    await talk.press(card, "📈 Picture")
    await talk.press(card, "📄 File")
    await talk.press(card, "🔔 Follow")
    for name in ("Relx", "Taobaoo", "zzzqqq", "Sohu", "JD"):
        await talk.ask(f"/company {name}")
    await talk.ask("/company 字节" if english else "/company ByteDance")
    await talk.ask("/company")


async def activity(play: Stage, talk: Transcript) -> None:
    most = await talk.ask("/companies")
    await talk.press(most, "1")
    await talk.ask("/top")


async def issues(play: Stage, talk: Transcript) -> None:
    english = talk.t.language == "en"
    await talk.ask("/today")
    digest = await talk.ask("/latest evening" if english else "/latest 晚报")
    await talk.ask("6", reply_to=digest)
    await talk.ask("77", reply_to=digest)
    for day in ("2019-11-14 morning", "yesterday") if english else ("2019-11-14 早报", "昨天晚报"):
        await talk.ask(f"/issue {day}")
    for day in (
        ("2019-10-20 evening", "2018-01-01", "") if english else ("2019年10月20日 晚报", "2018-01-01", "")
    ):
        await talk.ask(f"/issue {day}".strip())
    await talk.ask("/latest noon" if english else "/latest 中午")


async def elsewhere(play: Stage, talk: Transcript) -> None:
    group = await play.sandbox.group("Friends", creator=talk.person)
    await talk.inline("淘宝", group)
    await talk.inline("", group)


async def watches(play: Stage, talk: Transcript) -> None:
    english = talk.t.language == "en"
    await talk.ask("/watches")
    await talk.ask("/follow")
    await talk.ask("/watch")
    await talk.ask("/watch !!!")
    await talk.ask("/follow Taobaoo")
    followed = await talk.ask("/follow Pinduoduo" if english else "/follow 拼多多")
    await talk.press(followed, "⚡ At once")
    words = '/watch "live streaming" -Pinduoduo' if english else "/watch 直播间 OR streaming -拼多多"
    watched = await talk.ask(words)
    saved = await talk.press(watched, "⚡ At once")
    digest = await talk.ask("/watch Sephora")
    await talk.press(digest, "📬 With my digest")
    listed = await talk.press(saved, "🔔 All watches")
    await play.store(alerting())
    await play.bot.tick()
    await play.bot.wait_idle()
    alerts = await talk.person.wait(2 if english else 3)
    for each in alerts:
        talk.see("(later)", each)
    loud = await talk.press(listed, "No quiet hours")
    left = await talk.press(loud, "✖ 3")
    answer = await talk.person.press(alerts[0], talk.t("🔕 Stop this"))
    assert answer
    talk.see(f"[{talk.t('🔕 Stop this')}] ({answer.text})", await talk.person.refresh(left))


async def many_alerts(play: Stage, talk: Transcript) -> None:
    watched = await talk.ask("/watch market -Taobao" if talk.t.language == "en" else "/watch market OR 市场")
    await talk.press(watched, "⚡ At once")
    await play.store(market_week())
    await play.bot.tick()
    await play.bot.wait_idle()
    listed = talk.see("(later)", await talk.person.wait_reply())
    await talk.press(listed, "2")


CHAPTERS: dict[str, Callable[[Stage, Transcript], Awaitable[None]]] = {
    "words": words,
    "pages": pages,
    "item": an_item,
    "company": a_company,
    "activity": activity,
    "issues": issues,
    "inline": elsewhere,
    "watches": watches,
    "alerts": many_alerts,
}


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_every_conversation_is_as_its_golden_file(tmp_path: Path, language: str) -> None:
    async with stage(tmp_path, *fortnight()) as play:
        play.clock.move_to(play.clock() + timedelta(minutes=5))  # what is there is older than any watch
        for name, chapter in CHAPTERS.items():
            talk = Transcript(await play.sandbox.user(language=language), for_language(language))
            await chapter(play, talk)
            assert_golden_text(talk.written(), f"{language}/{name}")
