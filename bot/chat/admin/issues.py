"""The last issues: how each was read and who got it; one of them in full."""

from bot.chat import callbacks, keyboards
from bot.chat.admin import keys
from bot.chat.admin.desk import Answer, Desk
from bot.chat.admin.reach import may_be_sent, reach_line, reach_of
from bot.chat.admin.words import moment
from bot.chat.conversation import Conversation
from bot.chat.intake.preview import warning_lines, what_is_known
from bot.chat.pressing import Pressed
from bot.digest.html import Html, bold, joined
from bot.digest.render import issue_name, render_digest
from bot.reader import report
from bot.texts import Texts
from storage.records import Issue, Style

_PAGE = 5


async def listed(here: Conversation, desk: Desk, before: int = 0) -> Answer:
    """The newest issues, of those below id `before` if it is not 0."""
    t, storage = here.t, here.services.storage
    ids = await storage.operating.issues(_PAGE + 1, before or None)
    found = [issue for each in ids[:_PAGE] if (issue := await storage.archive.get(each))]
    if not found:
        return joined(bold(t("📰 Issues")), t("No issue has come yet."), by="\n\n"), keyboards.keyboard(
            keys.back(t)
        )
    lines = [joined(_entry(t, at, issue), await _reach(here, issue)) for at, issue in enumerate(found, 1)]
    numbers = [keyboards.button(str(at), keys.ISSUE, issue.id) for at, issue in enumerate(found, 1)]
    way = [keyboards.button(t("‹ First"), keys.ISSUES, 0)] if before else []
    if len(ids) > _PAGE:
        way.append(keyboards.button(t("Older ›"), keys.ISSUES, found[-1].id))
    text = joined(bold(t("📰 Issues")), *lines, by="\n\n")
    return text, keyboards.keyboard(numbers, way, keys.back(t))


async def opened(here: Conversation, desk: Desk, issue_id: int) -> Answer:
    """One issue: its reading report with the lines, and whom it reached. Raises StaleButtonError."""
    t, issue = here.t, await _issue(here, issue_id)
    came = moment(t, issue.received_at, here.chat.timezone, here.now) if issue.received_at else "?"
    odd = list(warning_lines(t, issue)) or ([] if issue.warnings else [t("Nothing odd was seen.")])
    text = joined(
        joined(bold(issue_name(t, issue)), t("It came {when}.", when=came)),
        _facts(t, issue),
        joined(*what_is_known(t, issue), *odd),
        await _reach(here, issue),
        by="\n\n",
    )
    return text, keyboards.keyboard(
        [
            keyboards.button(t("📋 Preview"), keys.SHOW, issue_id),
            keyboards.button(t("📬 Who got it"), keys.WHO, issue_id),
        ],
        keys.back(t, keys.ISSUES, 0),
    )


async def show_pressed(pressed: Pressed, desk: Desk) -> str | None:
    """`adshow:id`: the digest as a subscriber gets it, in messages of its own."""
    (issue_id,) = pressed.take(1)
    issue = await _issue(pressed, callbacks.number(issue_id))
    await pressed.say(*render_digest(issue, language=pressed.t.language, style=Style.FULL))
    return None


async def _issue(here: Conversation, issue_id: int) -> Issue:
    issue = await here.services.storage.archive.get(issue_id)
    if issue is None:
        raise callbacks.StaleButtonError
    return issue


async def _reach(here: Conversation, issue: Issue) -> str:
    reach = await reach_of(here, issue.id or 0)
    return reach_line(here.t, reach, fresh=await may_be_sent(here, issue))


def _entry(t: Texts, at: int, issue: Issue) -> Html:
    warnings = len(issue.warnings)
    odd = t.n("{n} warning", "{n} warnings", warnings) if warnings else t("no warnings")
    facts = " · ".join([t.n("{n} item", "{n} items", len(issue.items)), _score(t, issue), odd])
    return joined(Html(f"{at}. {issue_name(t, issue)}"), facts)


def _facts(t: Texts, issue: Issue) -> str:
    counts = [
        t.n("{n} item", "{n} items", len(issue.items)),
        t.n("{n} headline", "{n} headlines", len(issue.headlines)) if issue.headlines else t("no headlines"),
        t.n("{n} section", "{n} sections", len(issue.sections)) if issue.sections else "",
        _score(t, issue),
    ]
    return " · ".join(filter(None, counts))


def _score(t: Texts, issue: Issue) -> str:
    return t("read {score} of 1", score=f"{report(issue).score:.2f}")
