"""What is wrong with a setting, in plain words: pydantic's are for programmers."""

import re
from typing import Any

_SECRET = re.compile("TOKEN|PASSWORD|SECRET|FEEDS")
"""Of these a mistaken value is not shown."""

_PLAIN = {
    "int": "is no whole number",
    "float": "is no number",
    "finite": "is no number",
    "bool": "is neither true nor false",
    "literal": "is none of {expected}",
    "string_pattern": "is no address as https://example.org",
    "string_too_short": "is empty",
    "greater_than_equal": "is too little: it is {ge:g} or more",
    "greater_than": "is too little: it is more than {gt:g}",
    "less_than_equal": "is too much: it is {le:g} or less",
    "timezone": "has no offset; write it like 2019-11-14T18:00:00+08:00",
    "datetime": "is no instant; write it like 2019-11-14T18:00:00+08:00",
}
"""By the beginning of pydantic's name of the mistake; {words} are its own."""


def mistake(variable: str, error: Any) -> str:
    """`KUAIXUN_TICK_SECONDS: 'soon' is no number`, of one error of pydantic's. Without a value that may be a secret."""
    if error["type"] == "value_error":
        return f"{variable}: {error['msg'].removeprefix('Value error, ')}"
    shown = "it" if _SECRET.search(variable) else repr(str(error["input"])[:80])
    words = next((_PLAIN[kind] for kind in _PLAIN if error["type"].startswith(kind)), None)
    if words is None:
        return f"{variable}: {shown} cannot be used ({error['msg']})"
    return f"{variable}: {shown} {words.format(**error.get('ctx', {}))}"
