"""An admin sends files: text, page, mail, archive; in any encoding; told before any download what is too large."""

import io
import zipfile
from pathlib import Path

import pytest

from bot.chat.intake import files as intake_files
from bot.reader import read
from bot.sandbox.client import Message
from storage.records import Edition
from tests.acceptance.newsroom import TITLES, UNDATED, Newsroom, issue_text, newsroom
from tests.acceptance.stage import NOON, ask

CHINESE = (
    "#老高电商快讯#【11月14日电商晚报】京东开新店；淘宝包裹更多；商店关门...\n\n电商快讯\n"
    "1、京东开新店\n11月14日消息，京东在武汉开了第三家店，来的人不少。（电商报）\n"
    "2、淘宝包裹更多\n11月14日消息，淘宝包裹比以往任何时候都多。（亿邦动力网）\n"
    "3、商店关门\n11月14日消息，西安有两家商店关门。（电商报）\n"
)


def page(text: str) -> str:
    return "<html><body><p>" + "</p><p>".join(text.split("\n")) + "</p></body></html>"


def mail(text: str) -> str:
    headers = "From: editor@example.org\nSubject: today\nContent-Type: text/plain; charset=utf-8"
    return f"{headers}\n\n{text}".replace("\n", "\r\n")


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name.replace("_", "."), text)
    return out.getvalue()


async def send(room: Newsroom, name: str, data: str | bytes, caption: str = "") -> Message:
    await room.admin.send_file(name, data.encode() if isinstance(data, str) else data, caption=caption)
    return await room.admin.wait_reply()


async def test_a_text_a_page_and_a_mail_are_read(room: Newsroom) -> None:
    for day, name, form in ((13, "a.txt", str), (14, "a.html", page), (15, "a.eml", mail)):
        room.play.clock.move_to(NOON.replace(day=day))
        shown = await send(room, name, form(issue_text(day)))
        assert f"Nov {day}, 2019" in shown.text
        assert name in shown.text
        await room.press(shown, "✅ Publish")
        assert await room.titles(day) == list(TITLES[:3])


async def test_the_caption_tells_encoding_and_day(room: Newsroom) -> None:
    shown = await send(room, "a.txt", CHINESE.encode("gbk"), "enc=gbk received=2018-12-01")
    assert "Wed, Nov 14, 2018" in shown.text
    assert "gbk" in shown.text
    await room.play.restart()
    await room.press(shown, "✅ Publish")
    issue = await room.play.bot.storage.archive.latest(Edition.EVENING, room.play.clock().date())
    assert issue is not None
    assert issue.items[1].title == "淘宝包裹更多"


async def test_a_caption_nobody_understands_is_asked_about(room: Newsroom) -> None:
    for caption in ("enc=klingon", "received=yesterday"):
        answer = await send(room, "a.txt", issue_text(), caption)
        assert "enc=gbk received=2019-11-14" in answer.text
    assert await room.play.sandbox.calls("getFile") == []


async def test_a_file_that_is_too_large_is_told_before_any_download(room: Newsroom) -> None:
    sent = await room.admin.send_file("a.txt", b"x")
    await room.admin.wait_reply()
    calls = len(await room.play.sandbox.calls("getFile"))
    large = {**(sent.document or {}), "file_size": 20 * 1024 * 1024 + 1}
    await room.update(sent, message_id=901, document=large)
    assert "larger than the 20 MB" in (await room.admin.wait_reply()).text
    assert len(await room.play.sandbox.calls("getFile")) == calls


async def test_a_file_that_cannot_be_fetched_is_told(room: Newsroom) -> None:
    await room.play.sandbox.fault("error", method="getFile", code=500)
    assert "send it again" in (await send(room, "a.txt", issue_text())).text


async def test_what_is_no_issue_is_refused_with_the_reason(room: Newsroom) -> None:
    for data, reason in (
        (b"", "empty"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"meow", "no items found"),
    ):
        answer = await send(room, "../../cat.txt", data)
        assert "• cat.txt: " in answer.text
        assert reason in answer.text


