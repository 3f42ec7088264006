"""`python -m bot.sandbox`: the sandbox as a process of its own.

The first line it prints is its address, for whoever started it to read. SIGTERM or Ctrl-C ends it with status 0.
"""

import argparse
import asyncio
import errno
import logging
import signal
import sys
from pathlib import Path

from bot.sandbox.plan import load_plan
from bot.sandbox.run import serving
from bot.sandbox.state import TOKEN, SandboxState

_LAST_PORT = 65535

USAGE = """\
  the page   open that address in a browser: be people, write to the bot, move time, make trouble
  your bot   give its library this token and server in place of https://api.telegram.org
             token   {token}
             server  {url}
             python-telegram-bot  Application.builder().token(…).base_url("{url}/bot").base_file_url("{url}/file/bot")
             aiogram              AiohttpSession(api=TelegramAPIServer.from_base("{url}"))
  Kuaixun    KUAIXUN_TOKEN={token} KUAIXUN_API_URL={url} KUAIXUN_CLOCK_URL={url}/control/clock kuaixun run
  a look     curl {url}/bot{token}/getMe
Ctrl-C ends it.
"""


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 ended when asked, 1 could not start, 2 wrong use."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        state = SandboxState(options.token, keep=options.keep, keep_calls=options.keep_calls)
        state.page.zone = options.zone
        if options.plan is not None:
            state.follow_plan(load_plan(options.plan))
        asyncio.run(_serve(state, options.host, options.port))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"sandbox: {_told(error, options.host, options.port)}\n")
        return 1
    return 0


def _told(error: Exception, host: str, port: int) -> str:
    """What went wrong; of a port that is taken what to do about it."""
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"another program listens on {host}:{port}; name another port, --port 0 takes a free one"
    return str(error)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to {_LAST_PORT}, 0 takes a free one")
    return int(text)


async def _serve(state: SandboxState, host: str, port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with serving(state, port=port, host=host) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.write(USAGE.format(url=url, token=state.token))
        sys.stdout.flush()
        await stop.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.sandbox",
        description="A local Telegram for bots: a Bot API server on loopback, with a page to chat on.",
        epilog="Example: python -m bot.sandbox --port 8081",
    )
    parser.add_argument("--port", type=_port, default=8081, help="0 picks a free one (default %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--token", default=TOKEN, help="the one token that is accepted (default %(default)s)")
    parser.add_argument("--zone", default="", help="time zone of the page (default: the browser's)")
    parser.add_argument("--plan", type=Path, help="a fault plan: a JSON file with seed, limits, faults")
    parser.add_argument(
        "--keep", type=int, help="messages remembered in each chat, 0 for none (default: all)"
    )
    parser.add_argument(
        "--keep-calls", type=int, default=10_000, help="API calls remembered (default %(default)s)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
