"""A chat erased: every row about it, by foreign keys, and the messages that told nobody else."""

from storage.database import Writer

# What a chat watches stands in the messages that told it (storage/watches.py); they are about no issue.
_ALERTS = """
SELECT digest.id FROM delivery JOIN digest ON digest.id = delivery.digest WHERE chat = ? AND issue = 0
"""
_UNUSED = "DELETE FROM digest WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM delivery WHERE digest = ?1)"


def topic_notice(chat_id: int) -> str:
    """The key of what the operators are told of a chat's topic: the one notice that names a chat."""
    return f"topic {chat_id}"


async def erase(writer: Writer, chat_id: int) -> bool:
    """Delete every row about a chat; returns whether there was any. `Database.fold_log` erases it from the log."""
    alerts = await writer.rows(_ALERTS, (chat_id,))
    known = await writer.run("DELETE FROM chat WHERE id = ?", (chat_id,)) > 0
    await writer.many(_UNUSED, alerts)
    await forget_notice(writer, chat_id)
    return known


async def forget_notice(writer: Writer, chat_id: int) -> None:
    """Nothing was told of this chat, or it has another id now."""
    await writer.run("DELETE FROM notice WHERE key = ?", (topic_notice(chat_id),))
