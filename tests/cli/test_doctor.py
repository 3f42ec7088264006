"""`kuaixun doctor` finds what keeps the bot from running, says what to do, and never shows a secret."""

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.responses import JSONResponse, Response

from bot.cli.doctor.companies import companies
from bot.cli.doctor.finding import Finding, State
from bot.cli.doctor.machine import database, machine
from bot.cli.doctor.outside import telegram
from bot.cli.doctor.ports import ports
from bot.sandbox.client import Sandbox
from bot.sandbox.run import serving
from bot.sandbox.state import TOKEN
from bot.settings import Settings, load_settings
from storage.backup import back_up
from storage.migrations import newest
from storage.store import open_storage
from tests.cli.command import EVENING, kuaixun, objects
from tests.intake.post import post
from tests.intake.web import web

NOW = datetime(2019, 11, 14, 4, 0, tzinfo=UTC)
WRONG_TOKEN = "7000000001:" + "x" * 35


@pytest.fixture
async def api() -> AsyncIterator[str]:
    async with serving() as url:
        yield url


def environment(folder: Path, api: str, **more: str) -> dict[str, str]:
    given = {
        "KUAIXUN_TOKEN": TOKEN,
        "KUAIXUN_API_URL": api,
        "KUAIXUN_DATABASE": str(folder / "data" / "kuaixun.db"),
    }
    return given | {f"KUAIXUN_{name}": value for name, value in more.items()}


async def examined(env: dict[str, str]) -> tuple[int, dict[str, dict[str, Any]]]:
    """Exit status, and what was found by its name."""
    done = await asyncio.to_thread(kuaixun, "doctor", "--json", env=env)
    assert done.stderr == ""
    assert env["KUAIXUN_TOKEN"] not in done.stdout or not env["KUAIXUN_TOKEN"]
    return done.returncode, {each["name"]: each for each in objects(done.stdout)}


def states(found: dict[str, dict[str, Any]], state: str) -> set[str]:
    return {name for name, each in found.items() if each["state"] == state}


async def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(tmp_path: Path, api: str) -> None:
    status, found = await examined(environment(tmp_path, api))
    assert (status, states(found, "wrong")) == (0, set())
    assert states(found, "doubtful") == {"database", "admins"}
    assert states(found, "well") >= {"settings", "token", "folder", "disk", "zones"}
    assert list(tmp_path.iterdir()) == []


async def test_a_bot_at_work_with_all_its_sources(tmp_path: Path, api: str) -> None:
    async with web() as pages, post(tmp_path) as box:
        pages.pages["/feed"] = Response("<rss/>", media_type="application/rss+xml")
        account = box.account()
        async with Sandbox.connect(api) as sandbox:
            admin = await sandbox.user("Lin")
            await admin.send("/start")
        env = environment(
            tmp_path,
            api,
            ADMINS=str(admin.id),
            INBOX=str(tmp_path / "inbox"),
            FEEDS=f"http://127.0.0.1:{pages.port}/feed?key=secret",
            ALLOW_PRIVATE_NETWORKS="true",
            MAIL_HOST=account.host,
            MAIL_PORT=str(account.port),
            MAIL_USER=account.user,
            MAIL_PASSWORD=account.password,
            MAIL_SENDERS="news@laogao.example",
            MAIL_CA_FILE=str(account.ca_file),
        )
        kuaixun("ingest", EVENING, env=env)
        kuaixun("backup", env=env)
        async with (
            open_storage(Path(env["KUAIXUN_DATABASE"])) as storage,
            storage.database.sole_sender(),
        ):
            status, found = await examined(env)
    assert (status, states(found, "well")) == (0, set(found))
    assert "1 issue," in found["database"]["told"]
    assert "a bot runs" in found["running"]["told"]
    assert f"feed 127.0.0.1:{pages.port}/feed?…" in found
    assert f"mailbox {account.user} at localhost" in found
    assert not any("secret" in str(each) or account.password in str(each) for each in found.values())


