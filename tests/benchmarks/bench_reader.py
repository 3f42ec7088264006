"""How fast the reader reads, beside a bare regex scan of the same text in the same run.

The ratio is the figure to watch: it does not depend on the machine. It must not grow with the length.
"""

import contextlib
import re
import sys
import time
from collections.abc import Callable
from datetime import date

import pytest

from bot.reader import Unreadable, read
from tests.reader.test_hostile_text import BAIT

WORDS = re.compile(r"\S+")
HEADER = "#Laogao E-commerce Newsletter# [November {day} E-commerce Evening News] First thing; second thing; third...\n\nE-commerce newsletter\n"
SENTENCE = (
    "On November {day}, shop number {number} said that orders grew by {number}% over the year, 京东 and Taobao among "
    "the platforms it sells on. Returns fell, parcels were on time, and the warehouse (opened in May) is full. "
)
ITEM = "{number}. Shop number {number} reports its quarter\n{body} (Daily {number})\n"
BODY = 16
"""Sentences in a body: some 3,600 characters, so that 50 MB stay below the number of items that is refused."""


def text_of(characters: int) -> str:
    """Evening issues of ten items each, of about this length together."""
    parts: list[str] = []
    length = day = 0
    while length < characters:
        day = day % 28 + 1
        parts.append(HEADER.format(day=day))
        for number in range(1, 11):
            body = (SENTENCE * BODY).format(day=day, number=number)
            parts.append(ITEM.format(number=number, body=body))
            length += len(parts[-1])
            if length >= characters:
                break
    return "".join(parts)


def seconds(work: Callable[[], object], tries: int) -> float:
    """The best of some tries: the others had something else running."""
    best = float("inf")
    for _ in range(tries):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.parametrize("characters", [10_000, 100_000, 1_000_000, 10_000_000, 50_000_000])
def test_reading_beside_a_bare_scan(characters: int) -> None:
    text = text_of(characters)
    tries = 3 if characters <= 1_000_000 else 1
    scan = seconds(lambda: WORDS.findall(text), tries)
    reading = seconds(lambda: read(text, received=date(2019, 11, 14)), tries)
    rate, ratio = len(text) / reading, reading / scan
    sys.stdout.write(
        f"\nread {len(text):>10,} characters: {rate / 1e6:.2f} million a second, {ratio:.0f} scans\n"
    )
    assert ratio < 200


@pytest.mark.parametrize("bait", BAIT, ids=str)
def test_reading_bait_beside_plain_news(bait: str) -> None:
    """What invites slow patterns, against plain news of the same length."""
    text = BAIT[bait]
    plain = text_of(len(text))
    usual = seconds(lambda: read(plain, received=date(2019, 11, 14)), 1)
    took = seconds(lambda: _read_or_refuse(text), 1)
    sys.stdout.write(f"\nread {len(text):>10,} characters of {bait}: {took / usual:.1f} times plain news\n")
    assert took < 25 * usual


def _read_or_refuse(text: str) -> None:
    with contextlib.suppress(Unreadable):
        read(text, received=date(2019, 11, 14))
