"""Items as a feed, RSS 2.0 (rssboard.org/rss-specification). Pure."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from email.utils import format_datetime
from html import escape as escape_html
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

from bot.cli.reports import issue_key
from storage.records import Edition, FoundItem, Issue

_TITLE = "Kuaixun 快讯"
_ABOUT = "E-commerce news, item by item"

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped (section 2.2)."""

_HOURS = {Edition.MORNING: time(8), Edition.EVENING: time(18), Edition.WEEKLY: time(20)}
"""An issue names its day, not its hour; these keep the editions of a day in their order."""


def head(link: str) -> str:
    """Up to the first item. `link` is the page the feed belongs to: RSS wants one."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0">\n<channel>\n'
        f"{_element('title', _TITLE)}{_element('link', link)}{_element('description', _ABOUT)}"
        f"{_element('generator', 'Kuaixun')}"
    )


def entry(issue: Issue, found: FoundItem, zone: ZoneInfo) -> str:
    """One item, its companies by their names. `zone` is the newsletter's."""
    return f"<item>\n{''.join(_elements(issue, found, zone))}</item>\n"


def tail() -> str:
    return "</channel>\n</rss>\n"


def _elements(issue: Issue, found: FoundItem, zone: ZoneInfo) -> Iterator[str]:
    item = found.item
    yield _element("title", item.title)
    if link := next((each for each in item.links if each.startswith(("http://", "https://"))), None):
        yield _element("link", link)
    yield _element("description", _html(found))
    for kind, name in (("section", item.section), *(("company", each) for each in found.companies)):
        if name:
            yield _element("category", name, domain=kind)
    # An id stays with its item whatever is corrected in it, and no other item gets it.
    yield _element("guid", f"kuaixun:{issue.newsletter}:{item.id}", isPermaLink="false")
    day = found.end_date or found.date
    yield _element("pubDate", format_datetime(datetime.combine(day, _HOURS[found.edition], zone)))


def _html(found: FoundItem) -> str:
    """The text of an item as HTML, which is what readers take a description for."""
    item = found.item
    said = [f"<p>{escape_html(each)}</p>" for each in item.body]
    if item.comment:
        said.append(f"<blockquote>{escape_html(item.comment)}</blockquote>")
    origin = ", ".join(filter(None, [item.source, issue_key(found.edition, found.date)]))
    return "".join([*said, f"<p><small>{escape_html(origin)}</small></p>"])


def _element(name: str, text: str, **attributes: str) -> str:
    given = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{given}>{escape(_NO_XML.sub('', text))}</{name}>\n"
