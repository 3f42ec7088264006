"""Headline lists in every form, and how they are told from the items below them."""

import pytest

from bot.reader import read
from storage.records import Issue

HEAD = "#Laogao E-commerce Newsletter# [E-commerce Morning News on June 26]"
HEADLINES = ("JD.com opens 200 stores", "Douyin raises its fees", "Couriers ask for gloves")
BODY = (
    "\n\n1. JD.com will open 200 stores\nOn June 25, it said so. (36Kr)\n2. Douyin raises fees\nOn June 25, it did. (36Kr)\n"
    "3. Couriers want gloves\nOn June 25, they asked. (36Kr)"
)


def issue(listed: str) -> Issue:
    found = read(f"{HEAD}\n{listed}{BODY}").issues
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    "listed",
    [
        *(";\n".join(HEADLINES) + "...", "\n".join(f"· {each}" for each in HEADLINES), "\n".join(f"- {each}" for each in HEADLINES)),
        *("\n".join(f"🔸{each}" for each in HEADLINES), "\n".join(HEADLINES), "\n".join(f"{n}. {each}" for n, each in enumerate(HEADLINES, 1))),
        *(f"{label} {'; '.join(HEADLINES)}..." for label in ("Today's highlights:", "Headlines:", "今日导读：", "【要点】", "导读丨")),
        *("\n".join((label, *HEADLINES)) for label in ("Today's headlines:", "【今日要点】", "In this issue:", "**Highlights:**")),
        *("\n".join((label, *HEADLINES)) for label in ("IN THIS ISSUE", "Contents", "目录", "本期看点")),
        "Contents:\n" + "\n".join(f"{each} ........ {n}" for n, each in enumerate(HEADLINES, 1)),
        f"> {'; '.join(HEADLINES)}...",
        "Top news:\n" + "\n".join(f"{n}) {each}" for n, each in enumerate(HEADLINES, 1)),
    ],
)  # fmt: skip
def test_a_list_is_read_in_every_form(listed: str) -> None:
    found = issue(listed)
    assert found.headlines == HEADLINES
    assert [each.title for each in found.items] == [
        "JD.com will open 200 stores",
        "Douyin raises fees",
        "Couriers want gloves",
    ]
    assert found.sections == ()
    assert [each.code for each in found.warnings if each.code in ("leftover", "no-headlines")] == []


def test_one_headline_a_line_may_hold_a_semicolon() -> None:
    listed = ("JD.com opens 200 stores", "Douyin raises its fees; nobody moves", "Couriers ask for gloves")
    assert issue("\n".join(f"- {each}" for each in listed)).headlines == listed
    assert (
        issue(
            "\n".join(
                ("JD.com opens 200 stores; Douyin raises its fees;", "Couriers; their gloves;", "Parcels")
            )
        ).headlines
        != listed
    )


def test_a_header_that_is_printed_twice_has_its_headlines_once() -> None:
    line = f"{'; '.join(HEADLINES)}..."
    assert read(f"{HEAD} {line}\n\n{HEAD} {line}{BODY}").issues[0].headlines == HEADLINES


def test_the_name_of_a_special_issue_is_no_headline() -> None:
    found = read("#老高电商快讯#【2020年中战报】\n2020-06-26" + BODY).issues[0]
    assert (found.headlines, found.edition, str(found.date)) == ((), None, "2020-06-26")


def test_lines_that_no_title_knows_are_no_list() -> None:
    found = issue("Good morning to all of you\nThe weather is fine in Hangzhou")
    assert found.headlines == ()
    assert [each.code for each in found.warnings].count("leftover") == 2


def test_a_bare_list_longer_than_the_items_is_not_taken_for_them() -> None:
    listed = "\n".join(f"{n}. Headline of thing {n}" for n in range(1, 7))
    found = issue(listed)
    assert len(found.headlines) == 6
    assert [each.number for each in found.items] == [1, 2, 3]


@pytest.mark.parametrize(
    "broken",
    [
        "1. JD.com opens 200 stores in Zhejiang; 2.\nDouyin raises its fees for all sellers on the platform; 3.\nCouriers ask for gloves...",
        "JD.com opens 200 stores in Zhejiang Co., Ltd.\nand elsewhere; Douyin raises its fees for all sellers\non the platform; Couriers ask...",
    ],
)
def test_a_list_broken_behind_a_number_or_a_short_form_goes_on(broken: str) -> None:
    found = read(f"{HEAD} {broken}{BODY}").issues[0]
    assert len(found.headlines) == 3
    assert [each.code for each in found.warnings if each.code == "leftover"] == []


@pytest.mark.parametrize(
    ("listed", "headlines"),
    [
        ("Douyin raises fees? JD.com opens 200 stores; Couriers ask", ("Douyin raises fees?", "JD.com opens 200 stores", "Couriers ask")),
        ("Will Amazon leave China? JD.com will open 200 stores; Couriers ask", ("Will Amazon leave China?", "JD.com will open 200 stores", "Couriers ask")),
        ("Is it true? JD.com will open 200 stores; Couriers ask", ("Is it true? JD.com will open 200 stores", "Couriers ask")),
        ("JD.com to open 200 stores! Where? Everywhere; Couriers ask", ("JD.com to open 200 stores! Where? Everywhere", "Couriers ask")),
    ],
)  # fmt: skip
def test_titles_tell_two_headlines_without_a_semicolon_from_one(
    listed: str, headlines: tuple[str, ...]
) -> None:
    assert read(f"{HEAD} {listed}...{BODY}").issues[0].headlines == headlines


def test_a_title_with_a_semicolon_is_one_headline() -> None:
    text = f"{HEAD} Couriers rest; JD.com opens 200 stores; none at night; Sellers wait...\n\n" + "\n".join(
        f"{n}. {title}\nOn June 25, it was so. (36Kr)"
        for n, title in enumerate(("JD.com opens 200 stores; none at night", "Couriers rest"), 1)
    )
    assert read(text).issues[0].headlines == (
        "Couriers rest",
        "JD.com opens 200 stores; none at night",
        "Sellers wait",
    )
