"""Wrong use, told like every other error: one line, with where to read on. typer tells it in a box and in pydantic's words."""

from collections.abc import Callable
from typing import Any

from typer import BadParameter, TyperException

_PYDANTIC: dict[str, Callable[[dict[str, Any]], str]] = {
    "int_parsing": lambda told: f"{told['input']} is no whole number",
    "greater_than_equal": lambda told: f"{told['input']} is less than {told['ctx']['ge']}",
    "less_than_equal": lambda told: f"{told['input']} is more than {told['ctx']['le']}",
    "value_error": lambda told: _choice(str(told["input"]), str(told["ctx"]["error"])),
}
"""What is wrong with a value, by pydantic's name for it."""


def told(error: TyperException) -> str:
    """The line for `error`."""
    return f"{_what(error)}; {_where(error)}"


def _what(error: TyperException) -> str:
    if not isinstance(error, BadParameter):
        return _plain(error)
    name = _name(error)
    if type(error) is not BadParameter:
        return f"{name} is missing"
    said = _reason(error).rstrip(".")
    return f"{name}: {said}" if name else said


def _plain(error: TyperException) -> str:
    """What typer says of a word it cannot place, beginning and ending as our lines do."""
    near = getattr(error, "possibilities", None)
    said = error.message.rstrip(".") + (f"; did you mean {' or '.join(sorted(near))}?" if near else "")
    return said[:1].lower() + said[1:].replace(". Did", "; did")


def _choice(value: str, reason: str) -> str:
    """The reason names the value and the choices as Python writes them."""
    _, said, choices = reason.partition(" is not one of ")
    return f"{value}{said}{choices.replace(chr(39), '')}" if said else reason


def _reason(error: BadParameter) -> str:
    found: list[dict[str, Any]] = getattr(error.__cause__, "errors", list)()
    wording = _PYDANTIC.get(found[0]["type"]) if found else None
    return wording(found[0]) if wording else error.message


def _name(error: BadParameter) -> str:
    """Of the option or argument, as one writes it: `--limit`, `QUERY`."""
    param = error.param
    if param is None:
        return ""
    longest: str = max(param.opts, key=len)
    return longest if longest.startswith("-") else param.get_error_hint().strip("'[]…")


def _where(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"see {context.command_path if context else 'kuaixun'} --help"
