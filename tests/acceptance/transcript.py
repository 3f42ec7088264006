"""A conversation written down as the person sees it: what they write or press, then the screen that comes of it."""

from typing import Any

from bot.chat.lookup_routes import SENDING
from bot.sandbox.client import ChatHandle, Message, UserHandle
from bot.texts import Texts
from tests.acceptance.screens import rows_of


class Transcript:
    """Acts for a person and keeps what was seen, formatted text and buttons."""

    def __init__(self, person: UserHandle, t: Texts) -> None:
        self.person = person
        self.t = t
        self._seen: list[str] = []

    async def ask(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Write to the bot; its answer."""
        await self.person.send(text, reply_to=reply_to)
        return self.see(f"{text} (in answer)" if reply_to else text, await self.person.wait_reply())

    async def press(self, message: Message, label: str) -> Message:
        """Press a button, named by its English text or as it stands; the message that comes, or has changed."""
        shown = self.t(label)
        pressed = next(each for row in message.buttons for each in row if each["text"] == shown)
        answer = await self.person.press(message, shown)
        toast = f" ({answer.text})" if answer and answer.text else ""
        sends = pressed["callback_data"].split(":")[1] in SENDING
        after = await (self.person.wait_reply() if sends else self.person.wait_edit(message))
        return self.see(f"[{shown}]{toast}", after)

    async def inline(self, words: str, chat: ChatHandle) -> Message:
        """Ask in another chat and send the first card there."""
        answer = await self.person.inline(words)
        assert answer is not None
        self._seen.append(f"» @bot {words}\n\n" + "\n\n".join(map(_card, answer["results"][:3])))
        sent = await self.person.choose(answer["results"][0], answer["id"], chat)
        return self.see("(the first card)", sent)

    def see(self, why: str, message: Message) -> Message:
        self._seen.append("\n\n".join([f"» {why}", _screen(message)]))
        return message

    def written(self) -> str:
        return "\n\n\n".join(self._seen) + "\n"


def _screen(message: Message) -> str:
    kind = (
        "(a picture)" if message.photo else f"({message.document['file_name']})" if message.document else ""
    )
    return "\n\n".join(filter(None, [kind, message.html, "\n".join(rows_of(message))]))


def _card(card: dict[str, Any]) -> str:
    return f"{card['title']}\n{card['description']}"
