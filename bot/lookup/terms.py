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
    same = _forms().get(_key(text))
    if same is None:
        return None
    others = tuple(Term(form) for form in same if _key(form) != _key(text))
    return Term(text, (), exclude, others)


def lines() -> list[tuple[str, ...]]:
    """What each line of the data says is the same."""
    data = tomllib.loads(files("bot.lookup").joinpath("terms.toml").read_text("utf-8"))
    return [(*line["zh"], *line["en"]) for line in data["terms"]]


@cache
def _forms() -> Mapping[str, tuple[str, ...]]:
    """The key of each form → all forms that say the same, each once."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lines():
        for form in line:
            for other in line:
                found[_key(form)].setdefault(_key(other), other)
    return {key: tuple(same.values()) for key, same in found.items()}


def _key(text: str) -> str:
    """Equal for what the index holds for equal."""
    return " ".join(runs(text))
