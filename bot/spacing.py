"""A space between Chinese and Latin words, as Chinese newspapers print it: `还没有 TikTok 的资讯`; none at figures: `现在08:30`.

The catalogue keeps to that in its own words. Here it is kept where a value is put in, which may be in either script; the
value itself, which may be what a person typed, stays as it is. And one full stop, where a value ends in its own: `… called Apple Inc.`
"""

import re
import string
from collections.abc import Iterator, Mapping

_TAG = re.compile(r"<[^>]+>")
_CHINESE_END = re.compile(r"[\u3400-\u9fff]$")
_CHINESE_START = re.compile(r"^[\u3400-\u9fff]")
_LATIN_START = re.compile(r"^[^\W\d_\u3400-\u9fff]")
_LATIN_END = re.compile(r"(?:^|[^\w])[^\W\d_\u3400-\u9fff][^\W_\u3400-\u9fff]*$|[^\W\d_\u3400-\u9fff]$")


def filled(text: str, fields: Mapping[str, object]) -> str:
    """Like `text.format(**fields)`, with those spaces and no second full stop. A value may hold markup."""
    return "".join(_pieces(text, fields))


def _pieces(text: str, fields: Mapping[str, object]) -> Iterator[str]:
    value = ""
    for literal, name, form, _ in string.Formatter().parse(text):
        if _CHINESE_START.match(literal) and _LATIN_END.search(_TAG.sub("", value)):
            yield " "
        yield literal[1:] if _ends_already(value, literal) else literal
        if name is None:
            return
        value = format(fields[name], form or "")
        if _CHINESE_END.search(literal) and _LATIN_START.match(_TAG.sub("", value)):
            yield " "
        yield value


def _ends_already(value: str, literal: str) -> bool:
    """Whether a full stop is not needed; three of them are another sign."""
    return literal[:1] == "." and literal[1:2] != "." and _TAG.sub("", value).endswith(".")
