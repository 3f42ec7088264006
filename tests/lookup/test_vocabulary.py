"""Words of recent titles, for slips of the pen."""

from collections.abc import Sequence

from bot.lookup.vocabulary import Vocabulary


async def test_a_slip_is_told_each_word_once_without_its_possessive() -> None:
    words = Vocabulary()

    async def titles(limit: int) -> Sequence[str]:
        return ["Alibaba grows", "Alibaba's parcels", "Alibaba’s shops"]

    await words.refresh(1, titles)
    assert words.near("alibba") == ["alibaba"]
    assert words.near("alibaba") == []
