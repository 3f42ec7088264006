"""The reading score tells a good reading from one that a person should see first."""

import re
from datetime import date
from pathlib import Path

import pytest

from bot.reader import read, report

SEEDS = Path(__file__).parents[2] / "seeds"


def score(text: str) -> float:
    return report(read(text, received=date(2026, 1, 1)).issues[0]).score


def test_the_samples_score_near_one() -> None:
    for path in SEEDS.glob("*.txt"):
        assert score(path.read_text("utf-8")) > 0.9


def test_a_file_that_only_happens_to_have_a_number_scores_low() -> None:
    assert score("Shopping list\n\n3. milk\nwhole milk\nand then a lot of other text\n9. eggs\nsix") < 0.6


def test_what_is_missing_costs() -> None:
    text = (SEEDS / "2019-11-14-evening.txt").read_text("utf-8")
    lines = text.splitlines()
    without_header = "\n".join(lines[1:])
    with_strays = text.replace(
        "\n2. ", "\n" + "Some pasted advert that nobody wants to read, at all!\n" * 30 + "2. "
    )
    torn = "\n".join(line for line in lines if not line.startswith(("4.", "7.", "9.")))
    for worse in (without_header, with_strays, torn):
        assert score(worse) < score(text)


def test_a_last_item_without_a_source_looks_cut_off() -> None:
    item = "{0}. Shop {0} opens\nOn November 14, a shop opened in town number {0}.{1}\n"
    items = [item.format(number, " (Daily News)") for number in (1, 2)]
    sound, cut = (
        read("".join([*items, item.format(3, end)]), received=date(2019, 12, 1)).issues[0].warnings
        for end in (" (Daily News)", "")
    )
    assert "cut-off" not in {warning.code for warning in sound}
    assert ("cut-off", 6) in {(warning.code, warning.line) for warning in cut}


def codes(text: str) -> set[str]:
    return {warning.code for warning in read(text, received=date(2024, 1, 1)).issues[0].warnings}


@pytest.mark.parametrize("path", sorted(SEEDS.glob("2*.txt")), ids=lambda path: path.stem)
def test_wherever_a_text_is_cut_inside_a_sentence_it_is_seen(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "broken-off" not in codes(text)
    items = read(text).issues[0].items
    first, last = text.index(items[2].body[0][:40]), text.index(items[-1].body[-1][-40:])
    ends = [match.end() for match in re.finditer(r"[a-z]{3} [a-z]{3,} [a-z]{3}", text[first:last])][-60::5]
    assert len(ends) > 8
    assert all("broken-off" in codes(text[: first + end]) for end in ends)


def test_where_no_text_ends_in_a_full_stop_none_is_cut() -> None:
    items = "".join(f"{number}、某公司开店\n11月14日，某公司在第{number}城开店\n" for number in range(1, 5))
    assert "broken-off" not in codes(f"【11月14日电商晚报】a；b；c\n\n{items}")
    mixed = items.replace("第1城开店", "第1城开店。").replace("第2城开店", "第2城开店。")
    assert "broken-off" in codes(f"【11月14日电商晚报】a；b；c\n\n{mixed}")
