"""Breaking things, changing how the sandbox behaves, starting over."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.routing import Route

from bot.sandbox.control.plumbing import ControlError, body, fields, route, whole
from bot.sandbox.faults import read_rule
from bot.sandbox.limits import changed_limits
from bot.sandbox.models import Wire
from bot.sandbox.plan import read_plan
from bot.sandbox.state import SandboxState


async def add_fault(state: SandboxState, request: Request) -> Wire:
    """A rule (see faults.py for its fields) → the rule with its id."""
    try:
        rule = read_rule(await body(request))
    except (TypeError, ValueError) as error:
        raise ControlError(str(error)) from None
    added = state.faults.add(rule).wire()
    state.world.journal.note("trouble")
    return added


async def faults(state: SandboxState, request: Request) -> list[Wire]:
    """The rules in force, with how often each was asked (seen) and struck (fired)."""
    return [rule.wire() for rule in state.faults.rules]


async def clear_faults(state: SandboxState, request: Request) -> Wire:
    """Take all rules out, or ?id= one."""
    rule_id = request.query_params.get("id")
    state.faults.remove(whole(rule_id, "id") if rule_id else None)
    state.world.journal.note("trouble")
    return {}


async def limits(state: SandboxState, request: Request) -> Wire:
    """The flood limits in force, and `floods`: what was refused since the last reset, by limit."""
    return state.limiter.wire()


async def set_limits(state: SandboxState, request: Request) -> Wire:
    """Some of {on, algorithm, overall, chat, group, hidden, penalty} (see limits.py) → all of them."""
    try:
        state.limiter.set(changed_limits(state.limiter.limits, await body(request)))
    except ValueError as error:
        raise ControlError(str(error)) from None
    state.world.journal.note("trouble")
    return state.limiter.wire()


async def follow_plan(state: SandboxState, request: Request) -> Wire:
    """A fault plan (see plan.py) → its rules with their ids and seeds."""
    try:
        plan = read_plan(await body(request))
    except ValueError as error:
        raise ControlError(str(error)) from None
    state.follow_plan(plan)
    return plan.wire()


_SETTINGS = "callback_seconds reads_groups username first_name zone morning evening agenda"


async def settings(state: SandboxState, request: Request) -> Wire:
    """{callback_seconds?, reads_groups?, username?, first_name?, zone?, morning?, evening?, agenda?} → all as they are now.

    agenda is a list of Unix seconds.
    """
    values, world = await fields(request, _SETTINGS), state.world
    world.callback_seconds = float(values.get("callback_seconds", world.callback_seconds))
    world.bot.reads_groups = bool(values.get("reads_groups", world.bot.reads_groups))
    world.bot.username = str(values.get("username", world.bot.username))
    world.bot.first_name = str(values.get("first_name", world.bot.first_name))
    for name in ("zone", "morning", "evening"):
        setattr(state.page, name, str(values.get(name, getattr(state.page, name))))
    if "agenda" in values:
        state.page.agenda = _instants(values["agenda"])
    world.journal.note("bot")
    return asdict(state.page) | {
        "callback_seconds": world.callback_seconds,
        "reads_groups": world.bot.reads_groups,
        "username": world.bot.username,
        "first_name": world.bot.first_name,
    }


def _instants(raw: object) -> list[float]:
    try:
        return sorted(map(float, raw if isinstance(raw, list) else [""]))
    except (TypeError, ValueError):
        raise ControlError("agenda is a list of Unix seconds") from None


async def add_update(state: SandboxState, request: Request) -> Wire:
    """{kind, payload}: an update of any kind, as written → {update_id} (null: the bot did not ask for the kind)."""
    values = await fields(request, "kind payload")
    kind, payload = values.get("kind"), values.get("payload")
    if not isinstance(kind, str) or not isinstance(payload, dict):
        raise ControlError("an update has a kind and a payload object")
    return {"update_id": state.world.updates.add(kind, payload)}


async def reset(state: SandboxState, request: Request) -> Wire:
    """An empty world."""
    state.reset()
    return {}


def routes(state: SandboxState) -> list[Route]:
    """This file's part of the control API."""
    return [
        route(state, "POST", "/faults", add_fault),
        route(state, "GET", "/faults", faults),
        route(state, "DELETE", "/faults", clear_faults),
        route(state, "GET", "/limits", limits),
        route(state, "POST", "/limits", set_limits),
        route(state, "POST", "/plan", follow_plan),
        route(state, "POST", "/settings", settings),
        route(state, "POST", "/updates", add_update),
        route(state, "POST", "/reset", reset),
    ]
