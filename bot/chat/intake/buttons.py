"""What an admin does with a draft by its buttons. Pressed twice or years later, each does the same once or nothing."""

from collections.abc import Awaitable, Callable

import structlog

from bot.chat import callbacks
from bot.chat.admins import require_admin
from bot.chat.intake import keys
from bot.chat.intake.keys import read_given
from bot.chat.intake.listing import page
from bot.chat.intake.reception import Reception
from bot.chat.pressing import Pressed, PressHandler
from bot.digest.render import render_digest
from bot.intake.drafts import NOTHING, Draft
from bot.intake.quarantine import Given, QuarantineError
from bot.reader import Unreadable
from storage.actions import Action
from storage.records import Style
from storage.submissions import Submission

log = structlog.get_logger(__name__)

AdminHandler = Callable[[Pressed, Reception], Awaitable[str | None]]


def for_admins(handle: AdminHandler, reception: Reception) -> PressHandler:
    """To others it is a button of no use."""

    async def guarded(pressed: Pressed) -> str | None:
        require_admin(pressed, reception.rules.admins)
        return await handle(pressed, reception)

    return guarded


async def publish(pressed: Pressed, reception: Reception) -> str | None:
    """`ipub:12:e:20191114:-`. One that was discarded, or replaced, meanwhile is only shown as it stands."""
    draft, given = await _about(pressed, reception)
    if not draft.waits:
        await pressed.edit(*await reception.teller.draft(pressed.t, draft, given))
        return None
    return await _publish(pressed, reception, draft, given)


async def publish_anyway(pressed: Pressed, reception: Reception) -> str | None:
    """`iany:…`: what was discarded is published after all."""
    draft, given = await _about(pressed, reception)
    return await _publish(pressed, reception, draft, given)


async def discard(pressed: Pressed, reception: Reception) -> str | None:
    """`idis:12`."""
    number = callbacks.number(pressed.take(1)[0])
    waited = (await _draft(reception, number, NOTHING)).waits
    if await reception.drafts.discard(number) and waited:
        await _note(pressed, Action.DISCARDED, str(number))
    draft = await _draft(reception, number, NOTHING)
    await pressed.edit(*await reception.teller.draft(pressed.t, draft))
    return None


async def say(pressed: Pressed, reception: Reception) -> str | None:
    """`iset:12:e:20191114:-`: the draft with what was said about it."""
    draft, given = await _about(pressed, reception)
    await pressed.edit(*await reception.teller.draft(pressed.t, draft, given))
    return None


async def choose_day(pressed: Pressed, reception: Reception) -> str | None:
    """`iday:…`: the days it may be of; another one can be written."""
    draft, given = await _about(pressed, reception)
    today = pressed.today
    if draft.waits:
        await pressed.edit_keyboard(keys.days(pressed.t, draft, given, today))
    return pressed.t("Choose a day, or answer that message with another one: 2019-11-14")


async def choose_edition(pressed: Pressed, reception: Reception) -> str | None:
    """`ied:…`."""
    draft, given = await _about(pressed, reception)
    if draft.waits:
        await pressed.edit_keyboard(keys.editions(pressed.t, draft, given))
    return None


async def show(pressed: Pressed, reception: Reception) -> str | None:
    """`ishow:…`: as a subscriber would get it."""
    draft, _ = await _about(pressed, reception)
    await pressed.say(*render_digest(draft.issue, language=pressed.t.language, style=Style.FULL))
    return None


async def open_one(pressed: Pressed, reception: Reception) -> str | None:
    """`iopen:12`: a draft of a list, as a message of its own."""
    draft = await _draft(reception, callbacks.number(pressed.take(1)[0]), NOTHING)
    text, keyboard = await reception.teller.draft(pressed.t, draft)
    await pressed.say(text, keyboard=keyboard)
    return None


async def turn_page(pressed: Pressed, reception: Reception) -> str | None:
    """`ilist:12`: the list from above number 12."""
    after = callbacks.number(pressed.take(1)[0])
    await pressed.edit(*await page(pressed, after))
    return None


async def publish_all(pressed: Pressed, reception: Reception) -> str | None:
    """`iall:3`: the good ones of a submission."""
    submission = await _submission(pressed)
    async with pressed.typing():
        results = await reception.publish_sound(submission)
    for draft in results.drafts:
        if draft.id in results.stored:
            await _note(pressed, Action.PUBLISHED, _named(draft))
    await pressed.edit(*await reception.teller.answer(pressed.t, results))
    return pressed.t("{n} published", n=len(results.stored))


async def discard_all(pressed: Pressed, reception: Reception) -> str | None:
    """`inone:3`: all of a submission that wait."""
    submission = await _submission(pressed)
    waiting = [draft.id for draft in (await reception.as_it_stands(submission)).drafts if draft.waits]
    await reception.discard_waiting(submission)
    if waiting:
        await _note(pressed, Action.DISCARDED, ", ".join(map(str, waiting)))
    await pressed.edit(*await reception.teller.answer(pressed.t, await reception.as_it_stands(submission)))
    return None


BUTTONS: dict[str, AdminHandler] = {
    keys.PUBLISH: publish,
    keys.ANYWAY: publish_anyway,
    keys.DISCARD: discard,
    keys.SET: say,
    keys.DAY: choose_day,
    keys.EDITION: choose_edition,
    keys.SHOW: show,
    keys.OPEN: open_one,
    keys.LIST: turn_page,
    keys.ALL: publish_all,
    keys.NONE: discard_all,
}

SENDING = frozenset({keys.SHOW, keys.OPEN})
"""Buttons that send a message."""


async def _publish(here: Pressed, reception: Reception, draft: Draft, given: Given) -> str | None:
    if not draft.complete:
        return here.t("First its edition and its day have to be known.")
    try:
        stored = await reception.drafts.publish(draft.id, given)
    except (QuarantineError, Unreadable) as error:
        return here.t("It cannot be published: {reason}", reason=str(error))[:200]
    log.info(
        "published by an admin", held=draft.id, issue=stored.id, outcome=stored.outcome, admin=here.user_id
    )
    if stored.outcome != "unchanged" or draft.waits:
        await _note(here, Action.PUBLISHED, _named(draft))
    await here.edit(*await reception.teller.published(here.t, draft, stored, given))
    return None


async def _note(here: Pressed, action: Action, about: str) -> None:
    await here.services.storage.actions.note(here.user_id, action, about, here.now)


def _named(draft: Draft) -> str:
    """`2019-11-14/evening`."""
    return f"{draft.issue.last_date}/{draft.issue.edition}"


async def _about(pressed: Pressed, reception: Reception) -> tuple[Draft, Given]:
    number, given = read_given(pressed.arguments)
    return await _draft(reception, number, given), given


async def _draft(reception: Reception, number: int, given: Given) -> Draft:
    try:
        draft = await reception.drafts.open(number, given)
    except (QuarantineError, Unreadable):
        raise callbacks.StaleButtonError from None
    if draft is None:
        raise callbacks.StaleButtonError
    return draft


async def _submission(here: Pressed) -> Submission:
    number = callbacks.number(here.take(1)[0])
    found = await here.services.storage.submissions.get(number)
    if found is None:
        raise callbacks.StaleButtonError
    return found
