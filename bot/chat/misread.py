"""What was wrong with a time that somebody wrote, in words."""

from bot.chat.quoting import quoted
from bot.chat.times import NoHourError, OtherDaysError, SameTimeError, TooManyTimesError, UnreadableTimeError
from bot.digest.html import Html
from bot.texts import Texts


def misread_time(t: Texts, error: UnreadableTimeError) -> Html:
    said = quoted(str(error))
    if isinstance(error, NoHourError):
        return t.html("“{text}” is a part of the day: at what hour?", text=said)
    if isinstance(error, SameTimeError):
        return t.html("Both are {time}. Which digest comes when?", time=said)
    if isinstance(error, OtherDaysError):
        return t.html(
            "A digest comes at the same hour on all of its days; I cannot set another for “{text}”.",
            text=said,
        )
    if isinstance(error, TooManyTimesError):
        return t.html("Those are more hours than there are digests: morning, evening, weekly.")
    return t.html("I could not read “{text}” as a time.", text=said)
