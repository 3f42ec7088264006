"""docs/operators.md can be followed: each of its commands exists with the options it shows, each file is there."""

import re
import shlex

import pytest

from bot.sandbox.state import TOKEN
from tests.cli.command import kuaixun
from tests.project.tree import ROOT

PAGE = (ROOT / "docs" / "operators.md").read_text("utf-8")
SHELL = [line.strip().partition(" #")[0] for line in PAGE.splitlines() if line.startswith("    ")]
OURS = sorted(
    {
        found
        for line in (*SHELL, *re.findall(r"`([^`]+)`", PAGE))
        for found in re.findall(r"(?:^|bot )(kuaixun [a-z].*)", line)
    }
)
HELP: dict[str, str] = {}


def told(command: str) -> str:
    if command not in HELP:
        done = kuaixun(command, "--help", env={"COLUMNS": "200"})
        assert done.returncode == 0, done.stdout + done.stderr
        HELP[command] = done.stdout
    return HELP[command]


@pytest.mark.parametrize("line", OURS)
def test_a_command_shown_exists_with_its_options(line: str) -> None:
    _, command, *words = shlex.split(line)
    options = {word.partition("=")[0] for word in words if word.startswith("-")}
    assert {each for each in options if not re.search(rf"(?<![\w-]){each}(?![\w-])", told(command))} == set()


def test_the_page_shows_every_step() -> None:
    shown = {line.split()[1] for line in OURS}
    assert shown >= {"run", "doctor", "ingest", "backup", "restore", "export", "sources", "quarantine"}


def test_the_local_telegram_takes_the_token_that_is_shown() -> None:
    assert f"export KUAIXUN_TOKEN={TOKEN}" in SHELL


def test_every_file_named_in_a_command_is_there() -> None:
    named = {
        word for line in SHELL for word in line.split() if word.startswith("docs/") or word == ".env.example"
    }
    assert named
    assert [each for each in named if not list(ROOT.glob(each))] == []


@pytest.mark.parametrize("line", [line for line in SHELL if line.startswith("make ")])
def test_every_make_target_is_there(line: str) -> None:
    assert re.search(rf"^{line.split()[1]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
