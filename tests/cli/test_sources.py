"""`kuaixun sources` says how each source fares, before the bot ever ran and while it runs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.store import open_storage
from tests.cli.command import kuaixun, objects

NOW = datetime(2019, 11, 14, 12, 0, tzinfo=UTC)
FEEDS = ("https://well.example/feed?token=secret", "https://ill.example/feed", "https://gone.example/feed")


def environment(folder: Path) -> dict[str, str]:
    return {
        "KUAIXUN_DATABASE": str(folder / "kuaixun.db"),
        "KUAIXUN_FEEDS": " ".join(FEEDS),
        "KUAIXUN_INBOX": str(folder / "inbox"),
    }


async def test_each_source_is_told_with_its_state(tmp_path: Path) -> None:
    async with open_storage(tmp_path / "kuaixun.db") as storage:
        well, ill, gone = FEEDS
        await storage.sources.succeeded(well, NOW, NOW + timedelta(minutes=15))
        await storage.sources.failed(ill, "the server says 500", NOW, NOW + timedelta(minutes=1))
        for _ in range(2):
            await storage.sources.failed(gone, "the server says 410", NOW, None)
    done = kuaixun("sources", "--json", env=environment(tmp_path))
    assert done.returncode == 0, done.stderr
    assert [(it["source"], it["state"]) for it in objects(done.stdout)] == [
        ("inbox folder", "not yet"),
        ("feed well.example/feed?…", "well"),
        ("feed ill.example/feed", "failing"),
        ("feed gone.example/feed", "stopped"),
    ]
    assert objects(done.stdout)[2] == {
        "source": "feed ill.example/feed",
        "kind": "feed",
        "state": "failing",
        "last_success": None,
        "last_error": "the server says 500",
        "failed_at": "2019-11-14T12:00:00+00:00",
        "failures": 1,
        "next": "2019-11-14T12:01:00+00:00",
    }
    assert "secret" not in done.stdout
    table = kuaixun("sources", env={**environment(tmp_path), "COLUMNS": "160"}).stdout
    assert "Next look (UTC)" in table
    assert "2019-11-14 12:15" in table  # as in the log
    assert "the server says 500 (once)" in table
    assert "the server says 410 (2 times)" in table


def test_before_the_bot_ran_they_are_listed_and_nothing_is_made(tmp_path: Path) -> None:
    done = kuaixun("sources", "--json", env=environment(tmp_path))
    assert {it["state"] for it in objects(done.stdout)} == {"not yet"}
    assert list(tmp_path.iterdir()) == []


def test_an_inbox_that_is_not_there_is_told(tmp_path: Path) -> None:
    def error() -> object:
        return objects(kuaixun("sources", "--json", env=environment(tmp_path)).stdout)[0]["last_error"]

    inbox = tmp_path / "inbox"
    assert error() == f"there is no folder {inbox}; the running bot makes it"
    table = kuaixun("sources", env={**environment(tmp_path), "COLUMNS": "300"}).stdout
    assert f"there is no folder {inbox}" in table
    inbox.write_text("a file")
    assert error() == f"{inbox} is no folder"
    inbox.unlink()
    inbox.mkdir()
    assert error() is None


def test_without_any_source_it_says_how_to_set_one_up(tmp_path: Path) -> None:
    done = kuaixun("sources", env={"KUAIXUN_DATABASE": str(tmp_path / "none.db")})
    assert (done.returncode, done.stdout) == (0, "")
    assert "KUAIXUN_INBOX" in done.stderr
