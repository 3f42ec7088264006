"""What to try: words that the archive of this very moment answers."""

from bot.chat.conversation import Conversation
from bot.digest.html import Html, escape, joined
from bot.lookup import parse

MOST = 3
_FALLBACK = "淘宝"
_CANDIDATES = {
    "en": ("live streaming", "淘宝", "Pinduoduo", "logistics", "JD.com", "cross-border", "Amazon", "Tmall"),
    "zh": ("直播带货", "淘宝", "拼多多", "物流", "京东", "跨境", "亚马逊", "天猫"),
}


async def examples(here: Conversation, language: str | None = None) -> tuple[str, ...]:
    """At most `MOST` queries that find something; a company everyone knows when none does."""
    found: list[str] = []
    for words in _CANDIDATES[language or here.t.language]:
        query = parse(words, here.services.directory)
        if query and (await here.services.storage.search.find(query, limit=1, counted=False)).items:
            found.append(words)
        if len(found) == MOST:
            break
    return tuple(found) or (_FALLBACK,)


async def commands(here: Conversation, command: str) -> Html:
    """The examples with a command before each, one a line, to be copied by a tap."""
    return joined(*(Html(f"<code>/{command} {escape(words)}</code>") for words in await examples(here)))
