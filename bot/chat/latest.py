"""The newest issue at once, at a press too."""

from bot.chat import callbacks
from bot.chat.conversation import Conversation
from bot.chat.digests import digest_keyboard
from bot.chat.pressing import Pressed
from bot.digest.render import render_digest
from storage.records import Edition, Issue, Look


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
