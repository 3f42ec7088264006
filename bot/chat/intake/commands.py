"""What an admin says about issues: /ingest, /done, /cancel, /quarantine, and a day in answer to a draft."""

from telegram import Message

from bot.chat.asking import Asked
from bot.chat.intake.files import take_file
from bot.chat.intake.keys import given_below
from bot.chat.intake.listing import page
from bot.chat.intake.posts import post_of
from bot.chat.intake.reception import Reception
from bot.chat.intake.words import UnreadableWordsError, days_said
from bot.chat.quoting import quoted
from bot.digest.html import joined
from bot.intake.quarantine import Given, QuarantineError
from bot.reader import Unreadable


async def ingest(asked: Asked, message: Message, reception: Reception) -> None:
    """`/ingest` before a text, in answer to a message, or alone before many messages: taken whatever it looks like."""
    post, answered = post_of(message, asked.services, asked.text), message.reply_to_message
    if post.text:
        await reception.collector.add(post)
    elif answered and answered.document:
        await take_file(answered, reception, asked.services)
    elif answered and (answered.text or answered.caption):
        await reception.collector.add(post_of(answered, asked.services))
    else:
        await reception.collector.keep_open(asked.chat.id)
        await asked.say(
            asked.t.html("Send me the issue, in as many messages as you like. Then /done, or /cancel.")
        )


async def done(asked: Asked, message: Message, reception: Reception) -> None:
    found, t = await reception.collector.done(asked.chat.id), asked.t
    if found is None:
        what = t("What I do not take for an issue by itself is one with /ingest before it.")
        await asked.say(joined(t("Nothing is open. Just send me the text of an issue, or a file."), what))
    elif not found.pieces:
        await asked.say(t.html("Nothing was sent, and nothing is open now. /ingest begins again."))


async def cancel(asked: Asked, message: Message, reception: Reception) -> None:
    gone = await reception.collector.cancel(asked.chat.id)
    await asked.say(asked.t("Forgotten.") if gone else asked.t("There is nothing to cancel."))


async def quarantine(asked: Asked, message: Message, reception: Reception) -> None:
    text, keyboard = await page(asked)
    await asked.say(text, keyboard=keyboard)


COMMANDS = {"ingest": ingest, "done": done, "cancel": cancel, "quarantine": quarantine}


async def piece(asked: Asked, message: Message, reception: Reception) -> None:
    """A text that looks like an issue, or goes on with one."""
    await reception.collector.add(post_of(message, asked.services))


async def file(asked: Asked, message: Message, reception: Reception) -> None:
    await take_file(message, reception, asked.services)


async def day(asked: Asked, message: Message, reception: Reception) -> None:
    """An answer to a draft: the day it is of, `2019-11-14` or `2017-04-24 2017-04-28`."""
    answered = message.reply_to_message
    about = given_below(answered)
    if answered is None or about is None:
        return
    number, given = about
    today = asked.today
    try:
        draft = await reception.drafts.open(number, given)
        if draft is None:
            return
        first, end = days_said(asked.text, today, draft.issue.date)
        given = Given(given.edition, first, end)
        draft = await reception.drafts.open(number, given) or draft
    except (UnreadableWordsError, QuarantineError, Unreadable):
        await asked.say(
            asked.t.html(
                "I could not read “{text}” as a day. Write it like 2019-11-14.", text=quoted(asked.text)
            )
        )
        return
    text, keyboard = await reception.teller.draft(asked.t, draft, given)
    await asked.edit_message(answered.message_id, text, keyboard)


async def stranger(asked: Asked, message: Message, reception: Reception) -> None:
    """Somebody else sends a file or an issue."""
    await asked.say(
        asked.t.html(
            "Thank you, but I take issues only from the people who run me; what you sent was not read. "
            "Looking for news? Write a word or a company."
        )
    )
