"""ChatMember objects for each status (Bot API, ChatMember)."""

from bot.sandbox.models import Chat, Wire

_RIGHTS = (
    "can_be_edited",
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


def member_wire(chat: Chat, user: Wire, status: str, *, can_post: bool = True) -> Wire:
    """A `ChatMember…` of the right kind; `can_post` is about channels."""
    wire: Wire = {"status": status, "user": user}
    if status == "kicked":
        wire["until_date"] = 0
    if status == "creator":
        wire["is_anonymous"] = False
    if status == "administrator":
        wire |= dict.fromkeys(_RIGHTS, False) | {"can_manage_chat": True}
        if chat.type == "channel":
            wire |= {"can_post_messages": can_post, "can_edit_messages": can_post}
    return wire
