"""Traditional characters as simplified ones, so that what people write is understood in either script. Pure."""

from functools import cache

from opencc import OpenCC


def simplified(text: str) -> str:
    return text if text.isascii() else str(_converter().convert(text))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
