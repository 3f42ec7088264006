"""`kuaixun export`: all that the archive holds, in forms that other programs read without harm."""

import csv
import io
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.export_feed import entry, head, tail
from bot.cli.export_rows import BOM, COLUMNS, cell
from storage.records import Edition, FoundItem, Item
from storage.store import open_storage
from tests.acceptance.stage import SHANGHAI
from tests.cli.command import EVENING, MORNING, kuaixun, objects
from tests.storage.making import arrival, issue, store

FORMULAS = ("=1+1", '=HYPERLINK("http://x.example","y")', "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "＋1")


def environment(folder: Path) -> dict[str, str]:
    return {"KUAIXUN_DATABASE": str(folder / "kuaixun.db")}


def test_every_item_is_an_object_with_its_issue_oldest_first(tmp_path: Path) -> None:
    env = environment(tmp_path)
    kuaixun("ingest", MORNING, EVENING, env=env)
    done = kuaixun("export", env=env)
    assert (done.returncode, done.stderr) == (0, "")
    rows = objects(done.stdout)
    assert len(rows) == objects(kuaixun("stats", "--json", env=env).stdout)[0]["items"]
    assert [each["id"] for each in rows] == sorted(each["id"] for each in rows)
    assert {each["issue"] for each in rows} == {"2019-11-14/evening", "2020-05-21/morning"}
    assert tuple(rows[0]) == COLUMNS
    assert any(each["companies"] for each in rows)


def test_only_some_days(tmp_path: Path) -> None:
    env = environment(tmp_path)
    kuaixun("ingest", MORNING, EVENING, env=env)
    later = objects(kuaixun("export", "--since", "2020-01-01", env=env).stdout)
    earlier = objects(kuaixun("export", "--until", "2019-11-14", env=env).stdout)
    assert {each["date"] for each in later} == {"2020-05-21"}
    assert {each["date"] for each in earlier} == {"2019-11-14"}


async def test_a_table_holds_the_same_and_no_formula(tmp_path: Path) -> None:
    async with open_storage(tmp_path / "kuaixun.db") as storage:
        await store(storage, arrival(issue(*FORMULAS, '京东, "JD"', "two\nlines")))
    target = tmp_path / "items.csv"
    done = kuaixun("export", "--format", "csv", "--to", target, env=environment(tmp_path))
    assert (done.returncode, done.stdout) == (0, "")
    text = target.read_bytes().decode("utf-8")
    assert text.startswith(BOM)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [each["title"] for each in rows] == [
        *(f"'{each}" for each in FORMULAS),
        '京东, "JD"',
        "two\nlines",
    ]
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []


def test_what_a_link_leads_to_is_replaced_and_a_pipe_is_written_to(tmp_path: Path) -> None:
    env = environment(tmp_path)
    kuaixun("ingest", EVENING, env=env)
    whole = kuaixun("export", env=env).stdout
    file, link, dangling = tmp_path / "file", tmp_path / "deep" / "link", tmp_path / "dangling"
    link.parent.mkdir()
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(Path("..", "file"))
    dangling.symlink_to("new")
    for target in (link, dangling):
        assert kuaixun("export", "--to", target, env=env).returncode == 0
        assert target.is_symlink()
        assert target.read_text("utf-8") == whole
    assert file.stat().st_mode & 0o777 == 0o640

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_text, "utf-8")
        assert kuaixun("export", "--to", pipe, env=env).returncode == 0
        assert read.result(10) == whole
    assert pipe.is_fifo()
    assert list(tmp_path.rglob("*.part")) == []


def test_what_is_open_already_stays_the_file_it_is(tmp_path: Path) -> None:
    env = environment(tmp_path)
    kuaixun("ingest", EVENING, env=env)
    whole = kuaixun("export", env=env).stdout
    done = kuaixun("export", "--to", "/dev/stdout", env=env)
    assert (done.stdout, done.stderr.endswith("items written to /dev/stdout\n")) == (whole, True)
    assert kuaixun("export", "--to", "-", env=env).stdout == whole
    assert kuaixun("export", "--to", tmp_path, env=env).stderr == f"kuaixun: {tmp_path}: Is a directory\n"


