"""The one place where the parts are joined: storage, directory, Telegram, scheduler, postman.

    async with running(settings) as bot:   # polls, ticks and sends until the block ends
        await bot.tick()                   # or wait for the scheduler

`run` is the same as the whole of a process: until SIGTERM or SIGINT, or until Telegram shows us out.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from telegram.ext import Application

from bot.chat.admin.office import Office, counters, open_office
from bot.chat.alerting import Alerter, alerting
from bot.chat.digests import rendered
from bot.chat.intake import routes as intake_routes
from bot.chat.intake.menu import set_admin_menu
from bot.chat.intake.reception import Reception, Rules
from bot.chat.newcomers import Scout
from bot.chat.register import UPDATES, register
from bot.chat.services import App, Services
from bot.chat.telling import to_admins
from bot.chat.turns import TurnTaker
from bot.clock import clock_of
from bot.companies import Directory, Recogniser, load_directory
from bot.delivery.limiter import PacedLimiter
from bot.delivery.pace import LIMIT, Pace, rate_below
from bot.delivery.postman import DeliveryStoppedError, Postman
from bot.delivery.schedule import Freshness
from bot.delivery.ticking import delivering
from bot.followed import followed_clock, following
from bot.intake.company_desk import CompanyDesk
from bot.intake.desk import Desk
from bot.intake.drafts import Drafts
from bot.intake.judging import Judge
from bot.intake.notices import Notices
from bot.intake.service import attending
from bot.lookup.studio import Studio
from bot.lookup.vocabulary import Vocabulary, reading_ahead
from bot.metrics.overseer import Overseer
from bot.settings import Settings
from bot.updates.deadly import Deadly
from bot.updates.inhand import InHand
from bot.updates.outage import Outage
from bot.updates.polling import polling
from bot.updates.reaching import ShownOutError
from bot.updates.webhook import Address, secret_of, webhook
from bot.upkeep.backups import Backups, Plan, folder_for
from bot.upkeep.memory import few_heaps, let_be
from bot.upkeep.retention import Keep, Retention
from bot.upkeep.upkeep import Upkeep, upkeeping
from storage.records import Clock
from storage.simplified import let_go
from storage.store import Storage, open_storage

log = structlog.get_logger(__name__)

_IN_FLIGHT = 64
"""Sends of the postman under way at most, at Telegram's free rate."""

_ROOM_FOR_ANSWERS = 64
"""Connections beside those: an answer to a person never waits for one."""


@dataclass
class Running:
    """The bot at work."""

    application: App
    storage: Storage
    directory: Directory
    postman: Postman
    clock: Clock
    judge: Judge
    reception: Reception
    alerter: Alerter
    desk: CompanyDesk
    upkeep: Upkeep
    office: Office
    overseer: Overseer
    in_hand: InHand
    studio: Studio
    vocabulary: Vocabulary
    ended: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    """Gets an exception when the bot cannot go on."""

    async def tick(self) -> int:
        """Look for due digests now; returns how many chats get one."""
        queued = await self.postman.tick()
        await self.alerter.tick()
        await self.upkeep.tick()
        await self.office.tick()
        return queued

    async def wait_idle(self) -> None:
        """Wait until every digest that is due has been sent."""
        await self.postman.wait_idle()

    def give_up(self, error: Exception) -> None:
        if not self.ended.done():
            self.ended.set_exception(error)


async def run(settings: Settings, clock: Clock | None = None) -> None:
    """Run until SIGTERM or SIGINT. Raises SettingsError, StorageError, DirectoryError or ShownOutError: a line each."""
    few_heaps()
    work = asyncio.create_task(_work(settings, clock))
    told: list[int] = []

    def stop(number: int) -> None:
        if not told:  # told again it goes on stopping
            work.cancel()
        told.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
            asyncio.get_running_loop().add_signal_handler(number, stop, number)
    try:
        await work
    except asyncio.CancelledError:
        if not told:
            raise
    log.info("stopped")


async def _work(settings: Settings, clock: Clock | None) -> None:
    async with running(settings, clock, alone=True) as bot:
        await bot.ended


