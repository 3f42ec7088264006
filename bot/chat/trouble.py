"""The last resort: whatever a handler did not expect is logged with a reference, and the person is told in one line."""

import secrets
import traceback

import structlog
from telegram import Update
from telegram.error import Forbidden, NetworkError, TelegramError

from bot.chat.errors import of_network
from bot.chat.services import Context, services_of
from bot.texts import Texts, chat_language, for_language
from storage.database import StorageError

log = structlog.get_logger(__name__)


async def failed(update: object, context: Context) -> None:
    error = context.error
    if not isinstance(update, Update):
        reference = secrets.token_hex(3)
        log.error("failed", reference=reference, error=type(error).__name__, trace=_trace(error))
        await _tell(error, reference, context)
        return
    chat = update.effective_chat
    if isinstance(error, Forbidden):
        if chat:
            services = services_of(context)
            await services.storage.subscribers.deactivate(chat.id, str(error), services.now)
        return
    reference = secrets.token_hex(3)
    network = error is not None and of_network(error)
    log.error(
        "an update was not answered",
        reference=reference,
        update=update.update_id,
        chat=chat.id if chat else None,
        error=type(error).__name__,
        reason=str(error) if isinstance(error, (NetworkError, StorageError)) else None,
        trace=None if network else _trace(error),
    )
    await _apologise(update, context, reference)
    await _tell(error, reference, context)


def _trace(error: BaseException | None) -> list[str]:
    """Where it went wrong, the innermost place last. Without what the error says: it may hold what a person wrote."""
    found: list[str] = []
    while error is not None:
        places = traceback.extract_tb(error.__traceback__)
        found[:0] = [type(error).__name__, *(f"{each.filename}:{each.lineno} {each.name}" for each in places)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


async def _tell(error: Exception | None, reference: str, context: Context) -> None:
    """The people who run the bot."""
    errors = services_of(context).errors
    if errors and error:
        await errors.happened(error, reference)


async def _apologise(update: Update, context: Context, reference: str) -> None:
    chat = update.effective_chat
    if chat is None or (update.message is None and update.callback_query is None):
        return
    t = await _texts(update, context)
    try:
        line = t(
            "Sorry, something went wrong here. Please try again in a moment. ({reference})",
            reference=reference,
        )
        await context.bot.send_message(chat.id, line)
    except TelegramError as again:
        log.warning("nor could the person be told", reference=reference, reason=str(again))


async def _texts(update: Update, context: Context) -> Texts:
    """The chat's language, or the person's where storage is what failed."""
    user, chat = update.effective_user, update.effective_chat
    try:
        known = await services_of(context).storage.subscribers.chat(chat.id) if chat else None
    except StorageError:
        known = None
    return for_language(known.language if known else chat_language(user.language_code if user else None))