ODD = "\x00\x08\x1b[31m \ud800 \ufffe <b>&amp;]]></item> \U0001f600 京东"
"""What XML cannot hold, and what only looks like XML."""


async def test_a_feed_holds_the_newest_items_and_other_programs_read_it(tmp_path: Path) -> None:
    path = tmp_path / "kuaixun.db"
    async with open_storage(path) as storage:
        old = issue("Old news", day=date(2019, 11, 13))
        await store(
            storage,
            arrival(old, text="old"),
            arrival(issue("One", "Two"), ["taobao", "nobody-knows"], text="new"),
        )
    target = tmp_path / "feed.xml"
    done = kuaixun(
        *("export", "--format", "rss", "--limit", 2, "--link", "https://t.me/our_bot", "--to", target),
        env=environment(tmp_path),
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert "2 items written" in done.stderr
    feed = feedparser.parse(target.read_bytes())
    assert not feed.bozo
    assert (feed.version, feed.feed.link) == ("rss20", "https://t.me/our_bot")
    assert [each.title for each in feed.entries] == ["One", "Two"]
    assert all(each.published_parsed[:4] == (2019, 11, 14, 10) for each in feed.entries)  # 18:00 in Shanghai
    guids = [each.id for each in feed.entries]
    assert len(set(guids)) == 2
    assert [each.term for each in feed.entries[0].tags] == ["nobody-knows", "Taobao"]

    async with open_storage(path) as storage:  # a correction keeps them
        await store(storage, arrival(issue("One, corrected", "Two"), text="newer"))
    done = kuaixun("export", "--format", "rss", "--limit", 2, env=environment(tmp_path))
    assert [each.id for each in feedparser.parse(done.stdout.encode()).entries] == guids


@given(st.text() | st.just(ODD))
def test_whatever_stands_in_an_item_the_feed_is_xml(text: str) -> None:
    item = Item(1, 1, text, body=(text, text), section=text, source=text, comment=text, id=7)
    found = FoundItem(item, Edition.WEEKLY, date(2017, 4, 24), date(2017, 4, 28), (text,))
    made = head(text) + entry(issue("x"), found, SHANGHAI) + tail()
    root = ElementTree.fromstring(made.encode("utf-8"))  # noqa: S314 - made here
    (entry_made,) = root.iter("item")
    assert entry_made.findtext("guid") == "kuaixun:laogao:7"
    assert entry_made.findtext("pubDate") == "Fri, 28 Apr 2017 20:00:00 +0800"


@pytest.mark.parametrize("text", FORMULAS)
def test_what_could_be_a_formula_is_text(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_other_cells_are_what_they_were() -> None:
    values = [None, 12, True, ["a", "b"], "", "1. 京东", "a=b", "'"]
    assert [cell(value) for value in values] == ["", "12", "yes", "a b", "", "1. 京东", "a=b", "'"]


def test_what_cannot_be_written_is_told_and_the_old_file_stays(tmp_path: Path) -> None:
    env = environment(tmp_path)
    target = tmp_path / "items.jsonl"
    target.write_text("yesterday's")
    done = kuaixun("export", "--to", target, env=env)
    assert (done.returncode, target.read_text()) == (1, "yesterday's")
    assert "There is no database" in done.stderr
    kuaixun("ingest", EVENING, env=env)
    done = kuaixun("export", "--to", tmp_path / "no" / "such.jsonl", env=env)
    assert done.returncode == 1
    assert "No such file or directory" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_archive_is_not_written_over(tmp_path: Path) -> None:
    env = environment(tmp_path)
    kuaixun("ingest", EVENING, env=env)
    (tmp_path / "link.csv").symlink_to("kuaixun.db")
    for name in ("kuaixun.db", "link.csv", "kuaixun.db-wal", "kuaixun.db.lock"):
        done = kuaixun("export", "--to", tmp_path / name, env=env)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), name
        assert "this is the archive itself" in done.stderr
    assert kuaixun("export", "--to", tmp_path / "kuaixun.db.jsonl", env=env).returncode == 0
    assert len(objects(kuaixun("export", env=env).stdout)) == 10
