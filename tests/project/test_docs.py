"""What README.md and docs/ say exists, and what exists README.md says."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from tests.project.tree import ROOT, files

README = (ROOT / "README.md").read_text("utf-8")
PAGES = [path for path in files() if path.suffix == ".md"]
PAGE_NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]
COMMANDS = set(getattr(get_command(app), "commands", {}))


def test_the_command_table_is_the_command_line() -> None:
    assert set(re.findall(r"^\| `kuaixun ([a-z]+)", README, re.MULTILINE)) == COMMANDS


@pytest.mark.parametrize("page", PAGES, ids=PAGE_NAMES)
def test_every_command_named_in_a_page_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    named = set(re.findall(r"(?:`|^\s*)(?:\.venv/bin/)?kuaixun ([a-z]+)", text, re.MULTILINE))
    assert named <= COMMANDS


@pytest.mark.parametrize("page", PAGES, ids=PAGE_NAMES)
def test_every_make_target_named_in_a_page_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^\s*)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)) <= targets


@pytest.mark.parametrize("page", PAGES, ids=PAGE_NAMES)
def test_every_link_in_a_page_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "make test" in README
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")
