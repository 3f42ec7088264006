"""Whether flood answers are about single chats, or about the bot as a whole.

Telegram does not say. Chats that are flooded for themselves are few among those that are not; when the bot is too
fast, refusals come in a row, or are a good part of all that is sent.
"""

from collections import deque

_ROW = 3
"""So many different chats refused with nothing that went through between them."""

_SHARES = ((40, 0.2), (400, 0.08))
"""Of so many sends, so large a part refused: quickly when it is much, and in time when it is less."""


class Floods:
    """The last sends: the chat of one that was refused, None for one that went through."""

    def __init__(self) -> None:
        self._last: deque[int | str | None] = deque(maxlen=max(span for span, _ in _SHARES))
        self._row: set[int | str] = set()

    def went_through(self) -> None:
        self._last.append(None)
        self._row.clear()

    def refused(self, chat_id: int | str) -> bool:
        """Whether this was one too many: then counting begins anew."""
        self._last.append(chat_id)
        self._row.add(chat_id)
        if len(self._row) < _ROW and not any(self._share(span, part) for span, part in _SHARES):
            return False
        self._last.clear()
        self._row.clear()
        return True

    def _share(self, span: int, part: float) -> bool:
        if len(self._last) < span:
            return False
        chats = [chat for chat in list(self._last)[-span:] if chat is not None]
        return len(chats) >= span * part and len(set(chats)) >= _ROW
