"""World time: look at it, move it, follow it.

The contract for a bot that wants to live in the sandbox's time: GET /control/clock gives {now, version}; asked with
?version= it waits until there is another version. A follower sets its own clock to `now`, looks for what has come due,
and asks again with the version it got.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from starlette.requests import Request
from starlette.routing import Route

from bot.sandbox.clock import next_time
from bot.sandbox.control.plumbing import ControlError, fields, number, route
from bot.sandbox.models import Wire
from bot.sandbox.state import SandboxState

_LONGEST = 50.0
"""Seconds one request waits at most."""

_LAST = 4_102_444_800
"""Unix seconds of the year 2100."""


async def look(state: SandboxState, request: Request) -> Wire:
    """{now: Unix seconds, version}; with ?version= as soon as it is another one, or after ?timeout= seconds."""
    known = number(request, "version", -1)
    if state.clock.version == known and not state.world.closed:
        await state.clock.bell.wait(min(number(request, "timeout", _LONGEST), _LONGEST))
    return _shown(state)


async def move(state: SandboxState, request: Request) -> Wire:
    """{shift: seconds} | {set: ISO instant with zone, or Unix seconds} | {next: "08:30", zone?: "Asia/Shanghai"} |
    {real: true} | {} → {now, version}."""
    values = await fields(request, "shift set next zone real")
    if values.get("real"):
        state.clock.real()
    if "set" in values:
        state.clock.put(_instant(values["set"]))
    if "next" in values:
        zone = _zone(str(values.get("zone") or state.page.zone or "UTC"))
        state.clock.put(next_time(state.clock.now(), _time_of_day(values["next"]), zone))
    if "shift" in values:
        state.clock.put(_instant(state.clock.now() + _seconds(values["shift"])))
    return _shown(state)


def _shown(state: SandboxState) -> Wire:
    return {"now": state.clock.now(), "version": state.clock.version}


def _seconds(raw: object) -> float:
    if isinstance(raw, int | float) and abs(raw) < 1e10:
        return float(raw)
    raise ControlError("shift is a number of seconds")


def _instant(raw: object) -> float:
    if isinstance(raw, int | float):
        if not 0 <= raw < _LAST:
            raise ControlError("set is between 1970 and 2100")
        return float(raw)
    try:
        moment = datetime.fromisoformat(str(raw))
    except ValueError:
        raise ControlError(
            "set is an ISO instant such as 2019-11-14T08:00:00+08:00, or Unix seconds"
        ) from None
    if moment.tzinfo is None:
        raise ControlError("the instant needs its zone, such as 2019-11-14T08:00:00+08:00")
    return _instant(moment.timestamp())


def _time_of_day(raw: object) -> time:
    try:
        return time.fromisoformat(str(raw)).replace(tzinfo=None)
    except ValueError:
        raise ControlError("next is a time of day such as 08:30") from None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ControlError(f"no such time zone: {name}; one is Asia/Shanghai") from None


def routes(state: SandboxState) -> list[Route]:
    """This file's part of the control API."""
    return [route(state, "GET", "/clock", look), route(state, "POST", "/clock", move)]
