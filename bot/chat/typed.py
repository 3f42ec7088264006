"""A button that is typed, in a private chat: its label, `next page`, `下一页`, `undo`. It means the last message that had buttons.

What the button would change in its message is said in a new one, where the person is.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.ext import MessageHandler, filters

from bot.chat import callbacks
from bot.chat.asking import asked_by
from bot.chat.pressing import Pressed, PressHandler
from bot.chat.recent import JUST_NOW, LATELY, PAGES, Offer, Recent
from bot.chat.services import App, Context, Services
from bot.texts import N_
from storage.simplified import simplified

_TYPED = frozenset("s sb c ct cq cy cs cp cf ca it src iss try fo ws wl wa wu undo exact style".split())
"""What may be typed: what shows more, or does what was just asked about; nothing that cannot be taken back, and not
`Watch` below a list, which is a thing that people look for."""

_NEIGHBOURS = PAGES | {"it"}
_BACKWARDS = frozenset({"undo", "exact", "wu"})
_ASKING = r"(?:(?:please|show|see|give|me|the|go(?: to)?|turn|can i see|看看?|请|给我|再?来)\s*)*"
_ON = re.compile(
    rf"{_ASKING}(?:next(?P<page> page)?|more(?: (?:results?|items?|of (?:it|them|these)))?|older(?: ones?| items?)?|page down|continue|next one|what else"
    r"|(?P<zh>(?:下一?|后一)页|翻页)|更多|下一?[条个]|后面的?|往下|继续|接着看?|还有吗|还有呢|还有别的吗|[几一]些|几条)(?:\s*please|吧|呢)*"
)
_BACK = re.compile(
    rf"{_ASKING}(?:prev(?:ious)?(?P<page> page)?|newer(?: ones?| items?)?|page up|back|previous one|(?P<zh>上一?页|前一页)|上一?[条个]|返回|往回|回去)(?:\s*please|吧)*"
)
_TURNS = (("›", _ON, N_("That was all.")), ("‹", _BACK, N_("That is the first page.")))
_UNDO = re.compile(
    r"undo(?: (?:it|that|this))?(?: please)?|take (?:it|that) back|撤销|撤回|撤消|恢复原样|反悔了?|取消刚才的?"
)


@dataclass(frozen=True, slots=True)
class Button:
    """What is typed: a button of a message, or none where there is no such button."""

    offer: Offer
    data: str
    otherwise: str = ""
    """What is said where there is no such button."""


@dataclass(slots=True)
class Typed(Pressed):
    """A button that was typed: there is no message to change."""

    offer: Offer | None = None

    async def edit(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        await self.say(text, keyboard=keyboard)

    async def edit_keyboard(self, keyboard: InlineKeyboardMarkup | None) -> None:
        """The message is further up, and stays as it is."""

    def marked(self, kind: str) -> list[str]:
        found = {"bold": self.offer.bold, "code": self.offer.code} if self.offer else {}
        return [*found.get(kind, ())]


def button_meant(text: str, recent: Recent, chat_id: int, now: datetime) -> Button | None:
    """The button that a text means; None when it means none, or nothing was shown lately that could be meant."""
    last, listed = recent.offered(chat_id), recent.listed(chat_id)
    if last is None or now - last.at > LATELY:
        return None
    line = _bare(text)
    if _UNDO.fullmatch(line):
        return Button(last, _first(last, _BACKWARDS), N_("There is nothing to take back."))
    for sign, shape, otherwise in _TURNS:
        if found := shape.fullmatch(line):
            page = found["page"] or found["zh"]
            data = "" if page else _first(last, _NEIGHBOURS, sign)
            offer = last if data or listed is None else listed
            data = data or _first(offer, PAGES, sign)
            ended = last is listed and now - last.at <= JUST_NOW
            return Button(offer, data, otherwise) if data or page or ended else None
    if line and now - last.at <= JUST_NOW:
        for label, data in last.buttons:
            if _bare(label) == line and callbacks.verbs(data) <= _TYPED:
                return Button(last, data)
    return None


def _first(offer: Offer, verbs: frozenset[str], sign: str = "") -> str:
    return next(
        (data for label, data in offer.buttons if sign in label and callbacks.verbs(data) <= verbs), ""
    )


def _bare(text: str) -> str:
    """Words and figures, small, without signs and emoji."""
    line = simplified(unicodedata.normalize("NFKC", text)).casefold().replace("’", "'")
    return " ".join(re.sub(r"[^\w\s'.:+-]|[.:]+$", " ", line).split())


class _IsTyped(filters.MessageFilter):
    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services

    def filter(self, message: Message) -> bool:
        services = self._services
        return button_meant(message.text or "", services.recent, message.chat_id, services.now) is not None


def register(application: App, services: Services, buttons: Mapping[str, PressHandler]) -> None:
    """Before numbers, wishes and searches: what was just offered is meant first."""

    async def callback(update: Update, context: Context) -> None:
        message = update.message
        meant = message and button_meant(message.text or "", services.recent, message.chat_id, services.now)
        if not (message and meant):
            return
        asked = await asked_by(update, context, message)
        if not meant.data:
            await asked.say(asked.t(meant.otherwise))
            return
        verb, arguments = callbacks.decode(meant.data)
        typed = Typed(
            services=services,
            bot=asked.bot,
            chat=asked.chat,
            t=asked.t,
            user_id=asked.user_id,
            arguments=arguments,
            offer=meant.offer,
        )
        if note := await buttons[verb](typed):
            await asked.say(note)

    private = (
        filters.UpdateType.MESSAGE
        & filters.ChatType.PRIVATE
        & filters.TEXT
        & ~filters.COMMAND
        & ~filters.REPLY
    )
    application.add_handler(MessageHandler(private & _IsTyped(services), callback))
