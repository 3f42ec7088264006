"""Numbers in words, as days, hours, counts and items are numbered: Chinese ones below a hundred (`八`, `两`, `零五`, `十二`,
`二十三`) and small English ones. Pure."""

DIGITS = {"零": 0, "〇": 0, "两": 2} | {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}

NUMBER = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
"""One of them as it counts things, as a regular expression to stand in a group."""

ENGLISH = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(), 1
    )
}
"""The words from one to fifteen."""


def number_of(text: str) -> int:
    """Of figures too. Raises ValueError for anything else."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        ones = text.lstrip("零〇") or "零" * bool(text)
    try:
        return (10 * (DIGITS[tens] if tens else 1) if ten else 0) + (DIGITS[ones] if ones or not ten else 0)
    except KeyError:
        raise ValueError(text) from None
