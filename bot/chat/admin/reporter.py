"""Keeps the message that tells how a broadcast fares up to date, till it has ended, through restarts."""

import asyncio
import contextlib

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.chat.admin.broadcast import progressed
from bot.chat.admin.desk import Desk
from bot.chat.conversation import Conversation
from bot.chat.services import Services
from bot.texts import for_language
from storage.broadcasts import Broadcast
from storage.errors import StorageError

log = structlog.get_logger(__name__)


class Reporter:
    """`interval` is in seconds: Telegram does not like more edits."""

    def __init__(self, bot: Bot, services: Services, desk: Desk, interval: float = 3.0) -> None:
        self.interval = interval
        self._bot = bot
        self._services = services
        self._desk = desk

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._desk.stirred.clear()
            try:
                await self._look()
            except (StorageError, TelegramError) as error:
                log.info("how a broadcast fares could not be told", reason=type(error).__name__)
            except Exception:
                log.exception("how a broadcast fares could not be told")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.interval if self._desk.watched else None):
                    await self._desk.stirred.wait()

    async def _look(self) -> None:
        """Tell of the one under way; of one that is over until all has arrived that was under way when it was stopped."""
        broadcasts, watched = self._services.storage.broadcasts, self._desk.watched
        one = await broadcasts.sending()
        settling = None
        if watched and (one is None or one.id != watched) and (ended := await broadcasts.get(watched)):
            settled = await broadcasts.finished(ended)
            if settled:
                await broadcasts.settle(ended)
            await self._tell(ended)
            settling = None if settled else ended.id
        if one:
            await self._tell(one)
        if self._desk.watched == watched:  # else another was begun meanwhile
            self._desk.watched = one.id if one else settling

    async def _tell(self, one: Broadcast) -> None:
        if one.admin is None or one.message is None:
            return
        chat = await self._services.storage.subscribers.chat(one.admin)
        if chat is None:
            return
        here = Conversation(self._services, self._bot, chat, for_language(chat.language), one.admin)
        await here.edit_message(one.message, *await progressed(here, self._desk, one))
