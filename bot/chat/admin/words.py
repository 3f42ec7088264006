"""Numbers, moments and stretches of time in the reader's way. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta
from babel.numbers import format_decimal

from bot.chat.slots import clock_time, day_word
from bot.delivery.schedule import ONE_DAY
from bot.texts import Texts

_A_MINUTE = timedelta(minutes=1)


def number(t: Texts, value: int) -> str:
    """`12,345`."""
    return format_decimal(value, locale=t.language)


def moment(t: Texts, at: datetime, zone: str, now: datetime) -> str:
    """`today 18:52`, `yesterday 09:10`, `Thu, Nov 14 18:52`, in this zone."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    day = t("yesterday") if local.date() == today - ONE_DAY else day_word(t, local.date(), today)
    return f"{day} {clock_time(local.time())}"


def ago(t: Texts, at: datetime, now: datetime) -> str:
    """`3 hours ago`; less than a minute is just now."""
    if now - at < _A_MINUTE:
        return t("just now")
    return format_timedelta(at - now, granularity="minute", add_direction=True, locale=t.language)


def duration(t: Texts, seconds: float) -> str:
    """`5 minutes`, never none."""
    return format_timedelta(
        max(_A_MINUTE, timedelta(seconds=seconds)), granularity="minute", locale=t.language
    )
