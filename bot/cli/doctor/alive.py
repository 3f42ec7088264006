"""Whether a bot runs here and is well: asked of its own health page where there is one, else of its lock. For Docker."""

from typing import Any

import httpx

from bot.cli.doctor.finding import Finding, State, well, wrong
from bot.cli.doctor.running import running
from bot.settings import Settings

PATIENCE = 5.0
"""Seconds for the page's answer: a bot that is stuck does not answer at all."""

_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not listened on


async def alive(settings: Settings) -> list[Finding]:
    """One finding without a health page, else one for each of its checks; wrong is what is not well."""
    if settings.metrics_port is None:
        return [_held(await running(settings.database))]
    address = _address(settings.metrics_host, settings.metrics_port)
    try:
        async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
            answer = await client.get(f"http://{address}/healthz")
        checks = answer.json()["checks"]
        found = [_finding(str(name), check) for name, check in checks.items()]
    except httpx.HTTPError as error:
        told = f"no health page answers on {address} ({type(error).__name__})"
        return [wrong("running", told, "start it: `kuaixun run`; or see what its log says")]
    except (ValueError, KeyError, TypeError, AttributeError):
        told = f"what answers on {address} is no health page of ours"
        return [wrong("running", told, "set KUAIXUN_METRICS_PORT to a port that nothing else has")]
    return found + (await _why(settings) if any(each.state == State.WRONG for each in found) else [])


async def _why(settings: Settings) -> list[Finding]:
    """What the page leaves to be asked when something is wrong: whether the bot waits for Telegram."""
    found = await running(settings.database)
    return [found] if found.state == State.DOUBTFUL else []


def _held(found: Finding) -> Finding:
    """What the lock tells, and how to be told more."""
    advice = found.advice or "KUAIXUN_METRICS_PORT=9464 lets it tell whether it is stuck, too"
    return Finding(found.name, found.state, found.told, advice)


def _finding(name: str, check: dict[str, Any]) -> Finding:
    if not check["ok"]:
        return wrong(name, f"{check['wrong']}, since {check['since']}", "see what the bot's log says")
    age = check.get("age_seconds")
    return well(name, "answers" if age is None else f"{age:.0f} seconds ago")


def _address(host: str, port: int) -> str:
    """Where to ask what listens on `host`."""
    host = _ANYWHERE.get(host, host)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
