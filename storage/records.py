"""The records every part shares: frozen, typed, free of any import of ours.

Read from the top: what the reader makes (`Issue`, `Item`), what the recogniser makes (`Mention`), whom we
serve (`Chat`, `Slot`), and what goes out (`Digest`, `Delivery`). Times are aware `datetime`s in UTC unless
the name says `local`; a `date` of an issue is a day in the newsletter's own zone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

Clock = Callable[[], datetime]
"""Returns now as an aware datetime in UTC. Passed in everywhere, so a demo can live in 2019."""


Day = date
"""A calendar day; another name for `date`, for records that have a field of that name."""


class Edition(StrEnum):
    MORNING = "morning"
    EVENING = "evening"
    WEEKLY = "weekly"


class DateBasis(StrEnum):
    """How an issue's date is known, strongest first."""

    HEADER = "header"
    PAGE = "page"
    BODY = "body"
    WEEKDAY = "weekday"
    RECEIVED = "received"
    GIVEN = "given"
    """An operator said so: stronger than anything in the text."""


class Style(StrEnum):
    """How a subscriber wants a digest: titles only, or titles with expandable bodies."""

    HEADLINES = "headlines"
    FULL = "full"


class Place(StrEnum):
    """Where in an item a company is named."""

    TITLE = "title"
    BODY = "body"
    COMMENT = "comment"


# --- what the reader makes -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """Something a person should look at. `line` is the 1-based line of the issue's text, 0 for the whole."""

    code: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered news item. Text is as printed, trimmed, without number and label."""

    position: int
    """1-based order in the issue."""
    number: int
    """As printed; may repeat or skip."""
    title: str
    body: tuple[str, ...] = ()
    """Paragraphs."""
    section: str | None = None
    section_key: str | None = None
    """Normal form: `e-commerce`, `internet`, `cross-border`, …"""
    source: str | None = None
    source_key: str | None = None
    """Normal form of the source: `电商报` for `E-commerce News`."""
    comment: str | None = None
    language: str = "en"
    """`en` or `zh`: the language the reader of this item meets most."""
    links: tuple[str, ...] = ()
    id: int | None = None
    """Set once stored; grows with date and position, never changes (see `storage.archive`)."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One printed issue. `date` is its day, or the first day of a weekly's range that ends on `end_date`."""

    newsletter: str
    """`laogao` or `unknown`."""
    edition: Edition | None
    date: Day | None
    end_date: Day | None = None
    date_basis: DateBasis | None = None
    year_certain: bool = False
    language: str = "en"
    headlines: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()
    id: int | None = None
    received_at: datetime | None = None

    @property
    def last_date(self) -> Day | None:
        """The day the issue is of: the end of a weekly's range, else its date."""
        return self.end_date or self.date


# --- companies -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Company:
    """A firm, brand, platform or app of the directory. `name` is the usual English name."""

    slug: str
    name: str
    chinese: str | None = None
    aliases: tuple[str, ...] = ()
    kind: str = "company"
    parent: str | None = None
    """Slug of the owner, if it is in the directory."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A company named in an item: where first seen (title before body before comment), and by which words."""

    slug: str
    alias: str
    """The words as they stand in the text."""
    place: Place


# --- whom we serve -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chat:
    """A Telegram chat the bot knows. `active` is false after a block, a kick or an unsubscribe."""

    id: int
    kind: str = "private"
    """`private`, `group`, `supergroup` or `channel`, as Telegram says."""
    language: str = "en"
    timezone: str = "Asia/Shanghai"
    style: Style = Style.FULL
    active: bool = True
    muted: frozenset[str] = frozenset()
    """Normal keys of sections it does not want."""
    silent: bool = False
    """Its digests come without a sound."""
    paused_until: datetime | None = None
    """Slots that come due before are skipped."""
    topic: int | None = None
    """A forum's, that its digests go to; None for the General one."""

    @property
    def look(self) -> "Look":
        """How it gets an issue that is on time."""
        return Look(self.language, self.style, self.muted)


@dataclass(frozen=True, slots=True)
class Slot:
    """When a chat wants an edition: a local time in its zone, on the given ISO weekdays (1 = Monday)."""

    chat_id: int
    edition: Edition
    local_time: time
    days: frozenset[int] = frozenset(range(1, 8))


class SlotState(StrEnum):
    """A slot on one local date. `open → queued` when its issue is there, else `open → skipped`."""

    OPEN = "open"
    QUEUED = "queued"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class SlotGroup:
    """All slots that come due at the same instants: one row however many chats share them."""

    id: int
    edition: Edition
    timezone: str
    local_time: time
    days: frozenset[int]
    opened: date | None = None
    """The local date whose slots were opened last."""


