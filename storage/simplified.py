"""Traditional characters as simplified ones, so that what people write is understood in either script. Pure."""

from functools import cache

from opencc import OpenCC


def simplified(text: str) -> str:
    """Any text: a half of a character, which a client can send and no C library takes, becomes a question mark."""
    if text.isascii():
        return text
    return str(_converter().convert(text.encode("utf-8", "replace").decode("utf-8")))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
