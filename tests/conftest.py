"""What all tests share: nothing of the machine's own settings reaches them."""

import gc
import os

import hypothesis
import pytest

from bot.companies import Directory, Recogniser
from bot.settings import PREFIX
from tests import shipped

hypothesis.settings.register_profile("patient", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("patient")


def pytest_collection_finish() -> None:
    """What was imported and collected stays: to look through it again and again for garbage takes a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_xdist_auto_num_workers() -> int:
    """Twice the processors: what most tests do for half of their time is wait for another process."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def directory() -> Directory:
    return shipped.directory()


@pytest.fixture(scope="session")
def recogniser() -> Recogniser:
    return shipped.recogniser()
