"""Who wants to know how delivery goes: told of every attempt and every look, and asked for nothing."""

from bot.delivery import policy


class Observer:
    """Takes note of nothing. One that does overrides what it needs."""

    def sent(self, result: str) -> None:
        """An attempt is over: `sent`, or what `result_of` says of its failure."""

    def ticked(self) -> None:
        """What is due was planned, without trouble."""

    def looked(self) -> None:
        """The outbox was looked at, without trouble."""


def result_of(verdict: policy.Verdict) -> str:
    """A failed attempt in one word, of which there are few."""
    match verdict:
        case policy.Retry(flooded=True):
            return "flood"
        case policy.Retry(everyone=True, counted=False):
            return "unreachable"
        case policy.Retry(everyone=True):
            return "trouble"
        case policy.Retry():
            return "error"
        case policy.Unknown():
            return "lost"
        case policy.Deactivate():
            return "left"
        case policy.Missing():
            return "missing"
        case policy.Migrate():
            return "migrated"
        case policy.Stop():
            return "stopped"
        case _:
            return "refused"
