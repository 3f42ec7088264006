"""Whether the bot can listen where the settings want it to."""

import errno
import socket
from collections.abc import Iterator

from bot.cli.doctor.finding import Finding, State, well, wrong
from bot.cli.doctor.running import runs
from bot.settings import Settings


def ports(settings: Settings) -> Iterator[Finding]:
    """A finding for each port that is wanted; of a running bot the ports are its own."""
    wanted = []
    if settings.metrics_port is not None:
        wanted.append(("metrics port", settings.metrics_host, settings.metrics_port, "KUAIXUN_METRICS_PORT"))
    if settings.webhook_url:
        wanted.append(("webhook port", settings.webhook_host, settings.webhook_port, "KUAIXUN_WEBHOOK_PORT"))
    if wanted and settings.database.exists() and runs(settings.database).state == State.WELL:
        return
    for name, host, port, setting in wanted:
        yield _port(name, host, port, setting)


def _port(name: str, host: str, port: int, setting: str) -> Finding:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return wrong(name, f"another program listens on {host}:{port}", f"set {setting} to a free port")
        told = f"{host}:{port} cannot be listened on: {error.strerror or error}"
        return wrong(name, told, f"set {setting} and the host beside it to something of this machine")
    return well(name, f"{host}:{port} is free")
