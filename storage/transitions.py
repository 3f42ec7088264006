"""Changes of slot runs and deliveries that several domains make, inside the caller's transaction."""

from storage.database import Writer


async def skip_what_waits(writer: Writer, chat_id: int, reason: str, at: int) -> None:
    """A chat left: its open slots and the deliveries not yet begun are skipped, those in doubt held.

    `at` is epoch seconds.
    """
    await writer.run(
        "UPDATE slot_run SET state = 'skipped', reason = ?2, updated_at = ?3 "
        "WHERE chat = ?1 AND state = 'open'",
        (chat_id, reason, at),
    )
    await writer.run(
        "UPDATE delivery SET state = 'skipped', reason = ?2, updated_at = ?3 "
        "WHERE chat = ?1 AND state IN ('pending', 'retry')",
        (chat_id, reason, at),
    )
    await writer.run("UPDATE delivery SET not_before = NULL WHERE chat = ? AND state = 'unknown'", (chat_id,))
