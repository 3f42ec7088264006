"""What may hang under a message (Bot API: InlineKeyboardMarkup, ReplyKeyboardMarkup, …).

Limits that the Bot API states: callback_data 1 to 64 bytes. Those it keeps to itself, as met in practice:
100 buttons in one inline keyboard, 8 in a row, 300 in a reply keyboard, 12 in one of its rows.
"""

import json
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.links import checked_link

MAX_CALLBACK_BYTES = 64
MAX_INLINE_BUTTONS, MAX_INLINE_ROW = 100, 8
MAX_REPLY_BUTTONS, MAX_REPLY_ROW = 300, 12

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_LOOKS = ("style", "icon_custom_emoji_id")

Markup = dict[str, Any]


def read_markup(raw: Any) -> Markup | None:
    """A checked reply_markup; None when there is none. ApiError 400 for what Telegram would refuse."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError:
            raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in raw:
        return _inline(raw["inline_keyboard"])
    if "keyboard" in raw:
        return _reply(raw)
    for kind in ("remove_keyboard", "force_reply"):
        if kind in raw:
            return raw if raw[kind] is True else None
    if raw:
        raise bad_request("can't parse reply markup: unknown kind of object")
    return None


def inline_only(markup: Markup | None) -> Markup | None:
    """For messages that are edited: other keyboards cannot be put there (Bot API, editMessageText)."""
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def _rows(raw: Any) -> list[list[Any]]:
    if not isinstance(raw, list) or not all(isinstance(row, list) for row in raw):
        raise bad_request('can\'t parse keyboard: field "keyboard" must be an Array of Arrays')
    return [row for row in raw if row]


def _inline(raw: Any) -> Markup | None:
    rows = [[_inline_button(button) for button in row] for row in _rows(raw)]
    if not rows:
        return None
    if max(map(len, rows)) > MAX_INLINE_ROW or sum(map(len, rows)) > MAX_INLINE_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": rows}


def _inline_button(raw: Any) -> Markup:
    if not isinstance(raw, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    text = raw.get("text")
    if not isinstance(text, str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise bad_request("can't parse inline keyboard button: text must be non-empty")
    actions = [action for action in _ACTIONS if action in raw]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    action = actions[0]
    button = {"text": text, action: raw[action]} | {look: raw[look] for look in _LOOKS if look in raw}
    if action == "callback_data":
        _check_callback(raw[action])
    if action == "url":
        button["url"] = _button_url(raw[action])
    return button


def _check_callback(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode("utf-8", "surrogatepass")) <= MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _button_url(url: Any) -> str:
    checked = checked_link(url) if isinstance(url, str) else None
    if checked is None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return checked


def _reply(raw: Markup) -> Markup:
    rows = [[_reply_button(button) for button in row] for row in _rows(raw["keyboard"])]
    if not rows:
        raise bad_request("reply keyboard must be non-empty")
    if max(map(len, rows)) > MAX_REPLY_ROW or sum(map(len, rows)) > MAX_REPLY_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return raw | {"keyboard": rows}


def _reply_button(raw: Any) -> Markup:
    button = {"text": raw} if isinstance(raw, str) else raw
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request('can\'t parse keyboard button: field "text" must be a non-empty String')
    return button
