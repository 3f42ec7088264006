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


def sentence(text: str) -> str:
    """In one form: small letters, half-width, one space between words, no mark at the end."""
    line = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(line.split()).rstrip("!?。.,~ ")


def found_in(shapes: tuple[re.Pattern[str], ...], line: str) -> list[re.Match[str]]:
    """How a whole line fits: one match for each shape it has."""
    return [found for each in shapes if (found := each.fullmatch(line))]
