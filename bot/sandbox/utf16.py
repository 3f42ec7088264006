"""Telegram counts text in UTF-16 code units (Bot API, MessageEntity: "Offset in UTF-16 code units")."""

from bisect import bisect_left


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: characters outside the basic plane (emoji, rare Hanzi) count twice."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for character in text if character > "\uffff")


class Units:
    """Converts between UTF-16 offsets and Python string positions of one text."""

    def __init__(self, text: str) -> None:
        wide = [] if text.isascii() else [at for at, character in enumerate(text) if character > "\uffff"]
        self._positions = wide
        self._offsets = [at + before for before, at in enumerate(wide)]

    def units(self, position: int) -> int:
        """String position → UTF-16 offset."""
        return position + bisect_left(self._positions, position)

    def position(self, units: int) -> int:
        """UTF-16 offset → string position; between the two halves of a character means before it."""
        return units - bisect_left(self._offsets, units)
