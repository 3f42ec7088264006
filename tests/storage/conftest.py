"""A real database in a file, for each test its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import Storage, open_storage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kuaixun.db"


@pytest.fixture
async def storage(path: Path) -> AsyncIterator[Storage]:
    async with open_storage(path) as opened:
        yield opened
