"""The demo's conversation on the terminal: the hour, what happens off stage, and what stands in the chat."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from bot.cli.bubbles import bubble, keyboard
from bot.sandbox.client import Message, UserHandle
from bot.texts import Texts

QUIET = 0.25
"""Seconds without anything new after which the bot has said what it had to say."""

PATIENCE = 15.0
"""Seconds until a bot that says nothing is a fault."""


class Show:
    """Prints what is new in one chat, in order; of an edited message what changed: all of it, or its buttons."""

    def __init__(
        self, console: Console, person: UserHandle, zone: ZoneInfo, t: Texts, *, pause: float = 0.0
    ) -> None:
        """`pause`: seconds a spectator gets to read each step."""
        self.t = t
        self._console = console
        self._person = person
        self._zone = zone
        self._pause = pause
        self._printed: dict[int, Message] = {}

    def hour(self, now: datetime) -> None:
        local = now.astimezone(self._zone)
        self._console.print()
        pattern = "EEEE d MMMM y, HH:mm" if self.t.language == "en" else "y年M月d日 EEEE HH:mm"
        said = format_datetime(local, pattern, locale=self.t.language)
        self._console.print(Rule(said, style="dim"))

    def aside(self, text: str) -> None:
        """What the person does not see: the operator's side, the passing of time."""
        self._console.print(Text(text, style="italic dim"), justify="center")

    def action(self, text: str) -> None:
        """What the person does without writing: a button pressed."""
        self._console.print(Text(text, style="green"), justify="right")

    async def send(self, text: str) -> list[Message]:
        """The person writes; returns what the bot says to it, newest last."""
        await self._person.send(text)
        return await self.settle()

    async def press(self, message: Message, label: str) -> list[Message]:
        """The person presses a button; returns the messages that are new or changed."""
        self.action(self.t("presses [ {label} ]", label=label))
        answer = await self._person.press(message, label)
        if answer and answer.text:
            self.aside(f"“{answer.text}”")
        return await self.settle(needed=not (answer and answer.text))

    async def settle(self, *, quiet: float = QUIET, needed: bool = True) -> list[Message]:
        """Wait until the bot has spoken and fallen silent, and print it. TimeoutError when it says nothing."""
        said: list[Message] = []
        loop = asyncio.get_running_loop()
        end, still = loop.time() + PATIENCE, loop.time()
        while loop.time() - still < quiet or (needed and not said):
            if loop.time() > end:
                raise TimeoutError("the bot did not answer")
            for message in await self._news():
                still = loop.time()
                self._print(message)
                said += [message] if message.from_bot else []
            await asyncio.sleep(0.05)
        await asyncio.sleep(self._pause)
        return said

    async def _news(self) -> list[Message]:
        """Messages that are new or edited since they were printed."""
        found = await self._person.messages()
        return [
            it for it in found if it.id not in self._printed or self._printed[it.id].version != it.version
        ]

    def _print(self, message: Message) -> None:
        before = self._printed.get(message.id)
        self._printed[message.id] = message
        if before and before.html == message.html:
            self._console.print(keyboard(self._console, message.wire))
            return
        hour = f"{message.date.astimezone(self._zone):%H:%M}"
        title = f"Kuaixun · {self.t('edited') if before else hour}"
        self._console.print(bubble(self._console, message.wire, title=title, mine=not message.from_bot))
