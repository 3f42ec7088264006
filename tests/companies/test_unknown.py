"""Firms that the directory does not know are seen by how they are printed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.companies import Directory, DirectoryError, Recogniser, load_directory
from bot.companies.adding import add_company
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
    slug, made = add_company(path, 'Lemon "Stand" & Co', directory)
    assert slug == "lemon-stand-co"
    second, made = add_company(path, "柠檬铺", made)
    assert made.companies[second].chinese == "柠檬铺"
    again = load_directory(path)
    assert again.companies[slug].name == 'Lemon "Stand" & Co'
    assert Recogniser(again).in_text("檸檬鋪 grows") == (second,)


def test_of_a_link_the_file_it_leads_to_gets_the_company(tmp_path: Path, directory: Directory) -> None:
    file, link = tmp_path / "file.toml", tmp_path / "link.toml"
    file.write_text("# mine\n", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    add_company(link, "Lemon Shop", directory)
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
        add_company(path, name, directory)
    assert path.read_text(encoding="utf-8") == "# mine\n"
    assert list(tmp_path.iterdir()) == [path]