async def test_each_trouble_has_its_line_and_a_way_out(tmp_path: Path, api: str) -> None:
    path = tmp_path / "data" / "kuaixun.db"
    path.parent.mkdir()
    path.write_bytes(b"no database " * 1000)
    (tmp_path / "inbox").touch()
    async with web() as pages:
        env = environment(
            tmp_path,
            api,
            TOKEN=WRONG_TOKEN,
            ADMINS="",
            INBOX=str(tmp_path / "inbox"),
            FEEDS=f"http://127.0.0.1:{pages.port}/gone",
            ALLOW_PRIVATE_NETWORKS="true",
            FEEDZ="x",
            MAIL_HOST="127.0.0.1",
            MAIL_PORT="1",
            MAIL_USER="reader",
            MAIL_PASSWORD="hunter2",
            MAIL_SENDERS="news@laogao.example",
        )
        status, found = await examined(env)
        names = {
            "token",
            "database",
            "inbox",
            f"feed 127.0.0.1:{pages.port}/gone",
            "mailbox reader at 127.0.0.1",
        }
    assert status == 1
    assert states(found, "wrong") == names
    assert states(found, "doubtful") == {"settings", "admins", "backup", "running", "rights"}
    assert "did you mean KUAIXUN_FEEDS" in found["settings"]["told"]
    assert all(found[name]["advice"] for name in names)
    assert "hunter2" not in str(found)


def test_settings_that_cannot_be_read_are_all_named(tmp_path: Path) -> None:
    done = kuaixun(
        "doctor", env=environment(tmp_path, "ftp://x", TIMEZONE="Mars/Olympus", RATE="0", TOKN="x")
    )
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("✗ settings: KUAIXUN_") for line in lines)


async def asked(folder: Path, api: str, token: str = TOKEN, at: datetime | None = None) -> dict[str, Finding]:
    given = load_settings(None, token=token, database=folder / "kuaixun.db", api_url=api)
    return {each.name: each for each in await telegram(given, at or datetime.now(UTC))}


@pytest.mark.parametrize(
    ("token", "name", "words"),
    [
        ("", "token", "not set"),
        (WRONG_TOKEN, "telegram", "be reached"),
    ],
)
async def test_no_token_or_nobody_to_show_it_to(tmp_path: Path, token: str, name: str, words: str) -> None:
    found = await asked(tmp_path, "http://127.0.0.1:1", token)
    assert set(found) == {name}
    assert found[name].state == State.WRONG
    assert words in found[name].told
    assert found[name].advice
    assert "x" * 35 not in str(found)


@pytest.mark.parametrize(
    ("off", "state"),
    [
        (timedelta(seconds=3), State.WELL),
        (timedelta(minutes=3), State.DOUBTFUL),
        (timedelta(hours=1), State.WRONG),
    ],
)
@pytest.mark.parametrize("ahead", [1, -1])
async def test_a_clock_that_is_off_is_told_by_how_much_it_matters(
    tmp_path: Path, off: timedelta, state: State, ahead: int
) -> None:
    async with web() as pages:
        answer = JSONResponse({"ok": True, "result": {"username": "kuaixun_bot"}})
        answer.headers["Date"] = format_datetime(NOW, usegmt=True)
        pages.pages[f"/bot{TOKEN}/getMe"] = answer
        pages.pages[f"/bot{TOKEN}/getWebhookInfo"] = JSONResponse({"ok": True, "result": {"url": ""}})
        found = await asked(tmp_path, f"http://127.0.0.1:{pages.port}", at=NOW + ahead * off)
    assert found["clock"].state == state
    assert found["token"].state == State.DOUBTFUL  # this bot is not asked from other chats
    assert "/setinline" in found["token"].advice


async def test_what_the_bot_may_not_do_at_telegram_is_told(tmp_path: Path, api: str) -> None:
    async with Sandbox.connect(api) as sandbox:
        lin, mei = await sandbox.user("Lin"), await sandbox.user("Mei")
        await lin.send("/start")
        inside = await sandbox.channel("Inside", creator=lin)
        outside = await sandbox.channel("Outside", creator=lin)
        await lin.add_bot(inside, admin=True)
    given = load_settings(
        None,
        token=TOKEN,
        database=tmp_path / "kuaixun.db",
        api_url=api,
        admins=(lin.id, mei.id),
        source_channels=f"{inside.id},{outside.id}",
    )
    found = {each.name: each for each in await telegram(given, datetime.now(UTC))}
    assert f"admin {lin.id}" not in found
    assert found[f"admin {mei.id}"].state == State.DOUBTFUL
    assert "press Start" in found[f"admin {mei.id}"].advice
    assert found[f"channel {inside.id}"].state == State.WELL
    assert found[f"channel {outside.id}"].state == State.DOUBTFUL
    assert "as an administrator" in found[f"channel {outside.id}"].advice


