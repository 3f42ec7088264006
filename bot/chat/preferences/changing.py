"""The buttons of the screens. Each says what shall be, never "the other": pressed twice it does the same.

`set:screen:…`        another screen in the same message
`put:what:value`      a change, then the screen it belongs to
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.chat import callbacks
from bot.chat.callbacks import StaleButtonError
from bot.chat.latest import send_latest
from bot.chat.preferences import screens
from bot.chat.preferences.view import Screen, View, view_of
from bot.chat.pressing import Pressed
from bot.chat.slots import seen
from bot.chat.subscribing import only_admins
from bot.chat.times import DEFAULTS
from bot.delivery.schedule import instant_of
from bot.digest.names import SECTION_KEYS
from bot.texts import LANGUAGES, for_language
from bot.zones import known_zones
from storage.records import Edition, Slot, Style

Arguments = list[str]


async def settings_pressed(pressed: Pressed) -> str | None:
    """`settings`, below a digest: the screen as a new message, the digest stays."""
    pressed.take(0)
    text, keyboard = screens.main(await view_of(pressed))
    await pressed.say(text, keyboard=keyboard)
    return None


async def screen_pressed(pressed: Pressed) -> str | None:
    """`set:main`, `set:ed:m`, `set:zone`, `set:sec`, `set:pause`, `set:done`."""
    name, *rest = pressed.arguments or [""]
    if not await pressed.may_change():
        return only_admins(pressed.t)
    if name == "zone" and not pressed.about:
        pressed.services.recent.ask_place(pressed.chat.id, pressed.now)
    view = await view_of(pressed)
    if name == "done" and not rest:
        await pressed.edit(screens.main(view)[0])
    else:
        await pressed.edit(*_screen(view, name, rest))
    return None


async def change_pressed(pressed: Pressed) -> str | None:
    """`put:slot:m08307f`, `put:off:m`, `put:zone:Asia/Tokyo`, `put:style:full`, `put:mute:rural`, …"""
    what, *values = pressed.arguments or [""]
    if what not in _CHANGES:
        raise StaleButtonError
    if not await pressed.may_change():
        return only_admins(pressed.t)
    where = await _CHANGES[what](pressed, values)
    view = await view_of(pressed)
    await pressed.edit(*_screen(view, where[0], list(where[1:])))
    return None


async def preview_pressed(pressed: Pressed) -> str | None:
    """`preview`: the newest issue, just as a digest would come."""
    pressed.take(0)
    await send_latest(pressed, None)
    return None


def _screen(view: View, name: str, rest: Arguments) -> Screen:
    if name == "ed" and len(rest) == 1 and rest[0] in screens.LETTERS:
        return screens.edition(view, screens.LETTERS[rest[0]])
    plain: Mapping[str, Callable[[View], Screen]] = {
        "main": screens.main,
        "zone": screens.zone,
        "sec": screens.sections,
        "pause": screens.pause,
    }
    if rest or name not in plain:
        raise StaleButtonError
    return plain[name](view)


async def _put_slot(pressed: Pressed, values: Arguments) -> tuple[str, ...]:
    slot, *more = callbacks.slots(_only(values), pressed.subject.id)
    if more:
        raise StaleButtonError
    after = seen([slot], pressed.subject, pressed.now, pressed.services.zone)
    await pressed.services.storage.subscribers.subscribe(pressed.subject.id, [slot], after, pressed.now)
    return "ed", slot.edition[0]


async def _put_usual(pressed: Pressed, values: Arguments) -> tuple[str, ...]:
    """All digests at the usual hours; those there are keep theirs."""
    _none(values)
    subscribers, subject = pressed.services.storage.subscribers, pressed.subject
    had = {slot.edition for slot in await subscribers.slots(subject.id)}
    usual = [Slot(subject.id, each, *DEFAULTS[each]) for each in Edition if each not in had]
    if usual:
        after = seen(usual, subject, pressed.now, pressed.services.zone)
        await subscribers.subscribe(subject.id, usual, after, pressed.now)
    return ("main",)


async def _put_off(pressed: Pressed, values: Arguments) -> tuple[str, ...]:
    letter = _only(values)
    if letter not in screens.LETTERS:
        raise StaleButtonError
    off = [screens.LETTERS[letter]]
    await pressed.services.storage.subscribers.unsubscribe(pressed.subject.id, pressed.now, off)
    return "ed", letter


async def _put_zone(pressed: Pressed, values: Arguments) -> tuple[str, ...]:
    zone = _only(values)
    if zone not in known_zones():
        raise StaleButtonError
    await pressed.services.storage.subscribers.set_timezone(pressed.subject.id, zone, pressed.now)
    return ("main",)


async def _put_style(pressed: Pressed, values: Arguments) -> tuple[str, ...]:
    style = callbacks.member(Style, _only(values))
    await pressed.services.storage.subscribers.set_style(pressed.subject.id, style, pressed.now)
    return ("main",)


async def _put_silent(pressed: Pressed, values: Arguments) -> tuple[str, ...]:
    silent = bool(callbacks.number(_only(values), 1))
    await pressed.services.storage.subscribers.set_silent(pressed.subject.id, silent, pressed.now)
    return ("main",)


async def _put_language(pressed: Pressed, values: Arguments) -> tuple[str, ...]:
    code = _only(values)
    if code not in LANGUAGES:
        raise StaleButtonError
    await pressed.services.storage.subscribers.set_language(pressed.subject.id, code, pressed.now)
    if not pressed.about:
        pressed.t = for_language(code)
    return ("main",)


async def _mute(pressed: Pressed, values: Arguments) -> tuple[str, ...]:
    return await _put_muted(pressed, pressed.subject.muted | {_section(values)})


async def _want(pressed: Pressed, values: Arguments) -> tuple[str, ...]:
    return await _put_muted(pressed, pressed.subject.muted - {_section(values)})


async def _all(pressed: Pressed, values: Arguments) -> tuple[str, ...]:
    _none(values)
    return await _put_muted(pressed, frozenset())


async def _put_muted(pressed: Pressed, muted: frozenset[str]) -> tuple[str, ...]:
    await pressed.services.storage.subscribers.set_muted(pressed.subject.id, muted, pressed.now)
    return ("sec",)


async def _pause(pressed: Pressed, values: Arguments) -> tuple[str, ...]:
    try:
        until = resuming_at(datetime.strptime(_only(values), "%Y%m%d").date(), pressed.subject.timezone)  # noqa: DTZ007 - a day
    except (ValueError, OverflowError):
        raise StaleButtonError from None
    if until > pressed.now:  # a button of long ago pauses nothing
        await pressed.services.storage.subscribers.pause(pressed.subject.id, until, pressed.now)
    return ("main",)


async def _resume(pressed: Pressed, values: Arguments) -> tuple[str, ...]:
    _none(values)
    await pressed.services.storage.subscribers.resume(pressed.subject.id, pressed.now)
    return ("main",)


def resuming_at(day: date, timezone: str) -> datetime:
    """A pause until a day ends when that day begins."""
    return instant_of(day, time.min, ZoneInfo(timezone))


def _only(values: Arguments) -> str:
    if len(values) != 1:
        raise StaleButtonError
    return values[0]


def _none(values: Arguments) -> None:
    if values:
        raise StaleButtonError


def _section(values: Arguments) -> str:
    key = _only(values)
    if key not in SECTION_KEYS:
        raise StaleButtonError
    return key


_CHANGES: Mapping[str, Callable[[Pressed, Arguments], Awaitable[tuple[str, ...]]]] = {
    "slot": _put_slot,
    "usual": _put_usual,
    "off": _put_off,
    "zone": _put_zone,
    "style": _put_style,
    "silent": _put_silent,
    "lang": _put_language,
    "mute": _mute,
    "want": _want,
    "all": _all,
    "pause": _pause,
    "resume": _resume,
}
