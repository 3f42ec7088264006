"""A draft as its sender sees it: what was recognised, how surely, and what is odd. Pure."""

from collections import Counter
from collections.abc import Iterator

from bot.digest.html import Html, bold, clean, escape, italic, joined
from bot.digest.names import short_day
from bot.digest.render import issue_name
from bot.intake.drafts import Draft
from bot.reader import headlines_alone
from bot.texts import N_, Texts
from storage.records import DateBasis, HeldState, Issue

_BASES = {
    DateBasis.HEADER: N_("The day stands in the header."),
    DateBasis.PAGE: N_("The day is that of the web page."),
    DateBasis.BODY: N_("The day is inferred from the texts."),
    DateBasis.WEEKDAY: N_("The day is inferred from its weekday."),
    DateBasis.RECEIVED: N_("The day is the one it was sent on."),
    DateBasis.GIVEN: N_("The day is the one you gave."),
}
_ODD = {
    "number-gap": N_("The numbers have a gap."),
    "number-repeat": N_("A number stands twice."),
    "number-restart": N_("The numbers begin again in the middle."),
    "double-item": N_("Something was printed twice; it is kept once."),
    "cut-off": N_("A text seems to be cut off."),
    "broken-off": N_("The last item breaks off."),
    "leftover": N_("Some of the text belongs to no item."),
    "encoding": N_("Some characters are broken: is the encoding right?"),
    "glued-number": N_("A number is glued to another word."),
    "source-inside": N_("A text has a source in its midst: two items may have become one."),
    "table": N_("It is a table: which cells are titles, texts and sources is a guess."),
    "title-unclear": N_("Where a title ends is a guess: it stands in one line with its text."),
    "reader-comments": N_("Readers' comments were left out."),
    "no-range": N_("A weekly issue without its last day."),
}
_MOST_HEADLINES = 5
_LONGEST = 120
_LANGUAGES = {"en": N_("in English"), "zh": N_("in Chinese")}


def preview(t: Texts, draft: Draft, *, before: Issue | None = None) -> Html:
    """`before` is the issue in the archive that publishing it would replace."""
    issue = draft.issue
    parts = (
        joined(Html(f"📥 {bold(issue_name(t, issue))}"), *what_is_known(t, issue)),
        joined(_counts(t, issue), *_headlines(t, issue)),
        joined(*_titles(t, issue)),
        joined(*_doubts(t, draft), _replaces(t, draft, before)),
        italic(_whence(t, draft)),
    )
    return joined(*parts, by="\n\n")


def settled(t: Texts, draft: Draft, *lines: str) -> Html:
    """The same once it is decided: what it was, and what became of it."""
    head = bold(issue_name(t, draft.issue))
    facts = t.n("{n} item", "{n} items", len(draft.issue.items))
    return joined(joined(Html(f"📥 {head}"), facts), joined(*(lines or (state_line(t, draft),))), by="\n\n")


def state_line(t: Texts, draft: Draft) -> str:
    if draft.held.state is HeldState.PUBLISHED:
        return t("✅ Published.")
    if draft.held.state is HeldState.DISCARDED:
        return t("🗑 Discarded, or replaced by a newer version. Nobody gets it.")
    return t("Nobody gets it before you publish it.")


def one_line(t: Texts, draft: Draft) -> Html:
    """In a list: `12 · 🌙 Evening · Thu, Nov 14, 2019 · 6 items · ✅`."""
    mark = {HeldState.PUBLISHED: "✅", HeldState.DISCARDED: "🗑"}.get(draft.held.state)
    sign = mark or ("👌" if draft.sound else "⚠️")
    items = t.n("{n} item", "{n} items", len(draft.issue.items))
    known = t("in the archive already") if draft.waits and draft.stored else ""
    facts = filter(None, [str(draft.id), issue_name(t, draft.issue), items, known])
    return escape(f"{sign} {' · '.join(facts)}")


def what_is_known(t: Texts, issue: Issue) -> Iterator[str]:
    """How its day is known, and what is not."""
    if issue.edition is None:
        yield t("❓ Morning, evening or weekly? The text does not say.")
    if issue.date is None:
        yield t("❓ No day stands in it.")
        return
    if issue.date_basis:
        yield t(_BASES[issue.date_basis])
    if not issue.year_certain:
        yield t("The year is a guess.")


def _counts(t: Texts, issue: Issue) -> str:
    counts = [
        t.n("{n} item", "{n} items", len(issue.items)),
        t.n("{n} headline", "{n} headlines", len(issue.headlines)) if issue.headlines else t("no headlines"),
        t.n("{n} section", "{n} sections", len(issue.sections)) if issue.sections else "",
        t(_LANGUAGES.get(issue.language, _LANGUAGES["en"])),
    ]
    return t(", ").join(filter(None, counts))


def _headlines(t: Texts, issue: Issue) -> Iterator[str]:
    if not issue.headlines or not issue.items:
        return
    alone, total = headlines_alone(issue), len(issue.headlines)
    yield t("{found} of {total} headlines agree with an item.", found=total - len(alone), total=total)
    if alone:
        yield t("Without an item:")
        yield from (f"• {_short(headline)}" for headline in alone[:_MOST_HEADLINES])
    if len(alone) > _MOST_HEADLINES:
        yield "• …"


def _titles(t: Texts, issue: Issue) -> Iterator[str]:
    yield t("The items:")
    shown = [it.title for it in issue.items[:_MOST_HEADLINES]]
    yield from (f"• {_short(title)}" for title in shown)
    if len(issue.items) > len(shown):
        yield "• …"


def _doubts(t: Texts, draft: Draft) -> Iterator[str]:
    words = t("well") if draft.sound else t("with little certainty")
    yield t("Read {how}: {score} of 1.", how=words, score=f"{draft.report.score:.2f}")
    yield from warning_lines(t, draft.issue)


def warning_lines(t: Texts, issue: Issue) -> Iterator[str]:
    """What is odd about the reading of an issue, a line a kind with the lines of the text."""
    codes = Counter(warning.code for warning in issue.warnings)
    for code, text in _ODD.items():
        if codes[code]:
            lines = [str(it.line) for it in issue.warnings if it.code == code and it.line][:5]
            where = t(" (line {lines})", lines=", ".join(lines)) if lines else ""
            yield f"⚠️ {t(text)}{where}"


def _replaces(t: Texts, draft: Draft, before: Issue | None) -> str:
    if not draft.waits:
        return ""
    if draft.stored:
        return t("It is in the archive already, word for word: there is nothing to publish.")
    if before is None:
        return ""
    return t("♻️ It corrects the issue of that day in the archive, which has {n} items.", n=len(before.items))


def _whence(t: Texts, draft: Draft) -> str:
    held = draft.held
    sent = short_day(t, held.received) if held.received else ""
    facts = [t("No. {id}", id=draft.id), _short(clean(held.name)), held.encoding, sent]
    return " · ".join(filter(None, facts))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
