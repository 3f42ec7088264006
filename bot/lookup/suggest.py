"""What else to ask when nothing was found: nearer words, wider days, fewer conditions. Pure."""

from collections.abc import Callable, Iterator, Sequence

from bot.lookup.grammar import Piece, pieces, tidy, whole
from bot.lookup.joints import taken_apart
from bot.lookup.sentences import is_filler

MOST = 4
_SHORTEST_TO_HALVE = 4
_LONGEST = 60
"""Characters of a query that anybody would ask."""

Known = Callable[[str], bool]
"""Whether a text is a company's name or a word of the trade."""


def wider(text: str, near: Callable[[str], Sequence[str]], known: Known = lambda _: False) -> list[str]:
    """Queries worth trying in place of `text`, the likeliest first. `near` gives words a word may be a slip for."""
    every = _whole(pieces(tidy(text)), known)
    tried = dict.fromkeys(tidy(query) for query in _tries(every, near, known))
    return [query for query in tried if query and query != tidy(text) and len(query) <= _LONGEST]


def _whole(every: Sequence[Piece], known: Known) -> list[Piece]:
    """Words that are one name or one word of the trade as one piece."""
    found: list[Piece] = []
    plain: list[str] = []
    for piece in [*every, None]:
        if piece and not piece.key and not piece.minus and piece.printed == piece.text:
            plain.append(piece.text)
            continue
        found += [Piece(words, words) for words in whole(plain, known)]
        found += [piece] if piece else []
        plain = []
    return found


def _tries(every: Sequence[Piece], near: Callable[[str], Sequence[str]], known: Known) -> Iterator[str]:
    for at, piece in enumerate(every):
        if not (piece.key or piece.minus):
            for word in near(piece.text):
                yield _text([*every[:at], Piece(word, word), *every[at + 1 :]])
            if apart := taken_apart(piece.text) if piece.printed == piece.text else "":
                yield _text([*every[:at], Piece(apart, apart), *every[at + 1 :]])
    if any('"' in piece.printed and not piece.key for piece in every):
        yield _text([piece if piece.key else Piece(piece.printed.replace('"', ""), "") for piece in every])
    days = ("from", "to", "on")
    if any(piece.key in days for piece in every):
        yield _text([piece for piece in every if piece.key not in days])
    if any(piece.key or piece.minus for piece in every):
        yield _text([piece for piece in every if not (piece.key or piece.minus)])
    words = [piece for piece in every if not (piece.key or piece.minus)]
    telling = [piece for piece in words if not is_filler(piece.text)]
    names = [piece for piece in telling if known(piece.text)]
    if 1 < len(names) < len(telling):
        yield _text(names)
    if len(words) > 1:
        for piece in sorted(telling, key=lambda it: (not known(it.text), -len(it.text))):
            if len(piece.text) > 1 and not piece.text.isdecimal():
                yield piece.printed
    yield from _inside(telling, known)


def _inside(words: Sequence[Piece], known: Known) -> Iterator[str]:
    """Pieces of what nobody knows as a whole."""
    for piece in words:
        if not known(piece.text):
            yield from _parted(piece.text, known)
            yield from _halves(piece.text)


def _parted(word: str, known: Known) -> Iterator[str]:
    """`双11销量` holds a word of the trade and a rest: both, then what is known."""
    if word.isascii() or " " in word:
        return
    parts, names, at = [], [], 0
    rest = ""
    while at < len(word):
        ends = range(len(word), at + 1, -1)
        if end := next((end for end in ends if known(word[at:end])), 0):
            parts += [rest, word[at:end]]
            names.append(word[at:end])
            rest, at = "", end
        else:
            rest, at = rest + word[at], at + 1
    if names:
        yield " ".join(part for part in dict.fromkeys([*parts, rest]) if len(part) > 1)
        yield from dict.fromkeys(names)


def _halves(word: str) -> Iterator[str]:
    """A long Chinese word is often two: `直播带货大会` is looked for as `直播带货` and `带货大会` too."""
    if word.isascii() or len(word) < _SHORTEST_TO_HALVE or " " in word:
        return
    for length in sorted({len(word) - 2, (len(word) + 1) // 2}, reverse=True):
        yield word[:length]
        yield word[-length:]


def _text(kept: Sequence[Piece]) -> str:
    return " ".join(piece.printed for piece in kept)
