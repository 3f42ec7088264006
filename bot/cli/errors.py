"""Errors a person can act on: their message is the whole story, so no traceback is shown."""


def expected() -> tuple[type[Exception], ...]:
    """Imported late: asked only when something went wrong."""
    from bot.companies import DirectoryError
    from bot.intake.quarantine import QuarantineError
    from bot.reader import Unreadable
    from bot.settings import SettingsError
    from bot.updates.reaching import ShownOutError
    from storage.database import StorageError

    return (DirectoryError, QuarantineError, SettingsError, ShownOutError, StorageError, Unreadable)
