"""The process's memory: in few heaps, handed back to the system when it is free again, not looked through in vain.

glibc makes a heap of its own for nearly every thread and keeps what it frees; a bot of some threads that each work now and
then holds a tenth more memory by that, for good. Other C libraries do not, and are left alone.
"""

import ctypes
import gc
from functools import cache

_ARENA_MAX = -8
"""mallopt(3), M_ARENA_MAX."""

_HEAPS = 2


def few_heaps() -> bool:
    """To be called before the first thread. False where nothing can be done."""
    library = _glibc()
    return library is not None and bool(library.mallopt(_ARENA_MAX, _HEAPS))


def give_back() -> bool:
    """Takes less than a millisecond. False where nothing can be done."""
    library = _glibc()
    if library is None:
        return False
    library.malloc_trim(0)
    return True


def let_be() -> None:
    """To be called when the program has loaded what it keeps: Python no longer looks through that for what is garbage.

    Of some 400,000 objects nearly all are the companies. To look through them held up every answer for 0.1 to 0.2 seconds,
    once in some hundreds of messages.
    """
    gc.collect()
    gc.freeze()
    give_back()


@cache
def _glibc() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(None)
        _ = library.mallopt, library.malloc_trim
    except (OSError, AttributeError, TypeError):  # no such functions, or no library without a name (Windows)
        return None
    return library
