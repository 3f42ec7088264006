"""Chats and people of the sandbox, as things to act with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp

from bot.sandbox.link import Link
from bot.sandbox.received import Answer, Message, read_message

PATIENCE = 5.0
"""Seconds to wait for the bot unless told otherwise."""


@dataclass(slots=True)
class ChatHandle:
    """A chat to look at."""

    link: Link
    id: int
    _seen: int = field(default=0, repr=False)

    async def messages(self, after: int = 0, *, deleted: bool = False) -> list[Message]:
        """All messages with an id above `after`, oldest first."""
        query = {"after": after, "deleted": int(deleted)}
        return [
            read_message(each) for each in await self.link.call("GET", self.path("messages"), params=query)
        ]

    async def wait(
        self, count: int = 1, *, after: int | None = None, within: float = PATIENCE
    ) -> list[Message]:
        """The bot's messages after `after` (default: what was seen so far), once there are `count`. TimeoutError."""
        start = self._seen if after is None else after
        query = {"after": start, "count": count, "timeout": within}
        raw = await self.link.call("GET", self.path("wait"), params=query, patience=within)
        if len(raw) < count:
            said = " | ".join(each["message"].get("text", "(no text)")[:60] for each in raw) or "nothing"
            raise TimeoutError(
                f"expected {count} messages of the bot in chat {self.id} in {within} s, got {said}"
            )
        found = [read_message(each) for each in raw]
        if after is None:
            self._seen = found[-1].id
        return found

    async def wait_reply(self, within: float = PATIENCE) -> Message:
        """The next message of the bot that was not seen yet. TimeoutError when none comes."""
        query = {"after": self._seen, "count": 1, "timeout": within}
        raw = await self.link.call("GET", self.path("wait"), params=query, patience=within)
        if not raw:
            raise TimeoutError(f"the bot said nothing in chat {self.id} in {within} s")
        found = read_message(raw[0])
        self._seen = found.id
        return found

    async def silent(self, seconds: float = 0.1) -> bool:
        """Whether the bot says nothing new for so long."""
        query = {"after": self._seen, "count": 1, "timeout": seconds}
        return not await self.link.call("GET", self.path("wait"), params=query, patience=seconds)

    async def wait_edit(self, message: Message, within: float = PATIENCE) -> Message:
        """The message once it is newer than `message`: edited, or deleted. TimeoutError."""
        path = self.path(f"messages/{message.id}/wait")
        query = {"version": message.version, "timeout": within}
        found = read_message(await self.link.call("GET", path, params=query, patience=within))
        if found.version <= message.version:
            raise TimeoutError(f"message {message.id} stayed as it was for {within} s: {message.text[:60]}")
        return found

    async def refresh(self, message: Message) -> Message:
        """The message as it is now."""
        path = self.path(f"messages/{message.id}/wait")
        return read_message(await self.link.call("GET", path, params={"version": -1}))

    async def state(self) -> dict[str, Any]:
        """The chat with the bot's place in it (bot_status, blocked, sent, actions, …)."""
        found: dict[str, Any] = await self.link.call("GET", f"/chats/{self.id}")
        return found

    def skip(self, message: Message) -> None:
        """Count everything up to this message as seen."""
        self._seen = max(self._seen, message.id)

    def path(self, what: str) -> str:
        """Of a control endpoint about this chat."""
        return f"/chats/{self.id}/{what}"


