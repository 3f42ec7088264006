"""Words that a typesetter cut at the end of a line: `list-⏎ings` is one word, `cross-⏎border` keeps its hyphen.

A text that has the word whole elsewhere, or with its hyphen, tells; else the first half does: `cross`, `self` and the like
stand before hyphens. Where only a word or two are cut, nobody hyphenated, and the hyphens are the writer's.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.reader.lines import Line

SOFT = "\xad"
"""A hyphen that goes when the lines are joined. Texts have none: they are cleaned (see `lines`)."""

_LEAST = 3
"""Words cut in a text that is hyphenated."""

_CUT = re.compile(r"([a-z]+)-$")
_REST = re.compile(r"[a-z]+")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_STANDS_BEFORE = frozenset(
    "e m o co re de non pre post pro self anti multi semi mid sub inter over under well ill high low long short full part half "
    "one two three four five six ten year first second third last all cross ex on off state so user world best old new large "
    "small micro mini by up".split()
)


def softened(lines: Sequence[Line]) -> list[Line]:
    """The lines with soft hyphens where a word was cut that has none of its own."""
    cuts = list[tuple[int, str, str]]()
    for index, (line, following) in enumerate(pairwise(lines)):
        before, after = _CUT.search(line.fold), _REST.match(following.text)
        if before and after:
            cuts.append((index, before[1], after[0]))
    if len(cuts) < _LEAST:
        return list(lines)
    words = {word for line in lines for word in _WORD.findall(line.fold)}
    found = list(lines)
    for index, first, rest in cuts:
        kept = f"{first}-{rest}" in words or first in _STANDS_BEFORE
        if first + rest in words or not kept:
            line = lines[index]
            found[index] = replace(line, text=line.text[:-1] + SOFT, fold=line.fold[:-1] + SOFT)
    return found


def hardened(line: Line) -> Line:
    """A line that nothing was joined to, with its own hyphen again."""
    if not line.text.endswith(SOFT):
        return line
    return replace(line, text=line.text[:-1] + "-", fold=line.fold[:-1] + "-")
