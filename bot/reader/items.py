"""From the lines between two item starts to an item: paragraphs, source, comment, links, and what is left over.

The source is the credit at the end of the last paragraph that has one. Text after it is no body: a comment has a
label, a caption repeats the title, a file name or stray mark is noise, a footer runs to the next item, and
whatever remains is reported with its line. A doubtful credit (see `credit`) counts where the issue has that habit.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.reader.credit import ALONE, Grade, find_credit, is_name_alone
from bot.reader.draft import Draft
from bot.reader.kinds import Kind, Marked, comment_text
from bot.reader.lines import Line, fold, han_count, language_of, prose, same_words
from bot.reader.mailed import joined
from bot.reader.markup import take_links
from bot.reader.numbers import without_number
from bot.reader.oddities import warn_about
from bot.reader.oneline import in_one_line
from bot.reader.outline import Outline
from bot.reader.remarks import habitual_label, remark
from bot.reader.vocabulary import bare_heading, is_known_source, section_key, source_key
from storage.records import Item, ReadingWarning

_LONGEST_COMMENT = 1000
_GOES_ON = re.compile(r"[,;:，、；：]$")
_BOXED = re.compile(r"\[([^\[\]]{4,200})\]\s*(.*)$", re.DOTALL)
"""`【Title】` and perhaps the news behind it; `【独家】Title` is a title."""

_LONG_AS_TITLE = 12
"""Columns."""

_NEWS = re.compile(r"[.!?。…)\"'\]]\s*$")
_TAG = re.compile(r"\[([^\[\]]{2,40})\]\s*(?=\S)(?!获悉|了解到|从|报道|记者|独家|消息称)")
"""`【36Kr】On November 14, …`: the source before the news, no subject of its first sentence (`【36氪】获悉`)."""

_LONG_AFTER_CREDIT = 240
"""A paragraph this long after a bare credit is more likely the body going on than something pasted in."""

_HABIT, _NEARLY_ALL = 3, 0.8
"""Items that end alike, and of all."""

_MOST_SIGNS = 100
"""Characters that are no letters in a caption that repeats the title."""

_TOO_LONG_TO_REPEAT = 100
"""Letters; a Chinese character counts as three."""


@dataclass(frozen=True, slots=True)
class Read:
    """Items of an issue, its section headings, and what to report."""

    items: tuple[Item, ...]
    sections: tuple[str, ...]
    warnings: tuple[ReadingWarning, ...]
    labelled: int
    """How many sources had a label; a trait of the years before May 2018."""


def read_items(
    marked: Sequence[Marked], plan: Outline, links: tuple[str, ...], headlines: Sequence[str]
) -> Read:
    """Items from the first start on; `marked` before it is the header's (see `issue`)."""
    collected, sections, warnings = _collect(marked, plan)
    drafts = list(_once(collected, warnings))
    _credit(drafts)
    warnings += _take_bare_sources(drafts)
    warnings += _take_remarks(drafts)
    for draft in drafts:
        draft.boxed = _BOXED.match(fold(draft.title_text))
    boxes = sum(draft.boxed is not None and _is_boxed_title(draft.boxed) for draft in drafts)
    habit = boxes >= _HABIT and boxes * 2 >= len(drafts)
    items = tuple(
        _finish(draft, position, links, headlines, boxes=habit)
        for position, draft in enumerate(drafts, start=1)
    )
    warnings += warn_about(drafts)
    labelled = sum(draft.source_grade is Grade.LABELLED for draft in drafts)
    return Read(items, tuple(dict.fromkeys(sections)), tuple(warnings), labelled)


