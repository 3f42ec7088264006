"""The one call that a broadcast consists of, at as little cost as python-telegram-bot has a door for.

`Bot.send_message` makes a `Message` of some 140 attributes of every answer, and of a keyboard's JSON objects and JSON
again: nine tenths of the library's time for a message (docs/decisions/0011). Of the answer we keep an id.
"""

from typing import Any

from telegram import Bot
from telegram.error import TelegramError

METHOD = "sendmessage"
"""The Bot API takes method names in any case. As the library spells it, it would advise `send_message` each time."""


async def post(
    bot: Bot,
    chat_id: int,
    text: str,
    *,
    html: bool = True,
    markup: str | None = None,
    topic: int | None = None,
    silent: bool = False,
    paid: bool = False,
    **limiter: Any,
) -> int:
    """Send one message without previews of its links; returns its id.

    `markup` is a keyboard as Bot API JSON; `limiter` are arguments for the bot's rate limiter, if it has one. Raises
    as `Bot.send_message` does, but EndPointNotFound for InvalidToken.
    """
    said: dict[str, Any] = {
        "chat_id": chat_id,
        "text": text,
        "parse_mode": "HTML" if html else None,
        "link_preview_options": {"is_disabled": True},
        "reply_markup": markup,
        "message_thread_id": topic,
        "disable_notification": silent or None,
        "allow_paid_broadcast": paid or None,
    }
    message = await bot.do_api_request(METHOD, said, **limiter)
    try:
        sent: int = message["message_id"]
    except (TypeError, KeyError) as error:
        raise TelegramError("Invalid server response") from error
    return sent
