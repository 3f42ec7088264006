"""How fast the reader reads, beside a bare regex scan of the same text in the same run.

The ratio is the figure to watch: it does not depend on the machine. It must not grow with the length.
"""

import re
import sys
import time
from collections.abc import Callable
from datetime import date

import pytest

from bot.reader import read

WORDS = re.compile(r"\S+")
HEADER = (
    "#Laogao E-commerce Newsletter# [November 14 E-commerce Evening News] First thing; second thing...\n\n"
)
ITEM = (
    "{number}. Shop number {number} reports its quarter\n"
    "On November 14, shop number {number} said that orders grew by {number}% over the year, 京东 and Taobao among "
    "the platforms it sells on. Returns fell, parcels were on time, and the warehouse (opened in May) is full. "
    "A second sentence follows so that the paragraph has the length of a real one in the newsletter. (Daily {number})\n"
)


def issue_of(characters: int) -> str:
    """An evening issue of about this length, items numbered on."""
    count = max(1, characters // len(ITEM))
    return HEADER + "E-commerce newsletter\n" + "".join(ITEM.format(number=n) for n in range(1, count + 1))


def seconds(work: Callable[[], object]) -> float:
    """The best of three: the others had something else running."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.parametrize("characters", [10_000, 100_000, 1_000_000])
def test_reading_beside_a_bare_scan(characters: int) -> None:
    text = issue_of(characters)
    scan = seconds(lambda: WORDS.findall(text))
    reading = seconds(lambda: read(text, received=date(2019, 11, 14)))
    rate, ratio = len(text) / reading, reading / scan
    sys.stdout.write(
        f"\nread {len(text):>9,} characters: {rate / 1e6:.2f} million a second, {ratio:.0f} scans\n"
    )
    assert ratio < 1000
