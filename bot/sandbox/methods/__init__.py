"""The Bot API methods the sandbox has, by lower-case name (Telegram takes any case)."""

from bot.sandbox.methods import callbacks, chats, copies, documents, editing, messages, polling, profile
from bot.sandbox.methods.kinds import Method

METHODS: dict[str, Method] = {
    name.lower(): method
    for table in (
        polling.METHODS,
        messages.METHODS,
        editing.METHODS,
        callbacks.METHODS,
        chats.METHODS,
        documents.METHODS,
        copies.METHODS,
        profile.METHODS,
    )
    for name, method in table.items()
}
