"""Run `kuaixun` as a person would: a process of its own, its answer on stdout, its complaints on stderr.

Most of a short command's life is importing. The processes here are forked from one that has imported already, which
makes them three times as quick; what is tested about signals and terminals begins with a new interpreter.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.cli.warm import play

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
EVENING = SEEDS / "2019-11-14-evening.txt"
MORNING = SEEDS / "2020-05-21-morning.txt"

_PATIENCE = 60.0
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.cli.warm"])


def environment(**more: str) -> dict[str, str]:
    """The test's own, without the settings of whoever runs it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KUAIXUN_")}
    return {**kept, "COLUMNS": "100", **more}


def arguments(*words: object) -> list[str]:
    """For a process with an interpreter of its own."""
    return [sys.executable, "-m", "bot", *map(str, words)]


def kuaixun(
    *words: object, stdin: bytes | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The finished process with its output as text; the working directory is the project's."""
    said = list(map(str, words))
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("stdin", "stdout", "stderr")]
        streams[0].write_bytes(stdin or b"")
        process = _FORKS.Process(target=play, args=(said, environment(**(env or {})), ROOT, streams))
        process.start()
        process.join(_PATIENCE)
        if process.is_alive():
            process.kill()
            raise subprocess.TimeoutExpired(said, _PATIENCE)
        out, err = (stream.read_text() for stream in streams[1:])
    return subprocess.CompletedProcess(said, process.exitcode or 0, out, err)


def objects(stdout: str) -> list[dict[str, Any]]:
    """The JSON objects of an answer, one a line."""
    return [json.loads(line) for line in stdout.splitlines()]
