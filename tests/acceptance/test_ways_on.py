"""From an answer onward: other orders, other questions, items, issues, links, numbers, other chats."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.reader.vocabulary import source_key
from bot.sandbox.client import Message, UserHandle
from storage import ids
from storage.records import Edition
from tests.acceptance.screens import rows_of
from tests.acceptance.stage import NOON, Stage, ask, forge
from tests.factories import evening, item, long_issue, morning

TODAY = NOON.date()


async def news(play: Stage) -> None:
    """This morning's issue and yesterday evening's."""
    for issue in (morning(TODAY), evening(TODAY - timedelta(days=1))):
        items = tuple(replace(it, source_key=source_key(it.source or "")) for it in issue.items)
        await play.store(replace(issue, items=items))


async def opened(play: Stage, reader: UserHandle, words: str = "Sohu") -> Message:
    """The item a search finds first."""
    await news(play)
    await reader.press(await ask(reader, words), "1")
    return await reader.wait_reply()


async def test_the_best_matches_come_first_at_a_press_and_the_newest_again(
    play: Stage, reader: UserHandle
) -> None:
    told = "A word on the garden."
    for back in range(7, 1, -1):
        day = TODAY - timedelta(days=back)
        title = "Gardens and garden tools for the garden" if back == 7 else f"Item of {day}"
        await play.store(replace(evening(day), items=(item(1, title, told),)))
    newest = await ask(reader, "garden")
    assert "1. Item of 2019-11-12" in newest.text
    await reader.press(newest, "🎯 Best matches")
    best = await reader.wait_edit(newest)
    assert best.text.startswith("🔎 garden · 6 items · best matches first\n\n1. Gardens and garden tools")
    await play.store(replace(evening(TODAY), items=(item(1, "Garden", "Garden garden."),)))
    await reader.press(best, "Next ›")
    second = await reader.wait_edit(best)
    assert second.text.endswith("\n\n6 of 6")
    assert second.labels == ["6", "‹ Previous", "🕒 Newest first", "🔔 Watch"]
    await reader.press(second, "🕒 Newest first")
    assert "1. Item of 2019-11-12" in (await reader.wait_edit(second)).text


async def test_the_order_can_be_asked_for_in_words(play: Stage, reader: UserHandle) -> None:
    await news(play)
    for question, said in (
        ("Taobao sort:best", "best matches first"),
        ("淘宝 排序：相关", "best matches first"),
    ):
        assert said in (await ask(reader, question)).text.splitlines()[0]


async def test_filters_are_asked_in_either_language(play: Stage, reader: UserHandle) -> None:
    await news(play)
    for question, title in (
        ("source:Sina", "Sohu will rise again"),
        ("来源：上海证券报", "Ministry of Commerce"),
        ("section:cross-border from:2019-11 to:2019-11", "Sephora opens"),
        ("拼多多 版次:早报", "拼多多上线百亿补贴"),
        ("Sephora OR Sohu -Tmall", "Sohu will rise again"),
    ):
        found = await ask(reader, question)
        assert "· 1 item\n" in found.text, found.text
        assert title in found.text, found.text


async def test_nothing_found_offers_what_does_find_something(play: Stage, reader: UserHandle) -> None:
    await news(play)
    nothing = await ask(reader, "Ministri retail")
    assert "1. ministry retail · 1 item" in nothing.text
    await reader.press(nothing, "1")
    found = await reader.wait_edit(nothing)
    assert found.text.startswith("🔎 ministry retail · 1 item")
    wider = await ask(reader, "Sohu from:2020")
    assert "1. Sohu · 1 item" in wider.text
    halves = await ask(reader, "百亿补贴大战")
    assert "百亿补贴 · 1 item" in halves.text


async def test_a_forged_suggestion_is_refused(play: Stage, reader: UserHandle) -> None:
    await news(play)
    nothing = await ask(reader, "Sohu from:2020")
    for data in ("v1:try:0", "v1:try:9", "v1:try:x", "v1:try", "v1:sb:1:9999"):
        assert "too old" in await forge(play, reader, nothing, data)


async def test_an_item_leads_to_its_neighbours_in_place(play: Stage, reader: UserHandle) -> None:
    page = await opened(play, reader)
    assert page.labels == ["🏢 Sohu", "‹ 3", "📰 Issue", "5 ›", "More from Sina Technology", "↗️ Share"]
    await reader.press(page, "5 ›")
    after = await reader.wait_edit(page)
    assert after.text.startswith("Alibaba raises")
    await reader.press(after, "6 ›")
    last = await reader.wait_edit(after)
    assert last.text.startswith("Sephora opens")
    assert not [label for label in last.labels if label.endswith("›")]


async def test_an_item_leads_to_its_issue(play: Stage, reader: UserHandle) -> None:
    page = await opened(play, reader)
    await reader.press(page, "📰 Issue")
    assert (await reader.wait_reply()).text.startswith("🌙 Evening · Wed, Nov 13, 2019")


async def test_an_item_leads_to_more_of_its_source(play: Stage, reader: UserHandle) -> None:
    page = await opened(play, reader, "night market")
    await play.store(replace(evening(TODAY), items=(item(1, "Other", source="36Kr", source_key="36氪"),)))
    await reader.press(page, "More from 36Kr")
    assert "1. Other" in (await reader.wait_reply()).text


async def test_an_item_is_passed_on_by_a_link(play: Stage, reader: UserHandle) -> None:
    page = await opened(play, reader)
    url = page.buttons[-1][-1]["url"]
    link = url.split("url=")[1].split("&")[0].replace("%3A", ":").replace("%2F", "/").replace("%3F", "?")
    payload = link.replace("%3D", "=").partition("start=")[2]
    assert payload.startswith("i_")
    friend = await play.sandbox.user("Hua", language="zh")
    shown = await ask(friend, f"/start {payload}")
    assert shown.text.startswith("Sohu will rise again")
    assert "📰 本期全文" in shown.labels


async def test_a_bad_link_is_a_greeting(reader: UserHandle) -> None:
    for payload in ("i_", "i_x", f"i_{2**60}", "i_-1", "hello", "i_١", "🦄", "%00"):
        assert (await ask(reader, f"/start {payload}")).text.startswith("Kuaixun 快讯"), payload


async def test_a_link_to_an_item_that_is_gone_says_so(reader: UserHandle) -> None:
    told = await ask(reader, "/start i_792610444673999")
    assert told.text == "This item is no longer there."
    assert rows_of(told) == ["[📰 Latest issue]"]


async def test_today_sends_every_issue_of_today(play: Stage, reader: UserHandle) -> None:
    assert (await ask(reader, "/today")).text == "Nothing yet today, Thu, Nov 14, 2019."
    await news(play)
    assert (await ask(reader, "/today")).text.startswith("☀️ Morning · Thu, Nov 14, 2019")
    assert await reader.silent(0.1)


async def test_another_edition_of_that_day_is_offered_first(play: Stage, reader: UserHandle) -> None:
    await play.store(evening(NOON.date()))
    await play.store(morning(NOON.date() - timedelta(days=1)))
    told = await ask(reader, "/issue 2019-11-14 morning")
    assert told.text.startswith("Not in the archive: Morning · Thu, Nov 14, 2019")
    assert rows_of(told)[:2] == ["[🌙 Evening · Nov 14, 2019]", "[☀️ Morning · Nov 13, 2019]"]


async def test_the_title_in_the_link_to_share_has_no_plus_signs(play: Stage, reader: UserHandle) -> None:
    await play.store(evening(NOON.date()))
    shown = await ask(reader, "Sohu will rise again")
    await reader.press(shown, "1")
    item_ = await reader.wait_reply()
    rows = item_.wire["reply_markup"]["inline_keyboard"]
    (url,) = [button["url"] for row in rows for button in row if "url" in button]
    assert url.endswith("text=Sohu%20will%20rise%20again%2C%20says%20Zhang%20Chaoyang")


async def test_an_issue_is_named_by_its_day(play: Stage, reader: UserHandle) -> None:
    await news(play)
    for day in ("2019-11-13 evening", "yesterday", "昨天晚报", "11月13日", "Nov 13"):
        assert (await ask(reader, f"/issue {day}")).text.startswith("🌙 Evening · Wed, Nov 13, 2019"), day


async def test_a_day_with_two_issues_is_asked_back(play: Stage, reader: UserHandle) -> None:
    await news(play)
    await play.store(morning(TODAY - timedelta(days=1)))
    which = await ask(reader, "/issue yesterday")
    assert which.text == "Which issue of Wed, Nov 13, 2019?"
    await reader.press(which, "☀️ Morning")
    assert (await reader.wait_reply()).text.startswith("☀️ Morning · Wed, Nov 13, 2019")


async def test_a_day_without_an_issue_shows_the_nearest(play: Stage, reader: UserHandle) -> None:
    await news(play)
    missing = await ask(reader, "/issue 2019-11-01 evening")
    assert missing.text == "Not in the archive: Evening · Fri, Nov 1, 2019.\nThe nearest ones:"
    assert missing.labels == ["🌙 Evening · Nov 13, 2019"]
    for odd in ("/issue", "/issue soon", "/issue 2019-99-99", "/issue 1019-01-01 morning"):
        assert (await ask(reader, odd)).text.startswith(
            ("Which issue?", "I could not read", "Not in the archive")
        )


async def test_a_number_in_answer_to_a_digest_opens_that_item(play: Stage, reader: UserHandle) -> None:
    await news(play)
    for language, answer in (("en", "6"), ("zh", "第６条")):
        person = await play.sandbox.user(language=language)
        digest = await ask(person, "/latest evening")
        await person.send(answer, reply_to=digest)
        assert (await person.wait_reply()).text.startswith("Sephora opens on Tmall")
        await person.send("77", reply_to=digest)
        assert "77" in (await person.wait_reply()).text


async def test_a_number_in_answer_to_a_list_opens_what_stands_there(play: Stage, reader: UserHandle) -> None:
    await news(play)
    found = await ask(reader, "Sohu")
    await reader.send("1", reply_to=found)
    assert (await reader.wait_reply()).text.startswith("Sohu will rise again")


async def test_any_other_answer_is_a_question(play: Stage, reader: UserHandle) -> None:
    await news(play)
    greeting = await ask(reader, "/start")
    await reader.send("870", reply_to=greeting)
    assert (await reader.wait_reply()).text.startswith("🔎 870")


async def test_a_long_neighbour_comes_as_messages_of_its_own(play: Stage, reader: UserHandle) -> None:
    issue = long_issue(TODAY, items=2)
    body = tuple(
        f"{paragraph} " * 100 for paragraph in ("One.", "Two.", "Three.", "Long words of a long text.")
    )
    await play.store(replace(issue, items=(issue.items[0], replace(issue.items[1], body=body * 2))))
    found = await ask(reader, '"number 1"')
    await reader.press(found, "1")
    page = await reader.wait_reply()
    await reader.press(page, "2 ›")
    assert len(await reader.wait(3)) == 3


async def inline(person: UserHandle, query: str, offset: str = "") -> dict[str, Any]:
    answer = await person.inline(query, offset=offset)
    assert answer is not None
    return answer


async def test_cards_are_found_and_sent_in_any_chat(play: Stage, reader: UserHandle) -> None:
    await news(play)
    answer = await inline(reader, "淘宝")
    titles = [card["title"] for card in answer["results"]]
    assert titles == [
        "Taobao opens a night market",
        "Taobao App gains 96.38 million daily users on Double 11",
    ]
    assert "36Kr · Morning · Nov 14, 2019" in answer["results"][0]["description"]
    group = await play.sandbox.group("Friends", creator=reader)
    sent = await reader.choose(answer["results"][0], answer["id"], group)
    assert sent.text.startswith("Taobao opens a night market")
    assert sent.labels == ["📖 Open in Kuaixun"]


async def test_cards_come_in_pages(play: Stage, reader: UserHandle) -> None:
    await play.store(long_issue(TODAY, items=45))
    seen, offset = [], ""
    for _ in range(5):
        answer = await inline(reader, "news", offset)
        seen += [card["title"] for card in answer["results"]]
        offset = answer.get("next_offset") or ""
        if not offset:
            break
    assert seen == [f"News number {number} of the long day" for number in range(45, 0, -1)]


async def test_no_words_show_the_newest_and_odd_ones_are_answered(play: Stage, reader: UserHandle) -> None:
    await news(play)
    assert (await inline(reader, ""))["results"][0]["title"] == "拼多多上线百亿补贴"
    for odd in ("!!!", "-x", '"', "🦄", "中" * 256, "from:2019 to:2018", "\u202e"):
        assert isinstance((await inline(reader, odd))["results"], list), odd
    for offset in ("x", "-1", "9" * 60, "1"):
        assert (await inline(reader, "taobao", offset))["results"] == []


async def test_ids_tell_the_issue(play: Stage, reader: UserHandle) -> None:
    await news(play)
    found = await play.bot.storage.archive.find(Edition.EVENING, date(2019, 11, 13))
    assert found
    assert {ids.issue_of(it.id or 0) for it in found.items} == {found.id}
