"""Issues and found items as the objects `--json` prints."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from storage.records import Company, Edition, FoundItem, Issue, Item, Mention, Page

Directory = Mapping[str, Company]
"""Companies by slug."""


def issue_key(edition: Edition | None, day: date | None) -> str:
    """`2019-11-14/evening`: an issue as a person names it."""
    return f"{day or 'undated'}/{edition or 'unknown'}"


def reading(
    path: str, issue: Issue, mentions: Sequence[Sequence[Mention]], companies: Directory
) -> dict[str, Any]:
    """What the reader made of an issue; `mentions` go with its items in order."""
    return {
        "path": path,
        "newsletter": issue.newsletter,
        "edition": issue.edition,
        "date": _iso(issue.date),
        "end_date": _iso(issue.end_date),
        "date_basis": issue.date_basis,
        "year_certain": issue.year_certain,
        "language": issue.language,
        "headlines": list(issue.headlines),
        "sections": list(issue.sections),
        "items": [_item(item, found, companies) for item, found in zip(issue.items, mentions, strict=True)],
        "warnings": [{"code": it.code, "line": it.line, "message": it.message} for it in issue.warnings],
    }


def _item(item: Item, mentions: Sequence[Mention], companies: Directory) -> dict[str, Any]:
    return {
        "number": item.number,
        "section": item.section,
        "section_key": item.section_key,
        "title": item.title,
        "body": "\n\n".join(item.body),
        "source": item.source,
        "source_key": item.source_key,
        "comment": item.comment,
        "links": list(item.links),
        "companies": [
            {"slug": it.slug, "name": companies[it.slug].name, "alias": it.alias, "where": it.place}
            for it in mentions
        ],
    }


def page(asked: dict[str, Any], found: Page, companies: Directory) -> dict[str, Any]:
    """A page of a look-up. `asked` names what was asked: `{"query": …}` or `{"company": …, …}`."""
    items = [_found(it, companies) for it in found.items]
    return {**asked, "total": found.total, "capped": found.capped, "items": items, "next": found.next}


def _found(found: FoundItem, companies: Directory) -> dict[str, Any]:
    return {
        "id": found.item.id,
        "issue": issue_key(found.edition, found.date),
        "number": found.item.number,
        "title": found.item.title,
        "source": found.item.source,
        "companies": [
            {"slug": slug, "name": companies[slug].name} for slug in found.companies if slug in companies
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
