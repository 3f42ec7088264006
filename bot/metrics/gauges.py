"""The names of what is asked anew for each scrape; `bot.metrics.survey` fills them."""

import math

from prometheus_client import CollectorRegistry, Gauge, Info


class Gauges:
    """What is not known now has no sample, or NaN: never the figure of a scrape before."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._made: list[tuple[Gauge, bool]] = []
        self.build = Info("kuaixun_build", "Which program this is.", registry=registry)
        self.database_up = self._gauge("database_up", "1 when the database answered this scrape, else 0.")
        self.database_bytes = self._gauge("database_bytes", "Size of the database with its log.")
        self.survey = self._gauge("survey_seconds", "What asking for the figures of this scrape took.")
        self.issue_age = self._gauge(
            "last_issue_age_seconds",
            "Since the day of an edition's newest issue began, in the newsletter's time zone.",
            "edition",
        )
        self.issue_items = self._gauge("last_issue_items", "Items of an edition's newest issue.", "edition")
        self.issue_warnings = self._gauge(
            "last_issue_warnings", "Warnings of the reader about an edition's newest issue.", "edition"
        )
        self.slots_due = self._gauge(
            "slots_due", "Slots that have come due and whose issue is not there.", "edition"
        )
        self.slots_late = self._gauge("slots_late", "Of those, the ones due for over an hour.", "edition")
        self.outbox = self._gauge("outbox_deliveries", "Deliveries that are not finished.", "state")
        self.outbox_oldest = self._gauge(
            "outbox_oldest_seconds", "For how long the delivery that waits longest could have gone out."
        )
        self.quarantine = self._gauge("quarantine_held", "Issues that wait for a person to decide.")
        self.quarantine_oldest = self._gauge(
            "quarantine_oldest_seconds", "For how long the first of them waits."
        )
        self.source_failures = self._gauge(
            "source_failures", "Looks at a source that failed, in a row.", "kind", "source"
        )
        self.source_age = self._gauge(
            "source_age_seconds", "Since a look at a source last went well.", "kind", "source"
        )
        self.rate = self._gauge("pace_messages_per_second", "Messages a second sent at most now.")
        self.full_rate = self._gauge(
            "pace_full_messages_per_second", "Messages a second sent at most when Telegram does not complain."
        )
        self.in_flight = self._gauge("sends_in_flight", "Sends of the outbox under way.")
        self.interrupted = self._gauge(
            "sending_interrupted", "1 while every chat is refused and sending pauses, else 0."
        )
        self.heartbeat = self._gauge(
            "heartbeat_age_seconds", "Since a part of the bot last did its work.", "part"
        )
        self.backup_age = self._gauge(
            "backup_age_seconds", "Since the newest backup was made; infinite without any."
        )

    def forget(self) -> None:
        """Nothing is known any more."""
        for gauge, labelled in self._made:
            if labelled:
                gauge.clear()
            else:
                gauge.set(math.nan)

    def _gauge(self, name: str, told: str, *labels: str) -> Gauge:
        made = Gauge(f"kuaixun_{name}", told, labels, registry=self._registry)
        self._made.append((made, bool(labels)))
        return made
