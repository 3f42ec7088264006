"""What else to ask when nothing was found: nearer words, wider days, fewer conditions. Pure."""

from collections.abc import Callable, Iterator, Sequence

from bot.lookup.grammar import Piece, pieces, tidy

MOST = 4


def wider(text: str, near: Callable[[str], Sequence[str]]) -> list[str]:
    """Queries worth trying in place of `text`, the likeliest first. `near` gives words a word may be a slip for."""
    every = pieces(tidy(text))
    tried = dict.fromkeys(tidy(query) for query in _tries(every, near))
    return [query for query in tried if query and query != tidy(text)]


def _tries(every: Sequence[Piece], near: Callable[[str], Sequence[str]]) -> Iterator[str]:
    for at, piece in enumerate(every):
        if not (piece.key or piece.minus):
            for word in near(piece.text):
                yield _text([*every[:at], Piece(word, word), *every[at + 1 :]])
    if any('"' in piece.printed and not piece.key for piece in every):
        yield _text([piece if piece.key else Piece(piece.printed.replace('"', ""), "") for piece in every])
    days = ("from", "to", "on")
    if any(piece.key in days for piece in every):
        yield _text([piece for piece in every if piece.key not in days])
    if any(piece.key or piece.minus for piece in every):
        yield _text([piece for piece in every if not (piece.key or piece.minus)])
    words = [piece for piece in every if not (piece.key or piece.minus)]
    for piece in sorted(words, key=lambda it: -len(it.text)) if len(words) > 1 else ():
        yield piece.printed
    for piece in words:
        yield from _halves(piece.text)


def _halves(word: str) -> Iterator[str]:
    """A long Chinese word is often two: `直播带货大会` is looked for as `直播带货` and `带货大会` too."""
    if word.isascii() or len(word) < _SHORTEST_TO_HALVE or " " in word:
        return
    for length in sorted({len(word) - 2, (len(word) + 1) // 2}, reverse=True):
        yield word[:length]
        yield word[-length:]


_SHORTEST_TO_HALVE = 4


def _text(kept: Sequence[Piece]) -> str:
    return " ".join(piece.printed for piece in kept)
