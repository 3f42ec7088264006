"""/start with a payload: what a deep link of ours leads to. Any other payload is as good as none."""

from bot.chat import items
from bot.chat import start as greeting
from bot.chat.asking import Asked


async def start(asked: Asked) -> None:
    """`/start i_772046848`: the item of that id."""
    if not await items.linked(asked, asked.text):
        await greeting.start(asked)
