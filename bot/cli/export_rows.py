"""Items as rows for other programs: an object a line (JSON Lines), or a table (CSV) that a spreadsheet can open. Pure."""

import csv
import io
from typing import Any

from bot.cli.reports import issue_key
from storage.records import FoundItem, Issue

COLUMNS = (
    *("id", "issue", "newsletter", "edition", "date", "end_date", "year_certain", "position", "number"),
    *("section", "section_key", "title", "body", "source", "source_key", "comment", "language"),
    *("links", "companies"),
)
BOM = "\ufeff"
"""Without it at the front, Excel takes a table in UTF-8 for one in the local encoding."""

_FORMULA = "=+-@\t\r\n＝＋－＠"
"""What a cell must not begin with: a spreadsheet may run the rest (OWASP, CSV injection); Excel also takes the wide ones."""


def row(issue: Issue, found: FoundItem) -> dict[str, Any]:
    """An item with its issue; keys are `COLUMNS`, in their order."""
    item = found.item
    return {
        "id": item.id,
        "issue": issue_key(found.edition, found.date),
        "newsletter": issue.newsletter,
        "edition": found.edition,
        "date": found.date.isoformat(),
        "end_date": found.end_date.isoformat() if found.end_date else None,
        "year_certain": issue.year_certain,
        "position": item.position,
        "number": item.number,
        "section": item.section,
        "section_key": item.section_key,
        "title": item.title,
        "body": "\n\n".join(item.body),
        "source": item.source,
        "source_key": item.source_key,
        "comment": item.comment,
        "language": item.language,
        "links": list(item.links),
        "companies": list(found.companies),
    }


def csv_line(values: list[Any]) -> str:
    """One record of a table as RFC 4180 wants it, its line end included."""
    out = io.StringIO()
    csv.writer(out).writerow([cell(value) for value in values])
    return out.getvalue()


def cell(value: Any) -> str:
    """A value as text that no spreadsheet takes for a formula: an apostrophe stands before what could be one."""
    if value is None:
        return ""
    if isinstance(value, list):
        value = " ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return f"'{text}" if text.lstrip(" ")[:1] in set(_FORMULA) else text
