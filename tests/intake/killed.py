"""A process that dies between storing a file of the inbox and moving it: `… DATABASE_FOLDER INBOX`."""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from bot.intake.inbox import Inbox
from tests.intake.office import office


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def main(database: Path, folder: Path) -> None:
    Path.rename = die  # type: ignore[assignment,method-assign]  # the step that is never reached
    async with office(database) as opened:
        inbox = Inbox(folder, opened.desk, quiet=timedelta(0))
        await inbox.look()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
