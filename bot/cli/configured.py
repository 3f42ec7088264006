"""The settings as a command finds them, with a line for each variable that only looks like one."""

from bot.cli.console import complain
from bot.settings import Settings, load_settings, unknown_settings


def told_settings() -> Settings:
    """Raises `SettingsError`."""
    settings = load_settings()  # which tells of them itself when there is more to tell
    for line in unknown_settings():
        complain(line)
    return settings
