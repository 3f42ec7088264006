"""What opens an issue, what goes on with one, and what is only something said to the bot."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.evidence import FULL, goes_on, is_surely_issue, joined, looks_like_issue, units

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("2*.txt"))
QUESTIONS = (
    "taobao",
    "morning news about Taobao and JD.com and everything that happened there yesterday",
    "1. taobao 2. jd.com: what is the difference between these two companies, and who owns them?",
    '("double 11" -Tmall) OR (company:taobao from:2019-11 to:2020-05) section:e-commerce',
    "请问昨天的晚报里关于直播带货的那条消息原文是怎么说的，能不能帮我找一下，谢谢，我记得里面提到了淘宝和京东，还有拼多多的一些数据",
    "",
)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_every_seed_is_an_issue_whole_and_by_its_first_message(seed: Path) -> None:
    text = seed.read_text("utf-8")
    for part in (text, text[:4096], text[:1500]):
        assert looks_like_issue(part)
    assert is_surely_issue(text)


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_none(text: str) -> None:
    assert not looks_like_issue(text)
    assert not is_surely_issue(text)


def test_a_header_with_headlines_opens_one_for_an_admin_and_not_for_others() -> None:
    text = "Evening News: a shop opens in Wuhan; parcels grow; stores close; nobody is surprised..."
    assert looks_like_issue(text)
    assert not is_surely_issue(text)


@pytest.mark.parametrize(
    ("last", "text", "forwarded", "is_next"),
    [
        ("a" * FULL, "tail", False, True),
        ("a" * 100, "tail", False, False),
        ("a" * 100, "tail", True, True),
        ("a" * 100, "4. Fourth\nIt happened.", False, True),
        ("a" * 100, "x" * 300, False, True),
    ],
)
def test_the_next_message_is_the_next_piece_or_a_question(
    last: str, text: str, *, forwarded: bool, is_next: bool
) -> None:
    assert goes_on(last, text, both_forwarded=forwarded) is is_next


def test_a_paragraph_cut_by_the_sender_is_whole_again() -> None:
    english = "word " * 800
    assert joined([english, "goes on."]) == english.rstrip() + " goes on."
    chinese = "字" * 4000
    assert joined([chinese, "接着说。"]) == chinese + "接着说。"
    assert joined([english + "end.", "Next"]) == english + "end.\nNext"
    assert joined([english, "5. Fifth"]) == english + "\n5. Fifth"


@given(pieces=st.lists(st.text(), min_size=1))
def test_no_character_but_white_space_is_lost(pieces: list[str]) -> None:
    assert "".join(joined(pieces).split()) == "".join("".join(pieces).split())


@given(text=st.text(max_size=5000))
def test_any_text_is_decided(text: str) -> None:
    looks_like_issue(text)
    is_surely_issue(text)
    assert units(text) >= len(text)
