"""A sandbox with a small bot in it, Mei who has not met it yet, and a browser on the page."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.run import serving
from tests.page.browser import PHONE, chromium, launched, opened
from tests.page.menubot import talking

CHROMIUM = chromium()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all that share the browser; without a browser they are skipped, and say why.

    They are trials: a browser takes as long as everything else together.
    """
    for item in items:
        if item.path.is_relative_to(__file__.rpartition("/")[0]):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.trial)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium found: apt-get install chromium"))


@pytest.fixture(autouse=True)
def _retry_after_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client warns about its old way of giving retry_after as a number."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    assert CHROMIUM is not None
    async with launched(CHROMIUM) as process:
        yield process


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with serving() as url, Sandbox.connect(url) as connected, talking(connected):
        yield connected


@pytest_asyncio.fixture(loop_scope="session")
async def mei(sandbox: Sandbox) -> UserHandle:
    return await sandbox.user("Mei", language="en")


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, sandbox: Sandbox, mei: UserHandle) -> AsyncIterator[Page]:
    async with opened(browser, sandbox.url) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, sandbox: Sandbox, mei: UserHandle) -> AsyncIterator[Page]:
    async with opened(browser, sandbox.url, viewport=PHONE, has_touch=True, is_mobile=True) as found:
        yield found
