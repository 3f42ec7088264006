"""Settings are read once, and what is wrong with them is told at once."""

import re
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings, SettingsError, load_settings, settings_to_run, unknown_settings

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


def test_also_those_that_are_none_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that do not go together, a token, a name, a file: all stand in one list with a plain mistake."""
    wrong = {
        "ADMINS": "bob",
        "KEEP_DELIVERIES_DAYS": "1",
        "TOKEN": "123:short",
        "WEBHOOK_URL": "http://bot.example.org/",
        "WEBHOOK_SECRET_FILE": "nowhere",
        "MAIL_HOST": "mx.example",
        "TIMEZON": "Asia/Shanghai",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert caught.value.mistakes == (
        "KUAIXUN_KEEP_DELIVERIES_DAYS: '1' is too little: it is 7 or more",
        "KUAIXUN_ADMINS: 'bob' is no whole number",
        "KUAIXUN_WEBHOOK_SECRET_FILE: nowhere cannot be read: No such file or directory",
        *(
            f"KUAIXUN_{name} is not set, and KUAIXUN_MAIL_HOST is; a mailbox needs both"
            for name in ("MAIL_USER", "MAIL_PASSWORD", "MAIL_SENDERS")
        ),
        "KUAIXUN_TOKEN does not look like a bot token: 5 characters stand behind its colon, and Telegram's have 35",
        "KUAIXUN_WEBHOOK_URL: Telegram brings updates to an address with https:// only",
        "KUAIXUN_TIMEZON is no setting; did you mean KUAIXUN_TIMEZONE?",
    )


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("admins", "12,bob", "'bob' is no whole number"),
        ("rate", "many", "'many' is no number"),
        ("rate", "2000", "'2000' is too much: it is 1000 or less"),
        ("backup_keep", "1.5", "'1.5' is no whole number"),
        ("allow_private_networks", "perhaps", "'perhaps' is neither true nor false"),
        ("access", "Friends", "'friends' is none of 'public', 'invite' or 'list'"),
        ("api_url", "telegram", "'telegram' is no address as https://example.org"),
        ("clock", "noon", "'noon' is no instant; write it like 2019-11-14T18:00:00+08:00"),
        ("mail_port", "0", "'0' is too little: it is 1 or more"),
    ],
)
def test_a_mistake_is_told_in_plain_words(name: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(None, **{name: value})
    assert caught.value.mistakes == (f"{PREFIX}{name.upper()}: {told}",)


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


TOKEN = "123:" + "a" * 35


@pytest.mark.parametrize("name", ["TOKEN", "MAIL_PASSWORD", "WEBHOOK_SECRET"])
def test_a_secret_may_stand_in_a_file_of_its_own_but_not_in_both(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = TOKEN if name == "TOKEN" else "secret"
    (tmp_path / "secret").write_text(f"{secret}\n", "utf-8")
    monkeypatch.setenv(f"KUAIXUN_{name}_FILE", "secret")
    assert getattr(load_settings(), name.lower()).get_secret_value() == secret
    monkeypatch.setenv(f"KUAIXUN_{name}", secret)
    with pytest.raises(SettingsError, match=f"KUAIXUN_{name} and KUAIXUN_{name}_FILE are both set") as caught:
        load_settings()
    assert secret not in str(caught.value)
    monkeypatch.setenv(f"KUAIXUN_{name}_FILE", "elsewhere")
    with pytest.raises(SettingsError, match=f"KUAIXUN_{name}_FILE: elsewhere cannot be read"):
        load_settings()


def test_a_file_of_a_secret_holds_one(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(" \n", "utf-8")
    with pytest.raises(SettingsError, match=r"KUAIXUN_TOKEN_FILE: .* is empty"):
        load_settings(None, token_file=file)
    file.write_text("not so!", "utf-8")
    with pytest.raises(SettingsError, match=r"KUAIXUN_WEBHOOK_SECRET_FILE: Telegram takes"):
        load_settings(None, webhook_secret_file=file)


def test_without_a_token_only_running_is_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings()
    with pytest.raises(SettingsError, match="KUAIXUN_TOKEN is not set"):
        _ = settings.bot_token
    monkeypatch.setenv("KUAIXUN_TIMEZONE", "Mars/Olympus")
    with pytest.raises(SettingsError) as caught:
        settings_to_run()
    assert len(caught.value.mistakes) == 2


@pytest.mark.parametrize("wrong", ["123abc", "123:", "<123:abc>", "bot123:abc", TOKEN[:-1], TOKEN + "a"])
def test_what_can_be_no_token_is_refused_without_repeating_it(wrong: str) -> None:
    with pytest.raises(SettingsError, match="KUAIXUN_TOKEN does not look like a bot token") as caught:
        load_settings(None, token=wrong)
    assert wrong not in str(caught.value)


def test_another_server_may_give_other_tokens() -> None:
    assert load_settings(None, token="123:abc", api_url="http://127.0.0.1:8081").bot_token == "123:abc"


def test_white_space_around_the_token_is_no_part_of_it() -> None:
    assert load_settings(None, token=f" {TOKEN}\n").bot_token == TOKEN


def test_the_token_is_never_printed() -> None:
    settings = load_settings(None, token=TOKEN)
    assert TOKEN not in f"{settings!r} {settings} {settings.model_dump()}"


def test_a_clock_is_an_instant() -> None:
    settings = load_settings(None, clock="2019-11-14T18:00:00+08:00")
    assert settings.clock == datetime(2019, 11, 14, 10, tzinfo=UTC)
    with pytest.raises(SettingsError, match="KUAIXUN_CLOCK"):
        load_settings(None, clock="2019-11-14T18:00:00")


def test_a_misspelt_setting_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUAIXUN_TOKN", "x")
    monkeypatch.setenv("KUAIXUN_FOO", "x")
    assert unknown_settings() == [
        "KUAIXUN_FOO is no setting",
        "KUAIXUN_TOKN is no setting; did you mean KUAIXUN_TOKEN?",
    ]
