"""Logs hold events and ids, never the token."""

import io
import json
import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog

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


def written(form: str, level: str = "info") -> io.StringIO:
    out = io.StringIO()
    logs.configure(form=form, level=level, token=TOKEN, out=out)
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
    assert out.getvalue().count("[token]") >= 5


async def test_the_http_client_does_not_tell_addresses() -> None:
    out = written("console")
    transport = httpx.MockTransport(lambda request: httpx.Response(200))
    async with httpx.AsyncClient(transport=transport) as client:
        await client.get(f"https://api.telegram.org/bot{TOKEN}/getMe")
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
