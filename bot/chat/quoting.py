"""A person's words said back to them: not more of them than tell which are meant. Pure."""

from itertools import islice

from bot.digest.pieces import characters

LONGEST = 60
"""Characters as a person counts them."""


def quoted(text: str) -> str:
    """In one line, with an ellipsis for what is left out."""
    line = " ".join(text.split())
    shown = list(islice(characters(line), LONGEST + 1))
    return line if len(shown) <= LONGEST else f"{''.join(shown[: LONGEST - 1]).rstrip()}…"
