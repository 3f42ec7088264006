"""Issues whose titles have no numbers: counted by their place, where enough stand like titles."""

import pytest

from bot.reader import Unreadable, read

HEAD = "#Laogao E-commerce Newsletter# [E-commerce Morning News on June 26] a; b; c...\n\nE-commerce newsletter\n"


def item(n: int, title: str, credit: str = " (36Kr)") -> str:
    return f"{title}\nOn June 25, company {n} said so to the press.{credit}"


@pytest.mark.parametrize(
    "title", ["Company {} opens", "◆ Company {} opens", "- Company {} opens", "## Company {} opens"]
)
@pytest.mark.parametrize("credit", [" (36Kr)", "（来源：36Kr）", "\nComment: Well done."])
def test_titles_without_numbers_are_counted_and_said(title: str, credit: str) -> None:
    text = HEAD + "\n".join(item(n, title.format(n), credit) for n in range(1, 6))
    found = read(text.replace("company 4 said", "company 4, as it is,\nsaid")).issues[0]
    assert [(it.number, it.title) for it in found.items] == [(n, f"Company {n} opens") for n in range(1, 6)]
    assert {it.section for it in found.items} == {"E-commerce newsletter"}
    assert [each.code for each in found.warnings].count("number-gap") == 5


def test_where_some_have_numbers_the_others_are_counted_on() -> None:
    titles = [
        "One opens",
        "Two opens",
        "Three opens",
        "4. Four opens",
        "Five opens",
        "6. Six opens",
        "Seven opens",
    ]
    found = read(HEAD + "\n".join(item(n, title) for n, title in enumerate(titles, 1))).issues[0]
    assert [it.number for it in found.items] == [1, 2, 3, 4, 5, 6, 7]
    assert {it.source for it in found.items} == {"36Kr"}


@pytest.mark.parametrize(
    "text",
    [
        "A letter\nMy dear, it was said in town. (36Kr)\n" * 6,
        HEAD + "\n".join(item(n, f"Company {n} opens") for n in range(1, 4)),
        HEAD + "\n".join(item(n, f"Company {n} opens", "") for n in range(1, 9)),
    ],
)
def test_without_a_header_enough_titles_or_what_closes_them_it_is_no_issue(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


@pytest.mark.parametrize(
    "signs",
    [
        "I. |II. |III. |IV. |V. ", "One, |Two, |Three, |Four, |Five, ", "1/5 |2/5 |3/5 |4/5 |5/5 ",
        "First, |Second, |Third, |Fourth, |Fifth, ", "i) |ii) |iii) |iv) |v) ",
    ],
)  # fmt: skip
def test_a_number_in_words_is_no_part_of_a_title(signs: str) -> None:
    text = HEAD + "\n".join(item(n, f"{sign}Company {n} opens") for n, sign in enumerate(signs.split("|"), 1))
    assert [(it.number, it.title) for it in read(text).issues[0].items] == [
        (n, f"Company {n} opens") for n in range(1, 6)
    ]


def test_items_go_on_where_only_the_first_few_have_numbers() -> None:
    numbered = "\n".join(item(n, f"{n}. Company {n} opens") for n in range(1, 4))
    bare = "\n".join(item(n, f"Company {n} opens") for n in range(4, 7))
    found = read(f"{HEAD}{numbered}\nCross-border e-commerce\n{bare}").issues[0]
    assert [(it.number, it.title, len(it.body)) for it in found.items] == [
        (n, f"Company {n} opens", 1) for n in range(1, 7)
    ]
    assert [it.section for it in found.items[2:4]] == ["E-commerce newsletter", "Cross-border e-commerce"]
    assert [each.code for each in found.warnings].count("number-gap") == 3


def test_a_source_inside_an_item_is_told_of() -> None:
    text = f"{HEAD}{item(1, '1. Company 1 opens')}\nIt is late, they say:\n{item(2, '2. Company 2 opens')}\nIt was late.\nNobody was in by then. (36Kr)"
    found = read(text).issues[0]
    assert [each.line for each in found.warnings if each.code == "source-inside"] == [7]