def _collect(marked: Sequence[Marked], plan: Outline) -> tuple[list[Draft], list[str], list[ReadingWarning]]:
    starts, drafts, sections = set(plan.starts), list[Draft](), list[str]()
    section: str | None = None
    warnings: list[ReadingWarning] = []
    skipping: Kind | None = None
    for index, entry in enumerate(marked):
        if index in starts:
            number = plan.unnumbered.get(index)
            if number is None:
                if entry.line.text == entry.rest:
                    message = f"item {entry.number} has no number; by its place this line is the title"
                    warnings.append(ReadingWarning("number-gap", entry.line.number, message))
                drafts.append(Draft(entry.number, entry.line, entry.rest, entry.glued, section))
            else:
                text = without_number(entry.line.text, entry.line.fold, number)
                drafts.append(Draft(number, entry.line, text, False, section))
                message = f"number {number} is missing; by its place this line is the title"
                warnings.append(ReadingWarning("number-gap", entry.line.number, message))
            skipping = None
        elif index in plan.headings:
            section = bare_heading(entry.line.text) or entry.line.text
            if section_key(section) is None and section not in sections:
                message = f"read as a section heading, though it is in no list: {section}"
                warnings.append(ReadingWarning("new-heading", entry.line.number, message))
            sections.append(section)
            skipping = None
        elif drafts and skipping is None:
            ends = entry.kind is Kind.WEAK_FOOTER and index > plan.starts[-1] and _is_over(drafts)
            skipping = Kind.FOOTER if ends else _add(drafts[-1], entry)
            if skipping is Kind.REACTIONS:
                message = "comments of the newsletter's readers follow; they are not kept"
                warnings.append(ReadingWarning("reader-comments", entry.line.number, message))
    return drafts, sections, warnings


def _once(drafts: list[Draft], warnings: list[ReadingWarning]) -> Iterable[Draft]:
    """Those that repeat none before them word by word: something was pasted twice.

    Under another number only what is too long to be said twice is a repeat, and not where most items are alike.
    """
    words = [same_words(" ".join([it.title_text, *(line.text for line in it.body)])) for it in drafts]
    alike = len(set(words)) * 2 < len(drafts)
    seen: set[tuple[str, int]] = set()
    for draft, said in zip(drafts, words, strict=True):
        anyhow = not alike and len(said) + 2 * han_count(said) >= _TOO_LONG_TO_REPEAT
        key = said, 0 if anyhow else draft.number
        if draft.body and key in seen:
            message = f"item {draft.number} is printed twice, it is kept once: {draft.title_text}"
            warnings.append(ReadingWarning("double-item", draft.title.number, message))
        else:
            seen.add(key)
            yield draft


def _is_over(drafts: list[Draft]) -> bool:
    """Whether the last item has closed; where none does, whether it has a text."""
    *before, last = drafts
    return _is_closed(last) or (bool(last.body) and not any(map(_is_closed, before)))


def _is_closed(draft: Draft) -> bool:
    credit = find_credit(draft.body[-1].text, draft.body[-1].fold) if draft.body else None
    return draft.comment is not None or (credit is not None and credit.grade >= Grade.LIKELY)


def _add(draft: Draft, entry: Marked) -> Kind | None:
    """Puts a line where it belongs; returns the kind that everything up to the next item then is."""
    if entry.kind in (Kind.FOOTER, Kind.REACTIONS):
        return entry.kind
    if entry.kind is Kind.VOICE:
        return Kind.REACTIONS
    if entry.kind is Kind.COMMENT and draft.comment is None:
        draft.comment = comment_text(entry.line)
    elif entry.kind in (Kind.NOISE, Kind.SLOGAN) or _is_caption(entry, draft):
        draft.aside.append(entry.line.text)
    elif draft.comment is not None:
        if len(draft.comment) < _LONGEST_COMMENT and (not draft.comment or _GOES_ON.search(draft.comment)):
            draft.comment = joined(draft.comment, entry.line.text).strip()
        else:
            draft.leftover.append(entry.line)
    else:
        draft.body.append(entry.line)
    return None


def _is_caption(entry: Marked, draft: Draft) -> bool:
    if entry.kind is Kind.MASTHEAD and entry.masthead and entry.masthead.branded and not entry.masthead.tail:
        return True
    if len(entry.line.text) > _MOST_SIGNS + 2 * len(draft.title_text):
        return False
    return same_words(entry.line.text) == same_words(draft.title_text)