async def test_how_the_webhook_stands_at_telegram_is_told(tmp_path: Path, api: str) -> None:
    hook = "http://127.0.0.1:9/news"

    async def hung(there: str) -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.get(f"{api}/bot{TOKEN}/setWebhook", params={"url": there})

    async def told(url: str | None) -> Finding | None:
        given = load_settings(
            None, token=TOKEN, database=tmp_path / "k.db", api_url=api, webhook_url=url, webhook_port=8443
        )
        found = {each.name: each for each in await telegram(given, datetime.now(UTC))}
        return found.get("webhook")

    assert await told(None) is None
    before = await told(hook)
    assert before
    assert (before.state, before.told) == (State.DOUBTFUL, "Telegram does not bring updates there")
    await hung(hook)
    assert await told(hook) == Finding("webhook", State.WELL, "Telegram brings updates to 127.0.0.1")
    left = await told(None)
    assert left
    assert left.advice == "the next start takes it away"
    async with Sandbox.connect(api) as sandbox:
        await (await sandbox.user("Lin")).send("/start")
    async with asyncio.timeout(5):
        while (found := await told(hook)) and found.state is State.WELL:  # noqa: ASYNC110 - asks the sandbox
            await asyncio.sleep(0.02)
    assert found
    assert "could not bring updates (Connection failed: ConnectError); 1 wait" in found.told


async def test_what_answers_but_is_not_telegram_is_told(tmp_path: Path) -> None:
    async with web() as pages:
        pages.pages[f"/bot{TOKEN}/getMe"] = Response("<html>Log in to this network")
        found = await asked(tmp_path, f"http://127.0.0.1:{pages.port}")
    assert found["telegram"].state == State.WRONG
    assert "does not answer as Telegram" in found["telegram"].told


async def test_an_older_schema_is_no_trouble_a_newer_one_is(tmp_path: Path) -> None:
    path = tmp_path / "kuaixun.db"
    async with open_storage(path):
        pass
    for version, state in ((newest() - 1, State.DOUBTFUL), (newest() + 1, State.WRONG)):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA user_version = {version}")
        (found,) = await database(path)
        assert found.state == state
    assert "restore" not in found.advice  # the program is what has to be another one
    assert "Upgrade" in found.advice


