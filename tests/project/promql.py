"""What a PromQL expression names, checked against what the bot shows. Enough of the language for our own rules."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

FUNCTIONS = frozenset(
    "sum max min avg count topk rate increase histogram_quantile humanize absent by without on or and unless".split()
)
_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_SELECTOR = re.compile(rf"(?P<name>{_NAME})\s*(?:\{{(?P<labels>[^}}]*)\}})?(?P<call>\s*\()?")
_LABEL = re.compile(rf'\s*({_NAME})\s*(=~|!~|!=|=)\s*"([^"]*)"\s*')
_GROUPING = re.compile(r"\b(?:by|without)\s*\(([^)]*)\)")
_RANGE = re.compile(r"\[[^\]]*\]")
_OF_PROMETHEUS = {"up": frozenset[str]()}
_ADDED = frozenset({"job", "instance"})
"""Labels that Prometheus gives to what it scrapes."""


@dataclass(frozen=True)
class Family:
    """A metric as it is shown: the label names of its samples, and the values of a label where they are known."""

    labels: frozenset[str]
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)


def mistakes(expression: str, known: Mapping[str, Family]) -> Iterator[str]:
    """A line for each thing in the expression that there is not."""
    for opening, closing in ("()", "{}", "[]"):
        if expression.count(opening) != expression.count(closing):
            yield f"{opening} and {closing} do not pair"
    if re.search(r"\b(rate|increase)\s*\((?![^()]*\[)", expression):
        yield "a rate without a range"
    text = _RANGE.sub("", expression)
    groups = {label.strip() for inner in _GROUPING.findall(text) for label in inner.split(",")}
    text = _GROUPING.sub(" ", text)
    named = set()
    for found in _SELECTOR.finditer(_without_matchers(text)):
        name = found["name"]
        if found["call"] or name in FUNCTIONS:
            if name not in FUNCTIONS:
                yield f"no function {name}"
        elif name not in known and name not in _OF_PROMETHEUS:
            yield f"no metric {name}"
        else:
            named.add(name)
    yield from _of_labels(text, groups, {name: known[name] for name in named if name in known})


def _without_matchers(text: str) -> str:
    return re.sub(r"\{[^}]*\}", "", text)


def _of_labels(text: str, groups: set[str], named: Mapping[str, Family]) -> Iterator[str]:
    allowed = _ADDED.union(*(family.labels for family in named.values()))
    for label in groups - allowed:
        yield f"no metric here has the label {label}"
    for found in _SELECTOR.finditer(text):
        for label, sign, value in _matchers(found["labels"] or ""):
            family = named.get(found["name"])
            if family is None or label in _ADDED:
                continue
            if label not in family.labels:
                yield f"{found['name']} has no label {label}"
            elif label in family.values and set(_alternatives(sign, value)) - family.values[label]:
                yield f"{found['name']} has no {label} {value}"


def _matchers(inner: str) -> Iterator[tuple[str, str, str]]:
    rest = inner
    while rest:
        found = _LABEL.match(rest)
        if not found:
            yield ("", "=", rest)
            return
        yield found[1], found[2], found[3]
        rest = rest[found.end() :].lstrip(", ")


def _alternatives(sign: str, value: str) -> list[str]:
    return value.split("|") if "~" in sign else [value]
