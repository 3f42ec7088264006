"""A text → its issues: find where each begins, read header and items, date it, say what is odd.

Two issues in one text are two issues: a second begins where a header stands after items and more items follow.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.reader.certainty import looks_back
from bot.reader.counted import counted
from bot.reader.credit import closes_item
from bot.reader.dates import Arrival, Dated, Evidence, Traits, date_issue
from bot.reader.daywords import days_in
from bot.reader.decode import MAX_BYTES, Decoded, Unreadable, decode, unquoted_printable, untwisted
from bot.reader.headlines import is_list, split_headlines
from bot.reader.items import Read, read_items
from bot.reader.kinds import Kind, Marked, mark
from bot.reader.layout import mended
from bot.reader.lines import Line, clean, fold, language_of, lines_of
from bot.reader.mailed import unquoted, unwrapped, without_signature
from bot.reader.markdown import plain, with_links
from bot.reader.markup import looks_like_html, read_links, to_text, write_links
from bot.reader.masthead import Masthead, read_dateline, read_masthead, read_title
from bot.reader.numbers import opening_number
from bot.reader.oddities import leftover
from bot.reader.outline import Outline, outline
from bot.reader.seams import without_pages
from bot.reader.spoken import one_voice, voice_of
from bot.reader.tables import warning_of_table
from bot.reader.teaser import teaser_in
from storage.records import DateBasis, Edition, Issue, ReadingWarning

MAX_ITEMS = 4000
"""More in one issue is no newsletter; the archive has room for 4095 (see `storage.archive`)."""

_RICHER = 1.5
"""So many times the items with a source speak for another reading of the numbers."""

MAX_NUMBERED = 20_000
"""Numbered lines in one file: more than a thousand issues."""

_CALLS = re.compile(r"[:|]\s*$")
_LABEL = re.compile(r"^(?:subject|title|主题|标题)\s?[:：]\s?", re.IGNORECASE)
_NUMBERED_LINE = re.compile(r"^\s{0,8}\d{1,6}[.、)]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reading:
    """The text as it was understood (cleaned, one paragraph a line), its encoding, and the issues in it."""

    text: str
    encoding: str
    issues: tuple[Issue, ...]
    texts: tuple[str, ...] = ()
    """For each issue the text it stands in: read again on its own, it gives the issue again."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What the lines before the first item say."""

    newsletter: str
    masthead: Masthead
    headlines: tuple[str, ...]
    one_a_line: bool
    numbered: bool
    ellipsis: bool
    slogan: bool
    page: tuple[date, ...]
    sent: tuple[date, ...]
    lines: tuple[str, ...]
    """All of them, folded."""
    leftover: tuple[Line, ...]


