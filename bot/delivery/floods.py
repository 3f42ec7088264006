"""Whether flood answers are about single chats, or about the bot as a whole.

Telegram does not say. Chats that are flooded for themselves are few among those that are not; when the bot is too
fast, refusals come in a row, or are a good part of all that is sent.
"""

from collections import deque

_ROW = 3
"""So many different chats refused with nothing that went through between them."""

_SHARES = ((40, 0.2), (400, 0.08))
"""Of so many sends, so large a part refused: quickly when it is much, and in time when it is less."""

_MANY = 10
"""All of these times so many where the limit is high: a line that bunches what was spaced brings a row of refusals."""


class Floods:
    """The last sends: the chat of one that was refused, None for one that went through.

    `high`: whether the limit is a high one.
    """

    def __init__(self, *, high: bool = False) -> None:
        many = _MANY if high else 1
        self._longest_row = _ROW * many
        self._shares = [(span * many, part) for span, part in _SHARES]
        self._last: deque[int | str | None] = deque(maxlen=max(span for span, _ in self._shares))
        self._row: set[int | str] = set()

    def went_through(self) -> None:
        self._last.append(None)
        self._row.clear()

    def refused(self, chat_id: int | str) -> bool:
        """Whether this was one too many: then counting begins anew."""
        self._last.append(chat_id)
        self._row.add(chat_id)
        in_a_row = len(self._row) >= self._longest_row
        if not (in_a_row or any(self._share(span, part) for span, part in self._shares)):
            return False
        self._last.clear()
        self._row.clear()
        return True

    def _share(self, span: int, part: float) -> bool:
        if len(self._last) < span:
            return False
        chats = [chat for chat in list(self._last)[-span:] if chat is not None]
        return len(chats) >= span * part and len(set(chats)) >= _ROW
