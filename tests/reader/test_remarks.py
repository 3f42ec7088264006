"""Comments under labels that are in no list, and sources behind comments."""

import pytest

from bot.reader import read
from storage.records import Item

HEAD = "#Laogao E-commerce Newsletter# [E-commerce Morning News on June 26]\n\n"
NEWS = "On June 25, sellers shipped all of it."


def items(*ends: str) -> tuple[Item, ...]:
    return (
        read(HEAD + "\n".join(f"{n}. Sellers {n} ship early\n{NEWS}{end}" for n, end in enumerate(ends, 1)))
        .issues[0]
        .items
    )


@pytest.mark.parametrize("label", ["Dianping: ", "Our two cents: ", "锐言：", "【快评】"])
def test_what_stands_behind_most_sources_under_one_label_is_the_comment(label: str) -> None:
    found = items(*(f" (Sina)\n{label}Well {n}." for n in range(3)), " (Sina)")
    assert [it.comment for it in found] == ["Well 0.", "Well 1.", "Well 2.", None]
    assert {it.source for it in found} == {"Sina"}


def test_the_reader_says_that_it_took_a_new_label() -> None:
    text = HEAD + "\n".join(f"{n}. Sellers {n}\n{NEWS} (Sina)\nDianping: Well." for n in range(1, 5))
    assert [each.code for each in read(text).issues[0].warnings].count("new-label") == 1


@pytest.mark.parametrize(
    "ends",
    [(" (Sina)\nNote: one.",) * 2 + (" (Sina)",) * 3, tuple(f" (Sina)\nNote {n}: x." for n in range(5))],
)
def test_a_label_that_few_items_have_is_left_over(ends: tuple[str, ...]) -> None:
    assert {it.comment for it in items(*ends)} == {None}


@pytest.mark.parametrize("credit", ["——Sina", "Source: Harbour Post", "(Sina)", "来源：城北晚讯"])
def test_a_source_may_stand_behind_the_comment(credit: str) -> None:
    found = items(*(f"\nComment: Well done.\n{credit}" for _ in range(4)))
    assert {(it.body, it.comment) for it in found} == {((NEWS,), "Well done.")}
    assert {it.source for it in found} == {credit.strip("—()").split(": ")[-1].split("：")[-1]}


def test_names_nobody_knows_stand_behind_comments_where_all_do() -> None:
    names = ["Harbour Post", "Weibo", "Lantern Weekly", "城北晚讯"]
    assert [it.source for it in items(*(f"\n点评：好。\n——{name}" for name in names))] == names


def test_a_name_alone_is_the_source_where_nearly_all_items_end_so() -> None:
    names = ["Harbour Post", "Weibo", "Lantern Weekly", "城北晚讯"]
    for gap in ("\n", "\n\n"):
        found = items(*(f"{gap}{name}" for name in names))
        assert [it.source for it in found] == names
        assert {(it.section, it.body) for it in found} == {(None, (NEWS,))}


def test_headings_of_a_few_items_stay_headings() -> None:
    found = items(" (Sina)", " (Sina)\nHome goods", " (Sina)", " (Sina)\n\nToys and games", " (Sina)")
    assert [it.section for it in found] == [None, None, "Home goods", "Home goods", "Toys and games"]


@pytest.mark.parametrize("last", ["They shipped again.", "and so on", "1,200 parcels", "It was late, too"])
def test_last_lines_that_are_no_names_are_text(last: str) -> None:
    assert {it.source for it in items(*(f"\n{last}" for _ in range(5)))} == {None}
