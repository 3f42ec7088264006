"""Who got a digest, who did not and why: what the operator asks of the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from storage.database import Database, Row
from storage.records import DeliveryState, Edition, Style
from storage.values import day, epoch, instant

_DIGESTS = """
SELECT digest.id, issue.edition, issue.last_date, digest.language, digest.style, digest.late, digest.created_at,
       (SELECT count(*) FROM digest_part WHERE digest_part.digest = digest.id)
FROM digest LEFT JOIN issue ON issue.id = digest.issue
WHERE (?1 IS NULL OR digest.id = ?1) AND (?3 IS NULL OR digest.issue = ?3) AND digest.issue >= 0
ORDER BY digest.id DESC LIMIT ?2
"""
# The state of a chat's digest is that of its part that is furthest behind.
_CHATS = """
SELECT chat, min(CASE state WHEN 'failed' THEN 0 WHEN 'unknown' THEN 1 WHEN 'skipped' THEN 2 WHEN 'retry' THEN 3
                            WHEN 'sending' THEN 4 WHEN 'pending' THEN 5 ELSE 6 END) AS worst
FROM delivery WHERE digest = ?1 GROUP BY chat
"""
_STATES = f"""
SELECT CASE worst WHEN 0 THEN 'failed' WHEN 1 THEN 'unknown' WHEN 2 THEN 'skipped' WHEN 3 THEN 'retry'
                  WHEN 4 THEN 'sending' WHEN 5 THEN 'pending' ELSE 'sent' END, count(*)
FROM ({_CHATS}) GROUP BY worst
"""  # noqa: S608 - our own words
_REASONS = """
SELECT state, coalesce(reason, ''), count(DISTINCT chat) FROM delivery
WHERE digest = ?1 AND state IN ('failed', 'unknown', 'skipped', 'retry') AND reason IS NOT 'an earlier part failed'
GROUP BY state, reason ORDER BY 3 DESC LIMIT 50
"""
_UNSERVED = """
SELECT chat, part, state, reason, attempts, updated_at, digest FROM delivery
WHERE (?1 IS NULL OR digest = ?1) AND state IN ('failed', 'unknown', 'skipped')
  AND (SELECT issue FROM digest WHERE digest.id = delivery.digest) >= 0
ORDER BY digest DESC, chat, part LIMIT ?2
"""
# Only chats that are active: one that left comes back by itself, and then gets what is new. A part that was skipped
# because an earlier one failed goes again with it. What is under way or was sent is not touched, nor a part that a
# correction took away, nor a broadcast (its `issue` is below zero): whoever stopped it meant it.
_MISSING = """
(?1 IS NULL OR digest = ?1)
  AND (state IN ('failed', 'skipped') OR (state = 'unknown' AND not_before IS NULL))
  AND (SELECT active FROM chat WHERE chat.id = delivery.chat)
  AND (SELECT issue FROM digest WHERE digest.id = delivery.digest) >= 0
  AND (SELECT text FROM digest_part AS of WHERE of.digest = delivery.digest AND of.part = delivery.part) <> ''
"""
_AGAIN = f"""
UPDATE delivery SET state = 'retry', not_before = ?2, attempts = 0, reason = 'sent again by the operator',
    updated_at = ?2
WHERE {_MISSING}
"""  # noqa: S608 - our own words
_WOULD_GET = f"SELECT count(DISTINCT chat) FROM delivery WHERE {_MISSING}"  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Report:
    """One digest and how many chats are how far with it."""

    id: int
    edition: Edition | None
    date: date | None
    language: str
    style: Style
    late: bool
    created_at: datetime
    parts: int
    chats: dict[DeliveryState, int]
    """A chat counts once, by its part that is furthest behind; states without chats are left out."""
    reasons: tuple[tuple[DeliveryState, str, int], ...]
    """Why chats are `failed`, `unknown`, `skipped` or `retry`, with how many; the most frequent first."""

    @property
    def total(self) -> int:
        return sum(self.chats.values())


@dataclass(frozen=True, slots=True)
class Unserved:
    """A part that a chat did not get, or perhaps not."""

    chat_id: int
    part: int
    state: DeliveryState
    reason: str | None
    attempts: int
    at: datetime
    digest: int


class Deliveries:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def reports(self, digest: int | None = None, *, limit: int = 10) -> list[Report]:
        """The newest digests, or only this one."""
        rows = await self._database.rows(_DIGESTS, (digest, limit, None))
        return [await self._report(row) for row in rows]

    async def of_issue(self, issue: int) -> list[Report]:
        """The digests of an issue, one a look: a chat got one of them."""
        rows = await self._database.rows(_DIGESTS, (None, -1, issue))
        return [await self._report(row) for row in rows]

    async def would_get_again(self, digest: int) -> int:
        """To how many chats `send_again` would send something of this digest."""
        rows = await self._database.rows(_WOULD_GET, (digest,), heavy=True)
        return int(rows[0][0])

    async def unserved(self, digest: int | None = None, *, limit: int = 1000) -> list[Unserved]:
        """Which chats did not get which parts, the newest digest first."""
        rows = await self._database.rows(_UNSERVED, (digest, limit))
        return [
            Unserved(chat, part, DeliveryState(state), reason, attempts, instant(at), of)
            for chat, part, state, reason, attempts, at, of in rows
        ]

    async def send_again(self, digest: int | None, now: datetime) -> int:
        """Send again what failed, was skipped, or is held as unknown, to chats that are active; returns how many parts.

        Nobody gets again what was sent.
        """
        async with self._database.write() as writer:
            return await writer.run(_AGAIN, (digest, epoch(now)))

    async def _report(self, row: Row) -> Report:
        digest, edition, of, language, style, late, created_at, parts = row
        states: Sequence[Row] = await self._database.rows(_STATES, (digest,), heavy=True)
        reasons = await self._database.rows(_REASONS, (digest,), heavy=True)
        return Report(
            digest,
            Edition(edition) if edition else None,
            day(of),
            language,
            Style(style),
            bool(late),
            instant(created_at),
            parts,
            {DeliveryState(state): chats for state, chats in states},
            tuple((DeliveryState(state), reason, chats) for state, reason, chats in reasons),
        )
