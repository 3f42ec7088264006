"""A chat on the terminal shows what Telegram would: sides, quotes that open at a tap, buttons, UTF-16 offsets."""

import io
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.cli.bubbles import bubble, rendered


def screen(width: int = 60) -> Console:
    return Console(file=io.StringIO(), width=width, color_system="truecolor", force_terminal=True)


def entity(text: str, part: str, kind: str) -> dict[str, Any]:
    """An entity over `part` of `text`, in UTF-16 units as Telegram counts them."""

    def units(piece: str) -> int:
        return len(piece.encode("utf-16-le")) // 2

    before, _, _ = text.partition(part)
    return {"type": kind, "offset": units(before), "length": units(part)}


def plain(text: str, *entities: dict[str, Any], width: int = 40) -> list[str]:
    return rendered(screen(), text, entities, width).plain.split("\n")


def test_offsets_are_utf_16_units() -> None:
    text = "🌙🌙 Evening 京东"
    shown = rendered(screen(), text, [entity(text, "京东", "bold")], 40)
    assert [(shown.plain[span.start : span.end], span.style) for span in shown.spans] == [("京东", "bold")]


def test_an_expandable_quote_shows_three_lines_and_that_there_is_more() -> None:
    quote = "word " * 100
    text = f"Title\n{quote}\nSource"
    lines = plain(text, entity(text, quote, "expandable_blockquote"))
    assert lines[0] == "Title"
    assert all(line.startswith("▎ word") for line in lines[1:4])
    assert lines[3].endswith("…")
    assert lines[4:] == ["Source"]


def test_a_quote_that_fits_has_no_ellipsis() -> None:
    text = "Short."
    assert plain(text, entity(text, text, "expandable_blockquote")) == ["▎ Short."]


def test_empty_lines_between_paragraphs_stay() -> None:
    assert plain("One\n\nTwo") == ["One", "", "Two"]


def test_an_empty_line_after_a_quote_stays() -> None:
    text = "One\nquoted\n\nTwo"
    assert plain(text, entity(text, "quoted", "blockquote")) == ["One", "▎ quoted", "", "Two"]


def test_no_line_is_wider_than_the_bubble_even_in_chinese() -> None:
    console = screen(50)
    message = {"text": "支付宝小店开业明显增多" * 20 + "\n" + "x" * 200}
    lines = console.render_lines(bubble(console, message))
    assert max(sum(part.cell_length for part in line) for line in lines) <= 50


def test_the_bot_is_on_the_left_and_the_person_on_the_right() -> None:
    console = screen()
    with console.capture() as captured:
        console.print(bubble(console, {"text": "hello"}))
        console.print(bubble(console, {"text": "/start"}, mine=True))
    lines = Text.from_ansi(captured.get()).plain.split("\n")
    bot = next(line for line in lines if "hello" in line)
    person = next(line for line in lines if "/start" in line)
    assert bot.index("hello") < 10 < person.index("/start")


def test_buttons_stand_in_their_rows_below_the_message() -> None:
    console = screen()
    rows = [[{"text": "Morning"}, {"text": "Evening"}], [{"text": "A very long label " * 10}]]
    message = {"text": "Which?", "reply_markup": {"inline_keyboard": rows}}
    with console.capture() as captured:
        console.print(bubble(console, message))
    lines = [line for line in captured.get().splitlines() if "[ " in line]
    assert "Morning" in lines[0]
    assert "Evening" in lines[0]
    assert "…" in lines[1]


def test_text_that_looks_like_markup_is_text() -> None:
    assert plain("[bold]x[/bold] <b>") == ["[bold]x[/bold] <b>"]
