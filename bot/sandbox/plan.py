"""A fault plan: what goes wrong in a run, written down with a seed, so that the run can be repeated.

{"seed": 7, "limits": {"on": true, "algorithm": "bucket"},
 "faults": [{"kind": "error", "code": 500, "method": "sendMessage", "probability": 0.05}, {"kind": "reset", "every": 40}]}

Each rule that names no seed of its own gets one from the plan's, so two rules do not roll the same dice.
"""

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.faults import Rule, read_rule
from bot.sandbox.limits import Limits, changed_limits


@dataclass(frozen=True, slots=True)
class Plan:
    """Checked and ready to be put in force."""

    seed: int
    limits: Limits
    rules: tuple[Rule, ...]

    def wire(self) -> dict[str, Any]:
        """For the control API."""
        return {"seed": self.seed, "faults": [rule.wire() for rule in self.rules]}


def read_plan(raw: Any) -> Plan:
    """A plan out of JSON. ValueError says what is wrong, and in which rule."""
    if not isinstance(raw, dict):
        raise ValueError("a fault plan is an object with seed, limits and faults")
    if unknown := set(raw) - {"seed", "limits", "faults"}:
        raise ValueError(f"a fault plan has no {', '.join(sorted(unknown))}")
    seed, faults, limits = raw.get("seed", 0), raw.get("faults", []), raw.get("limits", {})
    if not isinstance(seed, int) or not isinstance(faults, list) or not isinstance(limits, dict):
        raise ValueError("seed is a whole number, faults a list, limits an object")
    dice = random.Random(seed)  # noqa: S311 - a repeatable run, not a secret
    rules = []
    for position, fault in enumerate(faults, 1):
        own_seed = dice.randrange(2**31)
        try:
            rules.append(read_rule({"seed": own_seed, **fault} if isinstance(fault, dict) else fault))
        except (TypeError, ValueError) as error:
            raise ValueError(f"fault {position}: {error}") from None
    return Plan(seed, changed_limits(Limits(), limits), tuple(rules))


def load_plan(path: Path) -> Plan:
    """A plan out of a file. ValueError names the file; OSError when it cannot be read."""
    try:
        return read_plan(json.loads(path.read_text("utf-8")))
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
