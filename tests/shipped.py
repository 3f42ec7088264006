"""The directory that ships, and a recogniser of it: made once in a process, since nothing changes them."""

from functools import cache

from bot.companies import Directory, Recogniser, load_directory
from bot.upkeep.memory import let_be


def directory() -> Directory:
    return _made()[0]


def recogniser() -> Recogniser:
    return _made()[1]


@cache
def _made() -> tuple[Directory, Recogniser]:
    found = load_directory()
    found.prepare()
    recogniser = Recogniser(found)
    let_be()
    return found, recogniser
