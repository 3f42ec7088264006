"""Who is answered at all: whoever has access, and while the bot is being looked after only the people who run it.

The gate is asked before any other handler. Of those it declines nothing is stored: not even that they were here.
"""

import secrets
from collections.abc import Collection
from typing import Literal

import structlog
from telegram import Update
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.chat.conversation import Handler
from bot.chat.services import App, Context
from bot.texts import Texts, chat_language, for_language
from storage.operating import Maintenance
from storage.records import Clock
from storage.store import Storage

log = structlog.get_logger(__name__)

FIRST = -9
"""The group of handlers before all others."""

Mode = Literal["public", "invite", "list"]

_OUT = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
NO_ACCESS = "no access any more"
"""Why a chat is not active that was taken off the list."""


class Gate:
    """`allowed` are ids of people, groups and channels; they count in the mode `list` only.

    By invitation those are let in whom the bot knows: a chat is known once it came by the link, and nobody else is.
    """

    def __init__(
        self, storage: Storage, clock: Clock, *, mode: Mode, allowed: Collection[int], admins: Collection[int]
    ) -> None:
        self.mode = mode
        self.invite = ""
        """The secret of the link; empty before `open`."""
        self.maintenance: Maintenance | None = None
        self._storage = storage
        self._clock = clock
        self._admins = frozenset(admins)
        self._allowed = frozenset(allowed) | self._admins

    async def open(self) -> None:
        """Recall what was decided before the last stop. Raises `StorageError`."""
        self.maintenance = await self._storage.operating.maintenance()
        self.invite = await self._storage.operating.invite() or await self.renew()
        if self.mode == "list":
            gone = await self._storage.subscribers.deactivate_others(
                sorted(self._allowed), NO_ACCESS, self._clock()
            )
            if gone:
                log.info("chats that are not on the list any more", chats=gone)

    async def renew(self) -> str:
        """Another link: the old one lets nobody in any more, those who came by it stay."""
        secret = secrets.token_urlsafe(12)
        await self._storage.operating.set_invite(secret)
        self.invite = secret
        return secret

    async def begin_maintenance(self, text: str = "") -> None:
        """Answer nobody but the admins; `text` is what people read instead of an answer."""
        since = self.maintenance.since if self.maintenance else self._clock()
        maintenance = Maintenance(since, text)
        await self._storage.operating.set_maintenance(maintenance)
        self.maintenance = maintenance

    async def end_maintenance(self) -> None:
        await self._storage.operating.set_maintenance(None)
        self.maintenance = None

    async def pass_or_decline(self, update: Update, context: Context) -> None:
        """Raises ApplicationHandlerStop for an update that nobody is to answer."""
        user = update.effective_user
        if user and user.id in self._admins:
            return
        if not await self._has_access(update):
            t = await self._texts(update)
            await decline(update, context, no_access(t), in_groups=False)
        elif self.maintenance is not None and _wants_answer(update):
            t = await self._texts(update)
            await decline(update, context, self.maintenance.text or resting(t), in_groups=True)
        else:
            return
        raise ApplicationHandlerStop

    async def _has_access(self, update: Update) -> bool:
        member = update.my_chat_member
        if self.mode == "public" or (member and member.new_chat_member.status in _OUT):
            return True
        chat, user = update.effective_chat, update.effective_user
        if chat and user and chat.type == "private":
            chat = None  # it is the person's own
        ids = [each.id for each in (chat, user) if each]
        if not ids or update.channel_post or update.edited_channel_post:
            return True  # of sources only; nobody is answered
        if self.mode == "list":
            return any(each in self._allowed for each in ids)
        return self._invited(update) or any([await self._storage.subscribers.chat(each) for each in ids])

    def _invited(self, update: Update) -> bool:
        message = update.message
        if message is None or message.chat.type != "private" or not self.invite:
            return False
        command, _, payload = (message.text or "").strip().partition(" ")
        return command == "/start" and secrets.compare_digest(payload.strip().encode(), self.invite.encode())

    async def _texts(self, update: Update) -> Texts:
        """In the language of a chat we know, else in that of the person's app."""
        chat, user = update.effective_chat, update.effective_user
        known = await self._storage.subscribers.chat(chat.id) if chat else None
        return for_language(known.language if known else chat_language(user.language_code if user else None))


def register(application: App, gate: Gate) -> None:
    application.add_handler(TypeHandler(Update, _asked(gate)), FIRST)


def no_access(t: Texts) -> str:
    return t(
        "Sorry, I only answer people who were invited. If you have an invitation link to me, please open it."
    )


def resting(t: Texts) -> str:
    return t("🛠 I am under maintenance right now. Please try again in a little while; digests come as usual.")


async def decline(update: Update, context: Context, line: str, *, in_groups: bool) -> None:
    """Say why there is no answer: in groups only to a command, if at all."""
    try:
        if update.callback_query:
            await update.callback_query.answer(line[:200], show_alert=True)
        elif update.inline_query:
            await update.inline_query.answer([], cache_time=5, is_personal=True)
        elif message := update.message:
            command = (message.text or "").startswith("/")
            if message.chat.type == "private" or (in_groups and command):
                await context.bot.send_message(message.chat.id, line)
    except TelegramError as error:
        log.info("somebody without an answer could not be told", reason=type(error).__name__)


def _wants_answer(update: Update) -> bool:
    """Being blocked or moved, and what sources post, is heard all the same."""
    message = update.message
    if message and message.migrate_to_chat_id:
        return False
    return bool(message or update.callback_query or update.inline_query)


def _asked(gate: Gate) -> Handler:
    """An update that cannot be decided (storage is in trouble) is answered like any failure, and goes no further."""

    async def callback(update: Update, context: Context) -> None:
        try:
            await gate.pass_or_decline(update, context)
        except ApplicationHandlerStop:
            raise
        except Exception as error:
            await context.application.process_error(update, error)
            raise ApplicationHandlerStop from error

    return callback
