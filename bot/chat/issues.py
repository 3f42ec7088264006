"""/latest, /today and /issue: a whole issue, the newest or of any day, as the chat gets its digests."""

from datetime import date

from bot.chat import callbacks, keyboards
from bot.chat.asking import Asked
from bot.chat.conversation import Conversation
from bot.chat.latest import came_last, send_issue, send_latest
from bot.chat.pressing import Pressed
from bot.chat.quoting import quoted
from bot.chat.recent import LATELY
from bot.chat.slots import next_one
from bot.chat.times import UnreadableTimeError, edition_of
from bot.digest.html import Html, bold, escape, joined
from bot.digest.names import EMOJI, day_name, edition_name, short_day
from bot.lookup.issues import ManyDaysError, UnreadableIssueError, read_issue
from bot.texts import Texts
from storage.records import Edition, Issue

_EXAMPLES = {
    "en": ("2019-11-14 evening", "yesterday", "Nov 14"),
    "zh": ("2019-11-14 晚报", "昨天早报", "11月14日"),
}


async def latest(asked: Asked) -> None:
    """`/latest`, `/latest evening`, `/latest 晚报`; a day opens its issue: `/latest 2019-11-14`."""
    try:
        day, edition = _wanted(asked)
    except UnreadableIssueError as unreadable:
        which = asked.t.html("Which issue? Say morning, evening or weekly.")
        text = joined(_misread(asked.t, unreadable), which)
        await asked.say(text, keyboard=keyboards.keyboard(keyboards.editions(Edition, asked.t)))
        return
    await _answer(asked, day, edition)


async def today(asked: Asked) -> None:
    """`/today`: every issue of today, oldest first; `/today evening`, and any day, as `/issue` does."""
    day = asked.today
    if asked.text:
        await _named(asked, day)
        return
    issues = await _of_day(asked, day)
    if not issues:
        text = asked.t.html("Nothing yet today, {day}.", day=day_name(asked.t, day))
        await asked.say(text, keyboard=keyboards.keyboard(keyboards.latest(asked.t)))
    for each in issues:
        await send_issue(asked, each)


async def issue(asked: Asked) -> None:
    """`/issue 2019-11-14 evening`, `/issue 昨天早报`, `/issue evening`."""
    await _named(asked, None)


async def older(asked: Asked) -> None:
    """`previous issue`, `上一期早报`: the one before the issue that was shown last, or before the newest."""
    at_hand = await _at_hand(asked) or await asked.services.storage.archive.latest(None, asked.today)
    found = await _beside(asked, at_hand, newer=False)
    if found:
        await send_issue(asked, found)
    else:
        await asked.say(asked.t("There is no older issue."))


async def newer(asked: Asked) -> None:
    """`next issue`, `下一期`: the one behind the issue that was shown last; behind the newest it is still to come."""
    found = await _beside(asked, await _at_hand(asked), newer=True)
    if found:
        await send_issue(asked, found)
        return
    slots = await asked.services.storage.subscribers.slots(asked.chat.id)
    comes = next_one(asked.t, asked.chat, slots, asked.now)
    await asked.say(joined(asked.t("There is no newer issue yet."), comes))


async def _at_hand(here: Conversation) -> Issue | None:
    """The issue that was shown last, on demand or by itself, if that was lately."""
    noted, since = here.services.recent.issue(here.chat.id), here.now - LATELY
    came = await came_last(here, max(since, noted[0] if noted else since))
    if came:
        return came[1]
    return await here.services.storage.archive.get(noted[1]) if noted and noted[0] >= since else None


async def _beside(asked: Asked, at_hand: Issue | None, *, newer: bool) -> Issue | None:
    if at_hand is None or at_hand.id is None:
        return None
    return await asked.services.storage.archive.beside(at_hand.id, edition_of(asked.text), newer=newer)


async def issue_pressed(pressed: Pressed) -> str | None:
    """`iss:id`."""
    (issue_id,) = pressed.take(1)
    found = await pressed.services.storage.archive.get(callbacks.number(issue_id))
    if found is None:
        return pressed.t("This issue is no longer there.")
    await send_issue(pressed, found)
    return None


async def _named(asked: Asked, usual: date | None) -> None:
    """The issue that is named; `usual` is its day when none is said."""
    try:
        day, edition = read_issue(asked.text, asked.today)
    except UnreadableIssueError as unreadable:
        await asked.say(_how_to_write(asked.t, unreadable))
        return
    await _answer(asked, day or usual, edition)


def _wanted(asked: Asked) -> tuple[date | None, Edition | None]:
    """What `/latest` is asked for. Raises UnreadableIssueError."""
    try:
        return None, edition_of(asked.text)
    except UnreadableTimeError:
        return read_issue(asked.text, asked.today)


async def _answer(here: Conversation, day: date | None, edition: Edition | None) -> None:
    if day is None:
        await send_latest(here, edition)
    else:
        await _send(here, day, edition)


async def _send(here: Conversation, day: date, edition: Edition | None) -> None:
    """The issue; of several, a choice; of none, those before and after."""
    of_day = await _of_day(here, day)
    issues = [each for each in of_day if edition in (None, each.edition)]
    if len(issues) == 1:
        await send_issue(here, issues[0])
    elif issues:
        text = here.t.html("Which issue of {day}?", day=bold(day_name(here.t, day)))
        await here.say(text, keyboard=keyboards.keyboard(_buttons(here.t, issues)))
    else:
        near = of_day + await here.services.storage.archive.around(edition, day)
        asked_for = [edition_name(here.t, edition)] if edition else []
        named = " · ".join([*asked_for, day_name(here.t, day)])
        text = here.t.html("Not in the archive: {issue}.", issue=bold(named))
        hint = here.t("The nearest ones:") if near else ""
        rows = [[button] for button in _buttons(here.t, near, dated=True)]
        await here.say(joined(text, hint), keyboard=keyboards.keyboard(*rows))


async def _of_day(here: Conversation, day: date) -> list[Issue]:
    archive = here.services.storage.archive
    found = [await archive.find(edition, day) for edition in Edition]
    return [each for each in found if each]


def _buttons(t: Texts, issues: list[Issue], *, dated: bool = False) -> keyboards.Row:
    row = []
    for each in issues:
        if each.edition and each.date:
            day = f" · {short_day(t, each.last_date or each.date)}" if dated else ""
            row.append(
                keyboards.button(
                    f"{EMOJI[each.edition]} {edition_name(t, each.edition)}{day}", "iss", each.id
                )
            )
    return row


def _misread(t: Texts, unreadable: UnreadableIssueError) -> Html:
    """What was wrong; empty when nothing was said."""
    said = quoted(str(unreadable))
    if isinstance(unreadable, ManyDaysError):
        return t.html(
            "“{text}” is more than one day; its news: /search on:{days}",
            text=said,
            days=said.replace(" ", "-"),
        )
    return t.html("I could not read “{text}” as a day.", text=said) if said else Html()


def _how_to_write(t: Texts, unreadable: UnreadableIssueError) -> Html:
    words = joined(*(Html(f"<code>/issue {escape(each)}</code>") for each in _EXAMPLES[t.language]))
    which = t.html("Which issue? Say the day, and morning, evening or weekly:\n{words}", words=words)
    return joined(_misread(t, unreadable), which)
