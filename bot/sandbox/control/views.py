"""How the control API shows chats and messages."""

from bot.sandbox.markup import to_html
from bot.sandbox.models import Chat, Message, User, Wire


def message_view(message: Message) -> Wire:
    """The Bot API message as `message`, with what only the sandbox knows beside it."""
    wire = message.wire
    text: str = wire.get("text") or wire.get("caption") or ""
    entities: list[Wire] = wire.get("entities") or wire.get("caption_entities") or []
    return {
        "message": wire,
        "html": to_html(text, entities),
        "from_bot": message.from_bot,
        "sender": message.sender,
        "edited": message.edited,
        "deleted": message.deleted,
        "version": message.version,
        "order": message.order,
    }


def chat_view(chat: Chat) -> Wire:
    """The Bot API chat as `chat`, and the bot's place in it."""
    return {
        "chat": chat.wire(),
        "started": chat.started,
        "blocked": chat.blocked,
        "bot_status": chat.bot_status,
        "bot_rights": sorted(chat.bot_rights),
        "moved_to": chat.moved_to,
        "members": {str(user_id): status for user_id, status in chat.members.items()},
        "topic_names": {str(thread): name for thread, name in chat.topic_names.items()},
        "topics": {str(thread): is_open for thread, is_open in chat.topics.items()},
        "sent": chat.sent,
        "last_message_id": next(reversed(chat.messages), 0),
    }


def person_view(user: User) -> Wire:
    """The Bot API user as `user`, and what the page wants to know."""
    return {"user": user.wire(), "language": user.language, "is_admin": user.is_admin}
