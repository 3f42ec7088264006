"""`kuaixun companies`: what is there, what is not known, adding, tagging anew."""

from pathlib import Path

from tests.cli.command import SEEDS, kuaixun, objects


def test_listed_added_and_tagged_anew(tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    settings = {"KUAIXUN_COMPANIES": str(tmp_path / "ours.toml")}
    assert kuaixun("ingest", SEEDS, "--database", database).returncode == 0
    listed = objects(kuaixun("companies", "list", "--json", "--limit", "3", "--database", database).stdout)
    assert len(listed) == 3
    assert list(listed[0]) == ["slug", "name", "chinese", "items"]
    assert listed[0]["items"] >= listed[2]["items"] > 0
    unknown = objects(kuaixun("companies", "unknown", "--json", "--database", database).stdout)
    assert all(list(each) == ["name", "items", "sure"] for each in unknown)
    assert kuaixun("companies", "retag", "--database", database).stdout == "0 items changed\n"
    done = kuaixun("companies", "add", "Quokka Shop", "--database", database, env=settings)
    assert done.stdout.startswith("quokka-shop: added to ")
    assert done.stdout.endswith("; 0 items changed\n")
    taken = kuaixun("companies", "add", "淘宝", "--database", database, env=settings)
    assert (taken.returncode, taken.stdout) == (1, "")
    assert "is Taobao already" in taken.stderr
