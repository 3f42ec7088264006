"""Play people in the sandbox and look at what arrived: a small client for the control API.

async with Sandbox.connect(url) as sandbox:
    user = await sandbox.user(language="zh")
    await user.send("/start")
    message = await user.wait_reply()
    answer = await user.press(message, "早报")
    await user.block()
    await sandbox.fault("flood", method="sendMessage", chat_id=user.id, retry_after=2, times=1)
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp

from bot.sandbox.handles import ChatHandle, UserHandle
from bot.sandbox.link import Link, SandboxError
from bot.sandbox.received import Answer, Message

__all__ = ["Answer", "ChatHandle", "Message", "Sandbox", "SandboxError", "UserHandle"]


class Sandbox:
    """A running sandbox. `connect` is the way to get one."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url.rstrip("/")
        self._link = Link(f"{self.url}/control", http)

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str) -> AsyncIterator["Sandbox"]:
        """Talk to the sandbox at `http://host:port`."""
        # A proxy of the surroundings does not see loopback calls: aiohttp asks for none.
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            yield cls(url, http)

    @property
    def base_url(self) -> str:
        """What a bot library wants before the token."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """The same for file downloads."""
        return f"{self.url}/file/bot"

    # People and chats

    async def user(
        self,
        first_name: str = "Visitor",
        *,
        language: str = "en",
        username: str = "",
        last_name: str = "",
        admin: bool = False,
        user_id: int | None = None,
    ) -> UserHandle:
        """A new person, who has not met the bot; as `admin` the one who sends files that are dropped on the page.

        A `user_id` of one's own is a million or more, as those of people at Telegram are.
        """
        values = {
            "first_name": first_name,
            "language": language,
            "username": username,
            "last_name": last_name,
            "is_admin": admin,
            "id": user_id,
        }
        return UserHandle(self._link, int((await self._link.call("POST", "/users", json=values))["id"]))

    async def group(self, title: str = "Group", *, creator: UserHandle | None = None) -> ChatHandle:
        """A basic group without the bot."""
        return await self._chat("group", title, creator)

    async def supergroup(
        self,
        title: str = "Supergroup",
        *,
        creator: UserHandle | None = None,
        forum: bool = False,
        username: str = "",
    ) -> ChatHandle:
        """A supergroup without the bot; with topics when `forum`."""
        return await self._chat("supergroup", title, creator, forum=forum, username=username)

    async def channel(
        self, title: str = "Channel", *, creator: UserHandle | None = None, username: str = ""
    ) -> ChatHandle:
        """A channel without the bot."""
        return await self._chat("channel", title, creator, username=username)

    def chat(self, chat_id: int) -> ChatHandle:
        """A chat that is known by its id."""
        return ChatHandle(self._link, chat_id)

    async def migrate(self, chat: ChatHandle) -> ChatHandle:
        """Turn a group into a supergroup."""
        raw = await self._link.call("POST", chat.path("migrate"))
        return ChatHandle(self._link, int(raw["chat"]["id"]))

    async def topic(
        self, chat: ChatHandle, thread_id: int | None = None, *, is_open: bool = True, name: str = ""
    ) -> int:
        """Make a topic, or open and close one; its message_thread_id."""
        raw = await self._link.call(
            "POST", chat.path("topics"), json={"thread_id": thread_id, "open": is_open, "name": name}
        )
        return int(raw["thread_id"])

    # What the bot did

    async def calls(self, method: str | None = None, *, chat_id: int | None = None) -> list[dict[str, Any]]:
        """The calls that are remembered, oldest first: method, parameters, status, fault, at, …"""
        query = {key: value for key, value in (("method", method), ("chat_id", chat_id)) if value is not None}
        found: list[dict[str, Any]] = (await self._link.call("GET", "/calls", params=query))["calls"]
        return found

    async def counts(self) -> dict[str, int]:
        """Calls by method, all of them."""
        found: dict[str, int] = (await self._link.call("GET", "/calls", params={"limit": 0}))["counts"]
        return found

    async def profile(self) -> dict[str, Any]:
        """What the bot said about itself: commands, names, descriptions."""
        found: dict[str, Any] = await self._link.call("GET", "/bot")
        return found

    # Trouble and time

    async def fault(self, kind: str, **fields: Any) -> int:
        """Put a fault in force (fields as in faults.Rule: method, chat_id, times, every, retry_after, …); its id."""
        rule = await self._link.call("POST", "/faults", json={"kind": kind, **fields})
        return int(rule["id"])

    async def faults(self) -> list[dict[str, Any]]:
        """The faults in force, with `seen` and `fired`."""
        found: list[dict[str, Any]] = await self._link.call("GET", "/faults")
        return found

    async def clear_faults(self, fault_id: int | None = None) -> None:
        """Take one fault, or all, out of force."""
        await self._link.call("DELETE", "/faults", params={"id": fault_id} if fault_id is not None else None)

    async def limits(self, **values: Any) -> dict[str, Any]:
        """Change flood limits (fields as in limits.Limits: on, algorithm, overall, …); all of them, with `floods`."""
        found: dict[str, Any] = await self._link.call("POST", "/limits", json=values)
        return found

    async def plan(self, plan: Mapping[str, Any]) -> None:
        """Put a fault plan in force (see plan.py), in place of all faults and limits there were."""
        await self._link.call("POST", "/plan", json=plan)

    async def now(self) -> datetime:
        """The sandbox's time."""
        return await self._clock({})

    async def set_clock(self, moment: datetime) -> datetime:
        """Make it `moment` (aware); time runs on from there."""
        return await self._clock({"set": moment.isoformat()})

    async def shift_clock(self, seconds: float) -> datetime:
        """Jump so many seconds ahead."""
        return await self._clock({"shift": seconds})

    async def jump(self, clock_face: str, *, zone: str = "UTC") -> datetime:
        """Jump to the next instant at which clocks in `zone` show this time ("08:30")."""
        return await self._clock({"next": clock_face, "zone": zone})

    async def settings(self, **values: Any) -> dict[str, Any]:
        """Change callback_seconds, reads_groups, username or first_name; all of them as they are now."""
        found: dict[str, Any] = await self._link.call("POST", "/settings", json=values)
        return found

    async def update(self, kind: str, payload: Mapping[str, Any]) -> int | None:
        """Queue an update of any kind, as written; its id."""
        raw = await self._link.call("POST", "/updates", json={"kind": kind, "payload": payload})
        found: int | None = raw["update_id"]
        return found

    async def reset(self) -> None:
        """Empty the world: people, chats, faults, calls; true time."""
        await self._link.call("POST", "/reset")

    async def _clock(self, values: Mapping[str, Any]) -> datetime:
        raw = await self._link.call("POST", "/clock", json=values)
        return datetime.fromtimestamp(raw["now"], UTC)

    async def _chat(self, kind: str, title: str, creator: UserHandle | None, **more: Any) -> ChatHandle:
        values = {"type": kind, "title": title, **more}
        if creator is not None:
            values["creator"] = creator.id
        raw = await self._link.call("POST", "/chats", json=values)
        return ChatHandle(self._link, int(raw["chat"]["id"]))
