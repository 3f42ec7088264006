"""What plain words join or leave out, written as a query has it: `淘宝或天猫`, `淘宝、天猫`, `phones without Apple`. Pure.

Only beside what is known, a company's name or a word of the trade: 或许 and 和平 are words. What is found by the text as it
was typed is found then too, but for what it asks to leave out.
"""

import re
from collections.abc import Callable, Iterator

_JOINT = re.compile(
    r"[、，,]?\s*(?P<either>或者是|或者|或是|还是|或|/|\||(?<=\s)or(?=\s))|以及|和|与|跟|及|(?P<listed>[、，,])",
    re.IGNORECASE,
)
_ALONE = frozenset({"and", "和", "与", "以及", "及", "跟", "&"})
_WITHOUT = re.compile(
    r"(?:不包括|不包含|不含|不要|排除|除了|除去|除)\s*|(?<=\s)(?:without|excluding|except(?:\ for)?|other\ than|apart\ from|but\ not|not\ including)\s+",
    re.IGNORECASE,
)
_MINUS = re.compile(r"(?:(?<=\s)|^)(?:-+|NOT\s+)(?=[^\s-])")
_BEHIND = re.compile(r"(?:以外|之外|外)?(?:的|[，,])?\s*(?:还有?)?")
_OUTSIDE = re.compile("(?:以外|之外|外)")
_LONGEST_NAME = 5  # words
_SHORTEST = 2  # characters

Known = Callable[[str], bool]
"""Whether a text is a company's name or a word of the trade."""


def spelled_out(line: str, known: Known) -> str:
    """A query with `or`, a space or a minus in place of what says so in words, and the names that a minus stands before as
    one; quotes stay as they are."""
    if not (_JOINT.search(line) or _WITHOUT.search(line) or _MINUS.search(line)):
        return line
    parts = line.split('"')
    joined = '"'.join(
        part if at % 2 else _apart(_left_out_whole(part, known), known) for at, part in enumerate(parts)
    )
    return joined if '"' in joined else _left_out(joined, known)


def is_joint(word: str) -> bool:
    """Whether it says `both` where it stands between two things that are known: `Taobao and Tmall`."""
    return word.casefold() in _ALONE


def taken_apart(word: str) -> str:
    """`裁员或上市` as `裁员 OR 上市`, for trying it, though neither is known; empty when nothing joins two words."""
    found = _JOINT.search(word)
    if not found or min(found.start(), len(word) - found.end()) < _SHORTEST:
        return ""
    return f"{word[: found.start()]}{' OR ' if found['either'] else ' '}{word[found.end() :]}"


def _apart(text: str, known: Known) -> str:
    done, at = "", 0
    for start, end, either in _joints(text, known):
        done += text[at:start].rstrip() + (" or " if either else " ")
        at = end
    return done + text[at:].lstrip() if at else text


def _joints(text: str, known: Known) -> list[tuple[int, int, bool]]:
    """What joins two that are known: where it stands, and whether it says `either`, as a list does that ends in `or`,
    and one in Chinese that has it."""
    found: list[re.Match[str]] = []
    for joint in _JOINT.finditer(text):
        before, after = text[found[-1].end() if found else 0 : joint.start()], text[joint.end() :]
        if _any(_ends(before), known) and _any(_starts(after), known):
            found.append(joint)
    joints: list[tuple[int, int, bool]] = []
    for joint in reversed(found):
        either = bool(joint["either"])
        if joint["listed"] and joints:
            following, _, either = joints[-1]
            either = either and known(text[joint.end() : following].strip())
        joints.append((joint.start(), joint.end(), either))
    joints.reverse()
    for at in range(1, len(joints)):
        _, begins, either_before = joints[at - 1]
        start, end, _ = joints[at]
        if either_before and text[start] == "、" and known(text[begins:start].strip()):
            joints[at] = (start, end, True)
    return joints


def _any(names: Iterator[str], known: Known) -> bool:
    return any(known(name) for name in names if len(name) >= _SHORTEST and name[0] != "-" and ":" not in name)


def _ends(text: str) -> Iterator[str]:
    """Its last words, the most first."""
    words = text.split()[-_LONGEST_NAME:]
    for at in range(len(words)):
        yield " ".join(words[at:])


def _starts(text: str) -> Iterator[str]:
    """Its first words, the most first, then what stands in the first one before something else is joined."""
    words = text.split()[:_LONGEST_NAME]
    for at in range(len(words), 0, -1):
        yield " ".join(words[:at])
    for found in _JOINT.finditer(words[0] if words else ""):
        yield words[0][: found.start()]


def _left_out_whole(text: str, known: Known) -> str:
    """`-JD Logistics` leaves out the name, not its first word."""
    for found in reversed([*_MINUS.finditer(text)]):
        words = text[found.end() :].split()
        ends = range(min(len(words), _LONGEST_NAME), 1, -1)
        end = next((end for end in ends if known(" ".join(words[:end]))), 0)
        if end:
            text = (
                f'{text[: found.start()]}-company:"{" ".join(words[:end])}" {" ".join(words[end:])}'.rstrip()
            )
    return text


def _left_out(text: str, known: Known) -> str:
    """With a minus before what is not wanted, where anything else is."""
    for found in _WITHOUT.finditer(text):
        before, after = text[: found.start()].strip(" ,，、"), text[found.end() :]
        for printed, rest in _unwanted(after):
            name = printed.rstrip("，,、。？?！!")
            needed = found[0].strip() != "除" or _OUTSIDE.match(rest)
            if needed and (behind := _BEHIND.match(rest)) and known(name):
                others = f"{before} {rest[behind.end() :].strip()}".strip()
                if not others or others.startswith("-"):
                    return text
                return f'{others} -company:"{name}"' if " " in name else f"{others} -{name}"
    return text


def _unwanted(after: str) -> Iterator[tuple[str, str]]:
    """What may be left out, the longest first, each with what follows it."""
    words = after.split()
    for at in range(min(len(words), _LONGEST_NAME), 0, -1):
        yield " ".join(words[:at]), " ".join(words[at:])
    if words and not words[0].isascii():
        for end in range(len(words[0]) - 1, 1, -1):
            if (behind := _BEHIND.match(words[0], end)) and behind[0]:
                yield words[0][:end], " ".join([words[0][end:], *words[1:]])
