"""The directory that ships, and a recogniser of it: built once, since nothing changes them."""

import pytest

from bot.companies import Directory, Recogniser, load_directory


@pytest.fixture(scope="session")
def directory() -> Directory:
    return load_directory()


@pytest.fixture(scope="session")
def recogniser(directory: Directory) -> Recogniser:
    return Recogniser(directory)