def read(
    data: bytes | str,
    *,
    received: date | None = None,
    known: bool = True,
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Reading:
    """The issues in `data`, in the order they stand.

    `received` is the day it arrived, or, when that is not `known`, the newest it can be of. It bounds a year that the
    text leaves open: the newest that fits and is not after it; an issue that arrived just after its day is of that
    year, if its text does not say otherwise. `encoding` overrides detection, `max_bytes` the size that is refused.
    Raises `Unreadable` when nothing in it is a numbered news item, or it is no text.
    """
    decoded = (
        decode(data, encoding, max_bytes=max_bytes) if isinstance(data, bytes) else Decoded(data, "text")
    )
    printed = untwisted(unquoted_printable(decoded.text))
    given = to_text(printed) if looks_like_html(printed) else with_links(read_links(printed))
    text = without_signature(unquoted(clean(given.text)))
    _refuse_endless_list(text)
    lines = mended(plain(unwrapped(without_pages(one_voice(lines_of(text))))))
    if not lines:
        raise Unreadable("empty: no text in it")
    parts, found = _find_issues(lines, given.links, Arrival(received, known))
    found = _once(found)
    issues = [issue for issue, _ in found]
    if not issues:
        raise Unreadable("no items found: no line opens a numbered news item (`1. Title`, then its text)")
    if table := warning_of_table(given.text):
        issues = [replace(issue, warnings=(table, *issue.warnings)) for issue in issues]
    if decoded.replaced:
        issues[0] = _warn_of_broken_bytes(issues[0], decoded, lines)
    texts = _texts(text, parts, [part for _, part in found], given.links)
    return Reading("\n".join(line.text for line in lines), decoded.encoding, tuple(issues), texts)


def _find_issues(
    lines: list[Line], links: tuple[str, ...], arrival: Arrival
) -> tuple[list[list[Marked]], list[tuple[Issue, list[Marked]]]]:
    """The parts of the text, and those with an issue in them; where no plain number opens an item, by loose ones, where none does, by place."""
    parts, found = _read_parts(lines, links, arrival, loose=False)
    if not found or any(opening_number(line.text, line.fold) is None and _is_loose(line) for line in lines):
        other_parts, other = _read_parts(lines, links, arrival, loose=True)
        if not found or _is_richer(other, found):
            parts, found = other_parts, other
    if not found or any(map(_leaves_news, found)):
        other_parts, other = _read_parts(lines, links, arrival, loose=False, by_place=True)
        if other and (not found or _is_richer(other, found)):
            return other_parts, other
    return parts, found


def _read_parts(
    lines: list[Line], links: tuple[str, ...], arrival: Arrival, *, loose: bool, by_place: bool = False
) -> tuple[list[list[Marked]], list[tuple[Issue, list[Marked]]]]:
    marked = [mark(line, loose=loose) for line in lines]
    parts = _parts(counted(marked) if by_place else marked)
    return parts, [(issue, part) for part in parts if (issue := _read_issue(part, links, arrival))]


def _leaves_news(found: tuple[Issue, list[Marked]]) -> bool:
    """Whether something with a source belongs to no item."""
    return any(each.code == "leftover" and closes_item(each.message) for each in found[0].warnings)


def _is_loose(line: Line) -> bool:
    opening = opening_number(line.text, line.fold, loose=True)
    return opening is not None and opening.number in (2, 3)


def _is_richer(found: list[tuple[Issue, list[Marked]]], other: list[tuple[Issue, list[Marked]]]) -> bool:
    """Whether more items have a source, or more have a text where none has: the others count inside them, or in the list."""
    items, others = ([item for issue, _ in each for item in issue.items] for each in (found, other))
    credited, fewer = (sum(item.source is not None for item in each) for each in (items, others))
    if credited or fewer:
        return credited >= _RICHER * fewer
    return sum(bool(item.body) for item in items) >= 2 * sum(bool(item.body) for item in others)


def _once(found: list[tuple[Issue, list[Marked]]]) -> list[tuple[Issue, list[Marked]]]:
    """Issues that repeat none before them: a text may be pasted twice."""
    kept: dict[object, tuple[Issue, list[Marked]]] = {}
    for issue, part in found:
        key = issue.edition, issue.date and (issue.date.month, issue.date.day), issue.items
        if key not in kept:
            kept[key] = issue, part
            continue
        message = "the whole issue is printed twice, it is kept once"
        again = ReadingWarning("double-item", part[0].line.number, message)
        first, its_part = kept[key]
        kept[key] = replace(first, warnings=(*first.warnings, again)), its_part
    return list(kept.values())


def _refuse_endless_list(text: str) -> None:
    count = sum(1 for _ in _NUMBERED_LINE.finditer(text))
    if count > MAX_NUMBERED:
        raise Unreadable(f"{count} numbered lines; a file may have {MAX_NUMBERED}, split it")


def _warn_of_broken_bytes(issue: Issue, decoded: Decoded, lines: list[Line]) -> Issue:
    line = next((line.number for line in lines if "\ufffd" in line.text), 0)
    broken = "a broken byte" if decoded.replaced == 1 else f"{decoded.replaced} broken bytes"
    message = f"{broken} replaced (read as {decoded.encoding})"
    return replace(issue, warnings=(ReadingWarning("encoding", line, message), *issue.warnings))


# --- where an issue begins --------------------------------------------------------------------------


def _parts(marked: list[Marked]) -> list[list[Marked]]:
    cuts = [0]
    has_items = False
    said: Masthead | None = None
    for index, entry in enumerate(marked):
        if entry.masthead and not has_items:
            said = entry.masthead if entry.masthead.days else said
        if has_items and entry.kind is Kind.MASTHEAD and _opens_issue(marked, index, said):
            cuts.append(_with_chrome(marked, index))
            has_items = False
            said = entry.masthead
        elif entry.kind is Kind.NUMBERED and index + 1 < len(marked):
            has_items = has_items or marked[index + 1].kind in (Kind.TEXT, Kind.COMMENT)
    return [marked[start:end] for start, end in zip(cuts, [*cuts[1:], len(marked)], strict=True)]


def _opens_issue(marked: list[Marked], index: int, said: Masthead | None) -> bool:
    """Whether the header at `index` is another one than `said`, that of the issue above it, and has items below."""
    head = marked[index].masthead
    if head is None or (head.edition is None and not (head.branded and head.days)):
        return False
    if said and not head.tail and _same_day(head, said):
        return False  # a caption under a picture
    if head.prefix and not (head.days or head.tail or _CALLS.search(marked[index].line.fold)):
        return False  # `晚间要闻` over items
    if head.prefix and head.tail and not (is_list(head.tail) or head.tail.endswith(("...", "…"))):
        return False
    if not (head.days or head.tail or head.prefix):
        return False
    ahead = marked[index + 1 : index + 60]
    return any(entry.kind is Kind.NUMBERED and entry.number == 1 for entry in ahead)


def _same_day(one: Masthead, other: Masthead) -> bool:
    days = [[(day.month, day.day) for day in head.days] for head in (one, other)]
    return one.edition is other.edition and days[0] == days[1] != []


def _with_chrome(marked: list[Marked], index: int) -> int:
    while index and marked[index - 1].kind in (Kind.CHROME, Kind.VOICE, Kind.MASTHEAD):
        index -= 1
    return index


def _texts(
    text: str, parts: list[list[Marked]], read: list[list[Marked]], links: tuple[str, ...]
) -> tuple[str, ...]:
    """The text of each part that was read, blank lines too; that of a single part is the whole."""
    lines = text.split("\n")
    begins = [0, *(part[0].line.number - 1 for part in parts[1:]), len(lines)]
    spans = {id(part): (begin, end) for part, begin, end in zip(parts, begins, begins[1:], strict=False)}
    return tuple(
        write_links("\n".join(lines[begin:end]), links) for begin, end in (spans[id(part)] for part in read)
    )


# --- one issue --------------------------------------------------------------------------------------


def _read_issue(marked: list[Marked], links: tuple[str, ...], arrival: Arrival) -> Issue | None:
    teaser = [entry.masthead.tail for entry in marked[:30] if entry.masthead and entry.masthead.tail]
    headlines = split_headlines(teaser, [])
    plan = outline(marked, list(headlines))
    if not plan.starts:
        return None
    if len(plan.starts) > MAX_ITEMS:
        raise Unreadable(f"{len(plan.starts)} numbered items in one issue; at most {MAX_ITEMS} are read")
    body = read_items(marked, plan, links, headlines)
    head = _read_head(marked, plan, [item.title for item in body.items])
    dated = date_issue(_evidence(head, body, arrival))
    warnings = (*_head_warnings(head, dated, marked[0].line.number), *body.warnings)
    return Issue(
        newsletter=head.newsletter,
        edition=head.masthead.edition,
        date=dated.day,
        end_date=dated.end,
        date_basis=dated.basis,
        year_certain=dated.year_certain,
        language=language_of(" ".join(part for item in body.items for part in (item.title, *item.body))),
        headlines=head.headlines,
        sections=body.sections,
        items=body.items,
        warnings=warnings,
    )


def _read_head(marked: list[Marked], plan: Outline, titles: list[str]) -> _Head:
    end = min([plan.starts[0], *plan.headings])
    zone = marked[:end]
    mastheads = [entry.masthead for entry in zone if entry.masthead]
    mastheads += [head for entry in zone if entry.kind is Kind.CHROME and (head := _crumb(entry.line))]
    teaser, rest = teaser_in(zone, titles)
    if not any(head.days for head in mastheads):
        datelines = {line: head for line in rest[:5] if (head := read_dateline(line))}
        mastheads += datelines.values()
        rest = [line for line in rest if line not in datelines]
    if not any(head.days or head.edition for head in mastheads):
        titles_read = {line: head for line in rest[:5] if (head := read_title(line))}
        mastheads += titles_read.values()
        rest = [line for line in rest if line not in titles_read]
    masthead = _join(mastheads)
    head_lines = split_headlines(teaser, titles)
    slogan = any(entry.kind is Kind.SLOGAN for entry in zone)
    first = teaser[0] if teaser else ""
    return _Head(
        newsletter=_newsletter(marked, masthead, slogan),
        masthead=masthead,
        headlines=head_lines,
        one_a_line=len(teaser) > 2,
        numbered=bool(re.match(r"\s*1\s?[.、]", first)),
        ellipsis=bool(teaser) and teaser[-1].rstrip().endswith(("...", "…")),
        slogan=slogan,
        page=tuple(_page_dates(zone)),
        sent=tuple(day for entry in zone if (voice := voice_of(entry.line.fold)) for day in voice.days),
        lines=tuple(entry.line.fold for entry in zone),
        leftover=tuple(rest),
    )


def _crumb(line: Line) -> Masthead | None:
    """The header that a breadcrumb or the subject of a mail ends with."""
    last = _LABEL.sub("", re.split(r"[>»›]", line.text)[-1].strip())
    return read_masthead(Line(line.number, last, fold(last), after_blank=False)) if last else None


def _join(heads: list[Masthead]) -> Masthead:
    """One header out of the page's title, its breadcrumb and the text's own: the first that says a thing counts."""
    return Masthead(
        branded=any(head.branded for head in heads),
        ours=any(head.ours for head in heads),
        edition=next((head.edition for head in heads if head.edition), None),
        days=next((head.days for head in heads if head.days), ()),
        tail="",
        prefix=bool(heads) and all(head.prefix for head in heads if head.tail or len(heads) == 1),
        year=next((head.year for head in heads if head.year), None),
    )


def _newsletter(marked: list[Marked], masthead: Masthead, slogan: bool) -> str:
    if masthead.ours or slogan:
        return "laogao"
    ours = re.compile(r"lao\s?gao|老高")
    if any(
        ours.search(entry.line.fold[:300]) for entry in marked if entry.kind in (Kind.FOOTER, Kind.CHROME)
    ):
        return "laogao"
    heading = re.compile(r"^e-commerce newsletter\W*$|^电商快讯\W*$")
    return (
        "laogao" if any(e.kind is Kind.HEADING and heading.match(e.line.fold) for e in marked) else "unknown"
    )


def _page_dates(zone: list[Marked]) -> list[date]:
    """Those of the page's own lines; who wrote it stands beside the day, too."""
    pages = (Kind.CHROME, Kind.WEAK_FOOTER)
    return _full_dates(entry.line.fold for entry in zone if entry.kind in pages)


def _full_dates(texts: Iterable[str]) -> list[date]:
    return [day for text in texts for word in days_in(text) if word.year and (day := word.in_year(word.year))]


def _evidence(head: _Head, body: Read, arrival: Arrival) -> Evidence:
    bodies = [fold("\n".join(item.body)) for item in body.items]
    titles = [fold(item.title) for item in body.items]
    traits = Traits(
        ours=head.newsletter == "laogao",
        comments=sum(item.comment is not None for item in body.items) * 3 >= len(body.items),
        slogan=head.slogan,
        prefix_only=head.masthead.prefix,
        numbered=head.numbered,
        one_a_line=head.one_a_line,
        ellipsis=head.ellipsis,
        headings=bool(body.sections),
        labelled=body.labelled > 0,
        sources=any(item.source for item in body.items),
        items=len(body.items),
    )
    return Evidence(
        edition=head.masthead.edition,
        header=head.masthead.days,
        header_year=head.masthead.year,
        page=head.page,
        sent=head.sent,
        notices=tuple(_full_dates(line.fold for line in head.leftover if not looks_back(line.fold))),
        bodies=bodies,
        texts=[*bodies, *titles, *map(fold, head.headlines)],
        heads=head.lines,
        traits=traits,
        arrival=arrival,
    )


def _head_warnings(head: _Head, dated: Dated, line: int) -> list[ReadingWarning]:
    warnings = [leftover(rest) for rest in head.leftover]
    if head.masthead.edition is None:
        warnings.append(
            ReadingWarning("no-edition", line, "neither morning, evening nor weekly: no header says")
        )
    if dated.day is None:
        warnings.append(
            ReadingWarning("no-date", line, "no date in the header or the bodies; give --received")
        )
    elif dated.estimated:
        message = f"no date in the header; {dated.day} is inferred from the {dated.basis}"
        if dated.basis is DateBasis.HEADER:
            message = f"{dated.day} may have day and month the other way round; nothing else tells"
        warnings.append(ReadingWarning("date-estimated", line, message))
    if dated.day and not dated.year_certain:
        message = f"the year {dated.day.year} is the likeliest, the text does not settle it"
        warnings.append(ReadingWarning("year-uncertain", line, message))
    if head.masthead.edition is Edition.WEEKLY and dated.day and dated.end is None and head.masthead.days:
        warnings.append(ReadingWarning("no-range", line, "a weekly issue without the last day of its range"))
    if not head.headlines:
        warnings.append(ReadingWarning("no-headlines", line, "no headline list before the items"))
    return warnings
