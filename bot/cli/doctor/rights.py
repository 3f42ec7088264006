"""What the bot may do at Telegram: write to its admins, read its source channels."""

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx

from bot.cli.doctor.finding import Finding, doubtful, well

_MANY = 20
"""Chats asked about at most: more would be a flood."""


async def rights(
    client: httpx.AsyncClient, methods: str, me: int, *, admins: Sequence[int], channels: Sequence[str]
) -> list[Finding]:
    """`methods` is the address of the token's methods, `me` the bot's id. Raises httpx.HTTPError, ValueError."""
    looks = [_admin(client, methods, each) for each in admins[:_MANY]]
    looks += [_channel(client, methods, me, each) for each in channels[:_MANY]]
    return [found for found in await asyncio.gather(*looks) if found]


async def _admin(client: httpx.AsyncClient, methods: str, admin: int) -> Finding | None:
    """Telegram knows only chats that began with a word of the person."""
    if await asked(client, f"{methods}/getChat", chat_id=admin) is not None:
        return None
    advice = "they have to open the bot and press Start; or see whether the id is right"
    return doubtful(f"admin {admin}", "cannot be told of anything", advice)


async def _channel(client: httpx.AsyncClient, methods: str, me: int, channel: str) -> Finding:
    found = await asked(client, f"{methods}/getChatMember", chat_id=channel, user_id=me)
    if found and found.get("status") in ("administrator", "member"):
        return well(f"channel {channel}", "its posts reach the bot")
    advice = "add the bot there as an administrator; it needs no right"
    return doubtful(f"channel {channel}", "the bot is not in it, so no post reaches it", advice)


async def asked(client: httpx.AsyncClient, address: str, **parameters: str | int) -> dict[str, Any] | None:
    """What Telegram answers; None when it refuses."""
    answer = (await client.get(address, params=parameters)).json()
    result = answer.get("result") if isinstance(answer, dict) and answer.get("ok") else None
    return result if isinstance(result, dict) else None
