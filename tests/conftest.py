"""What all tests share: nothing of the machine's own settings reaches them."""

import os

import pytest

from bot.settings import PREFIX


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
