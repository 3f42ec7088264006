"""News for the operators, told beside the work: nobody waits for it, and a failure to tell stops nothing."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol

import structlog

log = structlog.get_logger(__name__)


class Notices(Protocol):
    """Tells a line once for a key, and that it is over; neither raises but a `StorageError`."""

    async def once(self, key: str, line: str) -> bool: ...

    async def over(self, key: str, line: str) -> None: ...


class Herald:
    """Without `notices` what there is to tell only stands in the log."""

    def __init__(self, notices: Notices | None = None) -> None:
        self._notices = notices
        self._telling: set[asyncio.Task[None]] = set()

    def once(self, key: str, line: str) -> None:
        """Tell a line, unless that was done before with this key."""
        if self._notices is None:
            log.warning(line)
        else:
            self._begin(self._notices.once(key, line))

    def over(self, key: str, line: str) -> None:
        """Tell that it is over, if that it began was told."""
        if self._notices is not None:
            self._begin(self._notices.over(key, line))

    def _begin(self, telling: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(self._tell(telling))
        self._telling.add(task)  # else nobody holds it, and it may vanish half done
        task.add_done_callback(self._telling.discard)

    async def _tell(self, telling: Coroutine[Any, Any, object]) -> None:
        try:
            await telling
        except Exception as error:  # noqa: BLE001 - news must not stop the post
            log.warning("the operators could not be told", reason=f"{type(error).__name__}: {error}")
