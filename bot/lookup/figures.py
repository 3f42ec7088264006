"""Chinese numbers in days: `二〇二〇年五月二十一日` is `2020年5月21日`. Pure."""

import re

from bot.numerals import number_of

HAN = "一二三四五六七八九十"
_DIGITS = "〇零○一二三四五六七八九"
_FIGURES = str.maketrans(_DIGITS, "000123456789")
_YEAR = re.compile(rf"(?<![{_DIGITS}十\d])[{_DIGITS}]{{4}}(?= ?年)")
_SHORT_YEAR = re.compile(rf"(?<![{_DIGITS}十\d])(?:[{_DIGITS}]{{2}}|[0-4]\d)年(?=[\d{HAN}]{{1,2}}月)")
_NUMBER = re.compile(rf"(?<![\d{HAN}])[{HAN}]{{1,3}}(?=[月日号])")


def with_years(text: str) -> str:
    """With figures in the years, which are as long."""
    return _YEAR.sub(lambda found: found[0].translate(_FIGURES), text)


def with_figures(text: str) -> str:
    """With figures in years, months and days, and the century in `20年5月`."""
    text = _SHORT_YEAR.sub(lambda found: f"20{found[0].translate(_FIGURES)}", with_years(text))
    return _NUMBER.sub(_counted, text)


def _counted(found: re.Match[str]) -> str:
    try:
        return str(number_of(found[0]))
    except ValueError:
        return found[0]
