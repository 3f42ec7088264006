"""The demo is the acceptance test a person can watch: issues in, digests pushed at their hour, questions answered."""

import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.command import EVENING, ROOT, arguments, environment, kuaixun

pytestmark = pytest.mark.trial


@pytest.fixture(scope="module")
def conversation() -> str:
    done = kuaixun("demo", env={"COLUMNS": "60"})
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def hour(conversation: str, at: str) -> str:
    """What stands between the heading of an hour and the next."""
    return re.split(r"─{5,} ", conversation.split(at, 1)[1])[0]


def test_it_begins_with_a_greeting_and_one_button_to_subscribe(conversation: str) -> None:
    assert (
        conversation.index("/start") < conversation.index("🔔 Subscribe") < conversation.index("Subscribed.")
    )


def test_the_morning_issue_is_pushed_at_the_subscribers_hour(conversation: str) -> None:
    assert "an issue comes in and is read: Morning, 10 items" in hour(
        conversation, "Friday 21 January 2022, 08:05"
    )
    push = hour(conversation, "Friday 21 January 2022, 08:31")
    assert "Morning · Fri, Jan 21, 2022" in push
    assert all(f"│ {number}. " in push for number in range(1, 11))
    assert "▎ " in push


def test_the_evening_issue_is_pushed_a_year_later_titles_only(conversation: str) -> None:
    push = hour(conversation, "Tuesday 7 February 2023, 18:31").split("╯")[0]
    assert "Evening · Tue, Feb 7, 2023" in push
    assert all(f"│ {number}. " in push for number in range(1, 11))
    assert "▎ " not in push


def test_each_push_comes_once(conversation: str) -> None:
    assert conversation.count("Morning · Fri, Jan 21, 2022 (2/2)") == 1
    assert len(re.findall(r"│ 🌙 Evening · Tue, Feb 7, 2023", conversation)) == 1


def test_a_word_a_company_and_a_chinese_name_are_answered(conversation: str) -> None:
    assert re.search(r"🔎 logistics · \d+ items", conversation)
    assert "🏢 Alibaba 阿里巴巴" in conversation
    assert re.search(r"🔎 淘宝 · \d+ items", conversation)


def test_an_item_is_opened_and_the_person_leaves(conversation: str) -> None:
    assert "presses [ 1 ]" in conversation
    assert "no more digests" in conversation


def test_the_readme_shows_what_the_demo_shows(conversation: str) -> None:
    excerpt = (ROOT / "README.md").read_text("utf-8").split("```text\n")[1].split("```")[0]
    shown = {line.rstrip() for line in conversation.splitlines()}
    assert [line for line in excerpt.splitlines() if line not in shown and "│ … " not in line] == []


def test_anyone_can_play_their_own_issue_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes(EVENING.read_bytes())
    (tmp_path / "letter.txt").write_text("Dear reader, no news.\n")
    done = kuaixun("demo", "--issues", tmp_path, "--language", "zh", "--script")
    assert done.returncode == 0
    assert done.stderr.startswith(f"kuaixun: {tmp_path / 'letter.txt'}: no items found")
    assert "2019年11月14日 星期四 18:31" in done.stdout
    assert "晚报 · 2019年11月14日" in done.stdout
    chat = re.compile(r"╭.*?╯|│[^│]*│|\[ [^\]]* \]", re.DOTALL)
    around = chat.sub("", done.stdout.replace(tmp_path.name, ""))
    assert re.findall(r"[A-Za-z]{2,}", around.replace("Telegram", "")) == []


def test_without_an_issue_there_is_nothing_to_play(tmp_path: Path) -> None:
    """Of one file or folder it is said once, before anything else."""
    letter = tmp_path / "letter.txt"
    for path, told in (
        (tmp_path / "nosuch", "no such file or directory"),
        (tmp_path, "a folder without issues"),
        (letter, "no items found"),
    ):
        if path == letter:
            letter.write_text("Dear reader, no news.\n")
        done = kuaixun("demo", "--issues", path)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"kuaixun: {path}: {told}")
        assert done.stderr.count("\n") == 1
    (tmp_path / "another.txt").write_text("Dear reader, none again.\n")
    done = kuaixun("demo", "--issues", tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"kuaixun: {tmp_path}: no dated issue to play")


def test_a_script_has_no_page(conversation: str) -> None:
    assert "http://" not in conversation


def test_the_page_alone_stays_up_and_ends_when_told(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes(EVENING.read_bytes())
    words = arguments("demo", "--stay", "--issues", tmp_path)
    env = environment(PYTHONUNBUFFERED="1")
    with subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = next((line for line in process.stdout if line.startswith("Meet it in a browser")), "")
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait(60) == 0
    assert re.search(r"http://127\.0\.0\.1:\d+\n", line)
    assert "/start" not in rest


def test_told_to_stop_in_the_middle_it_leaves_nothing_behind(tmp_path: Path) -> None:
    with subprocess.Popen(
        arguments("demo", "--script"),
        cwd=ROOT,
        env=environment(TMPDIR=str(tmp_path)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        end = time.monotonic() + 20
        while not list(tmp_path.glob("kuaixun-demo-*/demo.db")) and time.monotonic() < end:
            time.sleep(0.05)
        process.terminate()
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    assert list(tmp_path.iterdir()) == []
