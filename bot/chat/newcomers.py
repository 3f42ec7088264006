"""Firms the directory does not know, shown to the operators with a button that adds them."""

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.chat import callbacks, keyboards
from bot.chat.conversation import NO_PREVIEW
from bot.chat.pressing import Pressed
from bot.chat.services import Services
from bot.companies import DirectoryError
from bot.companies.names import key
from bot.companies.unknown import Candidate, unknown_in
from bot.digest.html import Html, bold, italic, joined
from bot.intake.company_desk import CompanyDesk
from bot.texts import Texts, for_language, said_in
from storage.actions import Action
from storage.queries import Query, Term
from storage.records import Issue, Item

_MOST = 5
"""Proposals an issue: more would teach the operators to look away."""

_OFTEN = 3
"""Items that must hold a name whose only sign is a capital and a verb."""


class Scout:
    """Looks through new issues for firms nobody knows, and proposes each once."""

    def __init__(self, bot: Bot, services: Services, desk: CompanyDesk) -> None:
        self._bot = bot
        self._services = services
        self._desk = desk

    async def look(self, issue: Issue) -> None:
        proposed = 0
        for item in issue.items if self._desk.admins else ():
            for candidate in unknown_in(item, self._services.directory):
                if proposed < _MOST and await self._is_news(candidate):
                    proposed += await self._propose(candidate, item)

    async def _is_news(self, candidate: Candidate) -> bool:
        if await self._services.storage.sources.was_told(_key(candidate.name)):
            return False
        if candidate.sure:
            return True
        found = await self._services.storage.search.find(Query((Term(candidate.name),)), limit=1)
        return found.total >= _OFTEN

    async def _propose(self, candidate: Candidate, item: Item) -> bool:
        """Whether any operator was reached."""
        reached = False
        for admin in self._desk.admins:
            chat = await self._services.storage.subscribers.chat(admin)
            t = for_language(chat.language if chat else "en")
            try:
                await self._bot.send_message(
                    admin,
                    _proposal(t, candidate, item),
                    parse_mode=ParseMode.HTML,
                    link_preview_options=NO_PREVIEW,
                    reply_markup=keyboards.keyboard(
                        [
                            keyboards.button(t("➕ Add company"), "na"),
                            keyboards.button(t("✖ No company"), "nn"),
                        ]
                    ),
                )
                reached = True
            except TelegramError:
                continue  # an operator who blocked the bot: the others are asked
        if reached:
            await self._services.storage.sources.told(_key(candidate.name), self._services.now)
        return reached


async def add_pressed(pressed: Pressed) -> str | None:
    """`na`: add what stands in bold to the operator's directory."""
    pressed.take(0)
    desk, t = _desk(pressed), pressed.t
    name = pressed.first_bold()

    async def done(changed: int) -> None:
        text = t.n("{n} item of the archive names it.", "{n} items of the archive name it.", changed)
        await pressed.say(Html(f"🏢 {bold(name)} · {text}"))

    try:
        slug = await desk.add(name, done)
    except DirectoryError as error:
        return t("Not added: {reason}", reason=said_in(t.language, error.args[0])[:150])
    except OSError as error:
        return t("Not added: {reason}", reason=error.strerror or type(error).__name__)
    await pressed.services.storage.actions.note(pressed.user_id, Action.COMPANY_ADDED, name, pressed.now)
    card = keyboards.companies([slug], pressed.services.directory, t.language)
    await pressed.edit(Html(f"✅ {bold(name)}"), keyboards.keyboard(*card))
    return None


async def ignore_pressed(pressed: Pressed) -> str | None:
    """`nn`: it is none; it is not proposed again."""
    pressed.take(0)
    _desk(pressed)
    await pressed.edit(Html(f"✖ {bold(pressed.first_bold())}"))
    return None


def _desk(pressed: Pressed) -> CompanyDesk:
    """Only the operators' own ids count. Raises StaleButtonError."""
    desk = pressed.services.desk
    if desk is None or pressed.user_id not in desk.admins:
        raise callbacks.StaleButtonError
    return desk


def _proposal(t: Texts, candidate: Candidate, item: Item) -> Html:
    head = Html(f"🏢 {bold(candidate.name)}")
    return joined(head, t("Unknown to the company directory. Named in:"), italic(item.title[:300]))


def _key(name: str) -> str:
    return f"company {key(name)}"
