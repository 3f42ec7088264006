"""/start and /help: what this is, and what to say to it."""

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.chat import keyboards
from bot.chat.asking import Asked
from bot.chat.conversation import Conversation
from bot.chat.examples import examples
from bot.chat.menu import near_command
from bot.chat.slots import described
from bot.digest.html import Html, bold, escape, joined
from bot.texts import Texts


async def start(asked: Asked) -> None:
    t = asked.t
    text, keyboard = await greeting(asked, t)
    await asked.say(text, keyboard=keyboard)


async def greeting(here: Conversation, t: Texts, title: str = "") -> tuple[Html, InlineKeyboardMarkup | None]:
    """What this is; to a subscriber, which digests come when. `title` is said first."""
    slots = await here.services.storage.subscribers.slots(here.chat.id)
    if not slots:
        rows = keyboards.subscribe(t), [*keyboards.latest(t), *keyboards.other_language(t)]
        text = welcome(t, await examples(here, t.language))
        return joined(title, text, by="\n\n"), keyboards.keyboard(*rows)
    text = joined(bold(title or t("Welcome back!")), described(t, here.chat, slots, here.now), by="\n\n")
    return text, keyboards.subscription(t, here.chat.style)


async def help_(asked: Asked) -> None:
    t = asked.t
    commands = joined(
        t("/latest – the newest issue, or /latest evening"),
        t("/search – news with any word: /search live streaming"),
        t("/company – news about a company: /company JD.com"),
        t("/companies – who is in the news most; /top – the week"),
        t("/today, /issue – whole issues: /issue 2019-11-14 evening"),
        t("/follow, /watch – be told of a company or of words; /watches lists them"),
        t("/subscribe – digests at your hours: /subscribe 8:00 19:00"),
        t("/settings – times, sections, style, time zone, a pause"),
        t("/status – what comes next, what came last"),
        t("/unsubscribe – no more digests"),
        t("/channel – digests for a channel of yours"),
        t("/language – English or Chinese"),
        t("/privacy – what I keep about you"),
    )
    hints = joined(
        t("In a private chat just write the word, without any command."),
        t("Quotes keep words together, a minus leaves one out: “double 11” -Tmall"),
        t(
            "Narrower: Shopee OR Lazada, company:JD, source:Yicai, section:internet, edition:evening, from:2019-11 to:2020-05"
        ),
        t("A number alone, 2, opens that item of the last digest or list."),
    )
    await asked.say(joined(commands, hints, _for_admins(asked), by="\n\n"))


def _for_admins(asked: Asked) -> Html:
    """What only the people who run the bot can say."""
    t, desk = asked.t, asked.services.desk
    if desk is None or asked.user_id not in desk.admins or asked.chat.kind != "private":
        return Html()
    return joined(
        bold(t("For you as an admin")),
        t("/admin – state, issues, statistics, broadcast, maintenance, log"),
        t("/quarantine – issues that wait for you; /ingest, /done, /cancel – send one in"),
    )


async def unknown(asked: Asked) -> None:
    """A command we do not have."""
    if near := near_command(asked.command):
        await asked.say(asked.t.html("I don't know that command. Did you mean /{command}?", command=near))
        return
    await asked.say(asked.t.html("I don't know that command. /help shows what I can do."))


async def no_words(asked: Asked) -> None:
    """A picture, a voice message, a sticker."""
    await asked.say(asked.t.html("I can only read text: send me a word or a company, or see /help."))


def welcome(t: Texts, words: Sequence[str]) -> Html:
    """`words` are examples, to be copied by a tap."""
    listed = Html(" · ".join(f"<code>{escape(each)}</code>" for each in words))
    return joined(
        joined(
            bold("Kuaixun 快讯"),
            t(
                "China's e-commerce news, short and twice a day. I send you each morning and evening issue at your hour."
            ),
        ),
        t.html("Looking for something? Just write it, in English or Chinese: {words}", words=listed),
        by="\n\n",
    )
