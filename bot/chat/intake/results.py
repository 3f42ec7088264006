"""What came of something that was sent in, told to those who sent it, or to the admins for a channel's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from telegram import Bot, InlineKeyboardMarkup

from bot.chat import keyboards
from bot.chat.conversation import Conversation
from bot.chat.intake import keys
from bot.chat.intake.outlook import outlook, outlook_line
from bot.chat.intake.preview import one_line, preview, settled, state_line
from bot.chat.intake.reasons import reason_said
from bot.chat.services import Services
from bot.digest.html import Html, joined
from bot.intake.drafts import NOTHING, Draft
from bot.intake.found import Refused
from bot.intake.quarantine import Given
from bot.texts import Texts, for_language
from storage.records import Chat, StoredIssue

Answer = tuple[Html, InlineKeyboardMarkup | None]

_MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Results:
    """Of one submission."""

    submission: int
    drafts: Sequence[Draft] = ()
    stored: Mapping[int, StoredIssue] = field(default_factory=dict)
    """By number in quarantine: those that were published at once, or corrected."""
    refused: Sequence[Refused] = ()

    @property
    def news(self) -> bool:
        """Whether anything came of it that is not as it was."""
        return bool(self.drafts or self.refused)


class Teller:
    """Says in each person's language what became of things."""

    def __init__(self, bot: Bot, services: Services) -> None:
        self._bot = bot
        self._services = services

    async def here(self, chat_id: int) -> Conversation:
        """A conversation to begin."""
        known = await self._services.storage.subscribers.chat(chat_id) or Chat(chat_id)
        return Conversation(self._services, self._bot, known, for_language(known.language), chat_id)

    async def tell(self, chat_id: int, results: Results) -> None:
        here = await self.here(chat_id)
        text, keyboard = await self.answer(here.t, results)
        await here.say(text, keyboard=keyboard)

    async def answer(self, t: Texts, results: Results) -> Answer:
        """A draft in full when it is the only one, else a list."""
        if len(results.drafts) == 1 and not results.refused:
            draft = results.drafts[0]
            stored = results.stored.get(draft.id)
            return await self.published(t, draft, stored) if stored else await self.draft(t, draft)
        if not results.drafts:
            return _refusal(t, results.refused), None
        return _list(t, results), _below_list(t, results)

    async def draft(self, t: Texts, draft: Draft, given: Given = NOTHING) -> Answer:
        """A draft with its buttons, as it stands."""
        keyboard = keys.below(t, draft, given)
        if not draft.waits:
            return settled(t, draft, state_line(t, draft)), keyboard
        edition, day = draft.issue.edition, draft.issue.date
        before = await self._services.storage.archive.find(edition, day) if edition and day else None
        return preview(t, draft, before=before), keyboard

    async def published(self, t: Texts, draft: Draft, stored: StoredIssue, given: Given = NOTHING) -> Answer:
        """A draft that has just been published, and who gets it."""
        now, zone = self._services.now, self._services.zone
        seen = await outlook(self._services.storage, draft.issue, now, zone, self._services.freshness)
        lines = (t("✅ Published."), outlook_line(t, seen, stored, now, zone))
        show = keyboards.button(t("📋 Show items"), keys.SHOW, draft.id, *keys.written(given))
        return settled(t, draft, *lines), keyboards.keyboard([show])


def _refusal(t: Texts, refused: Sequence[Refused]) -> Html:
    head = t("This cannot be read as an issue:")
    return joined(head, *_reasons(t, refused))


def _reasons(t: Texts, refused: Sequence[Refused]) -> list[Html]:
    return [
        t.html("• {name}: {reason}", name=it.name, reason=reason_said(t, it.reason)) for it in refused[:5]
    ]


def _list(t: Texts, results: Results) -> Html:
    drafts, refused = results.drafts, results.refused
    waiting = [it for it in drafts if it.waits and it.id not in results.stored]
    counts = [
        t.n("{n} issue", "{n} issues", len(drafts)),
        t("{n} published", n=len(results.stored)) if results.stored else "",
        t("{n} to decide", n=len(waiting)) if waiting else "",
        t("{n} not read", n=len(refused)) if refused else "",
    ]
    first = sorted(drafts, key=lambda it: it.sound)[:_MOST_LINES] if len(drafts) > _MOST_LINES else drafts
    lines = [one_line(t, it) for it in first]
    more = len(drafts) - len(lines)
    return joined(
        "📥 " + t(", ").join(filter(None, counts)),
        joined(*lines, t("… and {n} more", n=more) if more > 0 else ""),
        joined(*_reasons(t, refused)),
        by="\n\n",
    )


def _below_list(t: Texts, results: Results) -> InlineKeyboardMarkup | None:
    waiting = [it for it in results.drafts if it.waits and it.id not in results.stored]
    sound = sum(it.sound and it.publishable for it in waiting)
    doubtful_first = sorted(waiting, key=lambda it: it.sound)
    every = [keyboards.button(t("✅ Publish the good ones ({n})", n=sound), keys.ALL, results.submission)]
    none = [keyboards.button(t("🗑 Discard all"), keys.NONE, results.submission)]
    return keyboards.keyboard(every if sound else [], none if waiting else [], *keys.numbers(doubtful_first))
