"""Updates as they come over the wire: each is read by itself, so that one the library cannot read holds up no other."""

from collections.abc import Sequence
from typing import Any

from telegram import Bot, Update
from telegram.error import EndPointNotFound, InvalidToken

Wire = dict[str, Any]

_METHOD = "get_Updates"
"""The library makes `getUpdates` of it. As it spells the method itself, it would advise its own each time, and that one
reads all updates or none."""

_PATIENCE = 20.0
"""Seconds for the answer, beyond those for which Telegram is asked to keep the question open."""


async def ask_for_updates(
    bot: Bot, *, offset: int | None, hanging: int, limit: int, kinds: Sequence[str]
) -> list[tuple[int, Wire]]:
    """What Telegram holds from `offset` on, by update_id, at most `limit`; the question hangs so many seconds if that is
    none. Raises TelegramError as `Bot.get_updates` does, KeyError, TypeError or ValueError for what are no updates.
    """
    said = {"offset": offset, "timeout": hanging, "limit": limit, "allowed_updates": list(kinds)}
    try:
        answer = await bot.do_api_request(_METHOD, said, read_timeout=_PATIENCE + hanging)
    except EndPointNotFound:
        raise InvalidToken from None  # the library cannot tell a token that ended from a method there is not
    if not isinstance(answer, list):
        raise TypeError("a list of updates was asked for")
    return [(int(wire["update_id"]), wire) for wire in answer]


def read_update(wire: Wire, bot: Bot) -> Update | None:
    """None for one that the library cannot read."""
    try:
        return Update.de_json(wire, bot)
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        return None
