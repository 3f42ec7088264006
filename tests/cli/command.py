"""Run `kuaixun` as a person would: a process of its own, its answer on stdout, its complaints on stderr."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
EVENING = SEEDS / "2019-11-14-evening.txt"
MORNING = SEEDS / "2020-05-21-morning.txt"


def environment(**more: str) -> dict[str, str]:
    """The test's own, without the settings of whoever runs it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KUAIXUN_")}
    return {**kept, "COLUMNS": "100", **more}


def arguments(*words: object) -> list[str]:
    return [sys.executable, "-m", "bot", *map(str, words)]


def kuaixun(
    *words: object, stdin: bytes | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The finished process with its output as text; the working directory is the project's."""
    done = subprocess.run(
        arguments(*words),
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env=environment(**(env or {})),
        timeout=60,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def objects(stdout: str) -> list[dict[str, Any]]:
    """The JSON objects of an answer, one a line."""
    return [json.loads(line) for line in stdout.splitlines()]
