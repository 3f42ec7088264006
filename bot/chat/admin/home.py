"""The first screen: how the bot fares, in a few lines."""

from collections.abc import Sequence
from datetime import timedelta

from telegram import InlineKeyboardMarkup

from bot.chat import keyboards
from bot.chat.admin import keys
from bot.chat.admin.desk import Answer, Desk
from bot.chat.admin.words import ago, moment, number
from bot.chat.conversation import Conversation
from bot.chat.errors import reason_said
from bot.chat.intake import keys as intake_keys
from bot.digest.html import Html, bold, escape, joined
from bot.digest.names import near_day
from bot.digest.render import issue_name
from bot.texts import Texts
from storage.faults import Fault

_WEEK = timedelta(days=7)
_FAULTS = 2
_LOOK = timedelta(minutes=1)


async def home(here: Conversation, desk: Desk) -> Answer:
    t = here.t
    waiting = len(await here.services.storage.quarantine.list())
    text = joined(
        bold(f"⚙️ Kuaixun 快讯 · {near_day(t, here.today)}"),
        joined(await _subscribers(here), await _last_issue(here), await _sending(here, desk)),
        joined(
            await _broadcast(here, desk),
            _maintenance(here, desk),
            t.n("📥 {n} issue waits for you", "📥 {n} issues wait for you", waiting) if waiting else "",
        ),
        joined(*_faults(here, desk)),
        by="\n\n",
    )
    return text, _buttons(t, waiting)


def _buttons(t: Texts, waiting: int) -> InlineKeyboardMarkup | None:
    held = t("📥 Waiting ({n})", n=waiting) if waiting else t("📥 Waiting")
    return keyboards.keyboard(
        [keyboards.button(t("📰 Issues"), keys.ISSUES), keyboards.button(held, intake_keys.LIST, 0)],
        [
            keyboards.button(t("📊 Statistics"), keys.STATISTICS),
            keyboards.button(t("📣 Broadcast"), keys.BROADCAST),
        ],
        [
            keyboards.button(t("🛠 Maintenance"), keys.MAINTENANCE),
            keyboards.button(t("🔑 Access"), keys.ACCESS),
        ],
        [keyboards.button(t("📜 Log"), keys.LOG), keyboards.button(t("🔄 Refresh"), keys.HOME)],
    )


async def _subscribers(here: Conversation) -> str:
    t, growth = here.t, here.services.storage.growth
    total = await growth.subscribers()
    changes = await growth.since(here.now - _WEEK)
    came, went = sum(n for _, n, _ in changes), sum(n for _, _, n in changes)
    line = t.n("👥 {n} subscriber", "👥 {n} subscribers", total, n=number(t, total))
    return f"{line} · " + t("in 7 days {came} came, {went} left", came=number(t, came), went=number(t, went))


async def _last_issue(here: Conversation) -> Html:
    t, issue = here.t, await here.services.storage.operating.newest()
    if issue is None or issue.received_at is None:
        return t.html("📰 No issue has come yet.")
    return t.html(
        "📰 Last issue: {issue}; it came {when}.",
        issue=issue_name(t, issue),
        when=ago(t, issue.received_at, here.now),
    )


async def _just_came(here: Conversation) -> bool:
    """Whether an issue came since the last look at what is due, perhaps."""
    issue = await here.services.storage.operating.newest()
    return bool(issue and issue.received_at and here.now - issue.received_at < _LOOK)


async def _sending(here: Conversation, desk: Desk) -> str:
    t = here.t
    seen = await desk.postman.outlook()
    if not seen.open:
        return (
            t("📬 Nothing is on its way yet.") if await _just_came(here) else t("📬 Nothing is on its way.")
        )
    end = moment(t, seen.end, here.chat.timezone, here.now)
    return t.n(
        "📬 {n} message is on its way; expected end: {end}.",
        "📬 {n} messages are on their way; expected end: {end}.",
        seen.open,
        n=number(t, seen.open),
        end=end,
    )


async def _broadcast(here: Conversation, desk: Desk) -> str:
    return here.t("📣 A broadcast is under way.") if await here.services.storage.broadcasts.sending() else ""


def _maintenance(here: Conversation, desk: Desk) -> str:
    if desk.gate.maintenance is None:
        return ""
    since = moment(here.t, desk.gate.maintenance.since, here.chat.timezone, here.now)
    return here.t("🛠 Maintenance is on, since {when}: only admins are answered.", when=since)


def known_fault(here: Conversation, desk: Desk, reference: str) -> Html:
    """What somebody's apology was for, by its reference."""
    fault = desk.errors.find(reference)
    if fault is None:
        return here.t.html("I know no error {reference} any more; the log may.", reference=reference)
    return _fault_line(here, fault, [reference])


def _faults(here: Conversation, desk: Desk) -> list[Html]:
    t, faults = here.t, desk.errors.recent()
    own = [_fault_line(here, it, [it.reference]) for it in faults if not it.network][:_FAULTS]
    network = [_fault_line(here, it, list(it.references)[:-4:-1]) for it in faults if it.network][:_FAULTS]
    heading = t("🌐 Not answered because Telegram was in trouble")
    return [
        *([bold(t("⚠️ Last errors")), *own] if own else []),
        *([bold(heading), *network] if network else []),
    ] or [escape(t("✅ No errors in the last 7 days."))]


def _fault_line(here: Conversation, fault: Fault, references: Sequence[str]) -> Html:
    t = here.t
    facts = {
        "kind": fault.kind,
        "times": fault.times,
        "when": moment(t, fault.last, here.chat.timezone, here.now),
        "reference": joined(*(Html(f"<code>{escape(each)}</code>") for each in references), by=", "),
    }
    if fault.network:
        return t.html("• {kind}, {times}×, last {when} ({reference})", **facts)
    if fault.reason:
        return t.html("• {reason} {times}×, {when} ({reference})", reason=reason_said(t, fault), **facts)
    return t.html("• {kind} in {place}, {times}×, {when} ({reference})", place=fault.place, **facts)
