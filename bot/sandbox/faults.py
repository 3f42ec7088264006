"""Trouble on demand: rules say which requests meet which fault, with a seed, so that a run can be repeated."""

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from http import HTTPStatus
from typing import Any

KINDS: Mapping[str, bool] = {
    "flood": False,  # 429, with or without retry_after
    "error": False,  # any code and description, in the Bot API's form
    "bad_gateway": False,  # 502 with a page of HTML, as the proxy before Telegram gives
    "reset": False,  # the connection breaks (TCP RST)
    "close": False,  # the connection ends without an answer
    "half_body": True,  # the connection ends in the middle of the answer
    "garbage": True,  # 200, but no JSON
    "empty": True,  # 200 with nothing in it
    "delay": False,  # the answer comes `seconds` late
    "duplicate": True,  # getUpdates gives each update twice
}
"""Kind of fault → whether the request is handled all the same, when the rule does not say."""

_BESIDE = frozenset({"delay", "duplicate"})
"""Kinds that leave the answer as it is; any number of them can meet one request."""


@dataclass(slots=True)
class Rule:
    """Which requests: method (any case), chat_id; after `skip` of them every `every`-th, with `probability`,
    at most `times` times. What happens: `kind`, before the method ran or after (`handled`)."""

    kind: str
    method: str | None = None
    chat_id: int | None = None
    skip: int = 0
    every: int = 1
    probability: float = 1.0
    seed: int = 0
    times: int | None = None
    handled: bool | None = None
    retry_after: int | None = None
    code: int = 500
    description: str = ""
    """Empty: what the code means."""
    parameters: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    id: int = 0
    seen: int = 0
    fired: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of fault {self.kind!r}: one of {', '.join(KINDS)}")
        if self.every < 1:
            raise ValueError("every must be at least 1")
        if not 400 <= self.code <= 599:
            raise ValueError("code is one of 400 to 599")
        if not self.description:
            self.description = HTTPStatus(self.code).phrase
        if self.handled is None:
            self.handled = KINDS[self.kind]

    def matches(self, method: str, chat_id: str) -> bool:
        """Whether the rule is about such a request."""
        return (self.method is None or self.method.lower() == method) and (
            self.chat_id is None or str(self.chat_id) == chat_id
        )

    def wire(self) -> dict[str, Any]:
        """All fields, for the control API."""
        return asdict(self)


def read_rule(raw: Any) -> Rule:
    """A rule out of JSON. ValueError says what is wrong with it."""
    if not isinstance(raw, dict) or "kind" not in raw:
        raise ValueError("a fault is an object with at least a kind")
    known = {each.name for each in fields(Rule)} - {"id", "seen", "fired"}
    if unknown := set(raw) - known:
        raise ValueError(f"a fault has no field {', '.join(sorted(unknown))}")
    return Rule(**raw)


@dataclass(slots=True)
class Trouble:
    """What meets one request."""

    before: float = 0.0
    """Seconds to wait before the method runs."""
    after: float = 0.0
    """Seconds to wait between the method and the answer."""
    duplicate: bool = False
    wreck: Rule | None = None
    """The rule that spoils the answer."""


NO_TROUBLE = Trouble()


class FaultPlan:
    """The rules in force. The first that spoils an answer wins; delays add up."""

    def __init__(self) -> None:
        self._rules: dict[int, Rule] = {}
        self._dice: dict[int, random.Random] = {}
        self._last = 0

    @property
    def rules(self) -> list[Rule]:
        """Oldest first; used-up rules stay to be looked at."""
        return list(self._rules.values())

    def add(self, rule: Rule) -> Rule:
        """Put a rule in force; it gets its id."""
        self._last += 1
        rule.id = self._last
        self._rules[rule.id] = rule
        self._dice[rule.id] = random.Random(rule.seed)  # noqa: S311 - a repeatable run, not a secret
        return rule

    def remove(self, rule_id: int | None = None) -> None:
        """Take one rule, or all, out of force."""
        for key in [rule_id] if rule_id is not None else list(self._rules):
            self._rules.pop(key, None)
            self._dice.pop(key, None)

    def meet(self, method: str, chat_id: str) -> Trouble:
        """What becomes of this request; counts it for every rule that looks at it."""
        if not self._rules:
            return NO_TROUBLE
        trouble = Trouble()
        for rule in self._rules.values():
            concerned = rule.matches(method, chat_id) and (rule.kind in _BESIDE or trouble.wreck is None)
            if concerned and self._fires(rule):
                _apply(rule, trouble)
        return trouble

    def _fires(self, rule: Rule) -> bool:
        rule.seen += 1
        if rule.times is not None and rule.fired >= rule.times:
            return False
        turn = rule.seen - rule.skip
        if turn < 1 or turn % rule.every:
            return False
        if rule.probability < 1.0 and self._dice[rule.id].random() >= rule.probability:
            return False
        rule.fired += 1
        return True


def _apply(rule: Rule, trouble: Trouble) -> None:
    if rule.kind == "duplicate":
        trouble.duplicate = True
    elif rule.kind != "delay":
        trouble.wreck = rule
    elif rule.handled:
        trouble.after += rule.seconds
    else:
        trouble.before += rule.seconds