def _take_bare_sources(drafts: list[Draft]) -> Iterable[ReadingWarning]:
    """Takes for the source a name alone in the last line where no item has one otherwise and nearly all end so."""
    if any(draft.source for draft in drafts):
        return
    named = [draft for draft in drafts if len(draft.body) > 1 and is_name_alone(draft.body[-1].text)]
    if len(named) < max(_HABIT, _NEARLY_ALL * len(drafts)):
        return
    message = f"read as the source, as in nearly all items, though nothing says so: {named[0].body[-1].text}"
    yield ReadingWarning("bare-source", named[0].body[-1].number, message)
    for draft in named:
        draft.source, draft.source_grade = draft.body.pop().text, Grade.DOUBTFUL


def _take_remarks(drafts: list[Draft]) -> Iterable[ReadingWarning]:
    """Takes for the comment what stands under the label that the issue has behind its sources."""
    label = habitual_label([draft.leftover if draft.comment is None else () for draft in drafts])
    if label is None:
        return
    told = False
    for draft in drafts:
        said = remark(draft.leftover[0], label) if draft.leftover and draft.comment is None else None
        if said:
            if not told:
                message = f"read as the editor's comment, though its label is in no list: {label}"
                yield ReadingWarning("new-label", draft.leftover[0].number, message)
                told = True
            draft.comment = said
            del draft.leftover[0]


def _credit(drafts: list[Draft]) -> None:
    """Finds each item's source, first the sure ones, then the doubtful where half of the issue's items credit bare.

    A bracket or a dash before a name nobody knows is a credit where half of the items end so.
    """
    for draft in drafts:
        _find_source(draft, Grade.LIKELY, last=draft is drafts[-1])
    lacking = [draft for draft in drafts if draft.source is None]
    ends = Counter(draft.source_signs for draft in drafts if draft.source)
    ends.update(credit.signs for draft in lacking if (credit := find_credit(_last_text(draft))))
    often = max(_HABIT, (len(drafts) - 1) / 2)
    habits = {signs for signs, count in ends.items() if signs != "()" and count >= often}
    bare = sum(draft.source_grade is Grade.LIKELY for draft in drafts)
    if bare * 2 >= len(drafts) - 1:
        habits |= {"()", ALONE, "-", "--"}
    for draft in lacking:
        _find_source(
            draft, Grade.DOUBTFUL, last=draft is drafts[-1], habits=habits, known=bare * 4 >= len(drafts)
        )


def _last_text(draft: Draft) -> str:
    """Where a source may stand: behind the comment, or at the end of the text or of the title."""
    if draft.comment is not None and draft.leftover:
        return draft.leftover[0].text
    return draft.body[-1].text if draft.body else draft.title_text


