"""`kuaixun backup` and `kuaixun restore` as an operator uses them."""

from pathlib import Path

from storage.store import open_storage
from tests.cli.command import EVENING, kuaixun, objects


def test_from_a_lost_database_back_to_the_archive(tmp_path: Path) -> None:
    env = {"KUAIXUN_DATABASE": str(tmp_path / "data" / "kuaixun.db")}
    kuaixun("ingest", EVENING, env=env)
    done = kuaixun("backup", "--to", tmp_path / "kept", env=env)
    assert (done.returncode, done.stderr) == (0, "")
    made = Path(done.stdout.strip())
    assert made.parent == tmp_path / "kept"
    checked = objects(kuaixun("restore", made, "--verify", "--json", env=env).stdout)
    assert (checked[0]["issues"], checked[0]["newest_issue"]) == (1, "2019-11-14")
    assert checked[0]["restored_to"] is None

    (tmp_path / "data" / "kuaixun.db").unlink()
    done = kuaixun("restore", made, env=env)
    assert done.returncode == 0, done.stderr
    assert "1 issue, the newest of 2019-11-14" in done.stdout
    assert objects(kuaixun("stats", "--json", env=env).stdout)[0]["issues"] == 1


def test_older_backups_go_when_there_are_more_than_to_keep(tmp_path: Path) -> None:
    env = {"KUAIXUN_DATABASE": str(tmp_path / "kuaixun.db")}
    kuaixun("ingest", EVENING, env=env)
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "kuaixun-2019-11-14T040000Z.db.gz").touch()
    done = kuaixun("backup", "--keep", 1, env=env)
    assert "1 older deleted" in done.stderr
    assert list((tmp_path / "backups").iterdir()) == [Path(done.stdout.strip())]


async def test_while_the_bot_has_it_open_it_is_backed_up_but_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "kuaixun.db"
    env = {"KUAIXUN_DATABASE": str(path)}
    async with open_storage(path) as storage, storage.database.sole_sender():
        done = kuaixun("backup", env=env)
        assert done.returncode == 0
        refused = kuaixun("restore", done.stdout.strip(), env=env)
    assert refused.returncode == 1
    assert "Stop the bot first" in refused.stderr
    assert refused.stderr.count("\n") == 1
