"""The whole bot with sources: an issue that comes in goes out, and its admins hear what they should, once."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.app import running
from bot.clock import RunningClock
from bot.sandbox.client import Sandbox
from bot.sandbox.run import serving
from storage.store import open_storage
from tests.acceptance.stage import NOON, ask, settings_for
from tests.intake.office import evening, eventually
from tests.intake.post import Post, mail, post
from tests.intake.web import Web, web


@pytest.mark.trial
async def test_what_comes_in_by_itself_goes_out_and_trouble_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.service._MINUTE", 0.2)
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox.connect(await stack.enter_async_context(serving())))
        pages = await stack.enter_async_context(web())
        box = await stack.enter_async_context(post(tmp_path))
        await box.deliver(mail(evening(12), sender="news@laogao.example"))
        admin = await sandbox.user("Admin")
        inbox = tmp_path / "inbox"
        settings = settings_for(sandbox.url, tmp_path, **sources(inbox, pages, box), admins=(admin.id,))
        clock = RunningClock(NOON)
        async with running(settings, clock) as bot:
            await ask(admin, "/subscribe")
            inbox.mkdir(exist_ok=True)
            (inbox / "letter.txt").write_text("no issue")
            (inbox / "14.txt").write_text(evening(14))
            await eventually(lambda: len(list(inbox.glob("*/*.txt.report.txt"))) == 2)
            clock.move_to(NOON.replace(hour=20, minute=5))
            await bot.tick()
            await bot.wait_idle()
        clock.move_to(NOON.replace(day=15, hour=20, minute=45))
        for _ in range(2):
            async with running(settings, clock):
                await asyncio.sleep(0.6)
        heard = "\n".join(message.text or "" for message in await admin.messages())
        assert heard.count("letter.txt was refused: no items found") == 1
        assert heard.count("/feed: the server says 404") == 1
        assert heard.count("No evening issue of 2019-11-15 by 20:30") == 1
        assert heard.count("JD.com opens a shop") >= 1
        async with open_storage(settings.database, read_only=True) as storage:
            assert (await storage.archive.statistics()).issues == 2


def sources(inbox: Path, pages: Web, box: Post) -> dict[str, object]:
    account = box.account()
    return {
        "inbox": inbox,
        "feeds": f"http://127.0.0.1:{pages.port}/feed",
        "allow_private_networks": True,
        "mail_host": account.host,
        "mail_port": account.port,
        "mail_user": account.user,
        "mail_password": account.password,
        "mail_senders": "news@laogao.example",
        "mail_ca_file": account.ca_file,
        "expect_morning": "",
        "expect_weekly": "",
    }
