"""A digest in smaller messages, for when Telegram counts otherwise than we do."""

import re

from bot.delivery.plain import plain
from bot.digest.html import utf16_length
from bot.digest.pieces import fitting

PIECE = 2000
"""UTF-16 units: half of what a message holds."""

_TAG = re.compile(r"<(/?)[a-z][^<>]*>")


def shorter(text: str) -> list[tuple[str, bool]]:
    """Telegram HTML in pieces of at most `PIECE` units, in order, each with whether it is HTML still.

    Cut at line ends where no tag is open; what is too long between two of these loses its format.
    """
    pieces: list[tuple[str, bool]] = []
    for block in _blocks(text):
        if utf16_length(plain(block)) > PIECE:
            pieces += [(piece, False) for piece in fitting(plain(block), PIECE)]
        elif pieces and pieces[-1][1] and utf16_length(plain(pieces[-1][0] + block)) < PIECE:
            pieces[-1] = (f"{pieces[-1][0]}\n{block}", True)
        else:
            pieces.append((block, True))
    return [(piece.strip(), is_html) for piece, is_html in pieces if piece.strip()]


def _blocks(text: str) -> list[str]:
    """Lines, joined as long as a tag is open."""
    blocks: list[str] = []
    depth = 0
    for line in text.split("\n"):
        if depth > 0:
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(line)
        depth += sum(-1 if closing else 1 for closing in _TAG.findall(line))
    return blocks
