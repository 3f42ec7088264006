"""The directory that ships, and a recogniser of it: made once in a process, since nothing changes them."""

from functools import cache

from bot.companies import Directory, Recogniser, load_directory


@cache
def directory() -> Directory:
    return load_directory()


@cache
def recogniser() -> Recogniser:
    return Recogniser(directory())