def test_a_mistake_in_the_operators_companies_is_found_before_the_start(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    given = load_settings(None, companies=path)
    assert companies(load_settings(None)).state == State.WELL
    assert companies(given).state == State.DOUBTFUL  # named, and not there
    path.write_text('[company.lemon]\nname = "Lemon Shop"\n[company.jd]\nalso = ["Jing"]\n', "utf-8")
    assert companies(given).told == f"{path}: 2 companies are added or changed in it"
    path.write_text('[company.lemon]\nnome = "Lemon Shop"\n', "utf-8")
    found = companies(given)
    assert (found.state, found.told[: len(str(path)) + 2]) == (State.WRONG, f"{path}: ")
    env = {"KUAIXUN_COMPANIES": str(path)}
    for words in (["stats"], ["check", EVENING], ["run"]):
        done = kuaixun(*words, env={**env, "KUAIXUN_TOKEN": TOKEN, "KUAIXUN_API_URL": "http://127.0.0.1:1"})
        assert (done.returncode, done.stdout) == (1, "")
        assert found.told in done.stderr
    path.unlink()
    path.mkdir()
    assert companies(given).state == State.WRONG


def of_machine(settings: Settings, at: datetime = NOW) -> dict[str, Finding]:
    return {each.name: each for each in machine(settings, at)}


async def test_a_backup_of_last_week_is_an_old_one(tmp_path: Path) -> None:
    given = load_settings(None, database=tmp_path / "kuaixun.db")
    async with open_storage(given.database):
        assert of_machine(given)["backup"].state == State.DOUBTFUL
        back_up(given.database, tmp_path / "backups", NOW)
    assert of_machine(given, NOW + timedelta(hours=30))["backup"].state == State.WELL
    old = of_machine(given, NOW + timedelta(days=7))["backup"]
    assert old.state == State.DOUBTFUL
    assert "7 days old" in old.told
    assert "the running bot makes one a day" in old.advice
    by_hand = given.model_copy(update={"backup_at": None})
    assert "KUAIXUN_BACKUP_AT" in of_machine(by_hand, NOW + timedelta(days=7))["backup"].advice


def test_a_folder_that_cannot_be_written_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    locked = load_settings(
        None,
        database=tmp_path / "no" / "such" / "kuaixun.db",
        backup_folder=Path("/proc/backups"),  # where nobody can write, whatever their rights
        inbox=tmp_path / "file",
    )
    found = of_machine(locked)
    assert {name for name, each in found.items() if each.state == State.WRONG} == {
        "folder",
        "backup folder",
        "inbox",
    }
    assert "mkdir -p" in found["folder"].advice
    assert "/proc" in found["backup folder"].told
    assert "give it to the user" in found["backup folder"].advice


@pytest.mark.parametrize(
    ("free", "size", "state"),
    [(10**6, 0, State.WRONG), (10**8, 10**8, State.DOUBTFUL), (10**9, 10**6, State.WELL)],
)
def test_a_disk_is_full_before_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, size: int, state: State
) -> None:
    path = tmp_path / "kuaixun.db"
    with path.open("wb") as file:
        file.truncate(size)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    assert of_machine(load_settings(None, database=path))["disk"].state == state


def test_files_that_everybody_can_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "data" / "kuaixun.db"
    path.parent.mkdir()
    given = load_settings(None, database=path)

    def told() -> list[str]:
        return [each.advice for each in machine(given, NOW) if each.name == "rights"]

    for each in (tmp_path, path.parent):
        each.chmod(0o755)
    for each in (path, tmp_path / ".env"):
        each.touch()
        each.chmod(0o644)
    assert told() == ["chmod 600 .env", f"chmod 600 {path}"]
    path.parent.chmod(0o700)  # nobody else comes to it
    (tmp_path / ".env").chmod(0o640)
    assert told() == []


def test_a_port_that_is_taken_is_told_unless_it_is_the_bots_own(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        given = load_settings(
            None,
            database=tmp_path / "kuaixun.db",
            metrics_port=number,
            webhook_url="https://bot.example/hook",
            webhook_host="203.0.113.1",  # of no machine
        )
        found = {each.name: each for each in ports(given)}
    assert {name: each.state for name, each in found.items()} == dict.fromkeys(found, State.WRONG)
    assert "set KUAIXUN_METRICS_PORT to a free port" in found["metrics port"].advice
    assert "KUAIXUN_WEBHOOK_PORT" in found["webhook port"].advice
    (free,) = ports(load_settings(None, database=tmp_path / "kuaixun.db", metrics_port=number))
    assert free.state == State.WELL
    assert list(ports(load_settings(None, database=tmp_path / "kuaixun.db"))) == []


def test_zone_data_with_holes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = load_settings(None, database=tmp_path / "kuaixun.db")
    assert of_machine(given)["zones"].state == State.WELL
    monkeypatch.setitem(machine.__globals__, "available_timezones", lambda: {"UTC"})
    found = of_machine(given)["zones"]
    assert (found.state, "tzdata" in found.advice) == (State.WRONG, True)


async def test_the_health_check_asks_only_whether_a_bot_runs(tmp_path: Path) -> None:
    env = environment(tmp_path, "http://127.0.0.1:1", DATABASE=str(tmp_path / "kuaixun.db"))
    assert (await asyncio.to_thread(kuaixun, "doctor", "--running", env=env)).returncode == 1
    async with open_storage(tmp_path / "kuaixun.db") as storage:
        assert (await asyncio.to_thread(kuaixun, "doctor", "--running", env=env)).returncode == 1
        async with storage.database.sole_sender():
            done = await asyncio.to_thread(kuaixun, "doctor", "--running", env=env)
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
