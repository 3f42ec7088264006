"""Questions that are answered by typing: the time of an edition, the zone, the end of a pause.

The question is a message the app opens a reply to. What a reply is about stands in bold in the question itself, so that
nothing has to be kept: it works after a restart, a day later, and in groups, where only replies reach the bot. A
question about a channel names it by a link.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache

from telegram import ForceReply, Message
from telegram.ext import filters

from bot.chat.asking import Asked
from bot.chat.callbacks import StaleButtonError
from bot.chat.conversation import Conversation
from bot.chat.misread import misread_time
from bot.chat.preferences import screens
from bot.chat.preferences.changing import resuming_at
from bot.chat.preferences.channels import managed_channel, marked, marked_in
from bot.chat.preferences.view import view_of
from bot.chat.pressing import Pressed
from bot.chat.quoting import quoted
from bot.chat.slots import seen
from bot.chat.subscribing import only_admins
from bot.chat.times import DEFAULTS, UnreadableTimeError, read_time
from bot.chat.until import NotToComeError, UnreadableDayError, read_until
from bot.digest.html import Html, bold, joined
from bot.texts import LANGUAGES, N_, Texts, for_language
from bot.zones import find_zone
from storage.records import Edition, Slot

_TITLES = {
    "m": N_("Morning digest: at what time?"),
    "e": N_("Evening digest: at what time?"),
    "w": N_("Weekly digest: at what time?"),
    "zone": N_("Which time zone?"),
    "pause": N_("Pause until when?"),
}
_HINTS = {
    "zone": N_("Write a city or a country, for example Berlin, or send me your location."),
    "pause": N_("Write a day or how long, for example {day} or 2 weeks."),
}
_CHANNEL_HINTS = _HINTS | {"zone": N_("Write a city or a country, for example Berlin.")}
_EXAMPLE = timedelta(days=17)
"""So far off is the day a pause may end, in the example."""
_TIME_HINT = N_("Write it as you like: 8, 8.30, 7:30 pm, 早上8点半.")


async def ask_pressed(pressed: Pressed) -> str | None:
    """`ask:time:m`, `ask:zone`, `ask:pause`."""
    what = (pressed.arguments or [""])[-1]
    if list(pressed.arguments) not in (["time", what], [what]) or what not in _TITLES:
        raise StaleButtonError
    if not await pressed.may_change():
        return only_admins(pressed.t)
    await ask(pressed, what)
    return None


async def ask(here: Conversation, what: str, first: str = "") -> None:
    """Put a question; `first` says what was wrong with the last answer."""
    t, hints, channel = here.t, _HINTS, Html()
    if what == "zone" and not here.about:
        here.services.recent.ask_place(here.chat.id, here.now)
    if here.about:
        hints, channel = _CHANNEL_HINTS, marked(here.about.id, (await view_of(here)).title)
    example = here.today + _EXAMPLE
    hint = t(hints[what], day=example) if what == "pause" else t(hints.get(what, _TIME_HINT))
    text = joined(first, channel, bold(t(_TITLES[what])), hint)
    await here.say(text, keyboard=ForceReply(selective=True))


async def answered(asked: Asked, message: Message) -> None:
    """A reply to one of our questions."""
    what = _asked_for(message)
    if what is None or message.reply_to_message is None:
        return
    if channel := marked_in(message.reply_to_message):
        found = await managed_channel(asked, channel)
        if isinstance(found, str):
            await asked.say(found)
            return
        asked.about = found
    if not await asked.may_change():
        await asked.say(only_admins(asked.t))
        return
    await _ANSWERS[what](asked, asked.text)


async def set_zone(here: Conversation, text: str) -> None:
    """Take over a zone that is plain, offer a choice of some, else ask again."""
    t, answer = here.t, find_zone(text)
    if answer.zone:
        await here.services.storage.subscribers.set_timezone(here.subject.id, answer.zone, here.now)
        await show_main(here)
    elif answer.suggestions:
        text_, keyboard = screens.zone_choice(await view_of(here), answer.suggestions)
        await here.say(joined(_no_place(t, text) if answer.guessed else "", text_), keyboard=keyboard)
    else:
        await ask(here, "zone", _no_place(t, text))


def _no_place(t: Texts, text: str) -> Html:
    return t.html("I know no place called {name}.", name=quoted(text) or "…")


async def set_pause(here: Conversation, text: str) -> None:
    view = await view_of(here)
    if not view.pausable:
        text_, keyboard = screens.pause(view)
        await here.say(text_, keyboard=keyboard)
        return
    try:
        day = read_until(text, view.today)
    except NotToComeError as over:
        await ask(
            here, "pause", here.t.html("“{text}” is no day of the year to come.", text=quoted(str(over)))
        )
        return
    except UnreadableDayError as unreadable:
        first = here.t.html("I could not read “{text}” as a day within a year.", text=quoted(str(unreadable)))
        await ask(here, "pause", first)
        return
    until = resuming_at(day, view.chat.timezone)
    await here.services.storage.subscribers.pause(here.subject.id, until, here.now)
    await show_main(here)


async def show_main(here: Conversation) -> None:
    if here.screen_follows:
        return
    text, keyboard = screens.main(await view_of(here))
    await here.say(text, keyboard=keyboard)


class _ReplyToQuestion(filters.MessageFilter):
    def filter(self, message: Message) -> bool:
        return bool(message.text) and _asked_for(message) is not None


REPLY = _ReplyToQuestion()
"""Messages that answer one of our questions."""


def _asked_for(message: Message) -> str | None:
    question = message.reply_to_message
    if question is None or question.from_user is None or not question.from_user.is_bot:
        return None
    bolds = [entity for entity in question.entities if entity.type == "bold"]
    return _by_title().get(question.parse_entity(bolds[-1])) if bolds else None


@cache
def _by_title() -> dict[str, str]:
    """In every language: the chat's may have changed since."""
    return {for_language(code)(title): what for code in LANGUAGES for what, title in _TITLES.items()}


def _set_time(letter: str) -> Callable[[Asked, str], Awaitable[None]]:
    edition = screens.LETTERS[letter]

    async def put(asked: Asked, text: str) -> None:
        try:
            at = read_time(text)
        except UnreadableTimeError as unreadable:
            await ask(asked, letter, misread_time(asked.t, unreadable))
            return
        slot = replace(await _slot_of(asked, edition), local_time=at)
        after = seen([slot], asked.subject, asked.now, asked.services.zone)
        await asked.services.storage.subscribers.subscribe(asked.subject.id, [slot], after, asked.now)
        await show_main(asked)

    return put


async def _slot_of(here: Conversation, edition: Edition) -> Slot:
    usual = Slot(here.subject.id, edition, *DEFAULTS[edition])
    slots = await here.services.storage.subscribers.slots(here.subject.id)
    return next((slot for slot in slots if slot.edition is edition), usual)


_ANSWERS: dict[str, Callable[[Asked, str], Awaitable[None]]] = {
    **{letter: _set_time(letter) for letter in screens.LETTERS},
    "zone": set_zone,
    "pause": set_pause,
}
