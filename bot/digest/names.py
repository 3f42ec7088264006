"""What an issue is called to a reader: its edition, its day, its sections."""

from datetime import date
from functools import lru_cache

from babel.dates import format_interval, format_skeleton

from bot.reader.vocabulary import english_source
from bot.texts import N_, Texts
from storage.records import Edition, Item

EMOJI = {Edition.MORNING: "☀️", Edition.EVENING: "🌙", Edition.WEEKLY: "🗓"}

_EDITIONS = {Edition.MORNING: N_("Morning"), Edition.EVENING: N_("Evening"), Edition.WEEKLY: N_("Weekly")}

_SECTIONS = {
    "e-commerce": N_("E-commerce"),
    "internet": N_("Internet"),
    "cross-border": N_("Cross-border"),
    "logistics": N_("Logistics"),
    "finance": N_("Finance"),
    "policy": N_("Policy"),
    "retail": N_("Retail"),
    "technology": N_("Technology"),
    "social": N_("Live & social"),
    "data": N_("Data"),
    "platforms": N_("Platforms"),
    "life": N_("Local life"),
    "rural": N_("Rural"),
    "abroad": N_("Abroad"),
    "people": N_("People"),
    "other": N_("Other"),
}


SECTION_KEYS = tuple(_SECTIONS)
"""Normal keys of the sections we know, in the order a person is shown them."""


def edition_name(t: Texts, edition: Edition | None) -> str:
    return t(_EDITIONS[edition]) if edition else t("Issue")


def section_name(t: Texts, key: str | None, printed: str | None) -> str:
    """The heading in the reader's language when we know the section, else as printed."""
    return t(_SECTIONS[key]) if key in _SECTIONS else (printed or "")


def source_name(t: Texts, it: Item) -> str:
    """Whose news it is, by the name the medium goes by in the reader's language, where we know it, else as printed."""
    return medium_name(t, it.source_key, it.source)


def medium_name(t: Texts, key: str | None, printed: str | None) -> str:
    """The same by its normal name and the printed one."""
    if t.language == "zh":
        return key or printed or ""
    return english_source(key, printed) if printed else ""


def day_name(t: Texts, day: date, end: date | None = None) -> str:
    """`Thu, Nov 14, 2019`, or `Apr 24 – 28, 2017` for a range."""
    if end and end != day:
        return _plain(format_interval(day, end, "yMMMd", locale=t.language))
    return _apart(_written("yMMMEd", day, t.language))


def short_day(t: Texts, day: date) -> str:
    """`Nov 14, 2019`."""
    return _written("yMMMd", day, t.language)


def year_name(t: Texts, day: date) -> str:
    """`2019`, `2019年`."""
    return _written("y", day, t.language)


def near_day(t: Texts, day: date) -> str:
    """`Thu, Nov 14`: for days about now."""
    return _apart(_written("MMMEd", day, t.language))


@lru_cache(maxsize=4096)
def _written(skeleton: str, day: date, language: str) -> str:
    """Remembered: a page of news has five days, each of which takes as long to write as the page to find."""
    return _plain(format_skeleton(skeleton, day, locale=language))


def _apart(text: str) -> str:
    """`11月14日 周四`: CLDR writes the weekday without a space."""
    return text.replace("日周", "日 周")


def _plain(text: str) -> str:
    """With ordinary spaces: CLDR's thin and narrow ones are boxes on some phones."""
    return text.replace("\u2009", " ").replace("\u202f", " ")
