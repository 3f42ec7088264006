"""The operator's own file of companies: one added, one taken out. Each is looked through as a whole before it is written."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.companies.directory import Directory, DirectoryError, load_directory
from bot.companies.given import given_names, told
from bot.companies.names import fold, has_chinese
from bot.companies.sounds import sound
from bot.replacing import replacing

_NO_SLUG = re.compile(r"[^a-z0-9]+")
_HEAD = "# Companies of our own. The form is told in bot/companies/directory/README.md.\n"
_TABLE = re.compile(r"""\s*\[\s*company\s*\.\s*["']?([a-z0-9-]+)["']?\s*\]\s*(?:\#.*)?""")


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the file that is not written yet."""

    path: Path
    slug: str
    names: tuple[str, ...]
    """Those it is about; none when a company is taken out."""
    text: str
    directory: Directory
    """As it is once it is written."""

    def write(self) -> None:
        """Make the file hold it; it is made if it is missing. Raises OSError, with the file as it was."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(self.path) as file:
            file.write(self.text)


def adding(path: Path, names: Sequence[str], directory: Directory) -> Edit:
    """A company of these names added to the file at `path`: the first of each script is its usual name there.

    Raises DirectoryError when a name is taken or cannot be a company's.
    """
    spelled = given_names(names)
    for name in spelled:
        if taken := directory.claim(name):
            raise DirectoryError(f"{told(name)} {taken}")
    chinese = next((name for name in spelled if has_chinese(name)), None)
    usual = next((name for name in spelled if not has_chinese(name)), chinese or "")
    slug = _free_slug(usual, directory)
    fields = [f"[company.{slug}]", f"name = {_quoted(usual)}"]
    fields += [f"zh = {_quoted(chinese)}"] if chinese else []
    also = [_quoted(name) for name in spelled if name not in (usual, chinese)]
    fields += [f"also = [{', '.join(also)}]"] if also else []
    before = path.read_text("utf-8") if path.exists() else _HEAD
    text = f"{before.rstrip()}\n\n".lstrip() + "\n".join(fields) + "\n"
    return Edit(path, slug, tuple(spelled), text, load_directory(path, text))


def removing(path: Path, name: str, directory: Directory) -> Edit:
    """What the file at `path` says of a company taken out of it; `name` is its slug or any of its names.

    Raises DirectoryError when the file says nothing of it, or something else in it needs the company.
    """
    company = directory.get(name) or directory.listed(name)
    if company is None:
        raise DirectoryError(f"no company known as {told(name)}")
    before = path.read_text("utf-8") if path.exists() else ""
    was = tomllib.loads(before)
    if company.slug not in was.get("company", {}):
        raise DirectoryError(f"{company.slug} is not in {path}: it is one of those that are shipped")
    text = _without(before, company.slug)
    if tomllib.loads(text) != _left(was, company.slug):
        raise DirectoryError(
            f"{path}: company {company.slug}: is written in a way of its own; take it out by hand"
        )
    return Edit(path, company.slug, (), text, load_directory(path, text))


def _left(document: dict[str, Any], slug: str) -> dict[str, Any]:
    companies = {each: table for each, table in document["company"].items() if each != slug}
    rest = {part: value for part, value in document.items() if part != "company"}
    return rest | ({"company": companies} if companies else {})


def _without(text: str, slug: str) -> str:
    """The text without the table of a company. What stands above the next one belongs to that."""
    kept: list[str] = []
    gone: list[str] | None = None
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("["):
            above = _above_next(gone or [])
            while above and not above[0].strip() and not (kept and kept[-1].strip()):
                above.pop(0)  # one empty line is enough
            kept += above
            found = _TABLE.fullmatch(line.rstrip())
            gone = [] if found and found[1] == slug else None
        if gone is None:
            kept.append(line)
        else:
            gone.append(line)
    return "".join(kept).rstrip() + "\n"


def _above_next(gone: list[str]) -> list[str]:
    """The comments and empty lines at the end of what is taken out."""
    at = len(gone)
    while at and (not gone[at - 1].strip() or gone[at - 1].lstrip().startswith("#")):
        at -= 1
    return gone[at:]


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _free_slug(name: str, directory: Directory) -> str:
    """Of its letters, or of how it is said: 柠檬铺 is `ningmengpu`."""
    plain = _NO_SLUG.sub("-", "".join(sound(fold(name).text))).strip("-")[:30].strip("-") or "company"
    number, slug = 1, plain
    while directory.get(slug):
        number += 1
        slug = f"{plain}-{number}"
    return slug
