"""Who may do what in a chat, and ChatMember objects for each status (Bot API, ChatMember)."""

from collections.abc import Collection

from bot.sandbox.models import GRANTED, Chat, ChatType, Wire

PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
"""Statuses of those who are in the chat."""

_EVERYWHERE = (
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_ONLY_IN: dict[ChatType, tuple[str, ...]] = {
    "channel": ("can_post_messages", "can_edit_messages"),
    "group": ("can_pin_messages",),
    "supergroup": ("can_pin_messages", "can_manage_topics"),
}
"""Rights that an administrator can have in one kind of chat only (Bot API, ChatMemberAdministrator)."""

_DENIED = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
"""What a restricted member may not do here (Bot API, ChatMemberRestricted); the sandbox restricts all or nothing."""


def rights_in(kind: ChatType) -> tuple[str, ...]:
    """The rights an administrator of such a chat can have."""
    return (*_EVERYWHERE, *_ONLY_IN.get(kind, ()))


def bot_may(chat: Chat, right: str) -> bool:
    """Whether the bot is an administrator with this right."""
    return chat.bot_status == "administrator" and right in chat.bot_rights


def member_wire(chat: Chat, user: Wire, status: str, rights: Collection[str] = GRANTED) -> Wire:
    """A `ChatMember…` of the right kind; `rights` are those of an administrator."""
    wire: Wire = {"status": status, "user": user}
    if status == "kicked":
        wire["until_date"] = 0
    if status == "creator":
        wire["is_anonymous"] = False
    if status == "restricted":
        wire |= dict.fromkeys(_DENIED, False) | {"is_member": True, "until_date": 0}
    if status == "administrator":
        granted = {right: right in rights for right in rights_in(chat.type)}
        wire |= granted | {"can_be_edited": False, "can_manage_chat": True}
    return wire