@asynccontextmanager
async def running(
    settings: Settings,
    clock: Clock | None = None,
    directory: Directory | None = None,
    *,
    alone: bool = False,
) -> AsyncIterator[Running]:
    """The bot in this event loop, `alone` in its process or not. Raises as `run` does when it cannot start."""
    token = settings.bot_token
    async with AsyncExitStack() as stack:
        directory = directory or load_directory(settings.own_companies)
        directory.prepare()
        let_go()  # what folding all those names needed
        storage = await stack.enter_async_context(open_storage(settings.database))
        # Another copy is told apart before we say anything to Telegram, however long that cannot be reached.
        await stack.enter_async_context(storage.database.sole_sender())
        await storage.companies.sync(directory.companies)
        followed = None
        if clock is None and settings.clock_url:
            followed = await stack.enter_async_context(followed_clock(settings.clock_url))
            clock = followed
        bot = _joined(settings, token, storage, directory, clock or clock_of(settings))
        if alone:
            let_be()
        stack.push_async_callback(bot.studio.close)
        await stack.enter_async_context(bot.overseer.showing(storage, bot.postman, bot.clock))
        await bot.office.recall()
        await stack.enter_async_context(_receiving(bot, settings, token))
        await stack.enter_async_context(_collecting(bot))
        await stack.enter_async_context(_delivering(bot, settings))
        await stack.enter_async_context(bot.office.working(settings.tick_seconds))
        await stack.enter_async_context(bot.desk.looking(settings.tick_seconds))
        await stack.enter_async_context(alerting(bot.alerter, settings.tick_seconds))
        await stack.enter_async_context(upkeeping(bot.upkeep, settings.tick_seconds))
        await stack.enter_async_context(reading_ahead(bot.vocabulary, storage.archive, settings.tick_seconds))
        await stack.enter_async_context(_receiving_issues(bot, settings))
        if followed:
            await stack.enter_async_context(following(followed, bot.tick))
        log.info("running", bot=bot.application.bot.username, database=str(settings.database))
        try:
            yield bot
        finally:
            log.info("stopping")


def _joined(settings: Settings, token: str, storage: Storage, directory: Directory, clock: Clock) -> Running:
    pace, overseer, in_hand = Pace(rate_below(settings.rate)), Overseer(settings), InHand()
    application = _application(settings, token, pace, overseer, in_hand)
    judge = Judge(Recogniser(directory), settings.zone, settings.quarantine_below)
    desk = CompanyDesk(settings.companies, settings.admins, storage, directory, judge.recogniser)
    tally, errors = counters(application, settings, storage, clock)
    keep = _keep(settings)
    freshness = Freshness(timedelta(hours=settings.fresh_hours), timedelta(hours=settings.fresh_hours_weekly))
    services = Services(
        *(storage, directory, clock, settings.zone, desk, tally, errors),
        looked_up=overseer.figures.looked_up,
        freshness=freshness,
        keep=keep,
    )
    register(application, services)
    drafts = Drafts(storage, judge, clock)
    reception = Reception(application.bot, services, drafts, _rules(settings))
    intake_routes.register(application, services, reception)
    notices = Notices(
        storage.sources, clock, to_admins(application.bot, settings.admins, storage.subscribers)
    )
    postman = Postman(
        storage,
        application.bot,
        rendered,
        clock=clock,
        zone=settings.zone,
        freshness=freshness,
        window=settings.catch_up,
        resend=settings.unknown_policy == "resend",
        pace=pace,
        in_flight=_in_flight(settings),
        paid=settings.rate > LIMIT,
        jitter=timedelta(minutes=settings.jitter_minutes),
        expiry=timedelta(hours=settings.expire_hours),
        notices=notices,
        observer=overseer,
    )
    alerter = Alerter(services, postman.wake, Scout(application.bot, services, desk).look)
    upkeep = _upkeep(settings, storage, clock, notices, keep)
    office = open_office(application, settings, services, postman, pace)
    return Running(
        application,
        storage,
        directory,
        postman,
        clock,
        judge,
        reception,
        alerter,
        desk,
        upkeep,
        office,
        overseer,
        in_hand,
        services.studio,
        services.vocabulary,
    )


def _keep(settings: Settings) -> Keep:
    # What was told of must be known as long as it is news (see Alerter).
    news = timedelta(hours=max(settings.fresh_hours, settings.fresh_hours_weekly)) + timedelta(days=8)
    return replace(settings.keep, news=news)


