"""HTML → text with one paragraph a line; links survive as marks that `items` collects.

Scripts, styles, navigation and forms go; blocks, `<br>` and table rows end a line. Only what is built of
block tags is taken for HTML: a plain text that says `<b>` keeps it, a reader shows it literally.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reader.lines import LINK_CLOSE, LINK_OPEN

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_HTML = re.compile(
    r"<!doctype html|<html[\s>]|<body[\s>]|<br\s*/?>|</p\s*>|<p[\s>]|</div\s*>|</td\s*>|</li\s*>|<a\s+href\s*=",
    re.IGNORECASE,
)
_DROP = "script, style, noscript, template, head, nav, form, iframe, svg, button, select, object"
_BLOCKS = (
    "p, div, section, article, main, aside, header, footer, ul, ol, li, dl, dt, dd, table, tr, blockquote, pre, "
    "h1, h2, h3, h4, h5, h6, hr, figure, figcaption, center, address"
)
_URL = re.compile(r"https?://[^\s<>\"'（）()【】，。；、\ue000\ue001]+", re.IGNORECASE)
_MARK = re.compile(f"{LINK_OPEN}(\\d+){LINK_CLOSE}")
_WRITTEN = re.compile(f"{LINK_OPEN}(https?://[^{LINK_OPEN}{LINK_CLOSE}\\s]+){LINK_CLOSE}", re.IGNORECASE)
_NO_ADDRESS = re.compile(f"[^\\S ]|[{LINK_OPEN}{LINK_CLOSE}]")
_MAX_LINK = 2000


@dataclass(frozen=True, slots=True)
class Marked:
    """Text with link marks, and the links the marks count into."""

    text: str
    links: tuple[str, ...] = ()


def looks_like_html(text: str) -> bool:
    """True when block tags build the text (the first 20,000 characters decide)."""
    return len(_HTML.findall(text[:20_000])) >= 2 or bool(
        re.match(r"\s*<(!doctype|html)", text[:200], re.IGNORECASE)
    )


def to_text(html: str) -> Marked:
    """The text a reader of the page sees."""
    from selectolax.lexbor import LexborHTMLParser  # takes megabytes, and plain text needs none of it

    tree = LexborHTMLParser(html)
    for node in tree.css(_DROP):
        node.decompose()
    links: list[str] = []
    for node in tree.css("a[href]"):
        _mark_link(node, links)
    for node in tree.css("br"):
        node.replace_with("\n")
    for node in tree.css(_BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    root = tree.body or tree.root
    return Marked(_untidy(root.text(deep=True)) if root else "", tuple(links))


def write_links(text: str, links: tuple[str, ...]) -> str:
    """Text whose marks hold the addresses themselves, so that it can be kept and read again on its own."""
    return _MARK.sub(
        lambda mark: f"{LINK_OPEN}{links[int(mark[1])]}{LINK_CLOSE}" if int(mark[1]) < len(links) else "",
        text,
    )


def read_links(text: str) -> Marked:
    """The reverse of `write_links`; any other text stays as it is."""
    links: list[str] = []

    def mark(written: re.Match[str]) -> str:
        links.append(written[1])
        return f"{LINK_OPEN}{len(links) - 1}{LINK_CLOSE}"

    return Marked(_WRITTEN.sub(mark, text), tuple(links))


def take_links(text: str, links: tuple[str, ...]) -> tuple[str, list[str]]:
    """Text without marks, and the links marked or written out in it, in order, each once."""
    found = [links[int(n)] for n in _MARK.findall(text) if int(n) < len(links)]
    bare = _MARK.sub("", text)
    found += [url.rstrip(".,;:!?") for url in _URL.findall(bare)]
    return bare, list(dict.fromkeys(url[:_MAX_LINK] for url in found))


def _mark_link(node: "LexborNode", links: list[str]) -> None:
    href = _NO_ADDRESS.sub("", node.attributes.get("href") or "").strip().replace(" ", "%20")
    if href.lower().startswith(("http://", "https://")):
        node.insert_after(f"{LINK_OPEN}{len(links)}{LINK_CLOSE}")
        links.append(href)


def _untidy(text: str) -> str:
    """Source indentation is no content: a line of a page is what stands between two block ends."""
    return "\n".join(line.strip() for line in text.split("\n"))
