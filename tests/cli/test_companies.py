"""`kuaixun companies`: what is there, what is not known, adding, tagging anew."""

from pathlib import Path

from tests.cli.command import EVENING, SEEDS, kuaixun, objects


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
    assert done.stdout.endswith(" as Quokka Shop; 0 items changed\n")
    again = kuaixun("companies", "remove", "Quokka Shop", "--database", database, env=settings)
    assert again.stdout.startswith("quokka-shop: removed from ")
    taken = kuaixun("companies", "add", "淘宝", "--database", database, env=settings)
    assert (taken.returncode, taken.stdout) == (1, "")
    assert "is Taobao already" in taken.stderr


def test_a_word_is_not_added_unasked_and_is_taken_out_again(tmp_path: Path) -> None:
    database, ours = tmp_path / "archive.db", tmp_path / "ours.toml"
    env = {"KUAIXUN_COMPANIES": str(ours), "KUAIXUN_DATABASE": str(database)}
    kuaixun("ingest", SEEDS, env=env)
    for name, told in (
        ("the", "“the” is a common word or a place: it would name 59 of 60 items"),
        ("直播", "“直播” is a common word or a place: it would name 0 of 60 items"),
        ("App", "it would name 3 of 60 items, and in 2 of them it is a plain word"),
    ):
        done = kuaixun("companies", "add", name, env=env)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == f"kuaixun: not added: {told}; --anyway adds it all the same\n"
        assert not ours.exists()
    assert kuaixun("companies", "add", "the", "--anyway", env=env).stdout.endswith("; 59 items changed\n")
    assert kuaixun("companies", "remove", "the", env=env).stdout.endswith("; 59 items changed\n")


def test_it_has_its_names_in_both_scripts(tmp_path: Path) -> None:
    ours = tmp_path / "ours.toml"
    env = {"KUAIXUN_COMPANIES": str(ours), "KUAIXUN_DATABASE": str(tmp_path / "archive.db")}
    kuaixun("ingest", EVENING, env=env)
    two_words = kuaixun("companies", "add", "Lemon", "Lane", env=env)
    assert (two_words.returncode, "in quotes" in two_words.stderr) == (2, True)
    done = kuaixun("companies", "add", "柠檬铺", "Lemon Lane", "--also", "Lemonly", env=env)
    assert done.stdout.startswith("lemon-lane: added to ")
    assert 'name = "Lemon Lane"\nzh = "柠檬铺"\nalso = ["Lemonly"]\n' in ours.read_text("utf-8")
    found = [objects(kuaixun("company", name, "--json", env=env).stdout) for name in ("柠檬铺", "Lemonly")]
    assert [each[0]["company"] for each in found] == ["Lemon Lane", "Lemon Lane"]
