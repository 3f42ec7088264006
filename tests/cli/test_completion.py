"""Completion of commands and options in a real shell, shown and installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BASH = shutil.which("bash")
pytestmark = [pytest.mark.trial, pytest.mark.skipif(not BASH, reason="bash is not installed")]

_COMPLETE = """
complete_line() {
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
    _kuaixun_completion "$1"
    echo "${COMPREPLY[*]}"
}
"""


def bash(script: str, home: Path) -> str:
    """What a script of bash prints, with `kuaixun` on the path and a home of its own."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(
        [str(BASH), "--norc", "-c", script], env=environment, capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def test_what_is_shown_completes_commands_and_options(tmp_path: Path) -> None:
    script = f'eval "$(kuaixun --show-completion; true)"\n{_COMPLETE}\n'
    told = bash(script + "complete_line kuaixun do; complete_line kuaixun doctor --r", tmp_path)
    assert told.splitlines() == ["doctor", "--running"]
    assert list(tmp_path.iterdir()) == []


def test_what_is_installed_is_read_by_the_next_shell(tmp_path: Path) -> None:
    assert "completion installed" in bash("kuaixun --install-completion; true", tmp_path)
    told = bash(f'. "$HOME/.bashrc"\n{_COMPLETE}\ncomplete_line kuaixun back', tmp_path)
    assert told == "backup\n"
