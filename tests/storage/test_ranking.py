"""Which of the newest hits come first when the best matches are asked for."""

import pytest

from storage.ranking import Candidate, Wanted, ranked, rarity

LONG = "Some other words of no weight. " * 40


def best(
    *texts: tuple[str, str], asked: tuple[str, ...] = ("garden",), named: dict[int, float] | None = None
) -> list[int]:
    """Ids, from 1, of these titles and bodies, as they are ranked for words."""
    found = [Candidate(number, title, body) for number, (title, body) in enumerate(texts, 1)]
    return ranked(found, [Wanted((word,)) for word in asked], named or {})


def test_a_word_in_the_title_says_more_than_one_in_the_body() -> None:
    assert best(("Gardens", "Nothing"), ("Nothing", "A garden here")) == [1, 2]


def test_more_often_is_better_and_of_two_alike_the_newer() -> None:
    assert best(("", "garden, garden, garden"), ("", "garden and the rest"), ("", "garden and the rest")) == [
        1,
        3,
        2,
    ]


def test_the_same_words_say_less_in_a_long_text() -> None:
    assert best(("", f"A garden. {LONG}"), ("", "A garden.")) == [2, 1]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("companies", "one company, two companies"),
        ("launched", "launching and launches"),
        ("直播", "直播间里的直播"),
        ("直播带货", "直播带货和直播带货"),
        ("淘寶", "淘宝和淘宝"),
        ("live streaming", "live streaming, Live streaming"),
        ("JD.com", "JD.com and jd.com"),
    ],
)
def test_every_form_of_what_is_asked_counts(asked: str, text: str) -> None:
    assert best(("", text), ("", "nothing of it here at all"), asked=(asked,)) == [1, 2]


def test_a_word_within_another_word_is_no_match() -> None:
    assert best(("", "the art of it"), ("", "parties, parts, starts"), asked=("art",)) == [1, 2]


def test_any_spelling_of_a_term_counts_and_a_mention_helps() -> None:
    found = [Candidate(1, "Double 11", ""), Candidate(2, "Other", "")]
    assert ranked(found, [Wanted(("双十一", "double 11"))], {}) == [1, 2]
    assert best(("", "a garden"), ("", "其他"), named={2: 9.0}) == [2, 1]


def test_a_rare_word_weighs_more() -> None:
    found = [Candidate(1, "", "common common quokka"), Candidate(2, "", "common quokka quokka")]
    common, rare = rarity(1000, 1000, 1.0), rarity(10, 100_000, 1.0)
    assert rare > 5 * common
    assert ranked(found, [Wanted(("common",), common), Wanted(("quokka",), rare)], {}) == [2, 1]


def test_what_cannot_be_counted_is_ranked_by_age() -> None:
    assert best(("", "a"), ("", "b"), asked=("!!!",)) == [2, 1]
    assert ranked([], [Wanted(("x",))], {}) == []
