"""The text of a message out of a method's parameters: parse mode or entities, limits, what is left of it."""

from bot.sandbox.entities import read_entities, settle
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.html import Entity, parse_html
from bot.sandbox.models import Wire
from bot.sandbox.params import Params
from bot.sandbox.utf16 import utf16_length
from bot.sandbox.world import World

MAX_TEXT = 4096
"""UTF-16 units of a message after entities parsing (Bot API, sendMessage)."""

MAX_CAPTION = 1024
"""UTF-16 units of a caption after entities parsing (Bot API, sendPhoto)."""


def quoted(wire: Wire) -> Wire:
    """A message as it stands in a reply to it: without its own reply, and with inline keyboards only (Bot API, Message)."""
    inline = "inline_keyboard" in wire.get("reply_markup", {})
    return {
        name: value
        for name, value in wire.items()
        if name != "reply_to_message" and (inline or name != "reply_markup")
    }


def message_text(world: World, params: Params) -> dict[str, object]:
    """`text` and `entities` of a new or edited message. ApiError 400 for what Telegram refuses."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    text, entities = _formatted(world, params, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption(world: World, params: Params) -> dict[str, object]:
    """`caption` and `caption_entities` of a photo or document; empty when there is none."""
    if not params.text("caption"):
        return {}
    text, entities = _formatted(world, params, "caption", "caption_entities")
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def plain(text: str) -> dict[str, object]:
    """What a person types: no markup, but commands, links and tags become entities."""
    text, entities = settle(text, [])
    if not text:
        raise bad_request("message text is empty")
    return {"text": text, "entities": entities} if entities else {"text": text}


def _formatted(world: World, params: Params, field: str, entities_field: str) -> tuple[str, list[Entity]]:
    text = params.text(field)
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(text)
    elif mode:
        raise _unread(mode)
    else:
        raw = params.json(entities_field)
        entities = [] if raw is None else read_entities(raw, text)
    text, entities = settle(text, entities)
    return text, _known_people(world, entities)


def _unread(mode: str) -> ApiError:
    if mode in ("markdown", "markdownv2"):
        return bad_request("the sandbox reads parse_mode HTML only")
    return bad_request("unsupported parse_mode")


def _number(raw: object) -> int:
    return raw if isinstance(raw, int) else 0


def _known_people(world: World, entities: list[Entity]) -> list[Entity]:
    """Mentions by id work only for people who exist; the others lose the link, as in Telegram."""
    if not any(entity["type"] == "text_mention" for entity in entities):
        return entities
    kept = []
    for entity in entities:
        if entity["type"] == "text_mention":
            user = world.users.get(_number(entity["user"].get("id")))
            if user is None:
                continue
            entity["user"] = user.wire()
        kept.append(entity)
    return kept
