"""`search`, `company`, `stats` and `digest` print what the bot would answer."""

from dataclasses import replace
from pathlib import Path

import pytest

from storage.store import open_storage
from tests.acceptance.stage import NOON, store
from tests.cli.command import SEEDS, kuaixun, objects
from tests.factories import long_issue
from tests.shipped import directory


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "archive.db"
    assert kuaixun("ingest", SEEDS, "--database", path).returncode == 0
    return path


def test_search_gives_one_object_newest_first(database: Path) -> None:
    done = kuaixun("search", "e-commerce", "--json", "--limit", "3", "--database", database)
    (found,) = objects(done.stdout)
    assert list(found) == ["query", "total", "capped", "items", "next"]
    assert (found["query"], found["capped"], len(found["items"])) == ("e-commerce", False, 3)
    assert found["total"] > 3
    assert found["next"] is not None
    first = found["items"][0]
    assert list(first) == ["id", "issue", "number", "title", "source", "companies"]
    assert first["issue"] == "2023-02-07/evening"
    ids = [item["id"] for item in found["items"]]
    assert ids == sorted(ids, reverse=True)


@pytest.mark.parametrize("words", [["search", "taobao"], ["company", "Taobao"]])
def test_a_list_goes_on_where_the_one_before_ended(database: Path, words: list[str]) -> None:
    whole = objects(kuaixun(*words, "--json", "--database", database).stdout)[0]
    begun = objects(kuaixun(*words, "--limit", "3", "--json", "--database", database).stdout)[0]
    rest = kuaixun(*words, "--before", begun["next"], "--json", "--database", database)
    (following,) = objects(rest.stdout)
    assert begun["items"] + following["items"] == whole["items"]
    assert (following["total"], following["next"]) == (whole["total"], None)


async def test_as_many_are_listed_as_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "long.db"
    long = long_issue(items=250)
    about = [replace(each, title=f"{each.title} on Taobao") for each in long.items]
    async with open_storage(path) as storage:
        await storage.companies.sync(directory().companies)
        await store(storage, replace(long, items=tuple(about)), NOON)
    for words in (["search", "steady"], ["search", "steady sort:best"], ["company", "Taobao"]):
        (found,) = objects(kuaixun(*words, "--limit", "230", "--json", "--database", path).stdout)
        assert (found["total"], len({item["id"] for item in found["items"]})) == (250, 230), words
        (found,) = objects(kuaixun(*words, "--limit", "1000", "--json", "--database", path).stdout)
        assert (len(found["items"]), found["next"]) == (250, None), words


@pytest.mark.parametrize("name", ["Alipay", "支付宝", "alipay"])
def test_a_company_is_found_by_any_of_its_names(database: Path, name: str) -> None:
    (found,) = objects(kuaixun("company", name, "--json", "--database", database).stdout)
    assert found["company"] == "Alipay"
    assert any("支付宝" in item["title"] for item in found["items"])
    assert all("Alipay" in [it["name"] for it in item["companies"]] for item in found["items"])


@pytest.mark.parametrize(
    "words", [["search", "zebra crossing"], ["search", "!!!"], ["company", "No Such Firm"]]
)
def test_nothing_found_is_no_failure(database: Path, words: list[str]) -> None:
    done = kuaixun(*words, "--json", "--database", database)
    (found,) = objects(done.stdout)
    assert (done.returncode, found["total"], found["items"], found["next"]) == (0, 0, [], None)


def test_a_mistyped_company_gets_a_suggestion(database: Path) -> None:
    done = kuaixun("company", "Alibba", "--database", database)
    assert (done.returncode, done.stdout) == (0, "Nothing found.\n")
    assert "did you mean Alibaba" in done.stderr


def test_programs_are_told_whether_a_company_is_known(database: Path) -> None:
    known, near = (
        objects(kuaixun("company", name, "--json", "--database", database).stdout)[0]
        for name in ("Alipay", "Alibba")
    )
    assert (known["known"], known["suggestions"]) == (True, [])
    assert (near["known"], near["suggestions"][0]) == (False, "Alibaba")


@pytest.mark.parametrize("words", [["search", ""], ["company", " "], ["digest", "--language", "fr"]])
def test_what_makes_no_sense_is_wrong_use(database: Path, words: list[str]) -> None:
    assert kuaixun(*words, "--database", database).returncode == 2


def test_a_word_to_leave_out_is_no_option(database: Path) -> None:
    every, without = (
        objects(kuaixun("search", *words, "--json", "--database", database).stdout)[0]["total"]
        for words in (["e-commerce"], ["e-commerce", "-ship", "-alibaba"])
    )
    assert 0 < without < every


def test_a_person_sees_titles_with_their_issue(database: Path) -> None:
    done = kuaixun("search", "支付宝", "--database", database)
    assert done.returncode == 0
    assert "2020-05-21/morning" in done.stdout


def test_stats_count(database: Path) -> None:
    (found,) = objects(kuaixun("stats", "--json", "--database", database).stdout)
    assert (found["issues"], found["items"]) == (5, 60)
    assert (found["first"], found["last"]) == ("2017-04-24", "2023-02-07")
    assert "2017-04-24 to 2023-02-07" in kuaixun("stats", "--database", database).stdout


def test_digest_prints_the_messages_of_an_issue(database: Path) -> None:
    done = kuaixun("digest", "--edition", "evening", "--date", "2019-11-14", "--database", database)
    assert done.returncode == 0
    assert "Nov 14, 2019" in done.stdout
    assert "10. Amazon's" in done.stdout
    assert "<b>" not in done.stdout


@pytest.mark.parametrize(
    "words", [["2019-11-14", "evening"], ["evening", "Nov 14 2019"], ["2019年11月14日晚报"]]
)
def test_the_issue_of_a_digest_is_named_as_in_chat(database: Path, words: list[str]) -> None:
    done = kuaixun("digest", *words, "--database", database)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Evening · Thu, Nov 14, 2019" in done.stdout


def test_what_names_no_issue_is_wrong_use_and_the_form_is_shown(database: Path) -> None:
    unknown = kuaixun("digest", "tomorrowish", "--database", database)
    assert unknown.returncode == 2
    assert "like: 2019-11-14 evening" in unknown.stderr
    assert kuaixun("digest", "evening", "--date", "2019-11-14", "--database", database).returncode == 2


def test_digest_speaks_chinese_and_can_be_short(database: Path) -> None:
    words = ["digest", "--date", "2020-05-21", "--language", "zh", "--style", "headlines"]
    done = kuaixun(*words, "--database", database)
    assert "2020年5月21日" in done.stdout
    assert done.stdout.count("╭") == 1


def test_a_day_without_an_issue_is_told(database: Path) -> None:
    done = kuaixun("digest", "--date", "2019-11-15", "--database", database)
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == "kuaixun: there is no issue of 2019-11-15 in the archive; kuaixun stats tells what is\n"
    )


@pytest.mark.parametrize("words", [["search", "x"], ["company", "JD.com"], ["stats"], ["digest"]])
def test_without_an_archive_the_person_is_told_how_to_make_one(tmp_path: Path, words: list[str]) -> None:
    done = kuaixun(*words, "--database", tmp_path / "none.db")
    assert (done.returncode, done.stdout) == (1, "")
    assert "kuaixun ingest" in done.stderr
    assert not (tmp_path / "none.db").exists()
