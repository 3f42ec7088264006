"""`kuaixun ingest`: files and folders into the archive, each issue whole or absent, again is a no-op."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.command import EVENING, ROOT, SEEDS, arguments, environment, kuaixun, objects


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "archive.db"


def stored(database: Path) -> tuple[int, int]:
    """Issues and items in the archive."""
    (found,) = objects(kuaixun("stats", "--json", "--database", database).stdout)
    return found["issues"], found["items"]


def many(folder: Path, count: int) -> Path:
    """A folder of that many issues of ten items, one a day."""
    folder.mkdir()
    body = EVENING.read_text("utf-8").split("\n\n", 1)[1]
    for number in range(count):
        month, day = divmod(number, 28)
        date = time.strftime("%B", (2019, month + 1, 1, 0, 0, 0, 0, 1, 0)) + f" {day + 1}"
        text = f"#Laogao E-commerce Newsletter# [{date} E-commerce Evening News] One; two; three...\n\n{body}"
        (folder / f"{number:03}.txt").write_text(text.replace("November 14", date), "utf-8")
    return folder


def made(database: Path) -> str:
    """What is told of a new archive."""
    return f"kuaixun: there is no archive yet, a new one is made: {database}\n"


def test_a_folder_is_read_and_the_archive_made(database: Path) -> None:
    done = kuaixun("ingest", SEEDS, "--database", database)
    assert (done.returncode, done.stderr) == (0, made(database))
    assert "14 November 2019, evening" in done.stdout
    assert done.stdout.rstrip().endswith("5 new")
    assert stored(database) == (5, 60)


def test_again_changes_nothing(database: Path) -> None:
    kuaixun("ingest", SEEDS, "--database", database)
    done = kuaixun("ingest", SEEDS, "--database", database)
    assert done.returncode == 0
    assert done.stdout.rstrip().endswith("5 unchanged")
    assert stored(database) == (5, 60)


def test_json_is_one_object_a_file(database: Path) -> None:
    done = kuaixun("ingest", "--json", EVENING, "--database", database)
    (found,) = objects(done.stdout)
    (issue,) = found.pop("issues")
    assert found == {"path": str(EVENING), "encoding": "utf-8", "reason": None}
    assert issue.pop("id") > 0
    assert issue == {"issue": "2019-11-14/evening", "outcome": "new", "items": 10, "warnings": 0}


def test_a_dry_run_stores_nothing(database: Path) -> None:
    done = kuaixun("ingest", "--dry-run", SEEDS, EVENING, "--database", database)
    assert (done.returncode, done.stderr, database.exists()) == (0, "", False)
    assert done.stdout.rstrip().endswith("5 new, 1 unchanged (nothing was stored)")


def test_a_dry_run_says_what_the_archive_would_make_of_it(database: Path, tmp_path: Path) -> None:
    kuaixun("ingest", SEEDS, "--database", database)
    before = database.read_bytes()
    text = EVENING.read_text("utf-8")
    (tmp_path / "corrected.txt").write_text(text.replace("Taobao", "TAOBAO"), "utf-8")
    (tmp_path / "cut.txt").write_text(text[: len(text) // 2], "utf-8")
    (tmp_path / "later.txt").write_text(text.replace("November 14", "November 16"), "utf-8")
    files = [EVENING, *(tmp_path / f"{name}.txt" for name in ("corrected", "cut", "later"))]
    rehearsed = kuaixun("ingest", "--dry-run", "--json", *files, "--database", database)
    assert rehearsed.stderr == ""
    assert database.read_bytes() == before
    told = [each["issues"][0] for each in objects(rehearsed.stdout)]
    assert [each["outcome"] for each in told] == ["unchanged", "updated", "held", "new"]
    assert [each["id"] is None for each in told] == [False, False, True, True]
    assert told[2]["quarantine"] is None
    done = objects(kuaixun("ingest", "--json", *files, "--database", database).stdout)
    assert [each["issues"][0]["outcome"] for each in done] == [each["outcome"] for each in told]


def test_a_bad_file_is_refused_and_the_others_stored(database: Path, tmp_path: Path) -> None:
    (tmp_path / "scan.txt").write_bytes(b"%PDF-1.7 not text")
    (tmp_path / "letter.txt").write_text("Dear reader,\nno news today.\n")
    done = kuaixun("ingest", tmp_path / "scan.txt", EVENING, tmp_path / "letter.txt", "--database", database)
    assert done.returncode == 1
    complaints = done.stderr.removeprefix(made(database)).splitlines()
    assert [line.split(": ", 2)[1] for line in complaints] == [
        str(tmp_path / "scan.txt"),
        str(tmp_path / "letter.txt"),
    ]
    assert stored(database) == (1, 10)
    assert "scan.txt" not in done.stdout  # its reason was told once
    assert done.stdout.rstrip().endswith("1 new, 2 refused")


def test_the_encoding_is_what_the_operator_says(database: Path, tmp_path: Path) -> None:
    """Also when it is held, and read again without their word."""
    text = "#老高电商快报# 【11月14日电商晚报】淘宝；京东\n\n1.淘宝上线新功能\n\n淘宝今日宣布上线新功能。（来源：亿邦动力）\n"
    path = tmp_path / "issue.txt"
    path.write_bytes(text.encode("utf-16-le"))
    done = kuaixun("ingest", path, "--encoding", "utf-16-le", "--json", "--database", database)
    assert done.returncode == 0, done.stderr
    held = objects(kuaixun("quarantine", "--json", "--database", database).stdout)
    shown = [kuaixun("quarantine", "show", each["id"], "--database", database).stdout for each in held]
    found = kuaixun("search", "上线新功能", "--database", database).stdout
    assert "淘宝上线新功能" in "".join([found, *shown])


def test_standard_input_is_a_dash(database: Path) -> None:
    done = kuaixun("ingest", "-", "--database", database, stdin=EVENING.read_bytes())
    assert (done.returncode, stored(database)) == (0, (1, 10))


def test_a_settings_mistake_is_one_line(tmp_path: Path) -> None:
    done = kuaixun(
        "ingest", SEEDS, env={"KUAIXUN_TIMEZONE": "Mars/Base", "KUAIXUN_DATABASE": str(tmp_path / "a.db")}
    )
    assert done.returncode == 1
    assert done.stderr.startswith("kuaixun: KUAIXUN_TIMEZONE: no such time zone")
    assert done.stderr.count("\n") == 1


def test_a_database_that_is_none_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("this is a letter\n" * 100)
    done = kuaixun("ingest", SEEDS, "--database", tmp_path / "a.db")
    assert (done.returncode, done.stdout) == (1, "")
    assert "is not a database" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.trial
def test_two_copies_at_once_store_each_issue_once(database: Path) -> None:
    both = [
        subprocess.Popen(arguments("ingest", SEEDS, "--database", database), cwd=ROOT, env=environment())
        for _ in range(2)
    ]
    assert [process.wait(60) for process in both] == [0, 0]
    assert stored(database) == (5, 60)


@pytest.mark.trial
@pytest.mark.parametrize("after", [0, 31])
def test_killed_on_the_way_the_next_run_completes_it(database: Path, tmp_path: Path, after: int) -> None:
    folder, count = many(tmp_path / "issues", 60), 60
    process = subprocess.Popen(
        arguments("ingest", "--json", folder, "--database", database),
        cwd=ROOT,
        env=environment(PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    for _ in range(after + 1):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    issues, items = stored(database)
    assert after < issues <= count
    assert items == issues * 10  # each is whole
    assert kuaixun("ingest", folder, "--database", database).returncode == 0
    assert stored(database) == (count, count * 10)


@pytest.mark.parametrize("command", [["check"], ["ingest", "--dry-run"]])
def test_files_of_other_kinds_in_a_folder_are_told(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "issue.txt").write_bytes(EVENING.read_bytes())
    (tmp_path / "deeper").mkdir()
    for name in ("deeper/a.pdf", "b.docx", ".hidden", "README.md"):
        (tmp_path / name).write_text("no issue")
    done = kuaixun(*command, tmp_path)
    assert (done.returncode, done.stderr) == (0, "kuaixun: 2 files passed over: b.docx, a.pdf\n")


def test_the_table_names_files_as_they_were_given() -> None:
    assert "seeds/2019-11-14-evening.txt" in kuaixun("ingest", "--dry-run", "seeds").stdout
