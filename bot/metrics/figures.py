"""What is counted and timed while the bot works. Each bot has a registry of its own; labels are few and hold no ids.

figures = Figures()
figures.sent("flood")        # one line where something happened
"""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

from bot.metrics.gauges import Gauges

_QUICK = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds: a reply is to come within a tenth of one, and Telegram gives up on a slow request after tens."""

_CALL = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 20.0)

SEND_RESULTS = (
    *("sent", "flood", "unreachable", "trouble", "lost"),
    *("left", "missing", "migrated", "refused", "stopped", "error"),
)
LOOKUP_KINDS = ("search", "company", "issue", "item", "ranking", "inline")
UPDATE_KINDS = ("message", "button", "inline", "other")
WEBHOOK_RESULTS = ("taken", "again", "forbidden", "unreadable")


class Figures:
    """All events that are counted. Every label that is known beforehand stands at 0 from the start."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.gauges = Gauges(self.registry)
        self._sends = _counter(
            self.registry,
            "kuaixun_sends",
            "Attempts to send a delivery of the outbox, by what came of it.",
            ("result", SEND_RESULTS),
        )
        self._lookups = _counter(
            self.registry, "kuaixun_lookups", "Look-ups that people asked for.", ("kind", LOOKUP_KINDS)
        )
        self._webhook = _counter(
            self.registry,
            "kuaixun_webhook_requests",
            "Requests to the webhook, by what came of them.",
            ("result", WEBHOOK_RESULTS),
        )
        self._updates = Histogram(
            "kuaixun_update_seconds",
            "From an update's arrival until all that answers it is out, its turn in its chat included.",
            ["kind"],
            buckets=_QUICK,
            registry=self.registry,
        )
        for kind in UPDATE_KINDS:
            self._updates.labels(kind)
        self._calls = Histogram(
            "kuaixun_api_call_seconds",
            "Calls to the Bot API, but for asking for updates.",
            ["method", "result"],
            buckets=_CALL,
            registry=self.registry,
        )

    def sent(self, result: str) -> None:
        """An attempt to send a delivery is over; `result` is one of `SEND_RESULTS`."""
        self._sends.labels(result).inc()

    def looked_up(self, kind: str) -> None:
        """Somebody asked; `kind` is one of `LOOKUP_KINDS`."""
        self._lookups.labels(kind).inc()

    def update_answered(self, kind: str, seconds: float) -> None:
        """An update was handled to its end; `kind` is one of `UPDATE_KINDS`."""
        self._updates.labels(kind).observe(seconds)

    def called(self, method: str, result: str, seconds: float) -> None:
        """A call to the Bot API is over: `ok`, `flood`, `refused`, `broken`, `lost` or `unreachable`."""
        self._calls.labels(method, result).observe(seconds)

    def webhook_asked(self, result: str) -> None:
        """A request came to the webhook; `result` is one of `WEBHOOK_RESULTS`."""
        self._webhook.labels(result).inc()


def _counter(registry: CollectorRegistry, name: str, told: str, label: tuple[str, Iterable[str]]) -> Counter:
    """A counter with one label, every value of which is there from the start: a rate needs a beginning."""
    made = Counter(name, told, [label[0]], registry=registry)
    for value in label[1]:
        made.labels(value)
    return made
