"""How a request may look, and what the answer looks like when it is wrong."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.sandbox.client import Sandbox, SandboxError, UserHandle
from bot.sandbox.state import TOKEN, SandboxState


async def test_parameters_come_in_any_of_four_ways(raw: httpx.AsyncClient, user: UserHandle) -> None:
    values = {"chat_id": str(user.id), "text": "早报 & 1+1=2 100%", "reply_markup": '{"force_reply":true}'}
    answers = [
        await raw.get("/sendMessage", params=values),
        await raw.post("/sendMessage", data=values),
        await raw.post("/sendMessage", json={**values, "reply_markup": {"force_reply": True}}),
        await raw.post("/sendMessage", files={key: (None, value) for key, value in values.items()}),
    ]
    assert [answer.json()["result"]["text"] for answer in answers] == [values["text"]] * 4


async def test_a_form_may_come_in_chunks_without_a_length(raw: httpx.AsyncClient, user: UserHandle) -> None:
    form = (
        f'--cut\r\ncontent-disposition: form-data; name="chat_id"\r\n\r\n{user.id}\r\n'
        '--cut\r\ncontent-disposition: form-data; name="document"; filename="a.txt"\r\n\r\ntea\r\n--cut--\r\n'
    ).encode()

    async def chunks() -> AsyncIterator[bytes]:
        yield form[:50]
        yield form[50:]

    headers = {"content-type": "multipart/form-data; boundary=cut"}
    answer = await raw.post("/sendDocument", content=chunks(), headers=headers)
    assert answer.json()["result"]["document"]["file_name"] == "a.txt"


async def test_any_case_of_a_method_name_will_do(raw: httpx.AsyncClient) -> None:
    assert (await raw.get("/GETME")).json()["result"]["is_bot"] is True


async def test_an_unknown_method_is_not_found(raw: httpx.AsyncClient) -> None:
    answer = await raw.post("/makeCoffee")
    assert (answer.status_code, answer.json()) == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )


@pytest.mark.parametrize("token", ["7000000000:other", "1:x", TOKEN + "x"])
async def test_a_wrong_token_is_unauthorized(url: str, token: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        for path in (f"/bot{token}/getMe", f"/file/bot{token}/documents/file_1"):
            answer = await client.get(url + path)
            assert (answer.status_code, answer.json()) == (
                401,
                {"ok": False, "error_code": 401, "description": "Unauthorized"},
            )


async def test_other_paths_are_not_found(url: str) -> None:
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        assert (await client.get("/nowhere")).json()["description"] == "Not Found"
        assert (await client.get(f"/file/bot{TOKEN}/documents/file_1")).status_code == 404
        assert (await client.get("/control/nowhere")).json() == {"error": "no such endpoint"}


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ({"content": b"{", "headers": {"content-type": "application/json"}}, "can't parse request body"),
        ({"json": [1]}, "can't parse request body"),
        ({"content": b"text=%ff", "headers": {"content-type": "application/x-www-form-urlencoded"}}, "UTF-8"),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, "can't parse multipart form"),
        ({"data": {"entities": "{", "chat_id": "10001", "text": "x"}}, "can't parse entities"),
    ],
)
async def test_a_broken_body_is_a_bad_request(
    raw: httpx.AsyncClient, user: UserHandle, request_: dict[str, object], reason: str
) -> None:
    answer = await raw.post("/sendMessage", **request_)  # type: ignore[arg-type]
    assert answer.status_code == 400
    assert reason in answer.json()["description"]


async def test_text_with_half_a_character_does_no_harm(raw: httpx.AsyncClient, user: UserHandle) -> None:
    body = b'{"chat_id": %d, "text": "a \\ud83d b <i>c</i>", "parse_mode": "HTML"}' % user.id
    answer = await raw.post("/sendMessage", content=body, headers={"content-type": "application/json"})
    assert answer.json()["ok"] is True


@pytest.mark.parametrize("token", ["", "x", "abc:secret", "12:", "12:a b"])
def test_a_token_is_digits_and_a_secret(token: str) -> None:
    with pytest.raises(ValueError, match="a bot token is digits"):
        SandboxState(token)


async def test_every_call_is_counted_and_remembered(
    raw: httpx.AsyncClient, user: UserHandle, sandbox: Sandbox
) -> None:
    await raw.get("/getMe")
    await raw.post("/sendMessage", data={"chat_id": str(user.id), "text": "x"})
    await raw.post("/sendMessage", data={"chat_id": "1", "text": "x"})
    assert await sandbox.counts() == {"getMe": 1, "sendMessage": 2}
    good, bad = await sandbox.calls("sendmessage")
    assert (good["status"], good["parameters"]["text"], good["chat_id"]) == (200, "x", str(user.id))
    assert (bad["status"], bad["description"]) == (400, "Bad Request: chat not found")
    assert await sandbox.calls(chat_id=user.id) == [good]


async def test_a_reset_empties_the_world(raw: httpx.AsyncClient, user: UserHandle, sandbox: Sandbox) -> None:
    await raw.get("/getMe")
    await sandbox.fault("delay", seconds=9)
    await sandbox.reset()
    assert await sandbox.counts() == {}
    assert await sandbox.faults() == []
    with pytest.raises(SandboxError, match="no such chat"):
        await user.messages()
    assert (await raw.get("/getUpdates")).json()["result"] == []


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("/chats/x/say", {}, "chat_id is not a whole number"),
        ("/chats/1/say", {}, "no such chat"),
        ("/chats/10001/say", {"user_id": 5, "text": "x"}, "no such user"),
        ("/chats/10001/say", {"user_id": 10001, "text": " "}, "message text is empty"),
        ("/chats/10001/press", {"user_id": 10001, "message_id": 99, "data": "x"}, "no such message"),
        ("/chats/10001/bot", {"user_id": 10001, "status": "left"}, "member or kicked in a private chat"),
        ("/chats", {"type": "private"}, "type is one of"),
        ("/users", {"id": 10001}, "id is a number from 1000000 to"),
        ("/users", {"id": "Mei"}, "id is a number from 1000000 to"),
        ("/faults", {"kind": "meteor"}, "unknown kind of fault"),
        ("/faults", {"kind": "error", "colour": "red"}, "no field colour"),
        ("/faults", {"kind": "error", "code": 200}, "code is one of"),
        ("/clock", {"set": "2019-11-14T08:00:00"}, "needs its zone"),
        ("/clock", {"now": 1675764000}, "no field now; there are shift, set, next, zone, real"),
        ("/settings", {"colour": "red"}, "no field colour"),
        ("/updates", {"kind": "message"}, "a payload object"),
    ],
)
async def test_a_control_request_that_makes_no_sense_says_why(
    user: UserHandle, path: str, body: dict[str, object], reason: str
) -> None:
    with pytest.raises(SandboxError, match=reason):
        await user.link.call("POST", path, json=body)


async def test_memory_can_be_bounded(sandbox: Sandbox) -> None:
    state = SandboxState(keep=2, keep_calls=0)
    chat = state.world.chats[state.world.new_user("x").id]
    for number in range(5):
        state.world.post(chat, {"text": str(number)}, from_bot=True)
        state.calls.add("sendMessage", {}, 0.0, 200)
    assert [message.wire["text"] for message in chat.messages.values()] == ["3", "4"]
    assert chat.sent == state.calls.counts["sendMessage"] == 5
    assert not state.calls.calls


async def test_an_id_of_ones_own_is_nobody_elses(sandbox: Sandbox) -> None:
    mei = await sandbox.user("Mei", user_id=6_123_456_789)
    assert mei.id == 6_123_456_789
    with pytest.raises(SandboxError, match="somebody has this id"):
        await sandbox.user("Wei", user_id=mei.id)
    assert (await sandbox.user("Wei")).id < 1_000_000
