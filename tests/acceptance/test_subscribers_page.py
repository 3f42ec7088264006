"""docs/subscribers.md against the bot: all that it tells a person to write is written, all buttons it names are there."""

import re
from collections.abc import AsyncIterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot.chat.intake.menu import COMMANDS as FOR_ADMINS
from bot.chat.menu import COMMANDS
from bot.chat.register import COMMANDS as ANSWERED
from bot.chat.sayings import saying_meant
from bot.digest.names import EMOJI
from bot.lookup import parse
from bot.lookup.grammar import is_known
from bot.lookup.sentences import as_query
from bot.reader import read
from bot.sandbox.client import Message, UserHandle
from bot.texts import LANGUAGES, for_language
from storage.records import Issue
from tests.acceptance.fortnight import fortnight
from tests.acceptance.stage import Stage, ask, stage
from tests.project.tree import ROOT

PAGE = (ROOT / "docs" / "subscribers.md").read_text("utf-8").partition("\n## English\n")[2]
HALVES = dict(zip(("en", "zh"), PAGE.split("\n## 中文\n"), strict=True))
BOT, CHANNEL = "@bot ", "/channel"
REFUSALS = (
    *("I don't know that command. /help shows what I can do.", "I could not read “{text}” as a time."),
    *("I could not read “{text}” as a day within a year.", "I know no place called {name}."),
    *("I don't know a company called {name}.", "Which time zone?", "Pause until when?", "Which language?"),
    *(
        "There is nothing to look for in {words}.",
        "Nothing found for “{words}”.",
        "You have no subscription.",
    ),
    *(
        "Nothing yet today, {day}.",
        "Not in the archive: {issue}.",
        "Write the morning's and the evening's, like this:",
    ),
    *("What are you looking for? For example:\n{words}", "Which issue? Say morning, evening or weekly."),
)


def written(language: str) -> list[str]:
    """What the page shows to be written, each once."""
    shown = re.findall(r"`([^`]+)`", HALVES[language])
    return [each for each in dict.fromkeys(shown) if each != "@" and not each.isdecimal()]


def named(text: str) -> set[str]:
    """The commands in a part of the page."""
    return set(re.findall(r"`/([a-z]+)(?![\w/])", text))


def refused(language: str) -> re.Pattern[str]:
    """What says in this language that something was not understood or not found."""
    texts = (for_language(language)._texts[each][0] for each in REFUSALS)
    return re.compile("|".join(".+?".join(map(re.escape, re.split(r"\{\w+\}", text))) for text in texts))


@pytest.fixture
async def newsstand(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path, *fortnight(), *samples()) as ready:
        yield ready


def samples() -> tuple[Issue, ...]:
    """The issues that the demo has, and whoever tries what the pages show."""
    return tuple(
        issue for path in sorted((ROOT / "seeds").glob("*.txt")) for issue in read(path.read_bytes()).issues
    )


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path, *samples()) as ready:
        yield ready


async def answer_to(play: Stage, person: UserHandle, text: str) -> Message:
    if text.startswith(CHANNEL):
        made = await play.sandbox.channel("News", creator=person, username=text.partition("@")[2])
        await person.add_bot(made, admin=True, can_post=True)
        await person.wait_reply()
    return await ask(person, text)


@pytest.mark.trial  # the whole page, line by line
@pytest.mark.parametrize("language", LANGUAGES)
async def test_all_that_is_to_be_written_is_understood(newsstand: Stage, language: str) -> None:
    no, wrong = refused(language), {}
    for text in written(language):
        person = await newsstand.subscriber(language)
        if text.startswith(BOT):
            cards = await person.inline(text.removeprefix(BOT))
            assert cards
            assert cards["results"]
            continue
        said = (await answer_to(newsstand, person, text)).text
        found = text.startswith("/") or said.startswith(("🔎", "✅", *EMOJI.values()))
        if not found or no.search(said):
            wrong[text] = said
    assert wrong == {}


def searches(page: str) -> list[str]:
    """What tables of searches show to be written, in their first column."""
    cells = re.findall(r"^\| (`.+?`) \|", page, re.MULTILINE)
    shown = [each for cell in cells for each in re.findall(r"`([^`]+)`", cell)]
    no_search = ("/", "sort:", "排序:")
    return [each for each in shown if not each.startswith(no_search) and saying_meant(each) is None]


async def test_every_search_shown_finds_something_in_the_samples(demo: Stage) -> None:
    shown = searches(PAGE) + searches((ROOT / "docs" / "search.md").read_text("utf-8"))
    assert len(shown) > 40
    nothing = []
    known = partial(is_known, directory=demo.bot.directory)
    for text in shown:
        for asked in (text, as_query(text, date(2022, 1, 21), known)):
            query = parse(asked, demo.bot.directory)
            if query and (await demo.bot.storage.search.find(query, limit=1)).items:
                break
        else:
            nothing.append(text)
    assert nothing == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_issue_of_a_day_it_asks_for_is_among_the_samples(demo: Stage, language: str) -> None:
    person = await demo.subscriber(language)
    (asked,) = re.findall(r"`(/issue \d[^`]+)`", HALVES[language])
    assert not refused(language).search((await ask(person, asked)).text)


async def test_a_number_in_answer_to_a_digest_opens_the_item(newsstand: Stage) -> None:
    person = await newsstand.subscriber()
    digest = await ask(person, "/issue 2019-11-14 morning")
    await person.send("2", reply_to=digest)
    assert "拼多多上线百亿补贴" in (await person.wait_reply()).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_it_names_has_that_label(language: str) -> None:
    labels = {text for forms in for_language(language)._texts.values() for text in forms}
    assert (
        set(re.findall(r"\*\*([^*]+)\*\*", HALVES[language])) - {"A group.", "A channel.", "Any chat."}
        <= labels
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_tells_of_everything_in_the_menu_and_of_nothing_else(language: str) -> None:
    assert set(COMMANDS) <= named(HALVES[language]) <= set(ANSWERED)


def test_both_halves_tell_the_same() -> None:
    assert named(HALVES["en"]) == named(HALVES["zh"])
    assert HALVES["en"].count("\n### ") == HALVES["zh"].count("\n### ")


@pytest.mark.parametrize(
    "page", ["README.md", "docs/intake.md", "docs/operators.md", "docs/search.md", "docs/watching.md"]
)
def test_every_command_of_the_chat_named_in_another_page_exists(page: str) -> None:
    elsewhere = {
        "healthz",
        "metrics",
        "data",
        "setinline",
    }  # a path of ours, a volume, a command of @BotFather's
    known = set(ANSWERED) | set(FOR_ADMINS) | elsewhere
    assert named((ROOT / page).read_text("utf-8")) <= known


def test_the_readme_has_every_command_of_the_menu() -> None:
    assert set(COMMANDS) <= named((ROOT / "README.md").read_text("utf-8"))
