"""Where answers go. That they cannot be written is told in one line, whether it shows at once or only in the end."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class StdoutError(Exception):
    """An answer could not be written, as on a full disk. That its reader left is a BrokenPipeError as ever."""


class _Raw(io.FileIO):
    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise StdoutError(f"stdout: {error.strerror or error}") from error


@contextmanager
def stdout() -> Iterator[None]:
    """Have all that is written to `sys.stdout` out in the end. Raises `StdoutError`, BrokenPipeError."""
    before = sys.stdout
    if before is None:
        # Closed by our caller: what is written meets the error, and no file of ours gets the number.
        sys.stdout = _text(os.open(os.devnull, os.O_RDONLY), "utf-8")
    elif not before.isatty():
        sys.stdout = _text(before.fileno(), before.encoding, before.errors)
    try:
        yield
        sys.stdout.flush()
    except (StdoutError, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still to be written
        raise


def _text(number: int, encoding: str, errors: str | None = None) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedWriter(_Raw(number, "w", closefd=False)), encoding, errors)