def _upkeep(settings: Settings, storage: Storage, clock: Clock, notices: Notices, keep: Keep) -> Upkeep:
    backups = None
    if settings.backup_at:
        folder = folder_for(settings.database, settings.backup_folder)
        plan = Plan(settings.database, folder, settings.backup_keep, settings.backup_at, settings.zone)
        backups = Backups(plan, notices)
    return Upkeep(clock, Retention(storage.pruning, keep), backups, storage.search)


def _rules(settings: Settings) -> Rules:
    """For what is sent in by Telegram."""
    return Rules(
        settings.admins,
        settings.source_channels,
        settings.intake_publish == "auto",
        settings.intake_wait_seconds,
    )


def _application(settings: Settings, token: str, pace: Pace, overseer: Overseer, in_hand: InHand) -> App:
    local = urlsplit(settings.api_url).hostname in ("127.0.0.1", "localhost", "::1")
    proxies = not local  # a proxy of the surroundings is for Telegram, not for ourselves
    return (
        Application.builder()
        .updater(None)
        .token(token)
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
        .request(overseer.request(_in_flight(settings) + _ROOM_FOR_ANSWERS, proxies=proxies))
        .get_updates_request(overseer.updates_request(4, proxies=proxies))
        .rate_limiter(PacedLimiter(pace))
        .update_queue(in_hand.queue)
        .concurrent_updates(TurnTaker(overseer.figures.update_answered, in_hand.let_go))
        .build()
    )


def _in_flight(settings: Settings) -> int:
    """Sends under way at most: what half a second brings at this rate."""
    return max(_IN_FLIGHT, int(settings.rate / 2))


def _receiving(bot: Running, settings: Settings, token: str) -> AbstractAsyncContextManager[None]:
    """Updates come by a webhook when the settings name one, else they are asked for."""
    outage, deadly = Outage(bot.storage.operating, bot.clock), Deadly(bot.storage.operating)
    if settings.webhook_url is None:
        return polling(
            bot.application,
            UPDATES,
            bot.give_up,
            bot.in_hand,
            deadly,
            outage=outage,
            in_touch=bot.overseer.in_touch,
        )
    given = settings.webhook_secret
    secret = given.get_secret_value() if given else secret_of(token)
    return webhook(
        bot.application,
        UPDATES,
        bot.give_up,
        Address(settings.webhook_url, secret, settings.webhook_host, settings.webhook_port),
        bot.in_hand,
        deadly,
        outage=outage,
        count=bot.overseer.figures.webhook_asked,
        in_touch=bot.overseer.in_touch,
    )


@asynccontextmanager
async def _delivering(bot: Running, settings: Settings) -> AsyncIterator[None]:
    """Tick and send."""
    async with delivering(bot.postman, tick_seconds=settings.tick_seconds) as sending:
        sending.add_done_callback(lambda task: _sending_ended(bot, task))
        yield


@asynccontextmanager
async def _collecting(bot: Running) -> AsyncIterator[None]:
    """Join and take what is sent in by Telegram, from what the last run left open on."""
    collector = bot.reception.collector
    await set_admin_menu(bot.application.bot, bot.reception.rules.admins)
    await bot.reception.resume()
    try:
        yield
    finally:
        await collector.close()


@asynccontextmanager
async def _receiving_issues(bot: Running, settings: Settings) -> AsyncIterator[None]:
    """Watch the sources issues come from by themselves."""
    tell = to_admins(bot.application.bot, settings.admins, bot.storage.subscribers)
    desk = Desk(
        bot.storage,
        bot.judge.recogniser,
        Notices(bot.storage.sources, bot.clock, tell),
        clock=bot.clock,
        zone=settings.zone,
        hold_below=settings.quarantine_below,
    )
    async with attending(settings, desk):
        yield


def _sending_ended(bot: Running, task: "asyncio.Task[None]") -> None:
    if task.cancelled():
        return
    error = task.exception()
    if isinstance(error, DeliveryStoppedError):
        bot.give_up(ShownOutError(str(error)))
    elif isinstance(error, Exception):
        bot.give_up(error)


def unknown_lines(lines: Iterable[str]) -> None:
    """Tell the operator about variables that look like settings and are none."""
    for line in lines:
        log.warning("ignored", setting=line)
