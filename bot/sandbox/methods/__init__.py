"""The Bot API methods the sandbox has, by lower-case name (Telegram takes any case)."""

from bot.sandbox.methods import callbacks, chats, copies, documents, editing, messages, polling, profile
from bot.sandbox.methods.kinds import Method

_TABLES = (
    polling.METHODS,
    messages.METHODS,
    editing.METHODS,
    callbacks.METHODS,
    chats.METHODS,
    documents.METHODS,
    copies.METHODS,
    profile.METHODS,
)

METHODS: dict[str, Method] = {name.lower(): method for table in _TABLES for name, method in table.items()}

SPELLED: dict[str, str] = {name.lower(): name for table in _TABLES for name in table}
"""Their names as they are documented."""
