"""Settings are read once, and what is wrong with them is told at once."""

import re
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings, SettingsError, load_settings, unknown_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_example_lists_every_setting_with_its_default() -> None:
    listed = dict(re.findall(r"^(\w+)=(.*)$", EXAMPLE.read_text("utf-8"), re.MULTILINE))
    assert set(listed) == {PREFIX + name.upper() for name in Settings.model_fields}
    assert load_settings(EXAMPLE) == load_settings(None)


def test_every_line_of_the_example_is_explained() -> None:
    for block in EXAMPLE.read_text("utf-8").strip().split("\n\n"):
        assert block.startswith("#"), block


def test_all_mistakes_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "TICK_SECONDS": "soon",
        "TIMEZONE": "Mars/Olympus",
        "ADMINS": "12,me",
        "UNKNOWN_POLICY": "hope",
        "API_URL": "telegram",
        "CLOCK": "2019",
        "LOG_LEVEL": "loud",
        "BACKUP_AT": "at night",
        "KEEP_LEFT_DAYS": "1",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert {line.partition(":")[0] for line in caught.value.mistakes} == {PREFIX + name for name in wrong}
    assert "\n" not in str(caught.value)


def test_nothing_behind_the_sign_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TICK_SECONDS", "TIMEZONE", "DATABASE", "API_URL", "LOG_LEVEL", "CLOCK", "MAIL_FOLDER"):
        monkeypatch.setenv(PREFIX + name, " ")
    assert load_settings() == Settings()
    monkeypatch.setenv("KUAIXUN_EXPECT_MORNING", "")
    assert load_settings().expect_morning == ""
    monkeypatch.setenv("KUAIXUN_BACKUP_AT", "")
    assert load_settings().backup_at is None
    monkeypatch.setenv("KUAIXUN_BACKUP_AT", "3:05")
    assert load_settings().backup_at == time(3, 5)


def test_the_environment_stands_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("KUAIXUN_TICK_SECONDS=5\nKUAIXUN_ADMINS=1, 2\n", "utf-8")
    monkeypatch.setenv("KUAIXUN_TICK_SECONDS", "7")
    settings = load_settings()
    assert (settings.tick_seconds, settings.admins) == (7, (1, 2))


def test_a_token_may_stand_in_a_file_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("123:abc\n", "utf-8")
    monkeypatch.setenv("KUAIXUN_TOKEN_FILE", "secret")
    assert load_settings().bot_token == "123:abc"
    monkeypatch.setenv("KUAIXUN_TOKEN_FILE", "elsewhere")
    with pytest.raises(SettingsError, match="KUAIXUN_TOKEN_FILE"):
        load_settings()


def test_without_a_token_only_running_is_impossible() -> None:
    settings = load_settings()
    with pytest.raises(SettingsError, match="KUAIXUN_TOKEN is not set"):
        _ = settings.bot_token


@pytest.mark.parametrize("wrong", ["123abc", "123:", "<123:abc>", "bot123:abc"])
def test_what_can_be_no_token_is_refused_without_repeating_it(wrong: str) -> None:
    with pytest.raises(SettingsError, match="KUAIXUN_TOKEN does not look like a bot token") as caught:
        _ = load_settings(None, token=wrong).bot_token
    assert wrong not in str(caught.value)


def test_white_space_around_the_token_is_no_part_of_it() -> None:
    assert load_settings(None, token=" 123:abc\n").bot_token == "123:abc"


def test_the_token_is_never_printed() -> None:
    settings = load_settings(None, token="123:abc")
    assert "123:abc" not in f"{settings!r} {settings} {settings.model_dump()}"


def test_a_clock_is_an_instant() -> None:
    settings = load_settings(None, clock="2019-11-14T18:00:00+08:00")
    assert settings.clock == datetime(2019, 11, 14, 10, tzinfo=UTC)
    with pytest.raises(SettingsError, match="KUAIXUN_CLOCK"):
        load_settings(None, clock="2019-11-14T18:00:00")


def test_a_misspelt_setting_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUAIXUN_TOKN", "x")
    assert unknown_settings() == ["KUAIXUN_TOKN is no setting; did you mean KUAIXUN_TOKEN?"]
