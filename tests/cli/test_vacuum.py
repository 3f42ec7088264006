"""`kuaixun vacuum` says what it gained, and keeps away from a running bot."""

from pathlib import Path

from storage.store import open_storage
from tests.cli.command import EVENING, kuaixun, objects


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
