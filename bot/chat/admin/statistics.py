"""Statistics as text, and as a picture."""

from bot.chat import keyboards
from bot.chat.admin import keys
from bot.chat.admin.desk import Answer, Desk
from bot.chat.admin.figures import DAYS, Figures, figures
from bot.chat.admin.picture import Panel, drawn
from bot.chat.admin.words import number
from bot.chat.conversation import Conversation
from bot.chat.pressing import Pressed
from bot.chat.uploads import send_picture
from bot.digest.html import Html, bold, escape, joined
from bot.digest.names import day_name
from bot.texts import N_, Texts
from storage.records import DeliveryState

_SPANS = ((1, N_("today")), (7, N_("in 7 days")), (DAYS, N_("in 30 days")))
_STATES = (
    ((DeliveryState.SENT,), N_("✅ {n} sent")),
    ((DeliveryState.FAILED,), N_("❌ {n} failed")),
    ((DeliveryState.SKIPPED,), N_("⏭ {n} passed over")),
    ((DeliveryState.UNKNOWN,), N_("❔ {n} in doubt")),
    ((DeliveryState.PENDING, DeliveryState.RETRY, DeliveryState.SENDING), N_("⏳ {n} on their way")),
)


async def statistics(here: Conversation, desk: Desk) -> Answer:
    t, found = here.t, await _figures(here, desk)
    text = joined(
        bold(t("📊 Statistics")),
        joined(_subscribers(t, found), *_growth(t, found)),
        joined(bold(t("📬 Messages of the last 30 days")), _deliveries(t, found)),
        joined(bold(t("🔎 Searches")), *_lookups(t, found)),
        joined(*_missed(t, found)),
        by="\n\n",
    )
    picture = keyboards.button(t("🖼 As a picture"), keys.PICTURE)
    return text, keyboards.keyboard(
        [picture, keyboards.button(t("🔄 Refresh"), keys.STATISTICS)], keys.back(t)
    )


async def picture_pressed(pressed: Pressed, desk: Desk) -> str | None:
    """`adpicture`: as a message of its own."""
    pressed.take(0)
    t = pressed.t
    async with pressed.drawing():
        found = await _figures(pressed, desk)
        span = day_name(t, found.growth.days[0], found.growth.days[-1])
        title = t("📊 Statistics").removeprefix("📊").strip()
        subtitle = f"{span} · {_subscribers(t, found)}"
        png = await pressed.services.studio.draw(drawn, title, subtitle, _panels(t, found))
    await send_picture(pressed, png, joined(bold(t("📊 Statistics")), subtitle))
    return None


async def _figures(here: Conversation, desk: Desk) -> Figures:
    await desk.tally.flush()
    return await figures(here.services.storage, here.now, here.services.zone)


def _panels(t: Texts, found: Figures) -> tuple[Panel, Panel]:
    came, went = (number(t, n) for n in found.growth.last(DAYS))
    there, missed = (number(t, n) for n in found.lookups.last(DAYS))
    return (
        Panel(found.growth, t("Came: {n}", n=came), t("Left: {n}", n=went), down=True),
        Panel(
            found.lookups,
            t("Searches with results: {n}", n=there),
            t("Without: {n}", n=missed),
            down=False,
        ),
    )


def _subscribers(t: Texts, found: Figures) -> str:
    return t.n("{n} subscriber", "{n} subscribers", found.subscribers, n=number(t, found.subscribers))


def _growth(t: Texts, found: Figures) -> list[str]:
    lines = []
    for days, name in _SPANS:
        came, went = found.growth.last(days)
        lines.append(
            t("• {span}: {came} came, {went} left", span=t(name), came=number(t, came), went=number(t, went))
        )
    return lines


def _deliveries(t: Texts, found: Figures) -> str:
    counts = [(name, sum(found.deliveries[each] for each in states)) for states, name in _STATES]
    return joined(*(t(name, n=number(t, count)) for name, count in counts if count)) or t("none")


def _lookups(t: Texts, found: Figures) -> list[str]:
    lines = []
    for days, name in _SPANS:
        there, missed = found.lookups.last(days)
        lines.append(
            t(
                "• {span}: {n}, of these {missed} without results",
                span=t(name),
                n=number(t, there + missed),
                missed=number(t, missed),
            )
        )
    return lines


def _missed(t: Texts, found: Figures) -> list[Html]:
    if not found.missed:
        return []
    listed = [Html(f"• <code>{escape(words)}</code> · {number(t, times)}") for words, times in found.missed]
    return [bold(t("Not found, most often")), *listed]
