"""The buttons under a channel's screens, in a private chat: they say which channel they are about.

`of:chat:set|put|ask|preview:…`: what follows is as under a chat's own screens. The right is asked for at every press.
"""

from collections.abc import Mapping

from bot.chat import callbacks
from bot.chat.callbacks import StaleButtonError
from bot.chat.preferences.changing import change_pressed, preview_pressed, screen_pressed
from bot.chat.preferences.channels import managed_channel
from bot.chat.preferences.prompts import ask_pressed
from bot.chat.pressing import Pressed, PressHandler

_MANAGED: Mapping[str, PressHandler] = {
    "set": screen_pressed,
    "put": change_pressed,
    "ask": ask_pressed,
    "preview": preview_pressed,
}


async def of_pressed(pressed: Pressed) -> str | None:
    """`of:-100…:put:style:full`: who pressed must be an administrator there now."""
    chat, verb, *rest = [*pressed.arguments, "", ""][: max(2, len(pressed.arguments))]
    if verb not in _MANAGED:
        raise StaleButtonError
    channel = await managed_channel(pressed, callbacks.chat_id(chat))
    if isinstance(channel, str):
        return channel
    pressed.about, pressed.arguments = channel, rest
    return await _MANAGED[verb](pressed)
