"""What a mention says: which company, by which words, and where first."""

from hypothesis import given
from hypothesis import strategies as st

from bot.companies import Directory, Recogniser
from storage.records import Item, Mention, Place
from tests import shipped

DIRECTORY = shipped.directory()
RECOGNISER = shipped.recogniser()
NAMES = sorted({name.text for entry in DIRECTORY.entries.values() for name in entry.names})
QUIET = ["zzz", "嗯嗯", "qqq, ", "\n", " — ", "…", "ﬁ", "７", " "]
"""Text that names nobody and is near to nothing."""


def item(title: str, *body: str, comment: str | None = None, section: str | None = None) -> Item:
    return Item(position=1, number=1, title=title, body=body, comment=comment, section_key=section)


def text(words: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), max_size=12).map("".join)


def test_a_company_is_mentioned_once_where_it_is_first_seen(recogniser: Recogniser) -> None:
    mentions = recogniser.mentions(
        item(
            "京東 cuts prices",
            "JD.com and Taobao answer.",
            "Tmall too.",
            comment="Taobao again, and Vipshop.",
        )
    )
    assert mentions == (
        Mention("jd", "京東", Place.TITLE),
        Mention("taobao", "Taobao", Place.BODY),
        Mention("tmall", "Tmall", Place.BODY),
        Mention("vipshop", "Vipshop", Place.COMMENT),
    )


def test_the_alias_is_cut_as_printed_whatever_was_folded(recogniser: Recogniser) -> None:
    printed = "ﬁve shops: ＪＤ．ＣＯＭ, L’Ore\u0301al and 淘寶"
    assert [mention.alias for mention in recogniser.mentions(item(printed))] == [
        "ＪＤ．ＣＯＭ",
        "L’Ore\u0301al",
        "淘寶",
    ]


def test_the_longest_name_wins(recogniser: Recogniser) -> None:
    assert recogniser.in_text("JD Logistics opens") == ("jd-logistics",)
    assert recogniser.in_text("京东方与京东") == ("boe", "jd")
    assert recogniser.in_text("Alibaba Cloud") == ("alibaba-cloud",)
    assert recogniser.in_text("Sina Weibo's revenue") == ("weibo",)


def test_a_source_is_no_mention(recogniser: Recogniser) -> None:
    sourced = Item(position=1, number=1, title="Rules change", source="Alibaba", source_key="阿里巴巴")
    assert recogniser.mentions(sourced) == ()


def test_a_nickname_is_asked_for_and_not_read(recogniser: Recogniser) -> None:
    assert recogniser.mentions(item("元宇宙厂商在养猪厂开会")) == ()


def test_the_section_tells_the_real_tiktok(recogniser: Recogniser) -> None:
    printed = "TikTok changes the rules for shops"
    assert [mention.slug for mention in recogniser.mentions(item(printed))] == ["douyin"]
    assert [mention.slug for mention in recogniser.mentions(item(printed, section="cross-border"))] == [
        "tiktok"
    ]


def test_one_item_can_name_both(recogniser: Recogniser) -> None:
    printed = "Douyin tests takeaway; TikTok's overseas shops grow, Kuaishou follows"
    assert recogniser.in_text(printed) == ("douyin", "tiktok", "kuaishou")


def test_an_empty_text_names_nobody(recogniser: Recogniser) -> None:
    assert recogniser.mentions(item("")) == ()
    assert recogniser.in_text("") == ()


@given(st.text(), st.lists(st.text(), max_size=3), st.none() | st.text())
def test_any_text_is_read(title: str, body: list[str], comment: str | None) -> None:
    RECOGNISER.mentions(item(title, *body, comment=comment))


@given(text([*NAMES, *QUIET]), st.lists(text([*NAMES, *QUIET]), max_size=3), text([*NAMES, *QUIET]))
def test_every_alias_is_words_of_its_place(title: str, body: list[str], comment: str) -> None:
    mentions = RECOGNISER.mentions(item(title, *body, comment=comment))
    places = {Place.TITLE: title, Place.BODY: "\n".join(body), Place.COMMENT: comment}
    for mention in mentions:
        assert mention.alias in places[mention.place]
        assert mention.slug in DIRECTORY.companies
    assert len({mention.slug for mention in mentions}) == len(mentions)


@given(text([*NAMES, *QUIET]), text(QUIET))
def test_text_that_names_nobody_changes_nothing(body: str, more: str) -> None:
    before = RECOGNISER.mentions(item("zzz", body))
    assert RECOGNISER.mentions(item("zzz", body, more)) == before


def test_every_plain_chinese_name_is_recognised_between_other_words(directory: Directory) -> None:
    doubtful = {name for rule in directory.rules for name in rule.names}
    for company in directory.companies.values():
        if company.chinese and company.chinese not in doubtful and company.kind != "research":
            assert company.slug in RECOGNISER.in_text(f"嗯，{company.chinese}，嗯"), company
