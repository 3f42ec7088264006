"""Which command, button or message is the menu's. To anybody but an admin in private none of it exists."""

from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.chat import callbacks
from bot.chat.admin import access, broadcast, issues, keys, maintenance, reach, statistics
from bot.chat.admin import log as actions
from bot.chat.admin.desk import Answer, Desk, Wanted
from bot.chat.admin.home import home, known_fault
from bot.chat.admins import BEFORE_OTHERS, admins_command, only, require_admin
from bot.chat.asking import asked_by
from bot.chat.conversation import Conversation, Handler
from bot.chat.intake.menu import set_admin_menu
from bot.chat.pressing import Pressed, PressHandler, on_press
from bot.chat.services import App, Context, services_of

BEFORE_ISSUES = BEFORE_OTHERS - 1
"""What a screen asked for is taken before anything that might be an issue."""

Screen = Callable[[Conversation, Desk], Awaitable[Answer]]
NumberedScreen = Callable[[Conversation, Desk, int], Awaitable[Answer]]
Press = Callable[[Pressed, Desk], Awaitable[str | None]]

SCREENS: dict[str, Screen] = {
    keys.HOME: home,
    keys.STATISTICS: statistics.statistics,
    keys.BROADCAST: broadcast.broadcast,
    keys.MAINTENANCE: maintenance.maintenance,
    keys.ACCESS: access.access,
    keys.RENEW: access.confirmed,
}

NUMBERED: dict[str, NumberedScreen] = {
    keys.ISSUES: issues.listed,
    keys.ISSUE: issues.opened,
    keys.WHO: reach.shown,
    keys.AGAIN: reach.confirmed,
    keys.LOG: actions.log,
}

PRESSES: dict[str, Press] = {
    keys.SHOW: issues.show_pressed,
    keys.AGAIN_YES: reach.again_pressed,
    keys.PICTURE: statistics.picture_pressed,
    keys.WRITE: broadcast.write_pressed,
    keys.SEND: broadcast.send_pressed,
    keys.DROP: broadcast.drop_pressed,
    keys.STOP: broadcast.stop_pressed,
    keys.SWITCH: maintenance.switch_pressed,
    keys.WORDS: maintenance.words_pressed,
    keys.RENEW_YES: access.renew_pressed,
}

SENDING = frozenset({keys.SHOW, keys.PICTURE})
"""Buttons that send a message."""


def register(application: App, desk: Desk) -> None:
    command = admins_command(_admin(desk), desk.admins)
    application.add_handler(
        CommandHandler("admin", command, filters=filters.UpdateType.MESSAGE), BEFORE_OTHERS
    )
    presses = {verb: _guarded(press, desk) for verb, press in PRESSES.items()}
    presses |= {verb: _screen(screen, desk) for verb, screen in SCREENS.items()}
    presses |= {verb: _numbered(screen, desk) for verb, screen in NUMBERED.items()}
    pattern = rf"^v1:(?:{'|'.join(presses)})(?::|$)"
    pressed = only(on_press(presses, once=SENDING))
    application.add_handler(CallbackQueryHandler(pressed, pattern=pattern), BEFORE_OTHERS)
    private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & ~filters.COMMAND
    if desk.admins:
        answer = MessageHandler(private & filters.User(desk.admins), _answered(desk))
        application.add_handler(answer, BEFORE_ISSUES)


def _admin(desk: Desk) -> Handler:
    """`/admin`: the menu, as a new message; `/admin f3d0c0`: what that apology was for."""

    async def callback(update: Update, context: Context) -> None:
        if update.message:
            asked = await asked_by(update, context, update.message)
            desk.forget(asked.user_id)
            if reference := asked.text.strip("() "):
                await asked.say(known_fault(asked, desk, reference))
                return
            text, keyboard = await home(asked, desk)
            await asked.say(text, keyboard=keyboard)
            if asked.user_id not in desk.offered:  # who wrote for the first time had no menu at the start
                desk.offered.add(asked.user_id)
                await set_admin_menu(asked.bot, [asked.user_id])

    return callback


def _guarded(press: Press, desk: Desk) -> PressHandler:
    """Whatever is pressed, nothing that was asked for is waited for any more."""

    async def pressed_by(pressed: Pressed) -> str | None:
        require_admin(pressed, desk.admins)
        desk.forget(pressed.user_id)
        await broadcast.leave(pressed, desk)
        return await press(pressed, desk)

    return pressed_by


def _screen(screen: Screen, desk: Desk) -> PressHandler:
    async def press(pressed: Pressed, desk: Desk) -> str | None:
        pressed.take(0)
        await pressed.edit(*await screen(pressed, desk))
        return None

    return _guarded(press, desk)


def _numbered(screen: NumberedScreen, desk: Desk) -> PressHandler:
    """Of an issue, or a page; without a number the first."""

    async def press(pressed: Pressed, desk: Desk) -> str | None:
        which = pressed.take(1)[0] if pressed.arguments else "0"
        await pressed.edit(*await screen(pressed, desk, callbacks.number(which)))
        return None

    return _guarded(press, desk)


def _answered(desk: Desk) -> Handler:
    """What a screen asked an admin to write. Anything else goes on to the others."""

    async def callback(update: Update, context: Context) -> None:
        user, now = update.effective_user, services_of(context).now
        wanted = desk.expected(user.id, now) if user else None
        if wanted is None:
            return
        await _taken(desk, wanted)(update, context)

    return callback


def _taken(desk: Desk, wanted: Wanted) -> Handler:
    async def callback(update: Update, context: Context) -> None:
        message = update.message
        if message is None:
            return
        asked = await asked_by(update, context, message)
        desk.forget(asked.user_id)
        if wanted is Wanted.BROADCAST:
            await broadcast.written(asked, message, desk)
        else:
            await maintenance.written(asked, desk)

    return only(callback)
