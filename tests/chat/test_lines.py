"""A line for operators is English in the log and in the reader's language in the chat."""

from bot.texts import N_, line, said_in


def test_a_line_is_its_english_and_knows_how_to_be_said_otherwise() -> None:
    told = line(N_("{source}: works again"), source="feed example.com")
    assert told == "feed example.com: works again"
    assert said_in("zh", told) == "feed example.com：恢复正常"
    assert said_in("en", told) == told


def test_a_line_within_a_line_is_translated_too_and_any_other_text_stays() -> None:
    silence = N_("No {edition} issue of {day} by {time}; there has never been one ({setting} says when it is expected, or never).")  # fmt: skip
    told = line(
        silence, edition=line(N_("evening")), day="2019-11-14", time="20:30", setting="KUAIXUN_EXPECT_EVENING"
    )
    assert said_in("zh", told).startswith("2019-11-14的晚报到20:30还没有来")
    assert said_in("zh", "anything else") == "anything else"
