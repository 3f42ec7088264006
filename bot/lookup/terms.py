"""Words of the trade in both languages, from `terms.toml`: who looks for one finds what prints another."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from storage.queries import Term
from storage.tokens import runs


def term_for(text: str, *, exclude: bool = False) -> Term | None:
    """The text and everything that says the same; None for what is no word of the trade."""
    others = _others().get(_key(text))
    return None if others is None else Term(text, (), exclude, others)


def lines() -> list[tuple[str, ...]]:
    """What each line of the data says is the same."""
    data = tomllib.loads(files("bot.lookup").joinpath("terms.toml").read_text("utf-8"))
    return [(*line["zh"], *line["en"]) for line in data["terms"]]


@cache
def _others() -> Mapping[str, tuple[Term, ...]]:
    """The key of each form → all other forms that say the same, each once."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lines():
        for form in line:
            for other in line:
                found[_key(form)].setdefault(_key(other), other)
    return {
        key: tuple(Term(form) for other, form in same.items() if other != key) for key, same in found.items()
    }


def _key(text: str) -> str:
    """Equal for what the index holds for equal."""
    return " ".join(runs(text))
