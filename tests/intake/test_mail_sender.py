"""Who a mail is from: only what can be read in one way, and what the mail server vouches for."""

import pytest

from bot.intake.mail_sender import is_vouched_for, sender_of

NEWS = "news@laogao.example"


@pytest.mark.parametrize(
    "line",
    [
        "news@laogao.example",
        "News <news@laogao.example>",
        "NEWS <News@LaoGao.example>",
        '"Evening, News" <news@laogao.example>',
        "=?utf-8?b?5b+r6K6v?= <news@laogao.example>",
        '"somebody@else.example" <news@laogao.example>',
        "news@laogao.example (Evening News)",
        "News\r\n <news@laogao.example>",
    ],
)
def test_a_plain_sender_is_known(line: str) -> None:
    assert sender_of(f"Subject: x\r\nFrom: {line}\r\n\r\n".encode()) == NEWS


@pytest.mark.parametrize(
    "header",
    [
        "",
        "From: \r\n",
        "From: News\r\n",
        "From: news@laogao.example\r\nFrom: evil@x.example\r\n",
        "From: news@laogao.example, evil@x.example\r\n",
        "From: news@laogao.example <evil@x.example>\r\n",
        "From: <news@laogao.example> <evil@x.example>\r\n",
        "From: <news@laogao.example> evil@x.example\r\n",
        "From: news@laogao.example)evil@x.example\r\n",
        "From: (news@laogao.example) evil@x.example\r\n",
        'From: "news@laogao.example" <evil@x.example>\r\n',
        "From: news@laogao.example.x.example\r\n",
        "From: News <news@laogao.example@x.example>\r\n",
        "From: =?utf-8?q?news=40laogao.example?=\r\n",
        "Reply-To: news@laogao.example\r\nSender: news@laogao.example\r\nFrom: evil@x.example\r\n",
        "X: y\r\n\r\nFrom: news@laogao.example\r\n",
    ],
)
def test_a_forged_one_is_not_taken_for_another(header: str) -> None:
    assert sender_of(f"{header}\r\n".encode()) != NEWS


PASSES = "mx.box.example; spf=fail smtp.mailfrom=x.example; dkim=pass header.d=laogao.example"


@pytest.mark.parametrize(
    "results",
    [
        [PASSES],
        ["MX.box.example 1;\r\n dmarc=pass (p=REJECT) header.from=laogao.example"],
        ["mx.box.example; dkim=pass header.i=@laogao.example header.s=k"],
        ["other.example; dkim=fail", PASSES],
    ],
)
def test_the_server_vouches_for_a_sender(results: list[str]) -> None:
    header = "".join(f"Authentication-Results: {line}\r\n" for line in results)
    assert is_vouched_for(header.encode(), NEWS, "mx.box.example")


@pytest.mark.parametrize(
    "results",
    [
        [],
        ["mx.box.example; none"],
        ["mx.box.example; dmarc=fail header.from=laogao.example"],
        ["mx.box.example; dmarc=pass header.from=x.example"],
        ["mx.box.example; dkim=pass header.d=x.example"],
        ["mx.box.example; dkim=pass header.d=example"],
        ["mx.box.example; spf=pass smtp.mailfrom=laogao.example"],
        ["mx.box.example (dkim=pass header.d=laogao.example); dkim=fail"],
        ['mx.box.example; dkim=fail reason="; dkim=pass header.d=laogao.example"'],
        ["x.example; dkim=pass header.d=laogao.example"],
        ["mx.box.example; dkim=fail", PASSES],  # the second may be the sender's own
    ],
)
def test_the_server_does_not_vouch_for_a_sender(results: list[str]) -> None:
    header = "".join(f"Authentication-Results: {line}\r\n" for line in results)
    assert not is_vouched_for(header.encode(), NEWS, "mx.box.example")


def test_a_domain_above_may_sign_for_one_below() -> None:
    header = b"Authentication-Results: mx; dkim=pass header.d=laogao.example\r\n"
    assert is_vouched_for(header, "news@mail.laogao.example", "mx")
    assert not is_vouched_for(header, "news@notlaogao.example", "mx")
