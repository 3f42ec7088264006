"""How the command line behaves, whatever the command."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from tests.cli.command import EVENING, ROOT, SEEDS, arguments, environment, kuaixun

COMMANDS = sorted(getattr(get_command(app), "commands", {}))


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    done = kuaixun(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"kuaixun {command}" in done.stdout.split("Example:")[1]
    assert "bool" not in done.stdout  # a switch is a switch
    assert "list[" not in done.stdout
    assert kuaixun(command, "-h").stdout == done.stdout


def test_help_is_as_wide_as_the_terminal() -> None:
    """Lines of the code are no lines of the page."""
    shown = kuaixun("export", "--help", env={"COLUMNS": "60"}).stdout
    said = next(part for part in shown.split("\n" + " " * 60 + "\n") if "In a table" in part).splitlines()
    assert all(len(line.rstrip()) > 45 for line in said[:-1])


def test_a_word_with_a_hyphen_is_searched_for(tmp_path: Path) -> None:
    env = {"KUAIXUN_DATABASE": str(tmp_path / "kuaixun.db")}
    kuaixun("ingest", EVENING, env=env)
    assert kuaixun("search", "-huawei", env=env).stdout == "Nothing found.\n"
    assert kuaixun("search", "--", "-h", env=env).stdout == "Nothing found.\n"


def test_help_imports_nothing_heavy() -> None:
    heavy = {"telegram", "aiosqlite", "pydantic_settings", "starlette", "selectolax", "babel", "structlog"}
    code = f"import sys, bot.cli; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_command_shows_what_there_is() -> None:
    done = kuaixun()
    assert done.returncode == 2
    assert all(command in done.stdout + done.stderr for command in COMMANDS)


@pytest.mark.trial
def test_a_reader_that_leaves_is_no_error() -> None:
    many = [str(EVENING)] * 40
    process = subprocess.Popen(
        arguments("check", "--json", *many),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) in (0, 1)
    process.stderr.close()


def terminal(*words: object, **env: str) -> bytes:
    """What a person at a terminal sees."""
    ours, theirs = os.openpty()
    with subprocess.Popen(
        arguments(*words),
        cwd=ROOT,
        env=environment(TERM="xterm-256color", **env),
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        seen = b""
        while piece := _read(ours):
            seen += piece
        os.close(ours)
        assert process.wait(30) == 0
    return seen


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says EIO when the other side is gone
        return b""


@pytest.mark.trial  # a new interpreter for each command, at a terminal
def test_colour_and_progress_are_for_a_terminal_that_wants_them() -> None:
    coloured = terminal("ingest", "--dry-run", SEEDS)
    assert b"\x1b[32m" in coloured
    assert b"Reading issues" in coloured
    assert b"\x1b[32m" not in terminal("ingest", "--dry-run", SEEDS, NO_COLOR="1")
    assert "Reading issues" not in kuaixun("ingest", "--dry-run", SEEDS).stderr


def test_it_says_its_version() -> None:
    done = kuaixun("--version")
    assert (done.returncode, done.stderr) == (0, "")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert done.stdout == f"kuaixun {version}\n"


def test_every_mistake_in_the_settings_has_a_line_of_its_own() -> None:
    done = kuaixun("stats", env={"KUAIXUN_TICK_SECONDS": "-1", "KUAIXUN_TIMEZONE": "Mars"})
    assert done.returncode == 1
    assert [line[:29] for line in done.stderr.splitlines()] == [
        "kuaixun: KUAIXUN_TIMEZONE: no",
        "kuaixun: KUAIXUN_TICK_SECONDS",
    ]


NEEDED: dict[str, list[object]] = {
    "check": [EVENING],
    "ingest": ["--dry-run", EVENING],
    "search": ["Taobao"],
    "company": ["Taobao"],
    "restore": ["none.db.gz"],
    "companies": ["list"],
}
"""What a command does not run without."""


@pytest.mark.parametrize("command", sorted({*COMMANDS} - {"demo", "doctor", "run", "sandbox"}))
def test_a_misspelt_setting_is_told_whatever_the_command(command: str, tmp_path: Path) -> None:
    """The bot tells it in its log, doctor as a finding; demo and sandbox have no settings."""
    wrong = {"KUAIXUN_DATABSE": "elsewhere.db", "KUAIXUN_DATABASE": str(tmp_path / "kuaixun.db")}
    done = kuaixun(command, *NEEDED.get(command, []), env=wrong)
    told = "kuaixun: KUAIXUN_DATABSE is no setting; did you mean KUAIXUN_DATABASE?\n"
    assert done.stderr.startswith(told)
    assert done.stderr.count(told) == 1


def test_a_new_archive_is_told_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert f"a new one is made: {path}" in kuaixun("ingest", "--database", path, EVENING).stderr
    assert kuaixun("ingest", "--database", path, EVENING).stderr == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check"], "FILE is missing; see kuaixun check --help"),
        (["quarantine", "show"], "ID is missing; see kuaixun quarantine show --help"),
        (
            ["check", "--received", "4 May", EVENING],
            "--received: 4 May is no day; say it like 2022-01-21; see …",
        ),
        (["export", "--since", "2026-13-45"], "--since: 2026-13-45 is no day; say it like 2022-01-21; see …"),
        (
            ["export", "--format", "xlsx"],
            "--format: xlsx is not one of jsonl, csv, rss; see kuaixun export --help",
        ),
        (["demo", "--language", "fr"], "--language: fr is not one of en, zh; see kuaixun demo --help"),
        (["search", "--limit", "0", "x"], "--limit: 0 is less than 1; see kuaixun search --help"),
        (["search", "--limit", "9999", "x"], "--limit: 9999 is more than 1000; see kuaixun search --help"),
        (["reread", "abc"], "ID: abc is no whole number; see kuaixun reread --help"),
        (["ingest", ""], "PATH: the path is empty; see …"),
        (["check", EVENING, ""], "FILE: the path is empty; see …"),
        (["restore", ""], "FILE: the path is empty; see …"),
        (["export", "--to", ""], "--to: the path is empty; see …"),
        (["backup", "--to", ""], "--to: the path is empty; see …"),
        (["demo", "--issues", ""], "--issues: the path is empty; see …"),
        (["stats", "--database", ""], "--database: the path is empty; see …"),
        (
            ["ingest", "--encoding", "klingon", EVENING],
            "--encoding: 'klingon' is no encoding of texts; try utf-8, gb18030 or big5; see …",
        ),
        (
            ["check", "--encoding", "hex", EVENING],
            "--encoding: 'hex' is no encoding of texts; try utf-8, gb18030 or big5; see …",
        ),
        (["reread", "3", "--all"], "name the issues, or say --all; see kuaixun reread --help"),
        (["check", "--recieved", "x"], "no such option: --recieved; did you mean --received?; see …"),
        (["chekc"], "no such command 'chekc'; did you mean 'check'?; see kuaixun --help"),
        (["backup", "--to"], "option '--to' requires an argument; see kuaixun --help"),
    ],
)
def test_wrong_use_is_one_line_of_ours_and_exit_status_2(words: list[object], said: str) -> None:
    done = kuaixun(*words)
    assert (done.returncode, done.stdout) == (2, "")
    wanted = said.replace("…", f"kuaixun {words[0]} --help")
    assert done.stderr == f"kuaixun: {wanted}\n"
