"""The catalogue holds what the code says, in both languages, and nothing else."""

import re
import shutil
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from runpy import run_path

import pytest
from babel.messages.catalog import Catalog

from bot.digest.html import bold
from bot.spacing import filled
from bot.texts import LANGUAGES, Texts, chat_language, for_language

ROOT = Path(__file__).parents[2]


@cache
def in_code() -> set[str]:
    """Every text of the program, by its first form."""
    found = run_path(str(ROOT / ".ci" / "texts.py"))["in_code"]()
    return {_first(message) for message in found}


def _first(message: str | tuple[str, ...]) -> str:
    return message if isinstance(message, str) else message[0]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def entries(language: str) -> Iterator[tuple[str, str]]:
    for key, forms in Texts(language)._texts.items():
        if key:
            yield from ((key, form) for form in forms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing_and_none_is_unused(language: str) -> None:
    assert {key for key, _ in entries(language)} == in_code()


def test_what_has_to_be_filled_is_told_of_each_language(tmp_path: Path) -> None:
    """A text that depends on a number, too: all its forms have to be filled."""
    tool = run_path(str(ROOT / ".ci" / "texts.py"))
    template = Catalog()
    for text in ("Policy", "Quite new", ("{n} item", "{n} items"), ("{n} quokka", "{n} quokkas")):
        template.add(text)
    for language in LANGUAGES:
        copied = tmp_path / language / "LC_MESSAGES" / "kuaixun.po"
        copied.parent.mkdir(parents=True)
        shutil.copy(ROOT / "bot" / "locale" / language / "LC_MESSAGES" / "kuaixun.po", copied)
        assert tool["updated"](copied, template) == (4, ["Quite new", "{n} quokka"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_filled_and_keeps_its_fields(language: str) -> None:
    wrong = [key for key, text in entries(language) if not text or fields(text) != fields(key)]
    assert wrong == []


def test_english_says_what_the_code_says() -> None:
    assert [key for key, text in entries("en") if text != key and "{n}" not in key] == []


def test_chinese_is_chinese() -> None:
    """Full-width punctuation, no English left over but names and commands."""
    for _, text in entries("zh"):
        bare = re.sub(r"\{\w+\}|/\w+|English|JD\.com|Telegram|Ctrl-C", "", text)
        assert re.search(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", bare), text
        assert not re.search(r"[a-z]{3,}|[\u4e00-\u9fff][,;!?:]", bare), text


@pytest.mark.parametrize(
    ("number", "english", "chinese"), [(0, "0 items", "0条"), (1, "1 item", "1条"), (2, "2 items", "2条")]
)
def test_numbers_take_their_form(number: int, english: str, chinese: str) -> None:
    assert for_language("en").n("{n} item", "{n} items", number) == english
    assert for_language("zh").n("{n} item", "{n} items", number) == chinese


@pytest.mark.parametrize(
    ("code", "language"),
    [("zh", "zh"), ("zh-hans", "zh"), ("ZH-TW", "zh"), ("de", "en"), (None, "en"), ("", "en")],
)
def test_a_chat_is_spoken_to_in_its_apps_language(code: str | None, language: str) -> None:
    assert chat_language(code) == language


def test_fields_are_escaped_in_messages() -> None:
    assert (
        for_language("en").html("Nothing found for “{words}”.", words="<b>&")
        == "Nothing found for “&lt;b&gt;&amp;”."
    )


_HAN = "[\u3400-\u9fff]"


def test_chinese_stands_apart_from_latin_words_and_close_to_figures() -> None:
    """But in the words of a command, which have spaces of their own."""
    for _, text in entries("zh"):
        bare = re.sub(r"/\w+(?: [\d:-]+)+(?: \w+)?|(?<=：)[\d-]+", "", text)
        assert not re.search(rf"{_HAN}(?=[A-Za-z/])|(?<=[A-Za-z]){_HAN}", bare), text
        assert not re.search(
            rf"{_HAN} (?=[\d{{])|(?<![A-Za-z])[\d}}] {_HAN}", re.sub(r"[A-Z]+\d+", "A", bare)
        ), text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("TikTok", "还没有 TikTok 的资讯"),
        ("淘宝", "还没有淘宝的资讯"),
        ("淘宝App", "还没有淘宝App 的资讯"),
        ("58", "还没有58的资讯"),
        ("360 Finance", "还没有360 Finance 的资讯"),
    ],
)
def test_a_latin_name_in_a_chinese_sentence_has_a_space_at_both_ends(name: str, said: str) -> None:
    assert filled("还没有{company}的资讯", {"company": name}) == said
    assert filled("还没有{company}的资讯", {"company": bold(name)}) == said.replace(name, f"<b>{name}</b>")


def test_english_has_the_spaces_it_is_written_with() -> None:
    assert filled("{n} items, {what}.", {"n": 3, "what": "淘宝"}) == "3 items, 淘宝."


@pytest.mark.parametrize("name", ["Apple Inc.", bold("Apple Inc.")])
def test_a_name_that_ends_in_a_full_stop_ends_the_sentence(name: str) -> None:
    assert filled("I don't know {name}. Ask.", {"name": name}) == f"I don't know {name} Ask."
    assert filled("{name}...", {"name": name}) == f"{name}..."
    assert filled("“{name}”.", {"name": name}) == f"“{name}”."
