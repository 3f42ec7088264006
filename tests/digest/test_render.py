"""What a subscriber reads, to the letter."""

from dataclasses import replace
from datetime import date

import pytest

from bot.digest.render import render_digest, render_item
from bot.reader.vocabulary import sources_named
from bot.sandbox.html import parse_html
from bot.texts import for_language
from storage.records import Edition, FoundItem, Style
from tests.digest.golden_files import CASES, FOLDER, path_of, rendered
from tests.factories import evening, item, weekly


@pytest.mark.parametrize("case", CASES)
def test_a_digest_is_as_its_golden_file(case: str) -> None:
    assert rendered(case) == path_of(case).read_text("utf-8")


def test_every_golden_file_has_a_case() -> None:
    assert {file.name for file in FOLDER.iterdir()} == {path_of(case).name for case in CASES}


def test_markup_in_an_issue_is_shown_as_text() -> None:
    odd = item(
        1, "<b>Bold</b> & <blockquote>", "</blockquote><a href='x'>&amp;", source="<i>", comment="****"
    )
    (part,) = render_digest(replace(evening(), items=(odd,)), language="en", style=Style.FULL)
    text, _ = parse_html(part)
    for shown in ("<b>Bold</b> & <blockquote>", "</blockquote><a href='x'>&amp;", "<i>", "****"):
        assert shown in text


def test_what_would_turn_or_hide_text_is_not_sent() -> None:
    odd = item(1, "Pay\u202eno\u200b\x07w\ufeff", "Emoji 👨‍👩‍👧 stay")
    (part,) = render_digest(replace(evening(), items=(odd,)), language="en", style=Style.FULL)
    assert "1. Paynow</b>" in part
    assert "👨‍👩‍👧" in part


def test_known_sections_are_named_in_the_readers_language_and_others_as_printed() -> None:
    known = item(1, "One", section_key="cross-border")
    unknown = replace(item(2, "Two"), section="Yard & Garden")
    issue = replace(evening(), items=(known, unknown))
    (part,) = render_digest(issue, language="zh", style=Style.HEADLINES)
    assert "跨境电商" in part
    assert "Yard &amp; Garden" in part


def test_chinese_readers_see_a_mediums_own_name() -> None:
    known = item(1, "One", source="E-commerce News", source_key="电商报")
    issue = replace(evening(), items=(known, item(2, "Two", source="Blog")))
    for style in Style:
        (chinese,) = render_digest(issue, language="zh", style=style)
        assert "<i>电商报</i>" in chinese
        assert "<i>Blog</i>" in chinese
        (english,) = render_digest(issue, language="en", style=style)
        assert "<i>E-commerce News</i>" in english


def test_a_section_heading_stands_once_above_its_items() -> None:
    (part,) = render_digest(evening(), language="en", style=Style.FULL)
    assert part.count("<b>🔹 E-commerce</b>") == 1


def test_an_issue_without_items_is_still_a_message() -> None:
    (part,) = render_digest(replace(evening(), items=()), language="en", style=Style.FULL)
    assert "Evening" in part


def test_an_opened_item_says_where_it_stood() -> None:
    found = FoundItem(weekly().items[0], Edition.WEEKLY, date(2017, 4, 24), date(2017, 4, 28))
    (part,) = render_item(for_language("en"), found)
    assert "<i>Tianxia Online Merchants · Weekly · Apr 24 – 28, 2017</i>" in part
    assert "💬 Better quality" in part


@pytest.mark.parametrize(
    ("printed", "key", "shown"),
    [
        ("Europe", "亿欧", "EqualOcean (亿欧)"),
        ("EqualOcean", "亿欧", "EqualOcean"),
        ("interface", "界面", "Jiemian (界面)"),
        ("虎嗅网", "虎嗅", "Huxiu (虎嗅)"),
        ("Reuters", "路透社", "Reuters"),
        ("Blog", "Blog", "Blog"),
    ],
)
def test_english_readers_see_no_name_that_is_translated_word_for_word(
    printed: str, key: str, shown: str
) -> None:
    issue = replace(evening(), items=(item(1, "One", source=printed, source_key=key),))
    (part,) = render_digest(issue, language="en", style=Style.FULL)
    assert f"<i>{shown}</i>" in part
    assert sources_named(shown)[0] == sources_named(printed)[0] == key
