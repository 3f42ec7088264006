"""Answers to presses and inline queries."""

from typing import Any

from bot.sandbox.content import message_text
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import inline_only, read_markup
from bot.sandbox.methods.kinds import MethodTable
from bot.sandbox.params import Params
from bot.sandbox.world import World

MAX_ANSWER = 200
"""Characters of a callback answer (Bot API, answerCallbackQuery)."""

MAX_RESULTS = 50
"""Results of one inline answer (Bot API, answerInlineQuery)."""

MAX_OFFSET = 64
"""Bytes of next_offset, and of a result id (Bot API, InlineQueryResult…)."""


def answer_callback_query(world: World, params: Params) -> bool:
    """Ends the spinning of a button: once, in time, up to 200 characters."""
    callback = world.open_callback(params.text("callback_query_id"))
    text = params.text("text")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    callback.answer = {"text": text, "show_alert": params.flag("show_alert"), "url": params.text("url")}
    callback.bell.ring()
    return True


def answer_inline_query(world: World, params: Params) -> bool:
    """Results for an inline query, each checked as the message it would become."""
    query = world.inline.waiting(params.text("inline_query_id"))
    results = params.json("results")
    if not isinstance(results, list):
        raise bad_request("can't parse inline query results JSON object")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    next_offset = params.text("next_offset")
    if len(next_offset.encode("utf-8", "surrogatepass")) > MAX_OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")
    checked = [_result(world, result) for result in results]
    if len({result["id"] for result in checked}) != len(checked):
        raise bad_request("RESULT_ID_DUPLICATE")
    query.answer = {
        "results": checked,
        "next_offset": next_offset,
        "is_personal": params.flag("is_personal"),
        "cache_time": params.integer("cache_time", 300),
    }
    if "button" in params:
        query.answer["button"] = params.json("button")
    query.bell.ring()
    return True


def _result(world: World, raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise bad_request("can't parse inline query result: expected an Object")
    identifier = raw.get("id")
    if (
        not isinstance(identifier, str)
        or not 1 <= len(identifier.encode("utf-8", "surrogatepass")) <= MAX_OFFSET
    ):
        raise bad_request("RESULT_ID_INVALID")
    if raw.get("type") == "article" and not raw.get("title"):
        raise bad_request("can't parse inline query result: Can't find field \"title\"")
    result = dict(raw)
    message = raw.get("input_message_content")
    if isinstance(message, dict) and "message_text" in message:
        values = message | {"text": message["message_text"]}
        result["message"] = message_text(world, Params(values))
    elif raw.get("type") == "article":
        raise bad_request("can't parse inline query result: message content is not specified")
    markup = inline_only(read_markup(raw.get("reply_markup")))
    if markup is not None:
        result["reply_markup"] = markup
    return result


METHODS: MethodTable = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