def _find_source(
    draft: Draft, least: Grade, *, last: bool, habits: Collection[str] = (), known: bool = False
) -> None:
    """`least` is the grade from which a credit counts; a doubtful one needs the issue's `habits`, or a known name."""
    for index in range(len(draft.body) - 1, -1, -1):
        credit = find_credit(draft.body[index].text, draft.body[index].fold)
        if credit is None or credit.grade < least:
            continue
        doubtful = credit.grade is Grade.DOUBTFUL and credit.signs not in habits
        if doubtful and not (known and is_known_source(credit.source)):
            continue
        after = draft.body[index + 1 :]
        if not index and after and not credit.before and credit.grade is Grade.LABELLED:
            draft.source, draft.source_grade = credit.source, credit.grade  # right under the title
            del draft.body[0]
            return
        goes_on = not last and any(len(line.text) > _LONG_AFTER_CREDIT for line in after)
        if after and (goes_on or credit.grade is Grade.DOUBTFUL):
            return
        draft.source, draft.source_grade, draft.last_paragraph = credit.source, credit.grade, credit.before
        draft.source_signs = credit.signs
        draft.leftover = after + draft.leftover
        del draft.body[index + 1 :]
        return
    behind = draft.leftover[0] if draft.comment is not None and draft.leftover else None
    credit = find_credit(behind.text, behind.fold) if behind else None
    if credit and not credit.before and (credit.grade >= Grade.LIKELY or credit.signs in habits):
        draft.source, draft.source_grade, draft.source_signs = credit.source, credit.grade, credit.signs
        del draft.leftover[0]  # it stands behind the comment
        return
    tag = _TAG.match(draft.body[0].fold) if draft.body else None
    if tag and _is_credit(tag, draft.body):
        first = draft.body[0]
        draft.source, draft.source_grade = first.text[tag.start(1) : tag.end(1)], Grade.LIKELY
        draft.body[0] = replace(first, text=first.text[tag.end() :], fold=first.fold[tag.end() :])
    if not draft.body:
        credit = find_credit(draft.title_text)
        sure = credit and (credit.grade >= Grade.LIKELY or (credit.grade >= least and credit.signs in habits))
        if credit and sure and credit.before:
            draft.title_text, draft.source, draft.source_grade = credit.before, credit.source, credit.grade
            draft.source_signs = credit.signs


def _is_credit(tag: re.Match[str], body: list[Line]) -> bool:
    """Whether a box before the news is a source, no subject of a sentence, and no other source closes the item."""
    first, last = body[0], body[-1]
    known = is_known_source(first.text[tag.start(1) : tag.end(1)])
    return known and not first.text[tag.end()].islower() and find_credit(last.text, last.fold) is None


def _is_boxed_title(boxed: re.Match[str]) -> bool:
    """Whether a box is long enough for a title and news follows it, or nothing does."""
    return not boxed[2] or (_is_long(boxed[1]) and _NEWS.search(boxed[2]) is not None)


def _is_long(title: str) -> bool:
    return len(title) + han_count(title) >= _LONG_AS_TITLE


def _finish(
    draft: Draft, position: int, links: tuple[str, ...], headlines: Sequence[str], *, boxes: bool
) -> Item:
    """The item of a draft; `boxes` where the issue's titles stand in them, so that a short one is a title too."""
    paragraphs = [line.text for line in draft.body]
    if draft.last_paragraph is not None and paragraphs:
        paragraphs[-1] = draft.last_paragraph
    boxed = draft.boxed
    if boxed and (_is_boxed_title(boxed) or (boxes and (_is_long(boxed[1]) or _NEWS.search(boxed[2])))):
        title, rest = (draft.title_text[slice(*boxed.span(part))].strip() for part in (1, 2))
        draft.title_text, paragraphs = title, [rest, *paragraphs] if rest else paragraphs
    if not paragraphs or prose(draft.title_text) > 0:
        parted = in_one_line(draft.title_text, headlines)
        draft.unclear = not parted.sure
        if parted.sure or not paragraphs:
            draft.title_text, paragraphs = parted.title, [*parted.body, *paragraphs]
    title, found = take_links(draft.title_text, links)
    clean: list[str] = []
    for paragraph in paragraphs:
        text, more = take_links(paragraph, links)
        found += more
        if text.strip():
            clean.append(text.strip())
    for text in draft.aside:
        found += take_links(text, links)[1]
    source, comment = _plain(draft.source, links), _plain(draft.comment, links)
    return Item(
        position=position,
        number=draft.number,
        title=title.strip(),
        body=tuple(clean),
        section=_plain(draft.section, links),
        section_key=section_key(draft.section) if draft.section else None,
        source=source,
        source_key=source_key(source) if source else None,
        comment=comment or None,
        language=language_of(" ".join([title, *clean])),
        links=tuple(dict.fromkeys(found)),
    )


def _plain(text: str | None, links: tuple[str, ...]) -> str | None:
    return take_links(text, links)[0].strip() if text else None
