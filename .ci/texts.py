"""Bring the catalogues in bot/locale up to date with the texts in the code: new ones are added empty, unused ones go."""

from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

BOT = Path(__file__).resolve().parents[1] / "bot"
_KEYWORDS = {"t": None, "html": None, "n": (1, 2), "N_": None}


def in_code() -> list[str | tuple[str, ...]]:
    """Every text of the program; of one that depends on a number all its forms."""
    return [text for _, _, text, _, _ in extract_from_dir(BOT, keywords=_KEYWORDS)]


def updated(path: Path, template: Catalog) -> tuple[int, list[str]]:
    """Bring one catalogue up to date: how many texts it has, and those of them that somebody has to fill."""
    lines = path.read_text("utf-8").split("\n\n")[0]
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3])
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with path.open("wb") as file:
        file.write(f"{lines}\n\n".encode())
        write_po(file, catalogue, width=110, omit_header=True, sort_output=True, ignore_obsolete=True)
    empty = [_forms(message.id)[0] for message in catalogue if message.id and not all(_forms(message.string))]
    return len(catalogue), empty


def _forms(text: str | Sequence[str]) -> Sequence[str]:
    """Of a text that depends on a number all, of any other the one. An empty one is a form too."""
    return (text,) if isinstance(text, str) else text or ("",)


def main() -> None:
    template = Catalog()
    for text in in_code():
        template.add(text)
    for path in sorted(BOT.glob("locale/*/LC_MESSAGES/*.po")):
        texts, empty = updated(path, template)
        print(f"{path.parts[-3]}: {texts} texts, {len(empty)} to fill in {path.relative_to(BOT.parent)}")  # noqa: T201
        for text in empty:
            print(f"  {text}")  # noqa: T201


if __name__ == "__main__":
    main()
