"""Answers that cannot be written are one line on stderr, whatever the command, at once or at the end."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import EVENING, ROOT, arguments, environment, kuaixun

FULL = Path("/dev/full")


def written_to(stdout: int | None, *words: object, env: dict[str, str]) -> tuple[int, str]:
    """Exit status and stderr; without a number its stdout is closed."""
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *arguments(*words)] if stdout is None else arguments(*words),
        cwd=ROOT,
        env=environment(**env),
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.trial  # a new interpreter for each command
@pytest.mark.skipif(not FULL.exists(), reason="a device of Linux")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    env = {"KUAIXUN_DATABASE": str(tmp_path / "kuaixun.db")}
    kuaixun("ingest", EVENING, env=env)
    many = [EVENING] * 40  # more than is kept before it is written
    full = os.open(FULL, os.O_WRONLY)
    try:
        for words in (["stats"], ["stats", "--json"], ["check", "--json", *many], ["export"], ["--help"]):
            told = written_to(full, *words, env=env)
            assert told == (1, "kuaixun: stdout: No space left on device\n"), words
        status, told_wrong = written_to(full, "stats", "--limit", env=env)
        assert (status, told_wrong.count("\n")) == (2, 1)  # nothing was to be written
    finally:
        os.close(full)
    assert written_to(None, "stats", env=env) == (1, "kuaixun: stdout: Bad file descriptor\n")
