"""Settings: read once, from the environment and `.env`, every mistake named at once.

Each is an environment variable with the prefix KUAIXUN_; `.env.example` explains them to the operator.
"""

import difflib
import os
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import AwareDatetime, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from bot.intake.options import IntakeSettings
from bot.metrics.options import MetricsSettings
from bot.updates.options import WebhookSettings
from bot.upkeep.options import UpkeepSettings

PREFIX = "KUAIXUN_"
ENV_FILE = Path(".env")

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")

_SECRET = re.compile("TOKEN|PASSWORD|SECRET|FEEDS")
"""Of these a mistaken value is not shown."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsError(ValueError):
    """Settings that cannot be used. `mistakes` are lines for the operator; none holds a secret."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(self.mistakes))


class Settings(IntakeSettings, UpkeepSettings, MetricsSettings, WebhookSettings):
    """Everything an operator can decide. Durations are in the unit their name says."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    token: SecretStr | None = None
    token_file: Path | None = None
    database: Path = Path("data/kuaixun.db")
    companies: Path = Path("data/companies.toml")
    admins: Annotated[tuple[int, ...], NoDecode] = ()
    access: Literal["public", "invite", "list"] = "public"
    allowed: Annotated[tuple[int, ...], NoDecode] = ()
    timezone: str = "Asia/Shanghai"
    api_url: str = Field(default="https://api.telegram.org", pattern=r"^https?://[^\s/]+(/[^\s]*)?$")
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    tick_seconds: float = Field(default=60, gt=0, le=3600)
    fresh_hours: float = Field(default=36, gt=0, le=24 * 31)
    fresh_hours_weekly: float = Field(default=108, gt=0, le=24 * 62)
    catch_up_hours: float = Field(default=6, gt=0, le=24)
    quarantine_below: float = Field(default=0.6, ge=0, le=1)
    unknown_policy: Literal["resend", "hold"] = "resend"
    rate: float = Field(default=30, ge=1, le=1000)
    jitter_minutes: float = Field(default=0, ge=0, le=24 * 60)
    expire_hours: float = Field(default=12, gt=0, le=24 * 14)
    clock: AwareDatetime | None = None
    clock_url: str | None = None

    @property
    def own_companies(self) -> Path | None:
        """The operator's own directory file, if there is one."""
        return self.companies if self.companies.is_file() else None

    @property
    def zone(self) -> ZoneInfo:
        """The newsletter's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def catch_up(self) -> timedelta:
        return timedelta(hours=self.catch_up_hours)

    @property
    def bot_token(self) -> str:
        """The token itself. Raises SettingsError when there is none, or it can be none."""
        if self.token is None or not self.token.get_secret_value():
            raise SettingsError(
                [f"{PREFIX}TOKEN is not set: ask @BotFather for a bot's token and put it into {ENV_FILE}"]
            )
        token = self.token.get_secret_value().strip()
        if not _TOKEN.fullmatch(token):
            raise SettingsError(
                [f"{PREFIX}TOKEN does not look like a bot token: @BotFather gives one like 123456:ABC-def"]
            )
        return token

    @model_validator(mode="before")
    @classmethod
    def _empty_is_the_default(cls, values: Any) -> Any:
        """Nothing behind the `=` says nothing, but for hours at which something is to happen: there it says never."""
        return {
            name: value
            for name, value in values.items()
            if name.startswith(("expect_", "backup_at")) or not isinstance(value, str) or value.strip()
        }

    @field_validator("admins", "allowed", mode="before")
    @classmethod
    def _split_ids(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(part for part in value.replace(",", " ").split() if part)

    @field_validator("access", "log_format", "log_level", "unknown_policy", mode="before")
    @classmethod
    def _any_case(cls, value: Any) -> Any:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"no such time zone: {value!r}; one is Asia/Shanghai") from None
        return value

    @field_validator("clock", mode="after")
    @classmethod
    def _is_near(cls, value: datetime | None) -> datetime | None:
        if (
            value is not None and not 1990 <= value.year <= 2200
        ):  # a bare number is read as seconds since 1970
            raise ValueError("write it like 2019-11-14T18:00:00+08:00")
        return value

    @field_validator("clock_url")
    @classmethod
    def _is_on_this_machine(cls, value: str | None) -> str | None:
        if value is not None and urlsplit(value).hostname not in LOOPBACK:
            raise ValueError(f"only a clock on this machine is followed: {', '.join(LOOPBACK)}")
        return value

    @field_validator("api_url")
    @classmethod
    def _no_last_slash(cls, value: str) -> str:
        return value.rstrip("/")


def load_settings(env_file: Path | None = ENV_FILE, **given: Any) -> Settings:
    """The settings: `given` over the environment over `env_file` over the defaults. Raises SettingsError."""
    given = {name: value for name, value in given.items() if value is not None}
    try:
        settings = Settings(_env_file=env_file, **given)  # type: ignore[call-arg]  # pydantic-settings
    except ValidationError as error:
        raise SettingsError(map(_mistake, error.errors(include_url=False))) from None
    except UnicodeDecodeError:
        raise SettingsError([f"{env_file} is not a text file in UTF-8"]) from None
    settings = _with_secrets_of_files(settings)
    if mistakes := settings.incomplete():
        raise SettingsError(mistakes)
    return settings


def unknown_settings(env_file: Path | None = ENV_FILE) -> list[str]:
    """A line for each variable with our prefix that is no setting: most likely a slip of the pen."""
    in_file = dotenv_values(env_file) if env_file and env_file.is_file() else {}
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    names = {name.upper() for name in (*os.environ, *in_file)}
    return [_guess(name, known) for name in sorted(names) if name.startswith(PREFIX) and name not in known]


def _guess(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"{name} is no setting" + (f"; did you mean {near[0]}?" if near else "")


def _with_secrets_of_files(settings: Settings) -> Settings:
    for name in ("token", "mail_password", "webhook_secret"):
        path = getattr(settings, f"{name}_file")
        if path and not getattr(settings, name):
            settings = settings.model_copy(update={name: _secret_of(path, f"{PREFIX}{name.upper()}_FILE")})
    return settings


def _secret_of(path: Path, variable: str) -> SecretStr:
    try:
        return SecretStr(path.read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a text file"
        raise SettingsError([f"{variable}: {path} cannot be read: {reason}"]) from None


def _mistake(error: Any) -> str:
    """`KUAIXUN_TICK_SECONDS: …`, with the value unless it could be a secret."""
    name = PREFIX + str(error["loc"][0]).upper()
    reason = error["msg"].removeprefix("Value error, ")
    if error["type"] == "value_error" or _SECRET.search(name):
        return f"{name}: {reason}"
    shown = error["input"] if isinstance(error["input"], str) else str(error["input"])
    return f"{name}: {reason} (it is {shown[:80]!r})"
