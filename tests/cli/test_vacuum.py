"""`kuaixun vacuum` says what it gained, and keeps away from a running bot."""

from pathlib import Path

from storage.store import open_storage
from tests.cli.command import EVENING, kuaixun, objects


def test_without_a_database_it_says_so_and_makes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "data" / "kuaixun.db"
    for folder_is_there in (False, True):
        if folder_is_there:
            path.parent.mkdir()
        done = kuaixun("vacuum", "--database", path)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == f"kuaixun: There is no database at {path}. `kuaixun ingest` makes one.\n"
    assert list(tmp_path.rglob("*")) == [path.parent]


async def test_it_tells_the_size_before_and_after_unless_a_bot_runs(tmp_path: Path) -> None:
    path = tmp_path / "kuaixun.db"
    env = {"KUAIXUN_DATABASE": str(path)}
    kuaixun("ingest", EVENING, env=env)
    done = kuaixun("vacuum", env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{path}: ")
    assert " MB before, " in done.stdout
    (told,) = objects(kuaixun("vacuum", "--json", env=env).stdout)
    assert told["before"] >= told["after"] == path.stat().st_size
    async with open_storage(path) as storage, storage.database.sole_sender():
        refused = kuaixun("vacuum", env=env)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Stop the bot first" in refused.stderr