@dataclass(frozen=True, slots=True)
class DueGroup:
    """A group of slots that is due: the local date it serves and the instant it came due."""

    group: SlotGroup
    local_date: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """All in which two renderings of one issue differ."""

    language: str
    style: Style
    muted: frozenset[str] = frozenset()
    """Normal keys of sections that are left out."""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """An issue in one look: Telegram HTML, and an inline keyboard below the last part as Bot API JSON."""

    parts: tuple[str, ...]
    """Empty when nothing is left of the issue in this look."""
    markup: str | None = None


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """Open slots alike in everything that decides what they get. `chats` is how many they are."""

    edition: Edition
    due_at: datetime
    language: str
    style: Style
    after: date | None
    """The newest issue day these chats have had of the edition."""
    chats: int = 0
    muted: frozenset[str] = frozenset()


# --- what goes out -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Digest:
    """An issue as one group of subscribers sees it, rendered once. `parts` are Telegram HTML."""

    issue_id: int
    language: str
    style: Style
    late: bool
    parts: tuple[str, ...]
    markup: str | None = None
    """An inline keyboard as Bot API JSON; goes below the last part."""
    id: int | None = None
    muted: frozenset[str] = frozenset()


class DeliveryState(StrEnum):
    """A part of a digest on its way to one chat. Transitions, each in one method of `storage.outbox`:

    pending → sending            claimed; committed before the call to Telegram
    retry   → sending            the same, once `not_before` has passed
    sending → sent               Telegram answered; the message id is kept
    sending → retry              surely not sent; again at `not_before`
    sending → unknown            the answer was lost, or the process died in flight
    sending → failed             refused for good
    unknown → retry              by policy `resend` (default) or by the operator
    pending, retry → skipped     the chat is gone, or an earlier part failed for good
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    RETRY = "retry"
    UNKNOWN = "unknown"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One part of a digest for one chat."""

    id: int
    chat_id: int
    digest_id: int
    part: int
    """1-based."""
    text: str
    """Telegram HTML, under 4096 UTF-16 units after parsing."""
    attempts: int
    """How often it was tried before this claim."""
    markup: str | None = None
    """An inline keyboard as Bot API JSON."""
    topic: int | None = None
    """The forum topic it goes to."""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt: the delivery moves to `state` (`sent`, `retry`, `unknown` or `failed`)."""

    delivery_id: int
    state: DeliveryState
    message_id: int | None = None
    not_before: datetime | None = None
    """With `retry`: when to try again."""
    reason: str | None = None
    """With all but `sent`: one line for the operator, never the token, never the text."""
    counted: bool = True
    """False when the attempt says nothing about this delivery: a flood answer, a network that is down."""


# --- look-ups ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item with the issue it stands in and the companies it names, as look-ups answer."""

    item: Item
    edition: Edition
    date: Day
    end_date: Day | None
    companies: tuple[str, ...] = ()
    """Slugs."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a look-up, newest first. `total` is exact, or the cap when `capped`."""

    items: tuple[FoundItem, ...] = ()
    total: int = 0
    capped: bool = False
    next: int | None = None
    """Pass as `before` for the next page; None on the last."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An issue on its way into the archive: what the reader and the recogniser made of `text`."""

    issue: Issue
    mentions: tuple[tuple[Mention, ...], ...]
    """For each item of the issue, in order."""
    text: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class StoredIssue:
    """What became of an issue handed to the archive."""

    id: int
    outcome: str
    """`new`, `unchanged` or `updated`."""
    items: int = 0


class HeldState(StrEnum):
    """What became of an issue in quarantine: `held → published` or `held ⇄ discarded`, `discarded → published`."""

    HELD = "held"
    PUBLISHED = "published"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Held:
    """An issue that was read but is too doubtful to be published unseen; its bytes are kept with it."""

    name: str = ""
    """Of the file, mail or entry it was found in."""
    origin: str = "file"
    """The way it came: `file`, `folder`, `telegram`, `feed`, `mail`."""
    encoding: str = "utf-8"
    """As it was read."""
    received: Day | None = None
    """The day it was received, where that is known."""
    received_at: datetime | None = None
    """When it came to us."""
    edition: Edition | None = None
    """This and what follows is what the last reading made of it."""
    date: Day | None = None
    end_date: Day | None = None
    items: int = 0
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    """Why it is held, in plain words, one line each."""
    report: Mapping[str, float | None] = field(default_factory=dict)
    """What the score is made of."""
    state: HeldState = HeldState.HELD
    issue: int | None = None
    """The archive's issue, once published."""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts for `kuaixun stats`."""

    issues: int = 0
    items: int = 0
    mentions: int = 0
    companies: int = 0
    subscribers: int = 0
    first: date | None = None
    last: date | None = None
    deliveries: dict[str, int] = field(default_factory=dict)
