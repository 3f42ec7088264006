"""/latest: the newest issue at once."""

from bot.chat import callbacks, keyboards
from bot.chat.asking import Asked
from bot.chat.conversation import Conversation
from bot.chat.pressing import Pressed
from bot.chat.times import UnreadableTimeError, edition_of
from bot.digest.render import render_digest
from storage.records import Edition


async def latest(asked: Asked) -> None:
    """`/latest`, `/latest evening`, `/latest 晚报`."""
    try:
        edition = edition_of(asked.text)
    except UnreadableTimeError:
        text = asked.t.html("Which issue? Say morning, evening or weekly.")
        await asked.say(text, keyboard=keyboards.keyboard(keyboards.editions(Edition, asked.t)))
        return
    await _send(asked, edition)


async def latest_pressed(pressed: Pressed) -> str | None:
    """`latest` or `latest:evening`."""
    edition = callbacks.member(Edition, *pressed.take(1)) if pressed.arguments else None
    await _send(pressed, edition)
    return None


async def _send(here: Conversation, edition: Edition | None) -> None:
    today = here.now.astimezone(here.services.zone).date()
    async with here.typing():
        issue = await here.services.storage.archive.latest(edition, today)
        if issue is None:
            await here.say(
                here.t.html("Nothing here yet. As soon as an issue comes in, you can read it here.")
            )
            return
        await here.say(*render_digest(issue, language=here.t.language, style=here.chat.style))
