"""Which slots an issue suits, and how it is rendered for them."""

from dataclasses import replace
from datetime import timedelta

from bot.delivery.match import match
from storage.records import Edition, Issue, Look, Style, WaitingGroup
from tests.delivery.making import DAY, shanghai

ISSUE = Issue("laogao", Edition.EVENING, DAY, received_at=shanghai(18))
GROUP = WaitingGroup(Edition.EVENING, shanghai(18, 30), "en", Style.FULL, None, chats=3)
YESTERDAY = DAY - timedelta(days=1)


def test_one_rendering_for_all_who_want_the_same() -> None:
    groups = [replace(GROUP, after=after) for after in (None, YESTERDAY)]
    (variant,) = match(ISSUE, groups)
    assert variant.look == Look("en", Style.FULL)
    assert variant.groups == tuple(groups)


def test_language_style_and_sections_are_renderings_of_their_own() -> None:
    groups = [GROUP, replace(GROUP, language="zh"), replace(GROUP, style=Style.HEADLINES)]
    groups.append(replace(GROUP, muted=frozenset(["finance"])))
    assert len(match(ISSUE, groups)) == 4


def test_it_is_late_for_slots_that_were_due_before_it_arrived() -> None:
    groups = [GROUP, replace(GROUP, due_at=shanghai(17, 59)), replace(GROUP, due_at=shanghai(18))]
    assert [(variant.look.late, len(variant.groups)) for variant in match(ISSUE, groups)] == [
        (False, 2),
        (True, 1),
    ]


def test_it_is_nothing_for_those_who_had_it_or_a_newer_one() -> None:
    assert match(ISSUE, [replace(GROUP, after=DAY), replace(GROUP, after=DAY + timedelta(days=1))]) == []


def test_nor_for_another_edition() -> None:
    assert match(ISSUE, [replace(GROUP, edition=Edition.MORNING)]) == []


def test_a_weekly_is_as_new_as_its_last_day() -> None:
    weekly = Issue("laogao", Edition.WEEKLY, DAY - timedelta(days=4), DAY, received_at=shanghai(18))
    assert len(match(weekly, [replace(GROUP, edition=Edition.WEEKLY, after=YESTERDAY)])) == 1
