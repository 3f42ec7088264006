"""The settings of intake: where issues come from and when they are expected. Part of `bot.settings.Settings`."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode

from bot.intake.rhythm import Expected, expected
from storage.records import Edition

_ADDRESS = re.compile(r"[^\s<>@\"(),;:\\]+@[^\s<>@\"(),;:\\]+")
_CHANNEL = re.compile(r"-\d{5,20}|@[a-z][a-z0-9_]{3,31}")
_MONTH = 60 * 24 * 31


class IntakeSettings(BaseSettings):
    """Durations are in the unit their name says."""

    intake_publish: Literal["preview", "auto"] = "preview"
    intake_wait_seconds: float = Field(default=2, ge=0, le=600)
    source_channels: Annotated[tuple[str, ...], NoDecode] = ()
    inbox: Path | None = None
    feeds: Annotated[tuple[str, ...], NoDecode] = ()
    feed_minutes: float = Field(default=15, gt=0, le=_MONTH)
    allow_private_networks: bool = False
    mail_host: str = ""
    mail_port: int = Field(default=993, ge=1, le=65535)
    mail_user: str = ""
    mail_password: SecretStr | None = None
    mail_password_file: Path | None = None
    mail_folder: str = Field(default="INBOX", min_length=1)
    mail_senders: Annotated[tuple[str, ...], NoDecode] = ()
    mail_vouched_by: str = ""
    mail_ca_file: Path | None = None
    mail_minutes: float = Field(default=5, gt=0, le=_MONTH)
    expect_morning: str = "10:00"
    expect_evening: str = "20:30"
    expect_weekly: str = "fri 21:00"

    @property
    def rhythm(self) -> tuple[Expected, ...]:
        texts = zip(Edition, (self.expect_morning, self.expect_evening, self.expect_weekly), strict=True)
        return tuple(one for edition, text in texts if (one := expected(edition, text)))

    @property
    def feed_pause(self) -> timedelta:
        return timedelta(minutes=self.feed_minutes)

    @property
    def mail_pause(self) -> timedelta:
        return timedelta(minutes=self.mail_minutes)

    def incomplete(self) -> list[str]:
        """A line for each setting without which another one makes no sense."""
        if not self.mail_host:
            return []
        needed = {
            "mail_user": self.mail_user,
            "mail_password": self.mail_password,
            "mail_senders": self.mail_senders,
        }
        return [
            f"KUAIXUN_{name.upper()} is not set, and KUAIXUN_MAIL_HOST is; a mailbox needs both"
            for name, value in needed.items()
            if not value
        ]

    @field_validator("intake_publish", mode="before")
    @classmethod
    def _lower_case(cls, value: Any) -> Any:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("source_channels", mode="before")
    @classmethod
    def _split_channels(cls, value: Any) -> Any:
        return tuple(value.replace(",", " ").lower().split()) if isinstance(value, str) else value

    @field_validator("source_channels")
    @classmethod
    def _ids_or_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for channel in value:
            if not _CHANNEL.fullmatch(channel):
                raise ValueError(f"{channel!r} is no channel; write @its_name, or its id as -1001234567890")
        return value

    @field_validator("inbox", "mail_password", "mail_password_file", "mail_ca_file", mode="before")
    @classmethod
    def _unset_when_empty(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("feeds", mode="before")
    @classmethod
    def _split_feeds(cls, value: Any) -> Any:
        return tuple(dict.fromkeys(value.split())) if isinstance(value, str) else value

    @field_validator("feeds")
    @classmethod
    def _of_the_web(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for number, url in enumerate(value, 1):
            try:
                parts = urlsplit(url)
            except ValueError:
                parts = urlsplit("")
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValueError(f"number {number} is not an address that begins with http:// or https://")
        return value

    @field_validator("mail_senders", mode="before")
    @classmethod
    def _split_senders(cls, value: Any) -> Any:
        return tuple(value.replace(",", " ").lower().split()) if isinstance(value, str) else value

    @field_validator("mail_senders")
    @classmethod
    def _plain_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for address in value:
            if not _ADDRESS.fullmatch(address) or not address.isascii():
                raise ValueError(f"{address!r} is no mail address; write them like news@example.org")
        return value

    @field_validator("expect_morning", "expect_evening", "expect_weekly")
    @classmethod
    def _a_time(cls, value: str, info: Any) -> str:
        expected(Edition(info.field_name.removeprefix("expect_")), value)
        return value
