"""The settings of the sources: what is understood, what is refused, and that no secret is shown."""

from pathlib import Path

import pytest

from bot.intake.service import configured
from bot.settings import SettingsError, load_settings

MAIL = {
    "mail_host": "mx.example",
    "mail_user": "me",
    "mail_password": "secret",
    "mail_senders": "A@b.example, c@d.example",
}


def refusal(**given: object) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(None, **given)
    return str(caught.value)


def test_each_source_is_set_up_by_its_setting() -> None:
    settings = load_settings(
        None,
        inbox="inbox",
        feeds="https://a.example/1,2 http://b.example/?token=secret https://a.example/1,2",
        **MAIL,
    )
    assert settings.mail_senders == ("a@b.example", "c@d.example")
    assert [one.label for one in configured(settings)] == [
        "inbox folder",
        "feed a.example/1,2",
        "feed b.example?…",
        "mailbox me at mx.example",
    ]
    assert configured(load_settings(None)) == []


def test_a_mailbox_needs_all_that_belongs_to_it() -> None:
    told = refusal(mail_host="mx.example")
    assert [name in told for name in ("MAIL_USER", "MAIL_PASSWORD", "MAIL_SENDERS")] == [True] * 3


def test_a_password_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("pass word\n", "utf-8")
    settings = load_settings(None, **{**MAIL, "mail_password": None}, mail_password_file=tmp_path / "secret")
    assert settings.mail_password is not None
    assert settings.mail_password.get_secret_value() == "pass word"
    assert "MAIL_PASSWORD_FILE" in refusal(mail_password_file=tmp_path / "none")


@pytest.mark.parametrize(
    "feed", ["file:///etc/passwd", "ftp://a.example", "a.example/feed", "http://", "http://[x"]
)
def test_a_feed_is_an_address_of_the_web(feed: str) -> None:
    told = refusal(feeds=f"https://me:secret@a.example/ {feed}")
    assert "KUAIXUN_FEEDS: number 2 is not an address" in told
    assert "secret" not in told


@pytest.mark.parametrize("sender", ["news", "a@b@c", '"x"@y.example', "新闻@y.example", 'a"@b.example'])
def test_senders_are_plain_addresses(sender: str) -> None:
    assert "is no mail address" in refusal(mail_senders=sender)


def test_times_are_checked() -> None:
    assert "KUAIXUN_EXPECT_WEEKLY: write it like fri 21:00" in refusal(expect_weekly="21:00")
    settings = load_settings(None, expect_morning="", expect_evening="8:05", expect_weekly="")
    assert [str(one.at) for one in settings.rhythm] == ["08:05:00"]


def test_no_secret_is_in_what_is_printed_of_the_settings() -> None:
    settings = load_settings(None, **MAIL | {"mail_password": "hunter2", "webhook_secret": "hunter2"})
    made = configured(settings)
    assert "hunter2" not in f"{settings!r}{made!r}"
