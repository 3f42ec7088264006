"""Files in a folder that are of no kind an issue comes in: counted, so that nobody thinks they were read."""

from collections.abc import Sequence
from pathlib import Path

from bot.cli.console import complain
from bot.intake.files import passed_over

_SHOWN = 5


def tell_passed_over(paths: Sequence[Path]) -> None:
    found = passed_over(paths)
    if not found:
        return
    names = ", ".join(path.name for path in found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
    complain(f"{len(found)} file{'s' * (len(found) > 1)} passed over: {names}")
