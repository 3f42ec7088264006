"""For each test its own office."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.intake.office import Office
from tests.intake.office import office as opened


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as made:
        yield made
