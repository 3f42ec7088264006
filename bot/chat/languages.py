"""/language: English or Chinese."""

from bot.chat import callbacks, keyboards
from bot.chat.asking import Asked
from bot.chat.pressing import Pressed
from bot.chat.start import greeting
from bot.chat.subscribing import only_admins
from bot.digest.html import escape
from bot.texts import LANGUAGES, N_, for_language

LANGUAGE_WORDS = {
    **dict.fromkeys(("en", "eng", "english", "英文", "英语", "英語"), "en"),
    **dict.fromkeys(("zh", "cn", "chinese", "中文", "汉语", "漢語", "简体中文"), "zh"),
}


async def language(asked: Asked) -> None:
    """`/language zh`, `/language English`; alone it asks."""
    code = LANGUAGE_WORDS.get(asked.text.strip().casefold())
    if code is not None:
        await _switch(asked, code)
        return
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


async def _switch(asked: Asked, code: str) -> None:
    if not await asked.may_change():
        await asked.say(only_admins(asked.t))
        return
    await asked.services.storage.subscribers.set_language(asked.chat.id, code, asked.now)
    t = for_language(code)
    text, keyboard = await greeting(asked, t, t("I speak English now."))
    await asked.say(text, keyboard=keyboard)
