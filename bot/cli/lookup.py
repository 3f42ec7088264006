"""`kuaixun search`, `company`, `stats` and `digest`: on the terminal what the bot would answer."""

from __future__ import annotations

import asyncio
import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import console
from bot.cli.flags import WithMinus
from bot.cli.options import AsJson, Before, Database, Language, Limit, read_day
from storage.records import Edition, Style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.records import Company, Page


def register(app: typer.Typer) -> None:
    app.command(
        cls=WithMinus,
        epilog='Example:  kuaixun search "double 11" --limit 5',
        context_settings=WithMinus.SETTINGS,
    )(search)
    app.command(epilog="Example:  kuaixun company 京东 --json")(company)
    app.command(epilog="Example:  kuaixun stats")(stats)
    app.command(epilog="Example:  kuaixun digest 2019-11-14 evening")(digest)


def search(
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="Words, in English or Chinese.")],
    limit: Limit = 20,
    before: Before = None,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Find items by their words, newest first."""
    asyncio.run(_search(_said(query), limit, before, as_json=as_json, database=database))


def _said(words: list[str]) -> str:
    """Raises BadParameter when nothing was said."""
    said = " ".join(words).strip()
    if not said:
        raise typer.BadParameter("say what to look for")
    return said


async def _search(text: str, limit: int, before: int | None, *, as_json: bool, database: Path | None) -> None:
    from bot.cli.long_lists import best_matches, newest
    from bot.cli.opening import archive
    from bot.lookup import parse
    from storage.records import Page

    async with archive(database, asking=True) as opened:
        query = parse(text, opened.directory)
        page = Page()
        if query and query.best:
            page = await best_matches(partial(opened.storage.search.best, query), limit, before)
        elif query:
            page = await newest(partial(opened.storage.search.find, query), limit, before)
        _show({"query": text}, page, opened.directory.companies, as_json=as_json)


def company(
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="Any of its names, either script.")],
    limit: Limit = 20,
    before: Before = None,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Find items that name a company or anything it owns, newest first."""
    asyncio.run(_company(_said(name), limit, before, as_json=as_json, database=database))


async def _company(
    name: str, limit: int, before: int | None, *, as_json: bool, database: Path | None
) -> None:
    from bot.cli.long_lists import newest
    from bot.cli.opening import archive
    from storage.records import Page

    async with archive(database, asking=True) as opened:
        found = opened.directory.find(name)
        suggestions = [] if found else [it.name for it in opened.directory.suggest(name)]
        if found is None:
            near = ", ".join(suggestions)
            console.complain(f"no company known as {name}" + (f"; did you mean {near}?" if near else ""))
            page = Page()
        else:
            family = opened.directory.family(found.slug)
            page = await newest(partial(opened.storage.companies.items, family), limit, before)
        asked = {
            "company": found.name if found else name,
            "known": found is not None,
            "suggestions": suggestions,
        }
        _show(asked, page, opened.directory.companies, as_json=as_json)


def _show(asked: dict[str, Any], page: Page, companies: Mapping[str, Company], *, as_json: bool) -> None:
    from bot.cli import reports
    from bot.cli.lookup_view import found_items

    if as_json:
        console.write_json(reports.page(asked, page, companies))
    else:
        console.out().print(found_items(page, companies))


def stats(as_json: AsJson = False, database: Database = None) -> None:
    """Count what is in the archive and what became of the deliveries."""
    asyncio.run(_stats(as_json=as_json, database=database))


async def _stats(*, as_json: bool, database: Path | None) -> None:
    from bot.cli.lookup_view import counts, statistics_object
    from bot.cli.opening import archive

    async with archive(database, asking=True) as opened:
        found = await opened.storage.archive.statistics()
    if as_json:
        console.write_json(statistics_object(found))
    else:
        console.out().print(counts(found))


def digest(
    issue: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ISSUE", help="Its day, its edition, or both, as in chat.", show_default=False
        ),
    ] = None,
    edition: Annotated[Edition | None, typer.Option(help="Of which edition; any by default.")] = None,
    date: Annotated[
        dt.date | None,
        typer.Option(parser=read_day, metavar="DATE", help="The issue of this day; else the newest."),
    ] = None,
    language: Annotated[Language, typer.Option(help="Of the words around the items.")] = Language.EN,
    style: Annotated[Style, typer.Option(help="Titles with their text, or titles only.")] = Style.FULL,
    database: Database = None,
) -> None:
    """Print the digest of an issue as the bot would send it; the newest if none is named."""
    if issue and (edition or date):
        raise typer.BadParameter("say it as words or by --edition and --date, not both")
    asyncio.run(_digest(" ".join(issue or ()), edition, date, language, style, database))


async def _digest(
    words: str,
    edition: Edition | None,
    day: dt.date | None,
    language: str,
    style: Style,
    database: Path | None,
) -> None:
    from bot.cli.lookup_view import messages
    from bot.cli.opening import archive
    from bot.digest.render import render_digest

    async with archive(database, asking=True) as opened:
        today = dt.datetime.now(opened.zone).date()
        if words:
            day, edition = _issue_named(words, today)
        issue = await opened.storage.archive.latest(edition, day or today)
    if issue is None or (day and not (issue.date and issue.date <= day <= (issue.last_date or day))):
        wanted = " ".join(filter(None, [edition, "issue", f"of {day}" if day else ""]))
        console.complain(f"there is no {wanted} in the archive; kuaixun stats tells what is")
        raise typer.Exit(console.FAILED)
    screen = console.out()
    screen.print(messages(screen, render_digest(issue, language=language, style=style)))


def _issue_named(words: str, today: dt.date) -> tuple[dt.date | None, Edition | None]:
    """Raises BadParameter when no issue can be meant by it."""
    from bot.lookup.issues import UnreadableIssueError, read_issue

    try:
        return read_issue(words, today)
    except UnreadableIssueError as error:
        told = f"“{error}” is no issue; say it like: 2019-11-14 evening, yesterday, weekly"
        raise typer.BadParameter(told) from None
