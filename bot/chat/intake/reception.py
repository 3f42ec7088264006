"""Issues that come by Telegram: a submission → drafts → published at once, or shown to whoever decides.

The same way for an admin's message, a file and a channel's post; and for an edited one, which replaces what was found
before: what waits is replaced, what is published is corrected in place.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

import structlog
from telegram import Bot, Chat

from bot.chat.conversation import Conversation
from bot.chat.intake.collect import Collector
from bot.chat.intake.insisting import Say, insist, said
from bot.chat.intake.posts import Post
from bot.chat.intake.results import Results, Teller
from bot.chat.intake.untold import UntoldCards
from bot.chat.services import Services
from bot.digest.html import Html
from bot.intake.drafts import Draft, Drafts, Said
from bot.intake.evidence import joined
from bot.intake.found import Found, Refused
from bot.reader import Unreadable
from storage.records import Held, HeldState, StoredIssue
from storage.submissions import Submission, SubmissionState

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator decided about it."""

    admins: Sequence[int] = ()
    channels: Collection[str] = ()
    """Ids and @names, in lower case, of the channels whose posts are issues."""
    at_once: bool = False
    """Publish what is read well without asking."""
    wait: float = 2.0
    """Seconds to wait for the next piece of an issue."""

    def is_source(self, chat: Chat) -> bool:
        return str(chat.id) in self.channels or f"@{(chat.username or '').lower()}" in self.channels


class Reception:
    def __init__(self, bot: Bot, services: Services, drafts: Drafts, rules: Rules) -> None:
        self.rules = rules
        self.drafts = drafts
        self.teller = Teller(bot, services)
        self.collector = Collector(services.storage.submissions, services.clock, rules.wait, self._finish)
        self._storage = services.storage
        self._untold = UntoldCards(services.storage.submissions)
        self._services = services

    async def edited(self, post: Post) -> None:
        """A message changed. Nothing happens when it changed in other things than its text."""
        known = await self._storage.submissions.of_message(post.chat_id, post.message_id)
        if known is None:
            if self.collector.expects(post):
                await self.collector.add(post)
            return
        if dict(known.pieces)[post.message_id] == post.text:
            return
        await self._storage.submissions.rewrite(post.chat_id, post.message_id, post.text)
        if known.state is SubmissionState.TAKEN:
            again = await self._storage.submissions.get(known.id)
            await self._finish(again or known)

    async def settle(
        self, submission: Submission, found: Sequence[Draft], refused: Sequence[Refused] = ()
    ) -> Results:
        """Keep what was found in a submission, and publish or correct what needs no person."""
        stored: dict[int, StoredIssue] = {}
        before = submission.held if len(submission.held) == len(found) else ()
        for position, draft in enumerate(found):
            old = await self._replaced(before[position] if before else None, draft)
            if kept := await self._decide(draft, old):
                stored[draft.id] = kept
        if found:
            await self._storage.submissions.found(submission.id, [draft.id for draft in found])
        again = set(submission.held)
        news = [draft for draft in found if draft.id not in again or draft.id in stored]
        log.info(
            "sent in",
            submission=submission.id,
            issues=len(found),
            published=len(stored),
            refused=len(refused),
        )
        return Results(submission.id, news, stored, refused)

    async def publish_sound(self, submission: Submission) -> Results:
        """All of a submission that wait and are read well."""
        found = (await self.as_it_stands(submission)).drafts
        stored = {
            it.id: await self.drafts.publish(it.id)
            for it in found
            if it.waits and it.sound and it.publishable
        }
        return replace(await self.as_it_stands(submission), stored=stored)

    async def discard_waiting(self, submission: Submission) -> None:
        """All of a submission that nobody published."""
        for held_id in submission.held:
            await self.drafts.discard(held_id)

    async def as_it_stands(self, submission: Submission) -> Results:
        found = [draft for each in submission.held if (draft := await self.drafts.open(each))]
        return Results(submission.id, found)

    def recipients(self, submission: Submission) -> Sequence[int]:
        """Whom to tell: who sent it, or the admins for a channel's (its id is below zero)."""
        return [submission.chat_id] if submission.chat_id > 0 else self.rules.admins

    def tells(self, submission: Submission, results: Results) -> bool:
        """A channel's issues that went straight through are no news to anybody."""
        all_went = len(results.stored) == len(results.drafts) and not results.refused
        return results.news and not (submission.chat_id < 0 and all_went)

    async def resume(self) -> None:
        """After a start: go on with what was open, and tell what the last run could not. Raises `StorageError`."""
        await self.collector.resume()
        for one in await self._untold.all():
            submission = await self._storage.submissions.get(one.submission)
            if submission is not None:
                refused = [Refused(name, reason) for name, reason in one.refused]
                results = replace(await self.as_it_stands(submission), refused=refused)
                self.collector.work(self._until_told(one.chat_id, results))

    async def tell(self, chats: Sequence[int], results: Results) -> None:
        """What came of it, to each of them; later, if need be after a restart, as it stands then."""
        await self._untold.note(chats, results)
        for chat_id in chats:
            if await said(partial(self.teller.tell, chat_id, results), chat_id):
                await self._untold.over(chat_id, results)
            else:
                self.collector.work(self._until_told(chat_id, results))

    async def say(self, here: Conversation, text: Html) -> None:
        """A line about what was sent in, again till it gets through."""
        say = partial(here.say, text)
        if not await said(say, here.chat.id):
            self.collector.work(self._insist(say, here.chat.id))

    async def _insist(self, say: Say, chat_id: int) -> None:
        await insist(say, chat_id, self.rules.wait)

    async def _until_told(self, chat_id: int, results: Results) -> None:
        if await insist(partial(self._tell_again, chat_id, results), chat_id, self.rules.wait):
            await self._untold.over(chat_id, results)

    async def _tell_again(self, chat_id: int, results: Results) -> None:
        drafts = [await self.drafts.open(each.id) or each for each in results.drafts]
        await self.teller.tell(chat_id, replace(results, drafts=drafts))

    async def _finish(self, submission: Submission) -> None:
        text = joined([text for _, text in submission.pieces])
        name = f"message {submission.pieces[0][0]}"
        try:
            found = await self.drafts.hold([Found(name, text.encode())], Said(submission.received))
            results = await self.settle(submission, found)
        except Unreadable as error:
            results = await self.settle(submission, (), [Refused(name, str(error))])
        if self.tells(submission, results):
            await self.tell(self.recipients(submission), results)

    async def _replaced(self, before: int | None, draft: Draft) -> Held | None:
        """What a draft takes the place of, if it is another one. One that waited is discarded."""
        if before is None or before == draft.id:
            return None
        old = await self._storage.quarantine.get(before)
        if old and old.state is HeldState.HELD:
            await self.drafts.discard(before)
        return old

    async def _decide(self, draft: Draft, old: Held | None) -> StoredIssue | None:
        if old and old.state is HeldState.PUBLISHED:
            return await self.drafts.correct(old, draft)
        if self.rules.at_once and draft.sound and draft.waits:
            return await self.drafts.publish(draft.id)
        return None
