"""An issue as a subscriber reads it: one or more Telegram messages in HTML."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from bot.digest.blocks import Block, Kind, block, even, fill, markup
from bot.digest.html import MESSAGE_LIMIT, Html, bold, escape, joined, shown_text, utf16_length
from bot.digest.names import EMOJI, day_name, edition_name, section_name, source_name
from bot.digest.reading import minutes
from bot.texts import Texts, for_language
from storage.records import FoundItem, Issue, Item, Style

_PART_MARK = len(" (99/99)")


def render_digest(
    issue: Issue, *, language: str, style: Style, late: bool = False, muted: Collection[str] = ()
) -> tuple[str, ...]:
    """The messages of a digest, in order; each is balanced HTML of at most 4095 UTF-16 units after parsing.

    None at all when every item is in a section that is `muted`.
    """
    t = for_language(language)
    items = wanted(issue, muted)
    if issue.items and not items:
        return ()
    header = _header(t, issue, items, style, late=late)
    room = MESSAGE_LIMIT - utf16_length(shown_text(header)) - _PART_MARK - len("\n\n")
    messages = even(list(_groups(t, items, style)), room) or [[]]
    total = len(messages)
    return tuple(
        joined(_top(t, issue, header, number, total), markup(blocks), by="\n\n")
        for number, blocks in enumerate(messages, 1)
    )


def wanted(issue: Issue, muted: Collection[str]) -> tuple[Item, ...]:
    """The items that are in none of these sections, named by their normal keys."""
    return tuple(it for it in issue.items if it.section_key not in muted) if muted else issue.items


def render_item(t: Texts, found: FoundItem) -> tuple[str, ...]:
    """One item in full, opened from a list."""
    it = found.item
    whence = " · ".join(
        filter(
            None,
            [source_name(t, it), edition_name(t, found.edition), day_name(t, found.date, found.end_date)],
        )
    )
    blocks = [block(Kind.TITLE, it.title), block(Kind.SOURCE, whence)]
    blocks += [block(Kind.PLAIN, paragraph) for paragraph in it.body]
    if it.comment:
        blocks.append(block(Kind.COMMENT, f"💬 {it.comment}"))
    return tuple(markup(message) for message in fill([blocks]))


def issue_name(t: Texts, issue: Issue) -> Html:
    """`🌙 Evening · Thu, Nov 14, 2019`."""
    emoji = EMOJI[issue.edition] if issue.edition else "📰"
    day = day_name(t, issue.date, issue.end_date) if issue.date else ""
    return escape(f"{emoji} " + " · ".join(filter(None, [edition_name(t, issue.edition), day])))


def _header(t: Texts, issue: Issue, items: Sequence[Item], style: Style, *, late: bool) -> Html:
    count = t.n("{n} item", "{n} items", len(items))
    if len(items) < len(issue.items):
        count = t("{n} of {all} items", n=len(items), all=len(issue.items))
    facts = [count, *([t("{n} min read", n=minutes(items, style))] if items else [])]
    facts += [t("arrived late")] if late else []
    return joined(bold(issue_name(t, issue)), " · ".join(facts))


def _top(t: Texts, issue: Issue, header: Html, number: int, total: int) -> Html:
    if total == 1:
        return header
    mark = f" ({number}/{total})"
    return Html(header + mark) if number == 1 else Html(bold(issue_name(t, issue)) + mark)


def _groups(t: Texts, items: Iterable[Item], style: Style) -> Iterator[list[Block]]:
    """A group an item; the first of a section has its heading on top."""
    last = ""
    for it in items:
        heading = section_name(t, it.section_key, it.section)
        top = [block(Kind.HEADING, f"🔹 {heading}")] if heading and heading != last else []
        last = heading
        yield top + list(_headline(t, it) if style is Style.HEADLINES else _full(t, it))


def _headline(t: Texts, it: Item) -> Iterable[Block]:
    yield block(Kind.ENTRY, f"{it.number}. {it.title}", source_name(t, it))


def _full(t: Texts, it: Item) -> Iterable[Block]:
    yield block(Kind.TITLE, f"{it.number}. {it.title}")
    yield from (block(Kind.BODY, paragraph) for paragraph in it.body if paragraph.strip())
    if source := source_name(t, it):
        yield block(Kind.SOURCE, source)
    if it.comment:
        yield block(Kind.COMMENT, f"💬 {it.comment}")
