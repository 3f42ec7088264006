"""The settings of figures and health. Part of `bot.settings.Settings`."""

from pydantic import Field
from pydantic_settings import BaseSettings


class MetricsSettings(BaseSettings):
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    """None: nothing is shown."""
    metrics_host: str = "127.0.0.1"
