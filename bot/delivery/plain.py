"""A digest without its formatting, for when Telegram does not read it."""

import html
import re

_TAG = re.compile(r"<[^<>]*>")


def plain(text: str) -> str:
    """The words a chat would see of Telegram HTML."""
    return html.unescape(_TAG.sub("", text))
