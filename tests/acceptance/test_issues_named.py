"""Asking for an issue by its day: the forms people write, and what cannot be read is named."""

from datetime import date

import pytest

from bot.sandbox.client import UserHandle
from tests.acceptance.stage import Stage, ask
from tests.factories import evening, morning


@pytest.mark.parametrize(
    "said", ["8.11.2019", "2019/11/8", "last friday", "上周五", "6 days ago", "last Friday evening"]
)
async def test_the_day_of_an_issue_is_read_as_people_write_it(
    play: Stage, reader: UserHandle, said: str
) -> None:
    await play.store(evening(date(2019, 11, 8)))
    assert (await ask(reader, f"/issue {said}")).text.startswith("🌙 Evening · Fri, Nov 8, 2019")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/issue 2019-13-45", "I could not read “2019-13-45” as a day.\nWhich issue? Say the day"),
        ("/issue 3/4/2019", "I could not read “3/4/2019” as a day."),
        ("/issue evening soon", "I could not read “soon” as a day."),
        ("/latest 31.11.", "I could not read “31.11.” as a day.\nWhich issue? Say morning"),
        ("/issue 2019-11", "“2019-11” is more than one day; its news: /search on:2019-11\nWhich issue?"),
        ("/issue last week", "“last week” is more than one day; its news: /search on:last-week\nWhich"),
        ("/issue tomorrow", "Not in the archive: Fri, Nov 15, 2019."),
        ("/issue", "Which issue? Say the day"),
    ],
)
async def test_what_cannot_be_read_is_named(reader: UserHandle, said: str, answer: str) -> None:
    assert (await ask(reader, said)).text.startswith(answer)


async def test_one_of_todays_issues_can_be_named(play: Stage, reader: UserHandle) -> None:
    await play.store(morning(date(2019, 11, 14)))
    await play.store(evening(date(2019, 11, 14)))
    assert (await ask(reader, "/today evening")).text.startswith("🌙 Evening · Thu, Nov 14, 2019")
    assert await reader.silent(0.1)
