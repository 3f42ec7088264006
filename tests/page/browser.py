"""Debian's chromium for the page tests, and what a page must never do."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
"""Enough for a container, and nothing is fetched from outside."""

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

PATIENCE = 20_000
"""Milliseconds a page is waited for: much more than it ever takes, since a test machine may have other work."""


def chromium() -> str | None:
    """Where chromium is; None when there is none. KUAIXUN_TEST_CHROMIUM names another."""
    named = os.environ.get("KUAIXUN_TEST_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


@asynccontextmanager
async def launched(path: str) -> AsyncIterator[Browser]:
    """A browser process."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def opened(browser: Browser, url: str, **options: Any) -> AsyncIterator[Page]:
    """A page in a fresh profile. Leaving fails when it complained or asked for anything from elsewhere."""
    origin = url.partition("?")[0]
    given = {"viewport": WIDE, "locale": "en-GB", "reduced_motion": "reduce"} | options
    context = await browser.new_context(**given)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    complaints: list[str] = []
    page.on(
        "console", lambda each: complaints.append(each.text) if each.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda each: None if each.url.startswith((origin, "data:", "blob:")) else complaints.append(each.url),
    )
    await page.goto(url)
    yield page
    await context.close()
    if complaints:
        pytest.fail("the page complained: " + "\n".join(complaints))
