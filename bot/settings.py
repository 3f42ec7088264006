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
from bot.mistakes import mistake
from bot.updates.options import FORM_OF_SECRET, SECRET, WebhookSettings
from bot.upkeep.options import UpkeepSettings

PREFIX = "KUAIXUN_"
ENV_FILE = Path(".env")

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_TELEGRAM = "api.telegram.org"
_NOT_TELEGRAM = "https://unknown.invalid"
_BEHIND_COLON = 35
"""So many characters have the tokens of Telegram's own API; another server may give others."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


_NO_TOKEN = f"{PREFIX}TOKEN is not set: ask @BotFather for a bot's token and put it into {ENV_FILE}"


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
        return self.companies if self.companies.exists() else None

    @property
    def zone(self) -> ZoneInfo:
        """The newsletter's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def catch_up(self) -> timedelta:
        return timedelta(hours=self.catch_up_hours)

    @property
    def bot_token(self) -> str:
        """The token itself. Raises SettingsError when there is none."""
        if self.token is None:
            raise SettingsError([_NO_TOKEN])
        return self.token.get_secret_value()

    def incomplete(self) -> list[str]:
        """A line for each setting that does not go with another one."""
        return [*super().incomplete(), *self._of_telegram()]

    def _of_telegram(self) -> list[str]:
        telegram = urlsplit(self.api_url).hostname == _TELEGRAM
        told = []
        if self.token:
            _, _, secret = self.token.get_secret_value().partition(":")
            if not _TOKEN.fullmatch(self.token.get_secret_value()):
                told.append(
                    f"{PREFIX}TOKEN does not look like a bot token: @BotFather gives one like 123456:ABC-def"
                )
            elif telegram and len(secret) != _BEHIND_COLON:
                told.append(
                    f"{PREFIX}TOKEN does not look like a bot token: {len(secret)} characters stand behind its colon, "
                    f"and Telegram's have {_BEHIND_COLON}"
                )
        if telegram and (self.webhook_url or "").startswith("http:"):
            told.append(f"{PREFIX}WEBHOOK_URL: Telegram brings updates to an address with https:// only")
        return told

    @model_validator(mode="before")
    @classmethod
    def _empty_is_the_default(cls, values: Any) -> Any:
        """Nothing behind the `=` says nothing, but for hours at which something is to happen: there it says never."""
        return {
            name: value
            for name, value in values.items()
            if name.startswith(("expect_", "backup_at")) or not isinstance(value, str) or value.strip()
        }

    @field_validator("token")
    @classmethod
    def _nothing_around(cls, value: SecretStr | None) -> SecretStr | None:
        return SecretStr(value.get_secret_value().strip()) if value else None

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
    """The settings: `given` over the environment over `env_file` over the defaults.

    Raises SettingsError with every mistake, what is misspelt included.
    """
    return _load(env_file, given, to_run=False)


def settings_to_run(env_file: Path | None = ENV_FILE) -> Settings:
    """The same, with a token: that there is none is one more mistake."""
    return _load(env_file, {}, to_run=True)


def _load(env_file: Path | None, given: dict[str, Any], *, to_run: bool) -> Settings:
    given = {name: value for name, value in given.items() if value is not None}
    try:
        settings, told = _read(env_file, given)
    except UnicodeDecodeError:
        raise SettingsError([f"{env_file} is not a text file in UTF-8"]) from None
    settings, of_files = _with_secrets_of_files(settings)
    told += of_files
    more = settings.incomplete()
    if to_run and settings.token is None:
        more.append(_NO_TOKEN)
    known = {_name_in(line) for line in told}
    told += [line for line in more if not {_name_in(line), f"{_name_in(line)}_FILE"} & known]
    if told:
        raise SettingsError([*told, *unknown_settings(env_file)])
    return settings


def _name_in(line: str) -> str:
    return line.split(" ", 1)[0].rstrip(":")


def _read(env_file: Path | None, given: dict[str, Any]) -> tuple[Settings, list[str]]:
    """The settings and a line for each mistaken one, which has its default here: so the rest can be looked at too."""
    try:
        return Settings(_env_file=env_file, **given), []  # type: ignore[call-arg]  # pydantic-settings
    except ValidationError as error:
        errors = error.errors(include_url=False)
    for wrong in errors:
        name = str(wrong["loc"][0])
        given = {
            **given,
            name: _NOT_TELEGRAM if name == "api_url" else Settings.model_fields[name].get_default(),
        }
    sound = Settings(_env_file=env_file, **given)  # type: ignore[call-arg]  # pydantic-settings
    told = [mistake(PREFIX + str(wrong["loc"][0]).upper(), wrong) for wrong in errors]
    return sound, list(dict.fromkeys(told))


def unknown_settings(env_file: Path | None = ENV_FILE) -> list[str]:
    """A line for each variable with our prefix that is no setting: most likely a slip of the pen."""
    in_file = dotenv_values(env_file) if env_file and env_file.is_file() else {}
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    names = {name.upper() for name in (*os.environ, *in_file)}
    return [_guess(name, known) for name in sorted(names) if name.startswith(PREFIX) and name not in known]


def _guess(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(
        name.removeprefix(PREFIX), [each.removeprefix(PREFIX) for each in known], 1
    )
    return f"{name} is no setting" + (f"; did you mean {PREFIX}{near[0]}?" if near else "")


def _with_secrets_of_files(settings: Settings) -> tuple[Settings, list[str]]:
    """The settings with what stands in files of its own, and a line for each that cannot be used."""
    told = []
    for name in ("token", "mail_password", "webhook_secret"):
        variable, path = PREFIX + name.upper(), getattr(settings, f"{name}_file")
        if path is None:
            continue
        try:
            secret = path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not a text file"
            told.append(f"{variable}_FILE: {path} cannot be read: {reason}")
            continue
        if getattr(settings, name):
            told.append(f"{variable} and {variable}_FILE are both set: which one is meant? Empty the other")
        elif not secret:
            told.append(f"{variable}_FILE: {path} is empty")
        elif name == "webhook_secret" and not SECRET.fullmatch(secret):
            told.append(f"{variable}_FILE: {FORM_OF_SECRET}")
        else:
            settings = settings.model_copy(update={name: SecretStr(secret)})
    return settings, told
