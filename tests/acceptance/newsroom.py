"""What tests of sending issues in share: an admin, a stage where they are one, and issues in our own words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.client import Message, UserHandle
from storage.records import Edition, Issue
from tests.acceptance.stage import NOON, Stage, stage

FIRST_PERSON = 10_001
"""The sandbox counts people from here, so the admin's id can stand in the settings before there is one."""

WAIT = 0.1
"""Seconds a test waits for further pieces."""


def issue_text(day: int = 14, *, where: str = "Wuhan", edition: str = "Evening", items: int = 3) -> str:
    """An issue of a day of November that reads well."""
    news = [
        f"{number}. {title}\nOn November {day}, {title.lower()} in {where}, said those who had been there; it was "
        "the third time in a year, and nobody was surprised by it. (Daily News)"
        for number, title in enumerate(TITLES[:items], 1)
    ]
    heads = "; ".join(TITLES[:items])
    head = f"#Laogao E-commerce Newsletter# [November {day} E-commerce {edition} News] {heads}..."
    return "\n".join([head, "", "E-commerce newsletter", *news])


TITLES = ("JD.com opens a shop", "Taobao counts more parcels", "Two stores close for good", "Pinduoduo hires")

UNDATED = "Evening News: First thing; second thing; third thing...\n\n1. First thing\nIt happened. (Daily)\n"
"""No day anywhere in it."""


@dataclass
class Newsroom:
    play: Stage
    admin: UserHandle

    async def send_in(self, text: str) -> Message:
        """Send a text; what comes back."""
        await self.admin.send(text)
        return await self.admin.wait_reply()

    async def press(self, message: Message, label: str) -> Message:
        """Press a button that changes its message; the message then."""
        await self.admin.press(message, label)
        return await self.admin.wait_edit(message)

    async def edit(self, sent: Message, text: str, kind: str = "edited_message") -> None:
        """Edit what was sent, as its sender does."""
        await self.play.sandbox.update(kind, {**sent.wire, "text": text, "edit_date": sent.wire["date"] + 60})

    async def update(self, sent: Message, **changes: Any) -> None:
        """The bot hears a message of the admin's that the sandbox cannot send by itself."""
        await self.play.sandbox.update("message", {**sent.wire, **changes})

    async def archive(self, edition: Edition = Edition.EVENING, day: int = 14) -> Issue | None:
        return await self.play.bot.storage.archive.find(edition, NOON.date().replace(day=day))

    async def titles(self, day: int = 14) -> list[str]:
        issue = await self.archive(day=day)
        return [it.title for it in issue.items] if issue else []


@asynccontextmanager
async def newsroom(
    folder: Path, *issues: Issue, language: str = "en", **more: object
) -> AsyncIterator[Newsroom]:
    settings = {"admins": str(FIRST_PERSON), "intake_wait_seconds": WAIT} | more
    async with stage(folder, *issues, **settings) as play:
        await play.sandbox.set_clock(NOON)
        admin = await play.sandbox.user("Lin", language=language)
        assert admin.id == FIRST_PERSON
        yield Newsroom(play, admin)
