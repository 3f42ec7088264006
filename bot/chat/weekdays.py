"""Days of the week as people say them: `weekdays`, `Monday to Friday`, `mon, wed and fri`, `周一三五`, `周末`, `每天`. Pure."""

import re

EVERY_DAY = frozenset(range(1, 8))
WORKING = frozenset(range(1, 6))
"""ISO: Monday is 1."""

_NAMED = (
    (
        re.compile(r"every ?day|each day|daily|all week|每天|每日|天天|一周七天"),
        EVERY_DAY,
    ),
    (
        re.compile(
            r"(?:every )?(?:weekdays?|week days?|work(?:ing)? ?days?|business days?)|工作日|平日|平时"
        ),
        WORKING,
    ),
    (re.compile(r"(?:the |every )?weekends?|周末|双休日|星期六日|周六日"), EVERY_DAY - WORKING),
)
_DAY = r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?\b\.?"
_DAY_ZH = "(?:每?(?:周|星期|礼拜)[一二三四五六日天])"
_UNTIL, _UNTIL_ZH = r" ?(?:to|till|until|through|thru|[-–~]) ?", "[到至~-]"
_AND = r"(?:,? (?:and|&) |, ?)(?:on )?(?:every )?"
_ENGLISH = rf"(?:every )?{_DAY}(?:{_UNTIL}{_DAY}|(?:{_AND}{_DAY})*)"
_CHINESE = rf"{_DAY_ZH}(?:{_UNTIL_ZH}(?:周|星期|礼拜)?[一二三四五六日天]|(?:[、和与及,]?{_DAY_ZH}|[、和与及,]?[一二三四五六日天](?![点时\d]))*)"
DAYS = rf"(?:{'|'.join(shape.pattern for shape, _ in _NAMED)}|{_ENGLISH}|{_CHINESE})"
"""As a regular expression without groups, for small letters in half width."""

_SHAPE = re.compile(rf"{DAYS}(?![a-z])")
_NUMBERS = {name: at for at, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1)}
_NUMBERS |= {name: at for at, name in enumerate("一二三四五六日", 1)} | {"天": 7}
_EACH = re.compile(r"mon|tue|wed|thu|fri|sat|sun|(?<!每)[一二三四五六日天]")


def days_at(line: str, at: int = 0) -> tuple[frozenset[int], int] | None:
    """The ISO weekdays that are said there, and where they end."""
    found = _SHAPE.match(line, at)
    return (days_in(found[0]), found.end()) if found else None


def days_in(said: str) -> frozenset[int]:
    """The weekdays that a text of the shape DAYS means."""
    for shape, days in _NAMED:
        if shape.fullmatch(said):
            return days
    numbers = [_NUMBERS[name] for name in _EACH.findall(said)]
    if re.search(f"{_UNTIL}|{_UNTIL_ZH}", said) and len(numbers) == 2:
        first, last = numbers
        return frozenset((first - 1 + step) % 7 + 1 for step in range((last - first) % 7 + 1))
    return frozenset(numbers)
