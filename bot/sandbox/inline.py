"""Inline queries that wait for the bot's results (Bot API, "Inline mode")."""

from dataclasses import dataclass, field
from itertools import count

from bot.sandbox.bell import Bell
from bot.sandbox.errors import bad_request
from bot.sandbox.models import Wire


@dataclass(slots=True)
class InlineQuery:
    """One query and, later, the bot's answer (the parameters of answerInlineQuery)."""

    id: str
    user_id: int
    words: str
    answer: Wire | None = None
    bell: Bell = field(default_factory=Bell)


class InlineDesk:
    """Open inline queries by id."""

    def __init__(self) -> None:
        self._queries: dict[str, InlineQuery] = {}
        self._ids = count(5_000_000_000_001)

    def open(self, user_id: int, words: str) -> InlineQuery:
        """A new query; only the last thousand are remembered."""
        query = InlineQuery(str(next(self._ids)), user_id, words)
        self._queries[query.id] = query
        while len(self._queries) > 1000:
            del self._queries[next(iter(self._queries))]
        return query

    def close(self) -> None:
        """Wake all who wait for results."""
        for query in self._queries.values():
            query.bell.ring()

    def answered(self, identifier: str) -> InlineQuery | None:
        """A query that has its results."""
        query = self._queries.get(identifier)
        return query if query is not None and query.answer is not None else None

    def waiting(self, identifier: str) -> InlineQuery:
        """A query without an answer. ApiError 400 when it has one or never was."""
        query = self._queries.get(identifier)
        if query is None or query.answer is not None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query
