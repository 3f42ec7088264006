"""A message as a piece of an issue: its text with the addresses of its links, and the day it was first sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from telegram import Message, MessageEntity

from bot.chat.services import Services
from bot.reader.lines import LINK_CLOSE, LINK_OPEN


@dataclass(frozen=True, slots=True)
class Post:
    chat_id: int
    message_id: int
    text: str
    forwarded: bool = False
    received: date | None = None
    """In the newsletter's zone; None when the message does not tell."""


def post_of(message: Message, services: Services, text: str | None = None) -> Post:
    """`text` overrides the message's own."""
    own = text if text is not None else text_of(message)
    return Post(
        message.chat.id,
        message.message_id,
        own,
        message.forward_origin is not None,
        day_sent(message, services),
    )


def text_of(message: Message) -> str:
    """Its text, or its caption; a link behind words is written as the reader writes it."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    return _with_links(text, [each for each in entities if each.type == MessageEntity.TEXT_LINK])


def day_sent(message: Message, services: Services) -> date | None:
    """The day of the original of a forwarded message, and of a channel's post; a private message tells nothing."""
    origin = message.forward_origin
    if origin is None and message.chat.type != "channel":
        return None
    sent = origin.date if origin else message.date
    return sent.astimezone(services.zone).date() if sent <= services.now else None


def _with_links(text: str, links: Iterable[MessageEntity]) -> str:
    raw = text.encode("utf-16-le", "surrogatepass")  # Telegram counts in UTF-16 units
    for link in sorted(links, key=lambda it: it.offset, reverse=True):
        end = (link.offset + link.length) * 2
        mark = f"{LINK_OPEN}{link.url}{LINK_CLOSE}".encode("utf-16-le", "surrogatepass")
        raw = raw[:end] + mark + raw[end:]
    return raw.decode("utf-16-le", "replace")
