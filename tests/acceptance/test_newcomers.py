"""A firm nobody knows: proposed to the operator, added with a button, found in the archive from then on."""

import re
from dataclasses import replace
from pathlib import Path

from bot.companies import load_directory
from bot.sandbox.client import UserHandle
from tests.acceptance.stage import NOON, Stage, ask, forge, stage
from tests.factories import evening, item, weekly
from tests.shipped import directory

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
        try:
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
        finally:
            directory().renew(load_directory())


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
