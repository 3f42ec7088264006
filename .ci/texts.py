"""Bring the catalogues in bot/locale up to date with the texts in the code: new ones are added empty, unused ones go."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

BOT = Path(__file__).resolve().parents[1] / "bot"
_KEYWORDS = {"t": None, "html": None, "n": (1, 2), "N_": None}


def in_code() -> list[str | tuple[str, ...]]:
    """Every text of the program; of one that depends on a number all its forms."""
    return [text for _, _, text, _, _ in extract_from_dir(BOT, keywords=_KEYWORDS)]


def main() -> None:
    template = Catalog()
    for text in in_code():
        template.add(text)
    for path in sorted(BOT.glob("locale/*/LC_MESSAGES/*.po")):
        lines = path.read_text("utf-8").split("\n\n")[0]
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3])
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            file.write(f"{lines}\n\n".encode())
            write_po(file, catalogue, width=110, omit_header=True, sort_output=True, ignore_obsolete=True)
        empty = [message.id for message in catalogue if message.id and not message.string]
        print(f"{path.parts[-3]}: {len(catalogue)} texts, {len(empty)} to fill")  # noqa: T201


if __name__ == "__main__":
    main()
