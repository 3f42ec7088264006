"""What the processes of `command.kuaixun` are forked from: imported once, it has done all of the program's imports and read
its data files."""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import bot.cli
import storage
from tests.shipped import recogniser

for package in (bot.cli, storage):
    for found in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(found.name)
recogniser()
gc.freeze()  # so that no process copies what it only reads


def play(words: Sequence[str], env: Mapping[str, str], folder: Path, streams: Sequence[Path]) -> None:
    """Be `kuaixun` with these words, environment, working directory, and files for stdin, stdout and stderr."""
    for number, (stream, flags) in enumerate(
        zip(streams, (os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT), strict=True)
    ):
        opened = os.open(stream, flags)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, closefd=False)  # noqa: SIM115 - as long as the process lives
        for number, mode in enumerate(("r", "w", "w"))
    )
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    sys.argv = ["kuaixun", *words]
    bot.cli.main()
