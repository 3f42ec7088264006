"""What README.md and docs/ say exists, and what exists README.md says."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.cli import app
from bot.settings import PREFIX, Settings
from tests.project.tree import ROOT, files

README = (ROOT / "README.md").read_text("utf-8")
PAGES = [path for path in files() if path.suffix == ".md"]
PAGE_NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]
COMMANDS: dict[str, Any] = getattr(get_command(app), "commands", {})
SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}


def options(command: str, sub: str) -> set[str]:
    """All options of a command, and of what stands below it."""
    found = COMMANDS[command]
    below = getattr(found, "commands", {})
    params = [*found.params, *(below[sub].params if sub in below else ())]
    return {"--help", *(option for each in params for option in (*each.opts, *each.secondary_opts))}


def test_the_command_table_is_the_command_line() -> None:
    assert set(re.findall(r"^\| `kuaixun ([a-z]+)", README, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=PAGE_NAMES)
def test_every_command_named_in_a_page_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    named = set(re.findall(r"(?:`|^\s*)(?:\.venv/bin/)?kuaixun ([a-z]+)", text, re.MULTILINE))
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=PAGE_NAMES)
def test_every_option_shown_in_a_page_exists(page: Path) -> None:
    shown = re.findall(
        r"(?:`|^\s*)(?:\.venv/bin/)?kuaixun ([a-z]+)(.*?)(?:`|$|#)", page.read_text("utf-8"), re.MULTILINE
    )
    wrong = {
        (command, option)
        for command, rest in shown
        for option in re.findall(r"(?<!\S)--[a-z-]+", rest)
        if option not in options(command, rest.split()[0])
    }
    assert wrong == set()


@pytest.mark.parametrize("page", PAGES, ids=PAGE_NAMES)
def test_every_setting_named_in_a_page_exists(page: Path) -> None:
    if page.name != "CHANGELOG.md":  # tells what was called otherwise
        assert set(re.findall(r"KUAIXUN_[A-Z_]+[A-Z]", page.read_text("utf-8"))) <= SETTINGS


@pytest.mark.parametrize("page", PAGES, ids=PAGE_NAMES)
def test_every_file_and_name_of_the_program_named_in_a_page_exists(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", text)
    paths = [each for each in spans if re.fullmatch(r"(?:bot|docs|seeds|storage|tests)/[\w./-]*", each)]
    assert [each for each in paths if not (ROOT / each).exists()] == []
    names = {path.name for path in files()}
    assert [each for each in spans if re.fullmatch(r"\w+\.(?:py|sql)", each) and each not in names] == []
    dotted = [
        each.removesuffix("()")
        for each in spans
        if re.fullmatch(r"(?:bot|storage|tests)(?:\.\w+)+(?:\(\))?", each)
    ]
    assert [each for each in dotted if not is_there(each)] == []


def is_there(dotted: str) -> bool:
    """`bot.intake.ingest`, `bot.intake.ingest.ingest`: a package or module, or a name in one."""
    path = ROOT / dotted.replace(".", "/")
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    module, name = path.parent.with_suffix(".py"), path.name
    return module.is_file() and bool(
        re.search(rf"^(?:async def|def|class)? ?{name}\b", module.read_text("utf-8"), re.MULTILINE)
    )


def test_the_floors_of_the_house_are_those_that_are_checked() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    floors = "\n".join(f"    {layer}" for layer in contracts[0]["layers"])
    assert f"\n\n{floors}\n\n" in (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_every_room_of_the_bot_is_on_the_plan() -> None:
    house = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = [path.name for path in (ROOT / "bot").iterdir() if (path / "__init__.py").exists()]
    assert [each for each in rooms if f"`bot/{each}/`" not in house] == []


def test_every_page_is_in_the_index_and_every_decision_in_its_own() -> None:
    for folder in (ROOT / "docs", ROOT / "docs" / "decisions"):
        index = (folder / "README.md").read_text("utf-8")
        assert [
            path.name
            for path in folder.glob("*.md")
            if path.name != "README.md" and f"({path.name})" not in index
        ] == []


def test_the_next_migration_has_the_next_number() -> None:
    page = (ROOT / "docs" / "adding.md").read_text("utf-8")
    taken = [int(path.name[:4]) for path in (ROOT / "storage" / "versions").glob("*.sql")]
    assert re.findall(r"`(\d{4})_….sql`", page) == [f"{max(taken) + 1:04}"]


def test_a_picture_is_drawn_as_the_page_says() -> None:
    page = (ROOT / "docs" / "adding.md").read_text("utf-8")
    (shown,) = re.findall(r"services\.studio\.draw\(\w+\.\w+,", page)
    chat = "".join(path.read_text("utf-8") for path in (ROOT / "bot" / "chat").rglob("*.py"))
    assert shown in chat


def test_decisions_are_numbered_without_a_gap_and_called_as_in_their_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index, found = (folder / "README.md").read_text("utf-8"), sorted(folder.glob("[0-9]*.md"))
    for number, path in enumerate(found, 1):
        title = path.read_text("utf-8").partition("\n")[0].removeprefix(f"# {number:04}: ")
        assert path.name.startswith(f"{number:04}-")
        assert f"| [{number:04}]({path.name}) | {title} |" in index


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
