"""The newest issue at once, at a press too."""

from datetime import datetime

from bot.chat import callbacks
from bot.chat.conversation import Conversation
from bot.chat.digests import digest_keyboard
from bot.chat.pressing import Pressed
from bot.digest.render import render_digest
from storage.records import Edition, Issue, Look

_LOOKED_AT = 10  # slots


async def latest_pressed(pressed: Pressed) -> str | None:
    """`latest` or `latest:evening`."""
    edition = callbacks.member(Edition, *pressed.take(1)) if pressed.arguments else None
    await send_latest(pressed, edition)
    return None


async def send_latest(here: Conversation, edition: Edition | None) -> None:
    """The newest issue there is, as this chat gets its digests."""
    issue = await here.services.storage.archive.latest(edition, here.today)
    if issue is None:
        await here.say(here.t.html("Nothing here yet. As soon as an issue comes in, you can read it here."))
        return
    await send_issue(here, issue)


async def came_last(here: Conversation, since: datetime) -> tuple[datetime, Issue] | None:
    """The newest digest that came by itself since then, and when."""
    past = await here.services.storage.history.latest(here.chat.id, _LOOKED_AT)
    came = next((each for each in past if each.sent_at and each.issue_date), None)
    if not (came and came.sent_at and came.issue_date) or came.sent_at < since:
        return None
    issue = await here.services.storage.archive.find(came.edition, came.issue_end or came.issue_date)
    return (came.sent_at, issue) if issue else None


async def send_issue(here: Conversation, issue: Issue) -> None:
    """An issue in the look of this chat, or of the one that is managed here; whole, when it wants none of its sections."""
    look = here.subject.look
    parts = render_digest(issue, language=look.language, style=look.style, muted=look.muted)
    if not parts:
        look = Look(look.language, look.style)
        parts = render_digest(issue, language=look.language, style=look.style)
    keyboard = None if here.subject.kind == "channel" else digest_keyboard(here.t, issue, look)
    await here.say(*parts, keyboard=keyboard)
    items = {it.number: it.id for it in issue.items if it.id is not None}
    here.services.recent.note(here.chat.id, here.now, items)
    if issue.id is not None:
        here.services.recent.note_issue(here.chat.id, here.now, issue.id)
