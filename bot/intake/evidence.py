"""Is a message part of an issue, or something said to the bot? And what its pieces are as one text. Pure.

Decided by evidence: a header of the newsletter with something after it, or numbered items with a text of their own.
Telegram's programs cut a long text into messages of 4096 characters, so what follows a full one belongs to it.
"""

import re

from bot.reader import Unreadable, read
from bot.reader.lines import clean, lines_of
from bot.reader.masthead import read_masthead

SHORTEST = 60
"""Characters; what is shorter is a word to look for."""

FULL = 3500
"""UTF-16 units from which on a message was probably cut by the sender's program."""

LONG = 200
"""Characters of a message that nobody types as a search."""

_HEADER_LINES = 3
_NUMBERED = re.compile(r"^\s{0,4}\d{1,3}\s?[.、．)]\s?\S", re.MULTILINE)
_ENDED = re.compile(r"[.。!！?？…)）\]】;；:：\"”]\s*$")
_OPENS = re.compile(r"\s*(?:\d{1,3}\s?[.、．)]|#|[\[【])")
_HAN = re.compile(r"[\u3400-\u9fff]")


def looks_like_issue(text: str) -> bool:
    """Whether a text opens an issue, or is one."""
    if len(text.strip()) < SHORTEST:
        return False
    return _has_header(text) or _has_items(text)


def is_surely_issue(text: str) -> bool:
    """The same for somebody who has nothing to send in: a question must never be taken for an issue."""
    return len(text) >= LONG and _has_items(text)


def goes_on(last: str, text: str, *, both_forwarded: bool) -> bool:
    """Whether a message that came right after a piece of an issue is the next piece."""
    if both_forwarded or units(last) >= FULL:
        return True
    return len(text) >= LONG or bool(_NUMBERED.search(text))


def joined(pieces: list[str]) -> str:
    """The pieces as one text. A paragraph that was cut in the middle is whole again."""
    whole = ""
    for piece in pieces:
        cut = units(whole[-FULL:]) >= FULL and not _ENDED.search(whole) and not _OPENS.match(piece)
        if cut:
            chinese = _HAN.match(whole[-1:]) and _HAN.match(piece.lstrip()[:1])
            whole = whole.rstrip() + ("" if chinese else " ") + piece.lstrip()
        else:
            whole = f"{whole}\n{piece}" if whole else piece
    return whole


def units(text: str) -> int:
    """UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _has_header(text: str) -> bool:
    lines = lines_of(clean(text[:2000]))
    for line in lines[:_HEADER_LINES]:
        head = read_masthead(line)
        if head and (head.ours or head.edition) and (head.tail or len(lines) > 1):
            return True
    return False


def _has_items(text: str) -> bool:
    if len(_NUMBERED.findall(text)) < 2:
        return False
    try:
        issues = read(text).issues
    except Unreadable:
        return False
    return sum(bool(item.body) for issue in issues for item in issue.items) >= 2
