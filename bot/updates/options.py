"""The settings of the webhook. Part of `bot.settings.Settings`."""

import re
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""Bot API, setWebhook: secret_token."""
FORM_OF_SECRET = "Telegram takes 1 to 256 of A-Z a-z 0-9 _ - for it; left empty, one is made up"  # noqa: S105 - none


class WebhookSettings(BaseSettings):
    webhook_url: str | None = Field(default=None, pattern=r"^https?://[^\s/?#]+(/[A-Za-z0-9._~/-]*)?$")
    """None: updates are asked for."""
    webhook_secret: SecretStr | None = None
    webhook_secret_file: Path | None = None
    webhook_host: str = "127.0.0.1"
    webhook_port: int = Field(default=8080, ge=1, le=65535)

    @field_validator("webhook_secret")
    @classmethod
    def _can_be_a_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not SECRET.fullmatch(value.get_secret_value()):
            raise ValueError(FORM_OF_SECRET)
        return value
