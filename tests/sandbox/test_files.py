"""Files in both directions."""

import struct

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError

from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.files import picture_size


def png(width: int, height: int) -> bytes:
    """The start of a PNG: as much as is looked at."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02\0\0\0"


JPEG = (
    b"\xff\xd8\xff\xe0"
    + struct.pack(">H", 4)
    + b"JF"
    + b"\xff\xc0"
    + struct.pack(">HBHH", 17, 8, 480, 640)
    + b"\0" * 10
)


async def test_a_document_keeps_name_size_and_caption(bot: Bot, user: UserHandle) -> None:
    sent = await bot.send_document(
        user.id, "京东,1\n".encode(), caption="<b>Your data</b>", parse_mode="HTML", filename="data.csv"
    )
    seen = await user.wait_reply()
    assert seen.document is not None
    assert (seen.document["file_name"], seen.document["file_size"]) == ("data.csv", 9)
    assert seen.html == "<b>Your data</b>"
    assert sent.document is not None
    again = await bot.send_document(user.id, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_name == "data.csv"


async def test_a_photo_knows_its_size(bot: Bot, user: UserHandle) -> None:
    await bot.send_photo(user.id, png(800, 600), caption="chart")
    seen = await user.wait_reply()
    assert seen.photo is not None
    assert (seen.photo["width"], seen.photo["height"], seen.text) == (800, 600, "chart")
    await bot.edit_message_caption(user.id, seen.id, caption="better chart")
    assert (await user.wait_edit(seen)).text == "better chart"
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", user.id, seen.id)


def test_the_size_of_a_jpeg_is_in_its_frame_header() -> None:
    assert picture_size(JPEG) == (640, 480)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no picture", "image_process_failed"),
        (b"\xff\xd8\xff", "image_process_failed"),
        (png(9000, 2000), "photo_invalid_dimensions"),
        (png(2100, 100), "photo_invalid_dimensions"),
        (png(10, 10) + b"\0" * 10 * 1024 * 1024, "file is too big"),
    ],
)
async def test_a_bad_photo_is_refused(bot: Bot, user: UserHandle, data: bytes, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.send_photo(user.id, data)


async def test_captions_have_1024_units(bot: Bot, user: UserHandle) -> None:
    await bot.send_document(user.id, b"x", caption="😀" * 512)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(user.id, b"x", caption="😀" * 512 + "x")


async def test_a_file_of_over_50_mb_is_too_large_to_send(bot: Bot, user: UserHandle) -> None:
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(user.id, bytes(50 * 1024 * 1024 + 1))


async def test_the_bot_fetches_what_a_person_sent(bot: Bot, user: UserHandle) -> None:
    await user.send_file("issue.txt", "早报".encode(), caption="/ingest")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.document is not None
    assert message.caption_entities[0].type == "bot_command"
    file = await message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == "早报".encode()


async def test_a_person_can_send_a_photo(bot: Bot, user: UserHandle) -> None:
    await user.send_file("chart.png", png(4, 3), photo=True)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert (message.photo[-1].width, message.photo[-1].height) == (4, 3)


async def test_a_file_of_over_20_mb_cannot_be_fetched(bot: Bot, user: UserHandle) -> None:
    await user.send_file("big.bin", bytes(20 * 1024 * 1024 + 1))
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.document is not None
    with pytest.raises(BadRequest, match="File is too big"):
        await message.document.get_file()


async def test_an_unknown_file_is_refused(bot: Bot, user: UserHandle, sandbox: Sandbox) -> None:
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.get_file("nothing")
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(user.id, "nothing")
