"""/language: English or Chinese."""

from bot.chat import callbacks, keyboards
from bot.chat.asking import Asked
from bot.chat.pressing import Pressed
from bot.chat.start import greeting
from bot.chat.subscribing import only_admins
from bot.digest.html import escape
from bot.texts import LANGUAGES, N_, for_language


async def language(asked: Asked) -> None:
    text = " / ".join(for_language(code)(N_("Which language?")) for code in LANGUAGES)
    await asked.say(escape(text), keyboard=keyboards.keyboard(keyboards.languages()))


async def language_pressed(pressed: Pressed) -> str | None:
    """`lang:zh`. The message the button stands under changes too."""
    (code,) = pressed.take(1)
    if code not in LANGUAGES:
        raise callbacks.StaleButtonError
    if not await pressed.may_change():
        return only_admins(pressed.t)
    await pressed.services.storage.subscribers.set_language(pressed.chat.id, code, pressed.now)
    t = for_language(code)
    await pressed.edit(*await greeting(pressed, t))
    return t("I speak English now.")