async def test_an_archive_is_a_list_and_the_good_ones_go_together(room: Newsroom) -> None:
    files = {"13_txt": issue_text(13), "14_txt": issue_text(14), "odd_txt": UNDATED, "bad_txt": "meow"}
    listed = await send(room, "week.zip", archive(**files))
    assert listed.text.startswith("📥 3 issues, 3 to decide, 1 not read\n\n")
    assert "⚠️ 3 · 📰 Issue" in listed.text.replace("🌙 Evening", "📰 Issue")
    assert "• week.zip/bad.txt: no items found" in listed.text
    done = await room.press(listed, "✅ Publish the good ones (2)")
    assert done.text.startswith("📥 3 issues, 2 published, 1 to decide")
    assert await room.titles(13) == await room.titles(14) == list(TITLES[:3])
    gone = await room.press(done, "🗑 Discard all")
    assert gone.labels == []


async def test_what_is_in_the_archive_word_for_word_is_not_offered_again(room: Newsroom) -> None:
    for day in (13, 14):
        reading = read(issue_text(day).encode(), received=NOON.date())
        issue, text = reading.issues[0], reading.texts[0]
        await room.play.bot.storage.archive.store(issue, [()] * len(issue.items), text=text, received_at=NOON)
    shown = await send(room, "a.txt", issue_text())
    assert "It is in the archive already, word for word: there is nothing to publish." in shown.text
    assert "corrects" not in shown.text
    assert shown.labels == ["🗑 Discard", "📅 Fix date", "🗞 Fix edition", "📋 Show items"]
    other = await room.press(shown, "🗞 Fix edition")
    assert "✅ Publish" in (await room.press(other, "☀️ Morning")).labels
    files = {"13_txt": issue_text(13), "14_txt": issue_text(where="Chengdu"), "12_txt": issue_text(12)}
    listed = await send(room, "week.zip", archive(**files))
    assert listed.text.count("in the archive already") == 1
    assert "✅ Publish the good ones (2)" in listed.labels


async def test_how_far_we_are_is_said_in_one_message(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_files, "_QUICK", 0)
    monkeypatch.setattr(intake_files, "_OFTEN", 0)
    files = {f"{day}_txt": issue_text(day) for day in range(1, 9)}
    await room.admin.send_file("week.zip", archive(**files))
    said = await room.admin.wait_reply()
    while not said.labels:
        assert "📥 Reading week.zip: " in said.text
        said = await room.admin.wait_edit(said)
    assert said.text.startswith("📥 8 issues, 8 to decide")
    assert await room.admin.silent(0.1)


async def test_straight_through_when_so_configured(tmp_path: Path) -> None:
    async with newsroom(tmp_path, intake_publish="auto") as room:
        listed = await send(
            room, "week.zip", archive(a_txt=issue_text(13), b_txt=issue_text(14), c_txt=UNDATED)
        )
        assert listed.text.startswith("📥 3 issues, 2 published, 1 to decide")
        assert await room.titles(13) == list(TITLES[:3])


async def test_an_edited_file_corrects_what_is_published(room: Newsroom) -> None:
    sent = await room.admin.send_file("a.txt", issue_text().encode())
    await room.press(await room.admin.wait_reply(), "✅ Publish")
    other = await room.admin.send_file("a.txt", issue_text(where="Chengdu").encode(), caption="enc=klingon")
    await room.admin.wait_reply()
    await room.play.sandbox.update(
        "edited_message", {**sent.wire, "document": other.document, "edit_date": 1}
    )
    assert "is corrected" in (await room.admin.wait_reply()).text
    issue = await room.archive()
    assert issue is not None
    assert "Chengdu" in issue.items[0].body[0]


async def test_what_came_of_a_file_is_told_when_telegram_answers_again(room: Newsroom) -> None:
    await ask(room.admin, "/start")
    await room.play.sandbox.fault("reset", method="sendMessage", times=3)
    assert "✅ Publish" in (await send(room, "issue.txt", issue_text())).labels
    await room.play.sandbox.fault("bad_gateway", method="sendMessage", times=3)
    await room.play.sandbox.fault("error", method="getFile", code=500)
    assert "could not be fetched" in (await send(room, "issue.txt", issue_text())).text
