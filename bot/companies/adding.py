"""Adding a company to the operator's own file, checked as a whole before it takes effect."""

import re
from pathlib import Path

from bot.companies.directory import Directory, DirectoryError, load_directory
from bot.companies.names import fold, has_chinese
from bot.replacing import replacing

_NO_SLUG = re.compile(r"[^a-z0-9]+")
_HEAD = "# Companies of our own. The form is told in bot/companies/directory/README.md.\n"


def add_company(path: Path, name: str, directory: Directory) -> tuple[str, Directory]:
    """Write a company called `name` into the file at `path`, made if it is missing; its slug and the new directory.

    Raises DirectoryError, with the file as it was, when the name is taken or cannot be a company's.
    """
    name = " ".join(name.split())
    taken = directory.listed(name)
    if taken or not name or not name.isprintable() or len(name) > 80:
        raise DirectoryError(f"{name[:80]!r} {f'is {taken.name} already' if taken else 'cannot be a name'}")
    slug = _free_slug(name, directory)
    before = path.read_text("utf-8") if path.exists() else _HEAD
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    fields = f'name = "{quoted}"\n' + (f'zh = "{quoted}"\n' if has_chinese(name) else "")
    text = f"{before.rstrip()}\n\n[company.{slug}]\n{fields}"
    made = load_directory(path, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(text)
    return slug, made


def _free_slug(name: str, directory: Directory) -> str:
    plain = _NO_SLUG.sub("-", fold(name).text).strip("-")[:30].strip("-") or "company"
    number, slug = 1, plain
    while directory.get(slug):
        number += 1
        slug = f"{plain}-{number}"
    return slug
