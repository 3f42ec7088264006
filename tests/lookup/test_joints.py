"""`Or`, `and` and `without` in plain words, beside what is known."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.companies import Directory
from bot.lookup import parse
from bot.lookup.joints import taken_apart
from tests.shipped import directory as shipped

NAMES = st.sampled_from([it.chinese or it.name for it in shipped().companies.values()])


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Taobao|Tmall", "Taobao OR Tmall"),
        ("Shopee｜Lazada market", "Shopee OR Lazada market"),
        ("JD Logistics或Cainiao", "JD Logistics OR Cainiao"),
        ("淘宝/天猫", "淘宝 OR 天猫"),
        ("淘宝|天猫或京东", "淘宝 OR 天猫 OR 京东"),
        ("淘宝或天猫|京东 price", "淘宝 OR 天猫 OR 京东 price"),
        ("淘宝、天猫|京东", "淘宝 OR 天猫 OR 京东"),
        ("淘宝|天猫、京东", "淘宝 OR 天猫 OR 京东"),
        ("Taobao or Tmall, live streaming", "Taobao OR Tmall live streaming"),
        ("裁员|淘宝或天猫", "裁员 OR 淘宝 OR 天猫"),
        ("淘宝或天猫|裁员", "淘宝 OR 天猫 OR 裁员"),
        ("淘宝、天猫和京东", "淘宝 天猫 京东"),
        ("淘宝、天猫或京东", "淘宝 OR 天猫 OR 京东"),
        ("Taobao, Tmall, or JD Logistics price", "Taobao OR Tmall OR JD Logistics price"),
        ("Taobao, Tmall and JD", "Taobao Tmall JD"),
        ("淘宝，天猫", "淘宝 天猫"),
        ("双十一和618", "双十一 618"),
        ("Taobao and Tmall", "Taobao Tmall"),
        ("phones AND fruit", "phones fruit"),
        ("phones NOT Apple", "phones -Apple"),
        ("phones without JD Logistics", 'phones -company:"JD Logistics"'),
        ("phones -JD Logistics parcels", 'phones -company:"JD Logistics" parcels'),
        ("phones NOT JD Logistics", 'phones -company:"JD Logistics"'),
        ("phones -JD Logistics -Ant Group", 'phones -company:"JD Logistics" -company:"Ant Group"'),
        ("手机不含苹果", "手机 -苹果"),
        ("电商，除了淘宝", "电商 -淘宝"),
        ("除淘宝以外的电商", "电商 -淘宝"),
        ("除了淘宝，还有电商", "电商 -淘宝"),
        ("phones other than Apple", "phones -Apple"),
        ("company:JD.com, Inc. phones", "company:JD phones"),
        ("source:Yicai|Sina", "source:Yicai source:Sina"),
        ("source:Yicai OR source:Sina", "source:Yicai source:Sina"),
        ("公司:淘宝、天猫", "company:Taobao OR company:Tmall"),
    ],
)
def test_plain_words_say_what_signs_say(directory: Directory, text: str, means: str) -> None:
    assert parse(text, directory) == parse(means, directory)


@given(
    one=NAMES,
    other=NAMES,
    joint=st.sampled_from([("或", " OR "), ("或者", " OR "), ("和", " "), ("、", " ")]),
)
def test_any_two_companies_are_joined(one: str, other: str, joint: tuple[str, str]) -> None:
    word, sign = joint
    assume(
        not any(each in f"{one}{other}" for each in "或和与跟及、，/-:\"'")
        and shipped().find(f"{one}{word}{other}") is None
    )
    assert parse(f"{one}{word}{other}", shipped()) == parse(f"{one}{sign}{other}", shipped())


@pytest.mark.parametrize(
    "text",
    [
        *(
            "或许",
            "和平精英",
            "淘宝或许",
            "苹果和梨",
            "永和大王",
            "AT&T",
            "24/7",
            "'或'",
            "除了淘宝",
            "不含糖",
        ),
        *("life without sugar", "research and development", "not Taobao", '"淘宝或天猫"', "AND"),
    ],
)
def test_words_that_only_look_so_stay_words(directory: Directory, text: str) -> None:
    query = parse(text, directory)
    assert query
    assert " ".join(term.text for term in query.terms) == text.strip('"')
    assert not any(term.exclude for term in query.terms)


def test_what_joins_unknown_words_can_be_tried() -> None:
    assert taken_apart("裁员或上市") == "裁员 OR 上市"
    assert taken_apart("裁员和上市") == "裁员 上市"
    assert taken_apart("和平精英") == ""
