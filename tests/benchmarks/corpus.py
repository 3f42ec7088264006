"""A made-up archive of any size: half English, half Chinese, words as uneven as in real news. Always the same."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate

from bot.companies import Directory
from storage.records import Arrival, Clock, DateBasis, Edition, Issue, Item, Mention, Place

ITEMS_AN_ISSUE = 10
FIRST_DAY = date(2012, 1, 1)
SOURCES = ("电商报", "亿邦动力", "36氪", "新浪科技", "Reuters", "界面", "虎嗅", "Yicai")
SECTIONS = ("e-commerce", "internet", "cross-border")
KNOWN = {
    "rare": "quokka",
    "common": "platform",
    "two words": "platform growth",
    "phrase": '"online retail"',
    "one Chinese character": "宝",
    "two Chinese characters": "直播",
    "four Chinese characters": "直播带货",
    "no hit": "zzyzx",
}
"""Queries of each kind, and words that the texts hold as often as their kind says."""

_SYLLABLES = "ba con de ex fi gra hu in jo ka lo mer no op pri qua re sto tra un ver win xi yo zen".split()
_CHARACTERS = "".join(
    bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
)
"""The 3,755 usual simplified characters, the first level of GB 2312: what news in Chinese are written in."""


class Corpus:
    def __init__(self, directory: Directory, seed: int = 4) -> None:
        self._random = random.Random(seed)
        self._words = self._vocabulary(20_000)
        self._english = list(accumulate(1 / (rank + 8) for rank in range(len(self._words))))
        pairs = ["".join(self._random.choices(_CHARACTERS, k=2)) for _ in range(20_000)]
        self._pairs = ["直播", "带货", "淘宝", "京东", "平台", *pairs]
        self._chinese = list(accumulate(1 / (rank + 12) for rank in range(len(self._pairs))))
        self._slugs = sorted(directory.companies)
        self._random.shuffle(self._slugs)
        self._named = list(accumulate(1 / (rank + 3) for rank in range(len(self._slugs))))

    def arrivals(self, items: int, clock: Clock) -> Iterator[Arrival]:
        """Morning and evening issues, day after day, until so many items are in them."""
        for number in range(items // ITEMS_AN_ISSUE):
            day = FIRST_DAY + timedelta(days=number // 2 % 3600)
            edition = (Edition.MORNING, Edition.EVENING)[number % 2]
            newsletter = f"n{number // 7200}"
            made = tuple(self._item(at) for at in range(1, ITEMS_AN_ISSUE + 1))
            issue = Issue(newsletter, edition, day, None, DateBasis.HEADER, True, items=made)
            yield Arrival(issue, tuple(self._mentions() for _ in made), str(number), clock())

    def _item(self, at: int) -> Item:
        chinese = self._random.random() < 0.5
        title, *body = (self._zh(9), self._zh(60)) if chinese else (self._en(9), self._en(60))
        language = "zh" if chinese else "en"
        source, section = self._random.choice(SOURCES), self._random.choice(SECTIONS)
        return Item(at, at, title, tuple(body), section, section, source, source, language=language)

    def _en(self, length: int) -> str:
        words = self._random.choices(self._words, cum_weights=self._english, k=length)
        if self._random.random() < 0.00003:
            words[0] = "quokka"
        if self._random.random() < 0.02:
            words[1:3] = ["online", "retail"]
        return " ".join(words).capitalize() + "."

    def _zh(self, length: int) -> str:
        pairs = self._random.choices(self._pairs, cum_weights=self._chinese, k=length)
        if self._random.random() < 0.01:
            pairs[1:3] = ["直播", "带货"]
        return "".join(pairs[: length // 3]) + "，" + "".join(pairs[length // 3 :]) + "。"

    def _mentions(self) -> tuple[Mention, ...]:
        slugs = self._random.choices(
            self._slugs, cum_weights=self._named, k=self._random.choice((0, 1, 1, 2, 3))
        )
        return tuple(Mention(slug, slug, Place.BODY) for slug in dict.fromkeys(slugs))

    def _vocabulary(self, size: int) -> Sequence[str]:
        words = dict.fromkeys(["the", "of", "platform", "and", "growth", "to", "in", "retail", "online"])
        while len(words) < size:
            words["".join(self._random.choices(_SYLLABLES, k=self._random.choice((2, 2, 3, 3, 4))))] = None
        return list(words)
