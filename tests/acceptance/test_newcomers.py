"""A firm nobody knows: proposed to the operator, added with a button, found in the archive from then on."""

import asyncio
import re
from dataclasses import replace
from pathlib import Path

from bot.sandbox.client import UserHandle
from tests.acceptance.stage import NOON, Stage, ask, forge, stage
from tests.factories import evening, item, weekly

TODAY = NOON.date()


async def proposal(play: Stage, operator: UserHandle) -> None:
    """An issue that names one; the bot looks."""
    items = (
        item(1, "Lemonly Trading Co., Ltd. opens a shop", "Lemonly sells lemons."),
        item(2, "Taobao buys Lemonly's lemons"),
    )
    await play.store(replace(evening(TODAY), items=items))
    await play.bot.tick()


async def test_the_operator_adds_a_firm_with_one_button(tmp_path: Path) -> None:
    async with stage(tmp_path, weekly()) as first:
        operator = await first.sandbox.user("Op")
        await ask(operator, "/start")
        first.settings = first.settings.model_copy(update={"admins": (operator.id,)})
        await first.restart()
        await proposal(first, operator)
        asked = await operator.wait_reply()
        assert asked.text == (
            "🏢 Lemonly\nUnknown to the company directory. Named in:\nLemonly Trading Co., Ltd. opens a shop"
        )
        await first.bot.tick()
        assert await operator.silent(0.1)
        stranger = await first.sandbox.user("Eve")
        for data in ("v1:na", "v1:nn"):
            assert "too old" in await forge(first, stranger, asked, data)
        await operator.press(asked, "➕ Add company")
        added = await operator.wait_edit(asked)
        assert added.labels == ["🏢 Lemonly"]
        await first.bot.desk.settled()
        assert (await operator.wait_reply()).text == "🏢 Lemonly · 2 items of the archive name it."
        assert (await ask(operator, "/company lemonly")).text.startswith("🏢 Lemonly\n")
        assert "[company.lemonly]" in (tmp_path / "companies.toml").read_text(encoding="utf-8")
        assert await forge(first, operator, added, "v1:na") == "Not added: 'Lemonly' is Lemonly already"


async def test_a_firm_whose_name_is_a_plain_word_is_not_added_by_the_button(tmp_path: Path) -> None:
    """It would be named wherever somebody writes the word."""
    items = (
        item(1, "Zenith Trading Co., Ltd. opens a shop"),
        item(2, "Sales reach their zenith", "The zenith of the year."),
    )
    async with stage(tmp_path, weekly()) as first:
        operator = await first.sandbox.user("Op", language="zh")
        await ask(operator, "/start")
        first.settings = first.settings.model_copy(update={"admins": (operator.id,)})
        await first.restart()
        await first.store(replace(evening(TODAY), items=items))
        await first.bot.tick()
        asked = await operator.wait_reply()
        assert asked.text.startswith("🏢 Zenith\n")
        told = await forge(first, operator, asked, "v1:na")
        assert re.fullmatch(r"没有加入：在\d+条资讯中会命中2条，其中1条里只是普通单词", told)
        assert not (tmp_path / "companies.toml").exists()


async def test_what_is_no_company_is_not_proposed_again(tmp_path: Path) -> None:
    async with stage(tmp_path, weekly()) as first:
        operator = await first.sandbox.user("Op", language="zh")
        await ask(operator, "/start")
        first.settings = first.settings.model_copy(update={"admins": (operator.id,)})
        await first.restart()
        await proposal(first, operator)
        asked = await operator.wait_reply()
        assert "公司库里没有" in asked.text
        await operator.press(asked, "✖ 不是公司")
        assert (await operator.wait_edit(asked)).text == "✖ Lemonly"
        await first.restart()
        await first.bot.tick()
        assert await operator.silent(0.1)


async def test_what_is_written_into_the_companies_elsewhere_is_taken_up_while_the_bot_runs(
    tmp_path: Path,
) -> None:
    """By the command line, or by hand."""
    items = (item(1, "Lemonly opens a shop", "Lemonly sells lemons."),)
    own = tmp_path / "companies.toml"
    async with stage(tmp_path, replace(evening(TODAY), items=items), tick_seconds=0.02) as play:
        reader = await play.sandbox.user()
        assert "Lemonly" not in (await ask(reader, "/company Lemonly")).labels
        own.write_text('[company.lemonly]\nname = "Lemonly"\nkind = "shop"\n', encoding="utf-8")
        await _told(play, "the companies were changed and cannot be used")
        assert "kind" in play.log.getvalue()
        own.write_text('[company.lemonly]\nname = "Lemonly"\nkind = "brand"\n', encoding="utf-8")
        await _told(play, "archive tagged anew")
        assert (await ask(reader, "/company lemonly")).text.startswith("🏢 Lemonly\n")
        own.unlink()
        await _told(play, "archive tagged anew", times=2)
        assert not (await ask(reader, "/company lemonly")).text.startswith("🏢")


async def _told(play: Stage, event: str, times: int = 1) -> None:
    """Wait until the log says so."""
    async with asyncio.timeout(5):
        while play.log.getvalue().count(event) < times:  # noqa: ASYNC110 - a log has no event
            await asyncio.sleep(0.02)
