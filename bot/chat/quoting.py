"""A person's words said back to them: not more of them than tell which are meant. Pure."""

from itertools import islice

from bot.digest.html import Html, bold
from bot.digest.pieces import characters

LONGEST = 60
"""Characters as a person counts them."""


def quoted(text: str) -> str:
    """In one line, with an ellipsis for what is left out."""
    line = " ".join(text.split())
    shown = list(islice(characters(line), LONGEST + 1))
    return line if len(shown) <= LONGEST else f"{''.join(shown[: LONGEST - 1]).rstrip()}…"


def headed(sign: str, text: str, *facts: str) -> Html:
    """`🔎 Taobao · 7 items`: what was asked in bold, whole, as buttons read it there; folded when it is long."""
    if quoted(text) == text:
        return Html(" · ".join([f"{sign} {bold(text)}", *facts]))
    return Html(f"<blockquote expandable>{bold(text)}</blockquote>\n{sign} {' · '.join(facts)}".rstrip())
