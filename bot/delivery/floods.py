"""Whether flood answers are about single chats, or about the bot as a whole.

Telegram does not say. Chats that are flooded for themselves are few among those that are not; when the bot is too
fast, refusals come in a row, or are a good part of all that is sent.
"""

from collections import deque

_ROW = 3
"""So many different chats refused with nothing that went through between them."""

_SHARES = ((40, 0.2), (400, 0.08))
"""Of so many sends, so large a part refused: quickly when it is much, and in time when it is less."""

_MANY = 50
"""All of these times so many where the limit is high. There a tenth of a second in which the line or either end stood
still brings a hundred refusals, and is no reason to slow down."""


class Floods:
    """`high`: whether the limit is a high one."""

    def __init__(self, *, high: bool = False) -> None:
        many = _MANY if high else 1
        self._longest_row = _ROW * many
        self._row: set[int | str] = set()
        self._shares = [_Share(span * many, part) for span, part in _SHARES]

    def went_through(self) -> None:
        for share in self._shares:
            share.add(None)
        self._row.clear()

    def refused(self, chat_id: int | str) -> bool:
        """Whether this was one too many: then counting begins anew."""
        for share in self._shares:
            share.add(chat_id)
        self._row.add(chat_id)
        if len(self._row) < self._longest_row and not any(share.is_large for share in self._shares):
            return False
        for share in self._shares:
            share.clear()
        self._row.clear()
        return True


class _Share:
    """The last `span` sends: the chat of one that was refused, None for one that went through."""

    def __init__(self, span: int, part: float) -> None:
        self._last: deque[int | str | None] = deque(maxlen=span)
        self._refused = 0
        self._many = span * part

    def add(self, chat_id: int | str | None) -> None:
        if len(self._last) == self._last.maxlen and self._last[0] is not None:
            self._refused -= 1
        self._last.append(chat_id)
        if chat_id is not None:
            self._refused += 1

    def clear(self) -> None:
        self._last.clear()
        self._refused = 0

    @property
    def is_large(self) -> bool:
        """Whether `part` of them was refused, and not a few chats again and again."""
        if len(self._last) < (self._last.maxlen or 0) or self._refused < self._many:
            return False
        return len({chat for chat in self._last if chat is not None}) >= _ROW
