"""An operator's own file adds and changes; a mistake in it is told with file and entry."""

from pathlib import Path

import pytest

from bot.companies import DirectoryError, Recogniser, load_directory
from bot.companies.own_file import adding, removing


def written(folder: Path, text: str) -> Path:
    path = folder / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_company_of_ones_own_is_found_and_recognised(tmp_path: Path) -> None:
    directory = load_directory(
        written(
            tmp_path,
            '[company.lemon-shop]\nname = "Lemon Shop"\nzh = "柠檬铺"\nparent = "jd"\nkind = "platform"\n',
        )
    )
    assert Recogniser(directory).in_text("檸檬鋪 opens on Tmall") == ("lemon-shop", "tmall")
    assert "lemon-shop" in directory.family("jd")


def test_a_field_given_replaces_and_a_list_given_adds(tmp_path: Path) -> None:
    directory = load_directory(
        written(tmp_path, '[company.vipshop]\nname = "VIP Shop Inc"\nalso = ["Weipin"]\n')
    )
    assert directory.companies["vipshop"].name == "VIP Shop Inc"
    assert {directory.find(name) for name in ("Weipin", "唯品会", "Vip.com")} == {
        directory.companies["vipshop"]
    }


def test_a_name_of_ours_can_be_forgotten(tmp_path: Path) -> None:
    directory = load_directory(written(tmp_path, '[company.sf-express]\nwithout = ["SF"]\n'))
    assert Recogniser(directory).in_text("SF novels sell well") == ()
    assert directory.find("顺丰") is directory.companies["sf-express"]


def test_a_rule_makes_a_common_word_usable(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[company.bloom]\nname = "Bloom"\n[[rule]]\ncompany = "bloom"\nnames = ["Bloom"]\nquoted = true\n',
    )
    recogniser = Recogniser(load_directory(path))
    assert recogniser.in_text('the shop "Bloom" opens') == ("bloom",)
    assert recogniser.in_text("Bloom of peach trees") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[company.x", "cannot be read"),
        ('[firm.x]\nname = "X"', "firm"),
        ('[company.Bad_Slug]\nname = "Qxz"', "Bad_Slug"),
        ('[company.qxz]\nzh = "某某"', "has no name"),
        ('[company.qxz]\nname = "Qxz"\ncolour = "red"', "unknown field colour"),
        ('[company.qxz]\nname = "Qxz"\nkind = "shoe"', "unknown kind shoe"),
        ('[company.qxz]\nname = "Qxz"\nalso = "Q"', "also must be a list"),
        ('[company.qxz]\nname = "Qxz"\nparent = "nobody"', "unknown parent nobody"),
        ('[company.qxz]\nname = "Qxz"\nalso = ["淘寶"]', "belongs to"),
        ('[company.qxz]\nname = "Taobao"', "belongs to"),
        ('[company.alibaba]\nparent = "taobao"', "owns itself"),
        ('[[rule]]\ncompany = "nobody"\nnames = ["Q"]\nquoted = true', "unknown company nobody"),
        ('[[rule]]\ncompany = "jd"\nnames = ["Q"]', "has no condition"),
        ('[[rule]]\ncompany = "jd"\nquoted = true', "has no names"),
        ('[[rule]]\ncompany = "jd"\nnames = ["Q"]\nnearby = ["x"]', "unknown condition nearby"),
        ('[[rule]]\ncompany = "jd"\nnames = ["Q"]\nnear = ["@nothing"]', "no word list nothing"),
        ('[company.alibaba]\nalso = ["淘寶"]', "company alibaba: the name 淘宝 belongs to taobao too"),
        ("[words]\nx = [3]", "lists of texts"),
        ("rule = 3", "must be tables"),
        ('also_words = ["Qxzq"]', "is no company's name"),
        ('phrases = ["Taobao"]', "is a company's name"),
        ('phrases = "Taobao"', "must be a list"),
    ],
)
def test_a_mistake_is_told_with_the_path_as_given_and_the_entry(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DirectoryError, match=told) as raised:
        load_directory(written(tmp_path, text))
    assert str(raised.value).startswith(f"{tmp_path / 'ours.toml'}: ")
    assert "\n" not in str(raised.value).strip()


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match=r"absent\.toml"):
        load_directory(tmp_path / "absent.toml")


@pytest.mark.parametrize(
    "printed",
    ["Brightwave 亮波", "亮波 Brightwave", "Brightwave (亮波)", "亮波（Brightwave）", "Brightwave / 亮波"],
)
def test_a_name_in_two_scripts_is_added_as_two(tmp_path: Path, printed: str) -> None:
    edit = adding(tmp_path / "ours.toml", [printed], load_directory())
    assert edit.slug == "brightwave"
    assert edit.text.endswith('[company.brightwave]\nname = "Brightwave"\nzh = "亮波"\n')
    assert Recogniser(edit.directory).in_text("亮波上线新品") == ("brightwave",)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Page Two书店", "page-twoshudian"),
        ("QQ 亮波", "qq-liangbo"),
        ("亮波（中国）", "liangbo-zhongguo"),
        ("亮波", "liangbo"),
    ],
)
def test_a_name_that_is_one_stays_one_and_its_key_is_how_it_is_said(
    tmp_path: Path, name: str, slug: str
) -> None:
    edit = adding(tmp_path / "ours.toml", [name], load_directory())
    assert (edit.names, edit.slug) == ((name,), slug)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Foo\nBar", r"'Foo\\nBar' cannot be a name: it is of several lines"),
        ('Foo"]bar', "cannot be a name: no name has such quotes or brackets"),
        ("Brightwave (亮波", "cannot be a name: no name has such quotes or brackets"),
        ("Q" * 81, "longer than 80 characters"),
        ("…", "'…' cannot be a name"),
        ("retail", "'retail' is listed as a misprint of LST 零售通, and a rule says where it means that"),
        ("马云", "is listed as the name of a person of Alibaba 阿里巴巴"),
        ("taobao", "'taobao' is Taobao already"),
    ],
)
def test_what_cannot_be_added_is_told_with_its_reason(tmp_path: Path, name: str, told: str) -> None:
    with pytest.raises(DirectoryError, match=told):
        adding(tmp_path / "ours.toml", [name], load_directory())


def test_what_is_taken_out_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '# Ours.\n\n[company.qxz]\nname = "Qxz"\n\n# By hand.\n[[rule]]\ncompany = "jd"\nnames = ["Q"]\nquoted = true\n',
    )
    before = path.read_text("utf-8")
    for name in ("亮波", "Brightwave", "Lemon Lane"):
        adding(path, [name], load_directory(path)).write()
    for name in ("Brightwave", "Lemon Lane", "亮波"):
        removing(path, name, load_directory(path)).write()
    assert path.read_text("utf-8") == before
    removing(path, "qxz", load_directory(path)).write()
    assert path.read_text("utf-8") == before.replace('[company.qxz]\nname = "Qxz"\n\n', "")
