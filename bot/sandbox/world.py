"""The sandbox's world: people, chats, messages, and the one bot that lives among them. Knows nothing of HTTP."""

import time
from collections.abc import Iterator
from itertools import count
from typing import Any

from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import ApiError, bad_request, forbidden
from bot.sandbox.files import FileStore
from bot.sandbox.inline import InlineDesk, InlineQuery
from bot.sandbox.journal import Journal
from bot.sandbox.members import PRESENT, bot_may, member_wire
from bot.sandbox.models import GRANTED, BotProfile, Callback, Chat, ChatType, Message, User, Wire
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import Webhook

_FIRST_USER = 10_001
_SUPER = -1_000_000_000_000
"""Supergroup and channel ids lie below this (Bot API dialog ids)."""


class World:
    """All state of one sandbox.

    keep: messages remembered in each chat (the oldest go first); None remembers all, 0 only counts them.
    """

    def __init__(self, bot_id: int, clock: SandboxClock | None = None, keep: int | None = None) -> None:
        self.clock = clock or SandboxClock()
        self.keep = keep
        self.bot = BotProfile(bot_id)
        self.updates = UpdateQueue()
        self.journal = Journal()
        self.webhook = Webhook(self.updates, self.clock)
        self.files = FileStore()
        self.inline = InlineDesk()
        self.callback_seconds = 30.0
        """How long a pressed button waits for its answer; Telegram does not say how long it waits."""
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.callbacks: dict[str, Callback] = {}
        self.inline_messages: dict[str, tuple[Chat, Message]] = {}
        self.closed = False
        self._user_ids = count(_FIRST_USER)
        self._group_ids = count(1)
        self._message_ids = count(1)
        self._callback_ids = count(4_000_000_000_001)
        self._posted = count(1)

    @property
    def date(self) -> int:
        """Now, as messages carry it: Unix seconds."""
        return int(self.clock.now())

    def close(self) -> None:
        """Wake everyone who waits for something to happen here: nothing will any more."""
        self.closed = True
        self.webhook.stop()
        self.updates.close()
        self.inline.close()
        self.journal.bell.ring()
        for chat in self.chats.values():
            chat.bell.ring()
        for callback in self.callbacks.values():
            callback.bell.ring()

    # People and chats

    def new_user(
        self,
        first_name: str,
        language: str = "",
        username: str = "",
        last_name: str = "",
        *,
        user_id: int | None = None,
    ) -> User:
        """A person with a private chat, who has not written to the bot yet; `user_id` is one nobody has."""
        user = User(user_id or next(self._user_ids), first_name, last_name, username, language)
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, "private", username=username, user=user)
        self.journal.note("person", user.id)
        return user

    def new_chat(self, kind: ChatType, title: str, username: str = "", *, forum: bool = False) -> Chat:
        """A group, supergroup or channel; the bot is not in it yet."""
        number = next(self._group_ids)
        chat_id = -4_000_000 - number if kind == "group" else _SUPER - 2_000_000 - number
        chat = Chat(chat_id, kind, title, username, is_forum=forum)
        self.chats[chat_id] = chat
        self.journal.note("chat", chat_id)
        return chat

    def find_chat(self, reference: str | int) -> Chat:
        """By id or @username. ApiError 400 as Telegram words it."""
        if reference == "":
            raise bad_request("chat_id is empty")
        text = str(reference).strip()
        if text.startswith("@"):
            name = text[1:].lower()
            for chat in self.chats.values():
                if chat.username.lower() == name and chat.type != "private":
                    return chat
            raise bad_request("chat not found")
        try:
            return self.chats[int(text)]
        except (ValueError, KeyError):
            raise bad_request("chat not found") from None

    def chat_number(self, reference: str) -> int:
        """The id behind a chat_id parameter, 0 when there is no such chat."""
        try:
            return self.find_chat(reference).id
        except ApiError:
            return 0

    def entered_chat(self, reference: str | int) -> Chat:
        """The chat, if the bot is in it. ApiError 400 or 403 when not."""
        chat = self.find_chat(reference)
        if chat.moved_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.moved_to,
            )
        if chat.type == "private":
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
            if not chat.started:
                raise forbidden("bot can't initiate conversation with a user")
        elif chat.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        elif chat.bot_status == "left":
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        return chat

    def open_chat(self, reference: str | int, what: str = "text messages") -> Chat:
        """The chat, if the bot may send `what` there. ApiError 400 or 403 when not."""
        chat = self.entered_chat(reference)
        if chat.type == "channel" and not bot_may(chat, "can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
        if chat.bot_status == "restricted":
            raise bad_request(f"not enough rights to send {what} to the chat")
        return chat

    def set_bot_status(self, chat: Chat, status: str, actor: User, rights: frozenset[str] = GRANTED) -> None:
        """Add, promote, restrict, kick, block, unblock: the bot gets a my_chat_member update if anything changed."""
        old = member_wire(chat, self.bot.wire(), chat.bot_status, chat.bot_rights)
        chat.bot_status, chat.bot_rights = status, rights
        new = member_wire(chat, self.bot.wire(), status, rights)
        if old == new:
            return
        self.journal.note("chat", chat.id)
        self._tell_change("my_chat_member", chat, actor, old, new)
        if old["status"] not in PRESENT and status in PRESENT:
            self._announce(chat, actor, {"new_chat_members": [self.bot.wire()]})

    def set_member_status(self, chat: Chat, user: User, status: str) -> None:
        """A person joins, is promoted, leaves: told by a service message, and to a bot that is an administrator and asked
        for chat_member updates (Bot API, Update)."""
        before = chat.members.get(user.id, "left")
        old = member_wire(chat, user.wire(), before)
        chat.members[user.id] = status
        new = member_wire(chat, user.wire(), status)
        self.journal.note("chat", chat.id)
        if old == new:
            return
        if chat.bot_status == "administrator":
            self._tell_change("chat_member", chat, user, old, new)
        if before not in PRESENT and status in PRESENT:
            self._announce(chat, user, {"new_chat_members": [user.wire()]})
        elif before in PRESENT and status not in PRESENT:
            self._announce(chat, user, {"left_chat_member": user.wire()})

    def _tell_change(self, kind: str, chat: Chat, actor: User, old: Wire, new: Wire) -> None:
        change = {"chat": chat.wire(), "from": actor.wire(), "date": self.date}
        self.updates.add(kind, change | {"old_chat_member": old, "new_chat_member": new})

    def _announce(self, chat: Chat, actor: User, news: Wire) -> None:
        if chat.type in ("group", "supergroup"):
            self.hear(chat, actor, news)

    def migrate(self, chat: Chat) -> Chat:
        """Turn a group into a supergroup with another id; both chats say so, as in Telegram."""
        new = self.new_chat("supergroup", chat.title, chat.username)
        new.bot_status, new.members = chat.bot_status, dict(chat.members)
        chat.moved_to = new.id
        self.journal.note("chat", new.id)
        self.hear(chat, None, {"migrate_to_chat_id": new.id})
        self.hear(new, None, {"migrate_from_chat_id": chat.id})
        return new

    # Messages

    def post(self, chat: Chat, content: Wire, sender: User | None = None, *, from_bot: bool) -> Message:
        """Put a message into a chat. `sender` None is the bot, a channel, or the service."""
        own_counter = chat.type in ("supergroup", "channel")
        if own_counter:
            chat.counter += 1
        wire: Wire = {"message_id": chat.counter if own_counter else next(self._message_ids)}
        if chat.type == "channel":
            wire["sender_chat"] = chat.wire()
        elif from_bot:
            wire["from"] = self.bot.wire()
        elif sender is not None:
            wire["from"] = sender.wire()
        wire |= {"chat": chat.wire(), "date": self.date, **content}
        author = self.bot.id if from_bot else (sender.id if sender else chat.id)
        message = Message(wire, from_bot, author, order=next(self._posted))
        if self.keep != 0:
            chat.messages[message.id] = message
            if self.keep is not None and len(chat.messages) > self.keep:
                del chat.messages[next(iter(chat.messages))]
        if from_bot:
            chat.sent += 1
        chat.bell.ring()
        self.journal.note("message", chat.id, message.id)
        return message

    def changed(self, chat: Chat, message: Message) -> None:
        """A message was edited or deleted: its version goes up, and all who watch the chat learn of it."""
        message.version += 1
        chat.bell.ring()
        self.journal.note("message", chat.id, message.id)

    def hear(self, chat: Chat, sender: User | None, content: Wire) -> Message:
        """A person (or a channel, or the service) says something; the bot hears it if it may."""
        if chat.type == "private" and (not chat.started or chat.bot_status != "member"):
            chat.started = True
            chat.bot_status = "member"
            self.journal.note("chat", chat.id)
        message = self.post(chat, content, sender, from_bot=False)
        if self._hears(chat, message.wire):
            self.updates.add("channel_post" if chat.type == "channel" else "message", message.wire)
        return message

    def send_inline(
        self, user: User, chat: Chat, query: InlineQuery, result_id: str, content: Wire
    ) -> Message:
        """A person sends a result of the bot's; the bot learns which (Bot API, ChosenInlineResult)."""
        message = self.hear(chat, None if chat.type == "channel" else user, content)
        chosen = {"result_id": result_id, "from": user.wire(), "query": query.words}
        if "reply_markup" in content:
            message.inline_id = f"sandbox-inline-{message.order}"
            self.inline_messages[message.inline_id] = (chat, message)
            chosen["inline_message_id"] = message.inline_id
        self.updates.add("chosen_inline_result", chosen)
        return message

    def _hears(self, chat: Chat, wire: Wire) -> bool:
        """Privacy mode (Bot features, "Privacy mode"): in groups only commands, replies, mentions, messages sent via
        the bot and service news."""
        if chat.bot_status not in PRESENT and chat.type != "private":
            return False
        if chat.type in ("private", "channel") or self.bot.reads_groups or chat.bot_status == "administrator":
            return True
        text = wire.get("text") or wire.get("caption") or ""
        if not any(kind in wire for kind in ("text", "caption", "document", "photo")):
            return True
        if "via_bot" in wire:
            return True
        replied = wire.get("reply_to_message", {}).get("from", {}).get("id")
        name = f"@{self.bot.username}".lower()
        command = text.split(maxsplit=1)[0].lower() if text.startswith("/") else ""
        if command:
            return "@" not in command or command.endswith(name)
        return replied == self.bot.id or name in text.lower()

    def message(self, chat: Chat, message_id: int) -> Message | None:
        """A message that is still there."""
        message = chat.messages.get(message_id)
        return None if message is None or message.deleted else message

    def history(self, chat: Chat, *, deleted: bool = False) -> Iterator[Message]:
        """The chat's messages, oldest first."""
        return (message for message in chat.messages.values() if deleted or not message.deleted)

    # Buttons

    def press(self, user: User, message: Message, data: str) -> Callback:
        """A person presses an inline button: the bot gets a callback_query."""
        callback = Callback(str(next(self._callback_ids)), time.monotonic())
        self._forget_old_callbacks()
        self.callbacks[callback.id] = callback
        query: dict[str, Any] = {
            "id": callback.id,
            "from": user.wire(),
            **({"inline_message_id": message.inline_id} if message.inline_id else {"message": message.wire}),
            "chat_instance": str(7_000_000_000 + abs(message.wire["chat"]["id"])),
            "data": data,
        }
        self.updates.add("callback_query", query)
        return callback

    def open_callback(self, identifier: str) -> Callback:
        """A press that still waits for its answer. ApiError 400 when answered, too old, or unknown."""
        callback = self.callbacks.get(identifier)
        if callback is None or callback.answer is not None or self._expired(callback):
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return callback

    def _expired(self, callback: Callback) -> bool:
        return time.monotonic() - callback.pressed >= self.callback_seconds

    def _forget_old_callbacks(self) -> None:
        while len(self.callbacks) > 1000:
            del self.callbacks[next(iter(self.callbacks))]
