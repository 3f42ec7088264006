"""`kill -9` while a folder goes in, again and again: each issue is whole, once, or absent; the last run completes it."""

import random
import sqlite3
import subprocess
import time
import zipfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.command import ROOT, arguments, environment
from tests.intake.taking import UNDATED

pytestmark = pytest.mark.trial

ISSUES = 400
HELD = 20
ISSUE = (
    "#Laogao E-commerce Newsletter# [{day} E-commerce Evening News] A shop opens; Parcels grow; Stores close...\n\n"
    "1. A shop opens\nOn {day}, JD.com opened shop number {number}. (Daily News)\n"
    "2. Parcels grow\nOn {day}, 淘宝 counted {number} parcels. (Post Weekly)\n"
    "3. Stores close\nOn {day}, {number} stores closed. (Daily News)\n"
)


@pytest.fixture
def issues(tmp_path: Path) -> Path:
    """A year and more of issues, and among them some of which nobody knows the day."""
    path = tmp_path / "issues.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(ISSUES):
            day = date(2018, 1, 1) + timedelta(days=number)
            archive.writestr(
                f"{number:04}.txt", ISSUE.format(day=f"{day:%B} {day.day}, {day.year}", number=number)
            )
            if number % (ISSUES // HELD) == 0:
                archive.writestr(
                    f"{number:04}-undated.txt", UNDATED.replace("happened", f"happened {number} times")
                )
    return path


def ingesting(issues: Path, database: Path) -> subprocess.Popen[bytes]:
    words = arguments("ingest", issues, "--database", database)
    return subprocess.Popen(words, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL)


def counts(database: Path) -> tuple[int, int, int]:
    """Issues, items and held ones. Fails when an issue is not whole, or the file or its index is damaged."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO item_text (item_text) VALUES ('integrity-check')")
        broken = "SELECT issue FROM item GROUP BY issue HAVING count(*) <> 3"
        assert connection.execute(broken).fetchall() == []
        asked = "SELECT (SELECT count(*) FROM issue), (SELECT count(*) FROM item), (SELECT count(*) FROM quarantine)"
        found: tuple[int, int, int] = connection.execute(asked).fetchone()
        indexed = "SELECT count(*) FROM item_text WHERE item_text MATCH 'shop OR parcel OR store'"
        assert connection.execute(indexed).fetchone() == (found[1],)
        return found


def begun(database: Path, more_than: int) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            row: tuple[int] = connection.execute("SELECT count(*) FROM issue").fetchone()
            return row[0] > more_than
    except sqlite3.Error:
        return False


def test_killed_at_random_points_it_is_completed_by_running_it_again(issues: Path, tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    chance = random.Random(20191114)
    for _ in range(3):
        before = counts(database)[0] if begun(database, -1) else 0
        process = ingesting(issues, database)
        while process.poll() is None and not begun(database, before):
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        process.wait()
        stored, items, _ = counts(database)
        assert before <= stored <= ISSUES
        assert items == stored * 3
    assert ingesting(issues, database).wait(60) == 0
    assert counts(database) == (ISSUES, ISSUES * 3, HELD)
