"""A file that was sent in: looked at before it is fetched, then read member by member, with a word about how far we are."""

import io
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from telegram import Document, InlineKeyboardMarkup, Message
from telegram.constants import FileSizeLimit, ParseMode
from telegram.error import BadRequest, TelegramError

from bot.chat.conversation import Conversation
from bot.chat.intake.posts import day_sent
from bot.chat.intake.reception import Reception
from bot.chat.intake.results import Results
from bot.chat.intake.words import UnreadableWordsError, said_in
from bot.chat.quoting import quoted
from bot.chat.services import Services
from bot.digest.html import Html
from bot.intake import archives
from bot.intake.drafts import Draft, Said
from bot.intake.found import Refused, base_name

_PATIENCE = 120.0  # seconds without a byte of a download
_QUICK = 1.0  # seconds in which nothing is said of how far we are
_OFTEN = 2.0  # seconds between words about it: Telegram does not like more edits


class Progress:
    """One message that says how far we are, and in the end what came of it."""

    def __init__(self, here: Conversation, name: str, total: int) -> None:
        self._here = here
        self._name = name
        self._total = total
        self._next = time.monotonic() + _QUICK
        self._message: Message | None = None

    async def at(self, done: int) -> None:
        if time.monotonic() < self._next:
            return
        t = self._here.t
        text = t.html("📥 Reading {name}: {done} of {total}…", name=self._name, done=done, total=self._total)
        with suppress(TelegramError):  # an ornament: its failure is no news
            if self._message is None:
                self._message = await self._here.bot.send_message(
                    self._here.chat.id, text, parse_mode=ParseMode.HTML
                )
            else:
                await self._here.edit_message(self._message.message_id, text)
        self._next = time.monotonic() + _OFTEN

    async def end(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Say what came of it: in the same message, if there is one."""
        if self._message is not None:
            with suppress(TelegramError):
                await self._here.edit_message(self._message.message_id, text, keyboard)
                return
        await self._here.say(text, keyboard=keyboard)


@dataclass(frozen=True, slots=True)
class _File:
    """What was sent, what was said about it, and whom to tell."""

    message: Message
    document: Document
    name: str
    said: Said
    talks: Sequence[Conversation]


async def take_file(message: Message, reception: Reception, services: Services) -> None:
    """A document of an admin, or of a source channel, whose admins are told."""
    document = message.document
    if document is None:
        return
    private = message.chat.type == "private"
    chats = [message.chat.id] if private else reception.rules.admins
    talks = [await reception.teller.here(chat_id) for chat_id in chats]
    name = base_name(document.file_name or "") or "file"
    try:
        said = said_in(message.caption or "")
    except UnreadableWordsError as error:
        what = quoted(str(error))
        await _say(reception, talks, lambda here: _how_to_say(here, what))
        return
    if (document.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        await _say(reception, talks, lambda here: _too_large(here, name))
        return
    said = Said(said.received or day_sent(message, services), said.encoding)
    reception.collector.work(_read(_File(message, document, name, said, talks), reception, services))


async def _read(file: _File, reception: Reception, services: Services) -> None:
    try:
        data = await _fetched(file.document)
    except BadRequest:
        await _say(reception, file.talks, lambda here: _too_large(here, file.name))
        return
    except TelegramError:
        await _say(reception, file.talks, lambda here: _not_fetched(here, file.name))
        return
    progress = Progress(file.talks[0], file.name, archives.count(io.BytesIO(data))) if file.talks else None
    found, refused = await _found(file, data, reception, progress)
    chat_id, message_id = file.message.chat.id, file.message.message_id
    submission = await services.storage.submissions.of_file(chat_id, message_id, services.now)
    results = await reception.settle(submission, found, refused)
    if reception.tells(submission, results):
        await _tell(reception, file.talks, progress, results)


async def _found(
    file: _File, data: bytes, reception: Reception, progress: Progress | None
) -> tuple[list[Draft], list[Refused]]:
    found: list[Draft] = []
    refused: list[Refused] = []
    async for each in reception.drafts.hold_file(file.name, data, file.said):
        if isinstance(each, Draft):
            found.append(each)
        else:
            refused.append(each)
        if progress:
            await progress.at(len(found) + len(refused))
    if not (found or refused):
        refused.append(Refused(file.name, "nothing in it that could be an issue"))
    return found, refused


async def _tell(
    reception: Reception, talks: Sequence[Conversation], progress: Progress | None, results: Results
) -> None:
    """The first of them in the message that said how far we are, if Telegram lets us."""
    to_tell = [here.chat.id for here in talks]
    if progress:
        text, keyboard = await reception.teller.answer(talks[0].t, results)
        with suppress(TelegramError):  # told as the others are
            await progress.end(text, keyboard)
            del to_tell[0]
    await reception.tell(to_tell, results)


async def _fetched(document: Document) -> bytes:
    file = await document.get_file()
    return bytes(await file.download_as_bytearray(read_timeout=_PATIENCE))


async def _say(
    reception: Reception, talks: Sequence[Conversation], words: Callable[[Conversation], Html]
) -> None:
    for here in talks:
        await reception.say(here, words(here))


def _too_large(here: Conversation, name: str) -> Html:
    return here.t.html(
        "{name} is larger than the 20 MB that Telegram lets a bot fetch. Split it, or use the inbox folder.",
        name=name,
    )


def _not_fetched(here: Conversation, name: str) -> Html:
    return here.t.html("{name} could not be fetched from Telegram. Please send it again.", name=name)


def _how_to_say(here: Conversation, what: str) -> Html:
    return here.t.html(
        "I don't understand “{what}”. Below a file you can write its encoding and its day: {example}",
        what=what,
        example=Html("<code>enc=gbk received=2019-11-14</code>"),
    )
