"""`kuaixun run` and `kuaixun sandbox`: up until told to stop, and one clear line when they cannot be."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.sandbox.state import TOKEN
from tests.cli.command import ROOT, arguments, environment, kuaixun
from tests.ports import free_port


@contextmanager
def process(*words: object, **env: str) -> Iterator[subprocess.Popen[str]]:
    """A command that stays up; stdout and stderr are one stream to read lines from."""
    with subprocess.Popen(
        arguments(*words),
        cwd=ROOT,
        env=environment(PYTHONUNBUFFERED="1", **env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as started:
        try:
            yield started
        finally:
            started.kill()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[str]:
    with process("sandbox", "--port", 0) as started:
        assert started.stdout is not None
        yield started.stdout.readline().strip()


def line_with(started: subprocess.Popen[str], words: str) -> str:
    """The first line that holds these words; empty when the output ends without."""
    assert started.stdout is not None
    return next((line for line in started.stdout if words in line), "")


def test_the_sandbox_says_where_it_is_and_ends_when_told() -> None:
    with process("sandbox", "--port", 0) as started:
        assert line_with(started, "http://127.0.0.1:")
        started.send_signal(signal.SIGTERM)
        assert started.wait(45) == 0


def test_the_sandbox_says_how_to_run_our_own_bot_on_it() -> None:
    with process("sandbox", "--port", 0) as started:
        url = line_with(started, "http://127.0.0.1:").strip()
        line = line_with(started, "kuaixun run")
        for setting in (f"API_URL={url} ", f"TOKEN={TOKEN} ", f"CLOCK_URL={url}/control/clock "):
            assert f"KUAIXUN_{setting}" in line


def test_a_port_that_is_taken_is_one_line(sandbox: str) -> None:
    done = kuaixun("sandbox", "--port", sandbox.rsplit(":", 1)[1])
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_without_a_token_the_operator_is_told_where_to_get_one(tmp_path: Path) -> None:
    done = kuaixun("run", env={"KUAIXUN_TOKEN": "", "KUAIXUN_DATABASE": str(tmp_path / "a.db")})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("kuaixun: KUAIXUN_TOKEN is not set")
    assert "@BotFather" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_token_telegram_refuses_is_named_by_its_variable_only(sandbox: str, tmp_path: Path) -> None:
    wrong = "7000000001:" + "x" * 35
    done = kuaixun(
        "run",
        env={"KUAIXUN_TOKEN": wrong, "KUAIXUN_API_URL": sandbox, "KUAIXUN_DATABASE": str(tmp_path / "a.db")},
    )
    assert done.returncode == 1
    assert "KUAIXUN_TOKEN" in done.stderr.splitlines()[-1]
    assert "x" * 35 not in done.stderr


@pytest.mark.trial
def test_the_bot_runs_until_it_is_told_to_stop(sandbox: str, tmp_path: Path) -> None:
    settings = {
        "KUAIXUN_TOKEN": TOKEN,
        "KUAIXUN_API_URL": sandbox,
        "KUAIXUN_DATABASE": str(tmp_path / "a.db"),
        "KUAIXUN_METRICS_PORT": str(free_port()),
    }
    with process("run", **settings) as started:
        assert line_with(started, "running")
        health = kuaixun("doctor", "--running", env=settings)
        assert (health.returncode, health.stdout.count("✓")) == (0, 4), health.stdout
        second = kuaixun("run", env=settings)
        assert second.returncode == 1
        assert "nother copy" in second.stderr.splitlines()[-1]
        started.send_signal(signal.SIGTERM)
        assert started.wait(45) == 0
    assert kuaixun("doctor", "--running", env=settings).returncode == 1
