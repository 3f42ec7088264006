"""Look-ups are counted by kind, whichever way they are asked for: as a command, in words, by a button."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeVar

from bot.chat.services import Services


class _Asking(Protocol):
    @property
    def services(self) -> Services: ...


_A = TypeVar("_A", bound=_Asking)
_R = TypeVar("_R")

KIND_OF_COMMAND = {
    "search": "search",
    "company": "company",
    "companies": "ranking",
    "top": "ranking",
    "today": "issue",
    "issue": "issue",
    "latest": "issue",
    "older": "issue",
    "newer": "issue",
}
KIND_OF_BUTTON = {
    **dict.fromkeys(("s", "sb", "words", "try"), "search"),
    **dict.fromkeys(("co", "c", "ct", "cy", "cs", "cq", "cp", "cf"), "company"),
    **dict.fromkeys(("item", "it", "src"), "item"),
    "ca": "ranking",
    "iss": "issue",
    "latest": "issue",
}
"""Verb → kind. What is not named here is no look-up."""


def counted(kind: str, handle: Callable[[_A], Awaitable[_R]]) -> Callable[[_A], Awaitable[_R]]:
    """The same handler, and every use of it is a look-up of this kind."""

    async def count(asked: _A) -> _R:
        asked.services.looked_up(kind)
        return await handle(asked)

    return count


def all_counted(
    kinds: Mapping[str, str], handlers: Mapping[str, Callable[[_A], Awaitable[_R]]]
) -> dict[str, Callable[[_A], Awaitable[_R]]]:
    """The same handlers by name; those that have a kind are counted."""
    return {
        name: counted(kinds[name], handle) if name in kinds else handle for name, handle in handlers.items()
    }
