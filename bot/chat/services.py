"""What handlers work with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from telegram.ext import Application, ContextTypes

from bot.chat.errors import Errors
from bot.chat.recent import Recent
from bot.companies import Directory
from bot.delivery.schedule import Freshness
from bot.intake.company_desk import CompanyDesk
from bot.lookup.studio import Studio
from bot.lookup.tally import Tally
from bot.lookup.vocabulary import Vocabulary
from bot.upkeep.retention import Keep
from storage.records import Clock
from storage.store import Storage

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE

_KEY = "services"


@dataclass(frozen=True, slots=True)
class Services:
    storage: Storage
    directory: Directory
    clock: Clock
    zone: ZoneInfo
    """The newsletter's: what "today" means for an issue, and the zone of new chats."""
    desk: CompanyDesk | None = None
    """Where operators add companies."""
    tally: Tally | None = None
    """Counts what is searched for."""
    errors: Errors | None = None
    """Tells operators of faults."""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    """Words of recent news, for suggestions."""
    recent: Recent = field(default_factory=Recent)
    """What chats were shown last."""
    looked_up: Callable[[str], None] = field(default=lambda kind: None)
    """Told of each look-up by its kind (see `bot.chat.counting`)."""
    studio: Studio = field(default_factory=Studio)
    """Where pictures are drawn."""
    freshness: Freshness = field(default_factory=Freshness)
    """How long an issue is pushed."""
    keep: Keep = field(default_factory=Keep)
    """For how long what is kept: `/privacy` tells it."""

    @property
    def now(self) -> datetime:
        return self.clock()

    @property
    def today(self) -> date:
        """The day it is where the newsletter is."""
        return self.now.astimezone(self.zone).date()


def give(application: App, services: Services) -> None:
    application.bot_data[_KEY] = services


def services_of(context: Context) -> Services:
    services: Services = context.bot_data[_KEY]
    return services
