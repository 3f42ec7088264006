"""Few heaps, and what is free is handed back: in a process of its own, since what this one holds is anybody's."""

import subprocess
import sys

import pytest

from bot.upkeep.memory import give_back

_USED = """
from bot.upkeep.memory import give_back

def megabytes():
    lines = open("/proc/self/status").read().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1000

blocks = [bytes(10_000) for _ in range(6_000)]
last = bytes(10_000)  # stands above them, so that the C library cannot cut them off by itself
del blocks
before = megabytes()
give_back()
print(before - megabytes())
"""


_THREADS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from bot.upkeep.memory import few_heaps

if sys.argv[1] == "few":
    assert few_heaps()

def work(_):
    together.wait()  # while they all live none takes over the heap of another
    made = [bytes(1_000) for _ in range(100)]
    together.wait()

together = Barrier(8)
with ThreadPoolExecutor(8) as pool:
    list(pool.map(work, range(8)))
    heaps = [line for line in open("/proc/self/smaps") if line.startswith("Size:") and int(line.split()[1]) > 60_000]
print(len(heaps))
"""

_LET_BE = """
import gc
from bot.companies import load_directory
from bot.upkeep.memory import let_be

directory = load_directory()
before = len(gc.get_objects())
let_be()
print(before, len(gc.get_objects()))
"""


@pytest.mark.trial
def test_the_companies_are_not_looked_through_for_garbage() -> None:
    before, after = map(int, subprocess.check_output([sys.executable, "-c", _LET_BE], text=True).split())
    assert before > 40_000
    assert after < 1_000


@pytest.mark.skipif(not give_back(), reason="the C library here is not glibc")
def test_what_is_free_again_goes_back_to_the_system() -> None:
    freed = subprocess.run([sys.executable, "-c", _USED], capture_output=True, text=True, check=True).stdout
    assert int(freed) >= 30


@pytest.mark.skipif(not give_back(), reason="the C library here is not glibc")
def test_eight_threads_share_two_heaps_instead_of_having_one_each() -> None:
    counted = [
        int(subprocess.check_output([sys.executable, "-c", _THREADS, how], text=True))
        for how in ("few", "many")
    ]
    few, many = counted
    assert few <= 2 < many
