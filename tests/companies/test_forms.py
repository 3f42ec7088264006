"""A firm's full name leads to it, whatever legal form, trade and place stand around."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.companies import Directory
from bot.companies.forms import bare_names
from bot.companies.names import has_chinese
from tests.shipped import directory as shipped

LATIN = (
    *(
        "{}, Inc.",
        "{} Co., Ltd.",
        "{} Co.,Ltd",
        "{} LLC",
        "{} GmbH",
        "{}, S.A.",
        "{} Corporation",
        "{} Pte. Ltd.",
    ),
    *("{} Group Holding Ltd", "Beijing {} Technology Co., Ltd.", "{} (China) Co., Ltd.", "{}公司", "{}集团"),
)
CHINESE = (
    *(
        "{}集团",
        "{}公司",
        "{}有限公司",
        "{}集团控股有限公司",
        "{}集团股份有限公司",
        "{}（中国）网络技术有限公司",
    ),
    *(
        "北京{}世纪贸易有限公司",
        "深圳市{}计算机系统有限公司",
        "广东省{}科技有限责任公司",
        "上海{}信息技术（集团）有限公司",
    ),
)


@given(slug=st.sampled_from(sorted(shipped().companies)), data=st.data())
def test_a_firm_is_known_by_its_full_name(slug: str, data: st.DataObject) -> None:
    company = shipped().companies[slug]
    name = data.draw(st.sampled_from(list(filter(None, (company.name, company.chinese)))))
    full = data.draw(st.sampled_from(CHINESE if has_chinese(name) else LATIN)).format(name)
    found = shipped().find(full)
    assert found, full
    listed = shipped().listed
    assert found == company or any(listed(it) == found for it in (full, *bare_names(full))), full


@pytest.mark.parametrize(
    ("full", "slug"),
    [
        ("JD.com, Inc.", "jd"),
        ("JD Logistics, Inc.", "jd-logistics"),
        ("京东物流集团股份有限公司", "jd-logistics"),
        ("ByteDance Ltd", "bytedance"),
        ("阿里巴巴集團控股有限公司", "alibaba"),
        ("北京京东世纪贸易有限公司", "jd"),
        ("中国移动有限公司", "china-mobile"),
        ("Ｊｄ．ｃｏｍ，　Ｉｎｃ．", "jd"),
    ],
)
def test_the_longest_name_that_is_known_is_meant(directory: Directory, full: str, slug: str) -> None:
    found = directory.find(full)
    assert found
    assert found.slug == slug


@pytest.mark.parametrize(
    "text", ["Apple technology", "北京京东", "Taobao limited edition", "JD group buying"]
)
def test_words_beside_a_name_are_no_form_of_a_firm(directory: Directory, text: str) -> None:
    assert directory.find(text) is None


@pytest.mark.parametrize("text", ["Pinduoduo Group", "北京拼多多", "Alibba Group Holding Ltd"])
def test_where_only_a_company_can_be_meant_they_are_left_out(directory: Directory, text: str) -> None:
    assert directory.meant(text)


@pytest.mark.parametrize(
    "text", ["Inc.", "Co., Ltd.", "有限公司", "集团", "北京三快在线科技有限公司", "Foo Bar Inc."]
)
def test_a_form_without_a_known_name_is_nobody(directory: Directory, text: str) -> None:
    assert directory.find(text) is None
    assert directory.meant(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "sale platform",
        "commerce platforms",
        "or a company",
        "The group",
        "跨境电商",
        "how a company",
    ],
)
def test_words_of_the_trade_offer_no_company(directory: Directory, text: str) -> None:
    assert directory.meant(text) is None
    assert directory.suggest(text) == []


@given(st.text(max_size=60))
def test_any_text_is_looked_up(text: str) -> None:
    assert shipped().find(text) is None or shipped().listed(text) or list(bare_names(text))
