"""Between python-telegram-bot and the network: how long each call to the Bot API took, and what came of it."""

import time
from typing import Any

from telegram.error import TelegramError
from telegram.request import RequestData

from bot.metrics.figures import Figures
from bot.metrics.pulse import Part, Pulse
from bot.transport import NOT_WRITTEN, AiohttpRequest


class MeasuredRequest(AiohttpRequest):
    """As `AiohttpRequest`, counted."""

    def __init__(self, figures: Figures, pool_size: int, *, proxies: bool) -> None:
        super().__init__(pool_size, proxies=proxies)
        self._figures = figures

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any
    ) -> tuple[int, bytes]:
        begun, result = time.perf_counter(), "lost"
        try:
            status, body = await super().do_request(url, method, request_data, *timeouts, **more)
            result = _result(status)
        except TelegramError as error:
            result = "unreachable" if isinstance(error.__cause__, NOT_WRITTEN) else "lost"
            raise
        finally:
            self._figures.called(_method(url), result, time.perf_counter() - begun)
        return status, body


class PulsedRequest(AiohttpRequest):
    """As `AiohttpRequest`, for asking for updates: each answer is a heartbeat."""

    def __init__(self, pulse: Pulse, pool_size: int, *, proxies: bool) -> None:
        super().__init__(pool_size, proxies=proxies)
        self._pulse = pulse

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any
    ) -> tuple[int, bytes]:
        status, body = await super().do_request(url, method, request_data, *timeouts, **more)
        if status == 200:
            self._pulse.beat(Part.UPDATES)
        return status, body


def _result(status: int) -> str:
    if status == 200:
        return "ok"
    if status == 429:
        return "flood"
    return "broken" if status >= 500 else "refused"


def _method(url: str) -> str:
    """The Bot API's name of it; a file's address holds no method."""
    return "file" if "/file/bot" in url else url.rpartition("/")[2]