@dataclass(slots=True)
class UserHandle(ChatHandle):
    """A person, and the private chat with the bot."""

    async def send(
        self,
        text: str,
        *,
        chat: ChatHandle | None = None,
        reply_to: Message | None = None,
        thread_id: int | None = None,
    ) -> Message:
        """Write to the bot, or into a group (and a topic of it)."""
        target = chat or self
        values = {
            "user_id": self.id,
            "text": text,
            "reply_to": reply_to.id if reply_to else None,
            "thread_id": thread_id,
        }
        sent = read_message(await self.link.call("POST", target.path("say"), json=values))
        target.skip(sent)
        return sent

    async def send_file(
        self,
        name: str,
        data: bytes,
        *,
        caption: str = "",
        photo: bool = False,
        chat: ChatHandle | None = None,
    ) -> Message:
        """Send a document (or a photo) to the bot, or into a group."""
        target = chat or self
        values = {"user_id": str(self.id), "caption": caption} | ({"photo": "1"} if photo else {})
        form = aiohttp.FormData(values, quote_fields=False)
        form.add_field("file", BytesIO(data), filename=name)
        sent = read_message(await self.link.call("POST", target.path("file"), form=form))
        target.skip(sent)
        return sent

    async def press(
        self,
        message: Message,
        label: str | None = None,
        *,
        data: str | None = None,
        within: float = PATIENCE,
    ) -> Answer | None:
        """Press a button, by its label or its callback data; what the bot answered, None when it did not in time."""
        values = {
            "user_id": self.id,
            "message_id": message.id,
            "label": label,
            "data": data,
            "timeout": within,
        }
        path = f"/chats/{message.chat_id}/press"
        raw = await self.link.call("POST", path, json=values, patience=within)
        answer = raw["answer"]
        return Answer(answer["text"], answer["show_alert"], answer["url"]) if answer is not None else None

    async def block(self) -> None:
        """Block the bot."""
        await self._bot("kicked")

    async def unblock(self) -> None:
        """Let the bot write again."""
        await self._bot("member")

    async def add_bot(
        self, chat: ChatHandle, *, admin: bool = False, can_post: bool = True, without: Iterable[str] = ()
    ) -> None:
        """Bring the bot into a group or channel, or change its rights there: an administrator's but for `without`."""
        refused = [*without, *(() if can_post else ("can_post_messages", "can_edit_messages"))]
        await self._bot("administrator" if admin else "member", chat, without=refused)

    async def restrict_bot(self, chat: ChatHandle) -> None:
        """Let the bot read on but not write any more."""
        await self._bot("restricted", chat)

    async def join(self, chat: ChatHandle, status: str = "member") -> None:
        """Become a member or administrator of a group or channel; `left` goes again."""
        values = {"user_id": self.id, "status": status}
        await self.link.call("POST", chat.path("members"), json=values)

    async def kick_bot(self, chat: ChatHandle) -> None:
        """Throw the bot out."""
        await self._bot("kicked", chat)

    async def inline(
        self, query: str, *, offset: str = "", within: float = PATIENCE
    ) -> dict[str, Any] | None:
        """Ask the bot inline: {id, results, next_offset, …}; None when it did not answer in time."""
        values = {"query": query, "offset": offset, "timeout": within}
        raw = await self.link.call("POST", f"/users/{self.id}/inline", json=values, patience=within)
        answer: dict[str, Any] | None = raw["answer"]
        return {"id": raw["id"], **answer} if answer is not None else None

    async def choose(
        self, result: Mapping[str, Any], query_id: str, chat: ChatHandle | None = None
    ) -> Message:
        """Send a result of an inline query into a chat (the private one with the bot, if none is given)."""
        values = {"chat_id": (chat or self).id, "query_id": query_id, "result_id": result["id"]}
        raw = await self.link.call("POST", f"/users/{self.id}/inline/choose", json=values)
        return read_message(raw)

    async def commands(self, chat: ChatHandle | None = None) -> dict[str, str]:
        """The command menu this person sees: name → description."""
        query = {"chat_id": (chat or self).id}
        raw = await self.link.call("GET", f"/users/{self.id}/commands", params=query)
        return {each["command"]: each["description"] for each in raw}

    async def _bot(self, status: str, chat: ChatHandle | None = None, without: Iterable[str] = ()) -> None:
        values = {"user_id": self.id, "status": status, "without": list(without)}
        await self.link.call("POST", (chat or self).path("bot"), json=values)
