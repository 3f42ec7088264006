"""The directory that ships is whole, and any name of a company leads to it."""

import opencc
import pytest

from bot.companies import Directory
from bot.companies.entries import NameKind
from bot.companies.names import key


def test_it_covers_the_field(directory: Directory) -> None:
    assert len(directory.companies) >= 450
    kinds = {company.kind for company in directory.companies.values()}
    assert {
        "platform",
        "logistics",
        "payment",
        "grocery",
        "video",
        "retail",
        "brand",
        "cross-border",
    } <= kinds


def test_every_company_is_found_by_its_english_and_chinese_name_and_slug(directory: Directory) -> None:
    for slug, company in directory.companies.items():
        assert directory.find(company.name) is company
        assert company.chinese is None or directory.find(company.chinese) is company
        assert directory.get(slug) is company


def test_every_name_leads_to_its_company_or_to_one_that_shares_it_by_rule(directory: Directory) -> None:
    shared = {key(name) for rule in directory.rules for name in rule.names}
    names = [name for entry in directory.entries.values() for name in entry.names]
    shared |= {key(name.text) for name in names if name.kind is NameKind.SHORT}
    for entry in directory.entries.values():
        for name in entry.names:
            found = directory.find(name.text)
            assert found is not None, name
            assert found is entry.company or key(name.text) in shared, name


@pytest.mark.parametrize(
    ("name", "slug"),
    [("李佳琦", "meione"), ("Viya", "qianxun"), ("董宇辉", "yuhui"), ("有货", "yoho"), ("易迅", "yixun")],
)
def test_a_name_that_is_never_recognised_can_be_asked_for(directory: Directory, name: str, slug: str) -> None:
    found = directory.find(name)
    assert found
    assert found.slug == slug


@pytest.mark.parametrize("name", ["TikTok", "Temu", "OPPO", "vivo", "eBay", "Meta", "IBM"])
def test_nobody_is_called_in_chinese_as_chinese_never_calls_it(directory: Directory, name: str) -> None:
    found = directory.find(name)
    assert found
    assert found.chinese is None


def test_traditional_characters_find_what_simplified_ones_do(directory: Directory) -> None:
    traditional = opencc.OpenCC("s2t")
    for company in directory.companies.values():
        if company.chinese:
            assert directory.find(traditional.convert(company.chinese)) is company


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("淘寶", "taobao"),
        ("ＴＡＯＢＡＯ", "taobao"),
        ("jd", "jd"),
        ("JD.COM", "jd"),
        ("sf express", "sf-express"),
        ("Shentong", "sto-express"),
        ("L’Oréal", "loreal"),
        ("loreal", "loreal"),
        ("p&g", "p-and-g"),
        ("take some time", "huadianshijian"),
        ("Hua Dian Shi Jian", "huadianshijian"),
        ("Reek", "relx"),
        ("lie down", "tangping"),
        ("meidi", "midea"),
        ("9988.HK", "alibaba"),
        ("Jack Ma", "alibaba"),
        ("TikTok", "tiktok"),
        ("抖音", "douyin"),
        ("鹅厂", "tencent"),
        ("狗东", "jd"),
        ("小破站", "bilibili"),
        ("sto-express", "sto-express"),
    ],
)
def test_people_ask_in_many_ways(directory: Directory, asked: str, slug: str) -> None:
    found = directory.find(asked)
    assert found is not None
    assert found.slug == slug


@pytest.mark.parametrize("asked", ["", "   ", "!?", "nobody of that name", "没有这家公司"])
def test_what_is_no_name_finds_nobody(directory: Directory, asked: str) -> None:
    assert directory.find(asked) is None


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("pinduodu", "pinduoduo"),
        ("aliexpres", "aliexpress"),
        ("Xiaohongsu", "xiaohongshu"),
        ("拼多", "pinduoduo"),
        ("陶宝", "taobao"),
        ("拼多朵", "pinduoduo"),
        ("精东", "jd"),
        ("啊里巴巴", "alibaba"),
    ],
)
def test_a_slip_of_the_finger_is_suggested_first(directory: Directory, typed: str, slug: str) -> None:
    assert directory.suggest(typed)[0].slug == slug


@pytest.mark.parametrize("typed", ["VAT", "are a bot", "社区团购", "weather", "vase", "电商"])
def test_what_is_not_really_near_is_not_suggested(directory: Directory, typed: str) -> None:
    assert directory.suggest(typed) == []


def test_one_character_suggests_the_best_known_that_begin_so(directory: Directory) -> None:
    assert "taobao" in [company.slug for company in directory.suggest("淘")]
    assert directory.suggest("t") == []


def test_a_name_of_three_that_sounds_alike_is_meant(directory: Directory) -> None:
    meant = directory.meant("拼多朵")
    assert meant
    assert meant.slug == "pinduoduo"
    assert directory.meant("陶宝") is None


def test_suggestions_are_few_different_and_none_for_nonsense(directory: Directory) -> None:
    suggested = directory.suggest("taobo", limit=2)
    assert 1 <= len(suggested) <= 2
    assert len({company.slug for company in suggested}) == len(suggested)
    assert directory.suggest("qqqqzzzzxxxxwwww") == []
    assert directory.suggest("") == []


def test_a_family_is_everything_a_company_owns_at_any_depth(directory: Directory) -> None:
    family = directory.family("alibaba")
    assert family[0] == "alibaba"
    assert {"taobao", "tmall", "tmall-global", "cainiao", "lazada"} <= set(family)
    assert "jd" not in family
    assert directory.family("ofo") == ("ofo",)


def test_persons_are_no_aliases_to_show(directory: Directory) -> None:
    alibaba = directory.companies["alibaba"]
    assert "Jack Ma" not in alibaba.aliases
    assert any(
        name.text == "Jack Ma" for name in directory.entries["alibaba"].names if name.kind is NameKind.PERSON
    )
