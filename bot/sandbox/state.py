"""Everything one running sandbox holds."""

import re
from dataclasses import dataclass, field

from bot.sandbox.calls import CallLog
from bot.sandbox.clock import SandboxClock
from bot.sandbox.connections import Connections
from bot.sandbox.faults import FaultPlan
from bot.sandbox.limits import FloodLimiter
from bot.sandbox.plan import Plan
from bot.sandbox.world import World

TOKEN = "7000000000:" + "-".join(("local", "sandbox"))
"""The token the sandbox takes unless told another. It opens nothing else."""

_TOKEN = re.compile(r"([1-9][0-9]{0,18}):[A-Za-z0-9_-]+")


@dataclass(slots=True)
class PageSettings:
    """How the page shows time, and where its buttons jump to."""

    zone: str = ""
    """IANA name; empty: the browser's."""
    morning: str = "08:30"
    evening: str = "18:30"
    agenda: list[float] = field(default_factory=list)
    """Unix seconds, in order, at which something is known to come: a button jumps to the next one."""


class SandboxState:
    """The world with what surrounds it: token, faults, call log, connections.

    keep: messages remembered in each chat (None all, 0 none); keep_calls: calls remembered.
    ValueError when the token is not digits, a colon and a secret.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        clock: SandboxClock | None = None,
        keep: int | None = None,
        keep_calls: int = 10_000,
    ) -> None:
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise ValueError("a bot token is digits, a colon and letters, digits, - or _")
        self.token = token
        self.clock = clock or SandboxClock()
        self.clock.on_jump = self._clock_jumped
        self.page = PageSettings()
        self.connections = Connections()
        self.faults = FaultPlan()
        self.limiter = FloodLimiter()
        self.calls = CallLog(keep_calls)
        self._bot_id, self._keep = int(found[1]), keep
        self.world = World(self._bot_id, self.clock, keep)

    def reset(self) -> None:
        """An empty world at the true time, no faults, no limits, no calls."""
        old = self.world
        self.world = World(self._bot_id, self.clock, self._keep)
        self.clock.real()
        self.faults.remove()
        self.limiter.reset()
        self.calls.clear()
        old.close()

    def follow_plan(self, plan: Plan) -> None:
        """Put a fault plan in force, in place of all faults and limits there were."""
        self.faults.remove()
        for rule in plan.rules:
            self.faults.add(rule)
        self.limiter.set(plan.limits)
        self.world.journal.note("trouble")

    def close(self) -> None:
        """Let nobody wait any longer: the server is about to stop."""
        self.world.close()
        self.clock.bell.ring()

    def _clock_jumped(self) -> None:
        self.world.journal.note("clock")
