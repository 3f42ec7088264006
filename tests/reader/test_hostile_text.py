"""Nothing that can be in a file crashes the reader, takes longer than its length allows, or loses a word in silence."""

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reader import Unreadable, read
from bot.reader.issue import MAX_NUMBERED
from bot.reader.kinds import Kind, mark
from bot.reader.lines import clean, lines_of, same_words
from storage.records import Issue
from tests.reader.printing import FORMS, Form
from tests.reader.test_round_trip import SEEDS, an_issue

SEED_FILES = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
PIECES = st.sampled_from(
    ["1. ", "2.", "3、", "(Source: X)", "（电商报）", "Comment: ", "[", "】", "#Laogao E-commerce Newsletter#", "Morning News:", "\n", "\n\n", ";",
     "...", "November 14", "11月14日", "2019", "<p>", "< a>", "&amp;", "\x00", "\u202e", "E-commerce newsletter", "Title", "text. ", "一", "\ufffd", "😀"]
)  # fmt: skip


@settings(max_examples=300)
@given(text=st.text(max_size=300) | st.lists(PIECES, max_size=60).map("".join))
def test_no_text_crashes_the_reader(text: str) -> None:
    try:
        reading = read(text)
    except Unreadable:
        return
    assert all(item.title for issue in reading.issues for item in issue.items)


@settings(max_examples=200)
@given(data=st.binary(max_size=400))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read(data)


def told(issue: Issue) -> str:
    """Everything a reading says: items, headlines, sections and warnings."""
    parts = [*issue.headlines, *issue.sections, *(warning.message for warning in issue.warnings)]
    for item in issue.items:
        parts += [item.title, *item.body, item.source or "", item.comment or ""]
    return same_words(" ".join(parts))


LABELS = {"source", "from", "comment", "来源", "來源", "点评", "點評"}
KNOWN_EMPTY = {
    Kind.MASTHEAD,
    Kind.CHROME,
    Kind.SLOGAN,
    Kind.FOOTER,
    Kind.WEAK_FOOTER,
    Kind.NOISE,
    Kind.REACTIONS,
}


def assert_nothing_lost(text: str) -> None:
    issue = read(text).issues[0]
    everything = told(issue)
    in_footer = False
    for line in lines_of(clean(text)):
        marked = mark(line)
        in_footer = in_footer or marked.kind is Kind.FOOTER
        if marked.kind in KNOWN_EMPTY or in_footer:
            continue
        for word in re.split(r"\W+", marked.rest or line.text):
            lost = same_words(word) not in everything and word.lower() not in LABELS
            assert not lost, f"{word!r} of line {line.number} is nowhere"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@settings(max_examples=8)
@given(seed=SEEDS)
def test_every_word_is_in_an_item_or_in_a_warning(form: Form, seed: int) -> None:
    assert_nothing_lost(form.render(an_issue(seed, form, hard=True)))


@pytest.mark.parametrize("path", SEED_FILES, ids=lambda path: path.stem)
def test_every_word_of_the_samples_is_accounted_for(path: Path) -> None:
    assert_nothing_lost(path.read_text("utf-8"))


def test_a_stray_paragraph_is_a_warning_with_its_line() -> None:
    text = "#Laogao E-commerce Newsletter# [November 14 E-commerce Evening News] a; b; c...\n\n1. One\nText. (36Kr)\nBuy now at our shop, it is cheap!\n2. Two\nText. (36Kr)\n"
    issue = read(text).issues[0]
    assert [(w.code, w.line) for w in issue.warnings if w.code == "leftover"] == [("leftover", 5)]
    assert "Buy now" in next(w.message for w in issue.warnings if w.code == "leftover")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"Click to register to apply to join - Laogao E-commerce Club.\n,", "no items found"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"PK\x03\x04rest", "zip"),
        (bytes(range(256)) * 20, "binary"),
        (b"x" * 8_000_001, "too large"),
        (b"".join(b"%d. t\nb\n" % n for n in range(MAX_NUMBERED + 1)), "numbered lines"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_issue_is_refused_with_the_reason(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read(data)


BAIT = {
    "parentheses": "1. t\n" + "(" * 300_000,
    "closing parentheses": "1. t\n" + ")" * 300_000,
    "digits and dots": "1. t\n" + "1." * 150_000,
    "dates": "1. t\n" + "November 14 " * 30_000,
    "years": "1. t\n" + "2019 " * 60_000,
    "one long word": "1. t\n" + "a" * 300_000,
    "question marks": "1. t\n" + "?" * 300_000 + "(X)",
    "brands": "#laogao " * 40_000,
    "editions": "morning news " * 25_000,
    "broken tags": "1. t\n" + "< a " * 75_000,
    "headlines": "#Laogao E-commerce News# [May 1 E-commerce Morning News] "
    + "1. a; " * 50_000
    + "\n1. t\nb",
    "numbered lines": "1. a\n" * 15_000,
    "cut messages": "小明 12:30\nhello there\n" * 7_000,
}


@pytest.mark.trial
@pytest.mark.timeout(30)
@pytest.mark.parametrize("bait", BAIT, ids=str)
def test_bait_for_slow_patterns_is_read_or_refused(bait: str) -> None:
    """A pattern that backtracks would not be done within the age of the world; `make bench` has the figures."""
    with contextlib.suppress(Unreadable):
        read(BAIT[bait])
