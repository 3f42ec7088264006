"""The golden digests. Write them anew after a wanted change, then read the difference:

python -m tests.digest.golden_files
"""

from itertools import product
from pathlib import Path

from bot.digest.render import render_digest
from storage.records import Issue, Style
from tests.factories import evening, long_issue, weekly

FOLDER = Path(__file__).parent / "golden"
BETWEEN_PARTS = "\n\n- - - - - next message - - - - -\n\n"

ISSUES: dict[str, tuple[Issue, bool]] = {
    "evening": (evening(), False),
    "evening-late": (evening(), True),
    "weekly": (weekly(), False),
    "long": (long_issue(items=9), False),
}
"""The issue and whether it is late."""

CASES = [f"{name}.{language}.{style}" for name, language, style in product(ISSUES, ("en", "zh"), Style)]


def rendered(case: str) -> str:
    name, language, style = case.split(".")
    issue, late = ISSUES[name]
    return BETWEEN_PARTS.join(render_digest(issue, language=language, style=Style(style), late=late)) + "\n"


def path_of(case: str) -> Path:
    return FOLDER / f"{case}.html"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for case in CASES:
        path_of(case).write_text(rendered(case), encoding="utf-8")


if __name__ == "__main__":
    main()
