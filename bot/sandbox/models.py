"""Who and what exists in the sandbox. Plain state; world.py has the verbs."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.sandbox.bell import Bell

Wire = dict[str, Any]
"""An object as the Bot API writes it in JSON."""

GRANTED = frozenset(
    {
        "can_manage_chat",
        "can_delete_messages",
        "can_restrict_members",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
        "can_post_messages",
        "can_edit_messages",
    }
)
"""What Telegram's apps leave ticked when someone is made an administrator."""

ChatType = Literal["private", "group", "supergroup", "channel"]


@dataclass(slots=True)
class User:
    """A person (the bot itself has a `BotProfile`)."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = ""
    is_admin: bool = False
    """Whether files dropped on the page come from this person; Telegram knows no such thing."""

    def wire(self) -> Wire:
        """As a Bot API `User`."""
        wire: Wire = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for key, value in (
            ("last_name", self.last_name),
            ("username", self.username),
            ("language_code", self.language),
        ):
            if value:
                wire[key] = value
        return wire


@dataclass(slots=True)
class BotProfile:
    """The bot as Telegram knows it, and what the bot said about itself (by language code, "" = any)."""

    id: int
    username: str = "kuaixun_sandbox_bot"
    first_name: str = "Kuaixun"
    reads_groups: bool = False
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Wire]] = field(default_factory=dict)
    """(scope key, language code) → commands; keys as made by methods/profile.py."""

    def wire(self) -> Wire:
        """As a Bot API `User`."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.names.get("") or self.first_name,
            "username": self.username,
        }


@dataclass(slots=True)
class Message:
    """A message and what only the sandbox knows of it."""

    wire: Wire
    from_bot: bool
    sender: int
    edited: bool = False
    deleted: bool = False
    version: int = 0
    """Goes up with every edit and with deletion."""
    inline_id: str = ""
    """The inline_message_id of a message sent via the bot with a keyboard (Bot API, ChosenInlineResult)."""
    order: int = 0
    """Counts everything that was ever posted, over all chats; edits do not change it."""

    @property
    def id(self) -> int:
        return int(self.wire["message_id"])


@dataclass(slots=True)
class Chat:
    """A chat with its messages. `bot_status` is the bot's own: member, restricted, administrator, left, kicked."""

    id: int
    type: ChatType
    title: str = ""
    username: str = ""
    user: User | None = None
    """The person of a private chat."""
    is_forum: bool = False
    started: bool = False
    """Private: whether the person ever wrote to the bot; before that the bot may not write."""
    bot_status: str = "left"
    bot_rights: frozenset[str] = GRANTED
    """What the bot may do where it is an administrator."""
    moved_to: int | None = None
    """Group: the supergroup it became."""
    members: dict[int, str] = field(default_factory=dict)
    """User id → status (creator, administrator, member, left, kicked)."""
    topics: dict[int, bool] = field(default_factory=dict)
    """Forum: message_thread_id → whether it is open."""
    topic_names: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: dict[int, Message] = field(default_factory=dict)
    actions: deque[Wire] = field(default_factory=lambda: deque(maxlen=20))
    """The last sendChatAction calls."""
    sent: int = 0
    """Messages the bot sent here, kept or not."""
    counter: int = 0
    bell: Bell = field(default_factory=Bell)
    """Rings when the bot posts, edits or deletes something here."""

    @property
    def blocked(self) -> bool:
        """Private: whether the person blocked the bot."""
        return self.type == "private" and self.bot_status == "kicked"

    def wire(self) -> Wire:
        """As a Bot API `Chat`."""
        if self.user is not None:
            wire = {
                key: value
                for key, value in self.user.wire().items()
                if key not in ("is_bot", "language_code")
            }
            return wire | {"type": "private"}
        wire = {"id": self.id, "type": self.type, "title": self.title}
        if self.username:
            wire["username"] = self.username
        if self.is_forum:
            wire["is_forum"] = True
        return wire


@dataclass(slots=True)
class Callback:
    """A pressed button: open until the bot answers, or too late."""

    id: str
    pressed: float
    """Seconds of the monotonic clock."""
    answer: Wire | None = None
    bell: Bell = field(default_factory=Bell)
