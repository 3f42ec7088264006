"""Logs hold events and ids, never the token."""

import asyncio
import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import structlog
from watchfiles import awatch

from bot import logs

TOKEN = "7123456789:AAExampleExampleExampleExample12345"


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def written(form: str, level: str = "info", secrets: tuple[str, ...] = ()) -> io.StringIO:
    out = io.StringIO()
    logs.configure(form=form, level=level, token=TOKEN, secrets=secrets, out=out)
    return out


@pytest.mark.parametrize("form", ["console", "json"])
def test_the_token_is_scrubbed_from_messages_arguments_and_tracebacks(form: str) -> None:
    out = written(form)
    logging.getLogger("any").warning("at %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
    structlog.get_logger("ours").info("event", address=f"/bot{TOKEN}/", other=TOKEN.replace(":", "%3A"))
    try:
        raise RuntimeError(f"The token `{TOKEN}` was rejected")
    except RuntimeError:
        structlog.get_logger("ours").exception("failed")
        logging.getLogger("any").exception("failed")
    assert "AAExample" not in out.getvalue()
    assert out.getvalue().count("[secret]") >= 5


async def test_the_http_client_does_not_tell_addresses() -> None:
    out = written("console")
    transport = httpx.MockTransport(lambda request: httpx.Response(200))
    async with httpx.AsyncClient(transport=transport) as client:
        await client.get(f"https://api.telegram.org/bot{TOKEN}/getMe")
    assert out.getvalue() == ""


async def test_of_a_folder_that_is_watched_only_what_became_of_its_files_is_told(tmp_path: Path) -> None:
    out = written("console")
    changes = awatch(tmp_path, debounce=1, step=1)
    task = asyncio.ensure_future(anext(changes))
    while not task.done():
        (tmp_path / "issue.txt").touch()  # again and again: nobody says when the watch has begun
        await asyncio.sleep(0.01)
    await changes.aclose()
    assert await task
    assert out.getvalue() == ""


def test_json_is_one_object_a_line_with_utc_time() -> None:
    out = written("json")
    structlog.get_logger("bot.x").info("digest queued", chats=3, name="京\n东")
    logging.getLogger("apscheduler").error("late")
    first, second = map(json.loads, out.getvalue().splitlines())
    assert (first["event"], first["chats"], first["name"], first["level"]) == (
        "digest queued",
        3,
        "京 东",
        "info",
    )
    assert first["timestamp"].endswith("Z")
    assert second["event"] == "late"


def test_foreign_text_cannot_forge_a_line() -> None:
    out = written("console")
    structlog.get_logger("ours").info("seen", name="x\n2026 [error] forged\x1b[2J")
    assert len(out.getvalue().splitlines()) == 1
    assert "\x1b" not in out.getvalue()


def test_the_level_is_kept() -> None:
    out = written("console", "warning")
    structlog.get_logger("ours").info("quiet")
    structlog.get_logger("ours").warning("loud")
    assert "quiet" not in out.getvalue()
    assert "loud" in out.getvalue()


@pytest.mark.parametrize("form", ["console", "json"])
def test_whatever_way_a_secret_is_written_it_is_scrubbed(form: str) -> None:
    password, short = "p%ss w:rd/", "7000000000:short"
    out = io.StringIO()
    logs.configure(form=form, level="debug", token=short, secrets=(password, ""), out=out)
    any_library = logging.getLogger("some.library")
    for secret in (short, password):
        for spelling in (secret, quote(secret, safe=""), quote(secret, safe="").replace("%3A", "%3a")):
            any_library.info("GET %s", f"https://host/bot{spelling}/getMe")
            any_library.info({"url": spelling})
            structlog.get_logger("ours").info("event", url=[spelling])
    assert "short" not in out.getvalue()
    assert "w:rd" not in out.getvalue()
    assert "rd%2F" not in out.getvalue()
    assert out.getvalue().count("[secret]") >= 18


@pytest.mark.parametrize("form", ["console", "json"])
def test_the_secret_half_of_the_token_alone_is_scrubbed_and_so_are_strange_tokens(form: str) -> None:
    out = written(form)
    other = "8123456789:AAOther_Other-Other_Other-Other1234"
    logging.getLogger("any").error("%s %s", TOKEN.partition(":")[2], other)
    assert "AAExample" not in out.getvalue()
    assert "AAOther" not in out.getvalue()


@pytest.mark.parametrize("form", ["console", "json"])
def test_arguments_causes_and_notes_of_an_error_are_scrubbed(form: str) -> None:
    out = written(form)
    try:
        try:
            raise ValueError(f"/bot{TOKEN}/", {"token": TOKEN})
        except ValueError as cause:
            cause.add_note(f"asked {TOKEN.replace(':', '%3A')}")
            raise KeyError(TOKEN) from cause
    except KeyError:
        structlog.get_logger("ours").exception("failed")
        logging.getLogger("any").exception("failed")
    assert "AAExample" not in out.getvalue()
    assert "ValueError" in out.getvalue()


@pytest.mark.parametrize("name", ["httpx", "aiohttp.access", "uvicorn.access", "httpcore.connection"])
def test_access_logs_of_libraries_are_quiet(name: str) -> None:
    out = written("console")
    logging.getLogger(name).info("POST /bot%s/getMe", TOKEN)
    assert out.getvalue() == ""


def test_an_error_that_ends_the_program_or_a_thread_is_a_line_without_the_token() -> None:
    code = f"""
import threading, warnings
from bot import logs
logs.configure(form="json", token={TOKEN!r})
logs.log_what_nobody_catches()
def fail(): raise RuntimeError("The token {TOKEN} was rejected")
thread = threading.Thread(target=fail); thread.start(); thread.join()
warnings.warn("at https://host/bot{TOKEN}/getMe")
fail()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert "AAExample" not in done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["level"] for line in lines] == ["error", "warning", "critical"]
    assert "RuntimeError" in json.dumps(lines[2])
