"""Files that take the place of others: which one that is, and whose it is to be. Synchronous."""

import contextlib
import os
from pathlib import Path


def place_of(path: Path) -> Path:
    """The file itself where `path` is a link to it: a file put in its place would leave that one as it was."""
    return path.resolve() if path.is_symlink() else path


def owned_like(path: Path, model: Path) -> None:
    """Give `path` to whom `model` belongs, as far as that is allowed: root may work for the bot's own user."""
    with contextlib.suppress(OSError, AttributeError):  # Windows has no owners like that
        whose = model.stat()
        os.chown(path, whose.st_uid, whose.st_gid)
