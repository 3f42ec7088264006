"""The numbered buttons of a list: one item in full."""

from bot.chat import callbacks, keyboards
from bot.chat.pressing import Pressed
from bot.digest.render import render_item


async def item_pressed(pressed: Pressed) -> str | None:
    """`item:id`."""
    (text,) = pressed.take(1)
    found = await pressed.services.storage.archive.item(callbacks.number(text))
    if found is None:
        return pressed.t("This item is no longer there.")
    rows = keyboards.companies(found.companies, pressed.services.directory, pressed.t.language)
    await pressed.say(*render_item(pressed.t, found), keyboard=keyboards.keyboard(*rows))
    return None
