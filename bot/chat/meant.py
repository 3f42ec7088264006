"""The words around a wish, in both languages: `please … `, `能不能…了吧`. They change nothing of what is meant."""

import re
import unicodedata

Meant = tuple[str, str]
"""A command, and what is said to it."""

ASKING = (
    r"(?:(?:please|can you|could you|would you|i want(?: you)? to|i'd like(?: you)? to|i would like(?: you)? to"
    r"|let's|now) )*"
)
ASKING_ZH = r"(?:请你?|帮我|给我|麻烦你?|我想要?|我要|我|能不能|可以|那就|就|以后|今后|,)*"
END_ZH = r"(?:了|吧|啦|呀|好吗|行吗|可以吗|谢谢|,)*"

WHOSE = r"(?:(?:the|my|your|our|this|these|any|all|of|sending|getting|receiving|me|from|to me) )*"
PAPER = r"(?:digests?|issues?|editions?|newsletters?|news|ones?|e?-?mails?|messages?|updates?|papers?)"
EDITION = r"(?:mornings?|evenings?|weekly)"
EDITIONS = rf"{EDITION}(?:(?: and|,| or|,? and) (?:the )?{EDITION})*"
EDITION_ZH = r"(?:早报|晚报|周报|早刊|晚刊|周刊)"
EDITIONS_ZH = rf"{EDITION_ZH}(?:[和、与跟及]?{EDITION_ZH})*"


def sentence(text: str) -> str:
    """In one form: small letters, half-width, one space between words, no mark at the end."""
    line = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(line.split()).rstrip("!?。.,~ ")


def found_in(shapes: tuple[re.Pattern[str], ...], line: str) -> list[re.Match[str]]:
    """How a whole line fits: one match for each shape it has."""
    return [found for each in shapes if (found := each.fullmatch(line))]
