"""`kuaixun quarantine` and `kuaixun reread`: what is held back is shown, decided on, and read again."""

import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.command import EVENING, kuaixun, objects

pytestmark = pytest.mark.trial

UNDATED = "Evening News: First thing; second thing; third thing...\n\n1. First thing\nIt happened. (Daily)\n"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def undated(tmp_path: Path) -> Path:
    path = tmp_path / "undated.txt"
    path.write_text(UNDATED)
    return path


def state(database: Path) -> tuple[int, list[str]]:
    """How many issues are in the archive, and the states of those in quarantine."""
    with closing(sqlite3.connect(database)) as connection:
        (issues,) = connection.execute("SELECT count(*) FROM issue").fetchone()
        return issues, [state for (state,) in connection.execute("SELECT state FROM quarantine ORDER BY id")]


def test_a_held_issue_is_no_failure_and_says_what_to_do(database: Path, undated: Path) -> None:
    done = kuaixun("ingest", EVENING, undated, "--database", database)
    assert done.returncode == 0
    assert "no date found in it" in " ".join(done.stdout.split())
    assert "kuaixun quarantine show 1" in done.stdout
    assert done.stdout.rstrip().endswith("1 new, 1 held")
    done = kuaixun("ingest", "--json", undated, "--database", database)
    ((issue,),) = [found["issues"] for found in objects(done.stdout)]
    assert (issue["outcome"], issue["id"], issue["quarantine"]) == ("held", None, 1)
    assert issue["reasons"] == ["no date found in it, and the day it arrived is not known"]


def test_shown_with_its_reasons_and_its_reading(database: Path, undated: Path) -> None:
    kuaixun("ingest", undated, "--database", database)
    listed = kuaixun("quarantine", "--database", database).stdout
    shown = kuaixun("quarantine", "show", 1, "--database", database).stdout
    for text in (listed, shown):
        assert "no date found" in " ".join(text.split())
        assert "publish 1 --date" in text
    assert "First thing" in shown
    assert kuaixun("quarantine", "show", 1, "--text", "--database", database).stdout == UNDATED + "\n"
    (found,) = objects(kuaixun("quarantine", "show", 1, "--json", "--database", database).stdout)
    assert (found["edition"], found["date"], found["text"]) == ("evening", None, UNDATED)


def test_published_with_its_day_then_found(database: Path, undated: Path) -> None:
    kuaixun("ingest", undated, "--database", database)
    refused = kuaixun("quarantine", "publish", 1, "--database", database)
    assert refused.returncode == 1
    assert refused.stderr == "kuaixun: its day is not known; give it: --date 2019-11-14\n"
    done = kuaixun("quarantine", "publish", 1, "--date", "2019-11-13", "--json", "--database", database)
    ((outcome, items),) = [(found["outcome"], found["items"]) for found in objects(done.stdout)]
    assert (done.returncode, outcome, items) == (0, "new", 1)
    (found,) = objects(kuaixun("search", "thing", "--json", "--database", database).stdout)
    assert [item["issue"] for item in found["items"]] == ["2019-11-13/evening"]
    (one,) = objects(kuaixun("quarantine", "--all", "--json", "--database", database).stdout)
    assert (one["state"], one["issue"] > 0) == ("published", True)


def test_discarded(database: Path, undated: Path) -> None:
    kuaixun("ingest", undated, "--database", database)
    assert kuaixun("quarantine", "discard", 1, "--database", database).returncode == 0
    assert kuaixun("quarantine", "--database", database).stdout == "Nothing is held back.\n"
    done = kuaixun("ingest", undated, "--database", database)
    assert (done.returncode, done.stdout.rstrip().endswith("1 discarded")) == (0, True)


def test_a_number_that_is_none_is_one_clear_line(database: Path, undated: Path) -> None:
    kuaixun("ingest", undated, "--database", database)
    done = kuaixun("quarantine", "show", 7, "--database", database)
    assert (done.returncode, done.stderr) == (1, "kuaixun: there is no issue 7 in quarantine\n")


def test_held_by_a_high_bar_it_is_published_by_a_reread_under_a_lower_one(database: Path) -> None:
    strict = {"KUAIXUN_QUARANTINE_BELOW": "1"}
    kuaixun("ingest", EVENING, "--database", database, env=strict)
    assert state(database) == (0, ["held"])
    done = kuaixun("reread", "--database", database, env=strict)
    assert (done.returncode, done.stdout) == (0, "1 held\n")
    assert "little certainty" in done.stderr
    done = kuaixun("reread", "--dry-run", "--database", database)
    assert done.stdout == "1 published (nothing was changed)\n"
    assert state(database) == (0, ["held"])
    (found,) = objects(kuaixun("reread", "1", "--json", "--database", database).stdout)
    assert (found["outcome"], found["id"]) == ("published", 1)
    assert state(database) == (1, ["published"])
    assert kuaixun("reread", "--all", "--archive", "--database", database).stdout == "1 unchanged\n"
    assert kuaixun("reread", "1", "--database", database).returncode == 1


def test_everything_in_an_archive_is_taken_and_the_bad_told(database: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(EVENING, "../../evening.txt")
        archive.writestr("letter.txt", "Dear reader,\nno news today.\n")
        archive.writestr(
            "evening.eml",
            "From: a@x.example\nDate: Thu, 14 Nov 2019 18:00:00 +0800\nSubject: hello\n\n" + UNDATED,
        )
    done = kuaixun("ingest", tmp_path / "all.zip", "--database", database)
    assert done.returncode == 1
    assert f"kuaixun: {tmp_path}/all.zip/letter.txt: no items found" in done.stderr
    assert done.stdout.rstrip().endswith("2 new, 1 refused")
    assert not list(tmp_path.rglob("*.txt"))


@pytest.fixture(autouse=True)
def _nothing_outside(tmp_path: Path) -> Iterator[None]:
    """No command writes beside the database."""
    before = {path.name for path in tmp_path.parent.iterdir()}
    yield
    assert {path.name for path in tmp_path.parent.iterdir()} == before
