"""Tables copied as text are read as far as may be, told of, and held."""

from bot.intake.doubts import HOLD_BELOW, doubts
from bot.reader import read, report

HEAD = "Laogao E-commerce Newsletter\tEvening News\t2020-05-20\n"
ROWS = "\n".join(
    f"{n}\tE-commerce\tSellers {n} ship early\tOn May 20, they did so.\tSina" for n in range(1, 6)
)


def test_a_table_is_told_of_and_held() -> None:
    issue = read(HEAD + ROWS).issues[0]
    assert "table" in {each.code for each in issue.warnings}
    assert any("table" in reason for reason in doubts(issue, report(issue), below=HOLD_BELOW))


def test_tabs_behind_numbers_and_before_sources_make_no_table() -> None:
    text = HEAD + "\n".join(
        f"\t\t\t\t{n}.\tSellers {n} ship early\nOn May 20, they did so.\t(Sina)" for n in range(1, 6)
    )
    issue = read(text).issues[0]
    assert "table" not in {each.code for each in issue.warnings}
    assert [item.source for item in issue.items] == ["Sina"] * 5
