"""Firms that the directory does not know are seen by how they are printed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.companies import Directory, DirectoryError, Recogniser, load_directory
from bot.companies.own_file import adding, removing
from bot.companies.unknown import unknown_in
from tests import shipped
from tests.factories import item


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Lemonade Stand Technology Co., Ltd. opens a shop", ["Lemonade Stand"]),
        ("The court fined Quokka Express Inc. for its boxes", ["Quokka Express"]),
        ("由杭州柠檬铺网络科技有限公司运营", ["柠檬铺"]),
        ("柠檬铺股份有限公司上市", ["柠檬铺"]),
        ("Lemonly announced a new round", ["Lemonly"]),
        ("Taobao announced a new round, Alibaba Group Holding Ltd said", []),
        ("杭州阿里巴巴网络科技有限公司", []),
        ("The Ministry of Commerce released data", []),
        ("Yesterday launched nothing", []),
        ("no firm here", []),
    ],
)
def test_firms_by_their_form(directory: Directory, title: str, names: list[str]) -> None:
    assert [found.name for found in unknown_in(item(1, title), directory)] == names


def test_the_form_of_a_firm_is_sure_and_a_verb_is_not(directory: Directory) -> None:
    found = unknown_in(item(1, "Lemonly launched a shop", "Quokka Co., Ltd. closed one."), directory)
    assert {each.name: each.sure for each in found} == {"Quokka": True, "Lemonly": False}


@given(st.text(max_size=300))
def test_any_text_is_looked_through(text: str) -> None:
    for found in unknown_in(item(1, text), shipped.directory()):
        assert found.name.strip()


def test_a_company_is_added_to_the_operators_file(tmp_path: Path, directory: Directory) -> None:
    path = tmp_path / "deep" / "ours.toml"
    first = adding(path, ['Lemon "Stand" & Co'], directory)
    assert not path.exists()
    first.write()
    assert first.slug == "lemon-stand-co"
    second = adding(path, ["柠檬铺", "Lemonly", "檸檬鋪", "Lemon Lane"], first.directory)
    second.write()
    again = load_directory(path)
    assert again.companies[first.slug].name == 'Lemon "Stand" & Co'
    added = again.companies["lemonly"]
    assert (added.name, added.chinese, added.aliases) == ("Lemonly", "柠檬铺", ("Lemon Lane",))
    assert Recogniser(again).in_text("檸檬鋪 grows") == ("lemonly",)


def test_what_was_added_is_taken_out_again_and_the_rest_stays(tmp_path: Path, directory: Directory) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(
        '# mine\n[company.quokka]\nname = "Quokka"\nalso = [\n  "Qk",\n]\n\n# of JD I know more\n'
        '[company.jd] # ours\nalso = ["Jingxi Ok"]\n\n[company."zorkly"]\nname = "Zorkly"\n',
        encoding="utf-8",
    )
    for name in ("Qk", "zorkly"):
        removing(path, name, load_directory(path)).write()
    assert path.read_text("utf-8") == (
        '# mine\n\n# of JD I know more\n[company.jd] # ours\nalso = ["Jingxi Ok"]\n'
    )
    removing(path, "京东", load_directory(path)).write()
    made = load_directory(path)
    assert made.companies == directory.companies
    adding(path, ["Quokka"], made).write()
    assert "quokka" in load_directory(path).companies


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("", "taobao", "is one of those that are shipped"),
        ("", "Nobody Knows", "no company known as 'Nobody Knows'"),
        ('company.zork = {name = "Zork"}\n', "zork", "by hand"),
        (
            '[company.zork]\nname = "Zork"\n[company.zorkling]\nname = "Zorkling"\nparent = "zork"\n',
            "zork",
            "company zorkling: unknown parent zork",
        ),
    ],
)
def test_what_cannot_be_taken_out_is_told(tmp_path: Path, text: str, name: str, told: str) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DirectoryError, match=told):
        removing(path, name, load_directory(path))


def test_of_a_link_the_file_it_leads_to_gets_the_company(tmp_path: Path, directory: Directory) -> None:
    file, link = tmp_path / "file.toml", tmp_path / "link.toml"
    file.write_text("# mine\n", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    adding(link, ["Lemon Shop"], directory).write()
    assert link.is_symlink()
    assert "lemon-shop" in load_directory(file).companies
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["", "  ", "Taobao", "淘寶", "a" * 81, "x\ny\0", "旧金山"])
def test_what_cannot_be_added_leaves_the_file_as_it_was(
    tmp_path: Path, directory: Directory, name: str
) -> None:
    path = tmp_path / "ours.toml"
    path.write_text("# mine\n", encoding="utf-8")
    with pytest.raises(DirectoryError):
        adding(path, [name], directory).write()
    assert path.read_text(encoding="utf-8") == "# mine\n"
    assert list(tmp_path.iterdir()) == [path]
