"""A first guess at where somebody lives, from the language their app speaks. It is always shown to be confirmed."""

from babel.core import get_global

from bot.zones.table import first_cities

_HOME = {
    "zh": "Asia/Shanghai",
    "cs": "Europe/Prague",
    "da": "Europe/Copenhagen",
    "de": "Europe/Berlin",
    "el": "Europe/Athens",
    "fa": "Asia/Tehran",
    "fi": "Europe/Helsinki",
    "fr": "Europe/Paris",
    "he": "Asia/Jerusalem",
    "hi": "Asia/Kolkata",
    "hu": "Europe/Budapest",
    "id": "Asia/Jakarta",
    "it": "Europe/Rome",
    "ja": "Asia/Tokyo",
    "kk": "Asia/Almaty",
    "ko": "Asia/Seoul",
    "ms": "Asia/Kuala_Lumpur",
    "nl": "Europe/Amsterdam",
    "pl": "Europe/Warsaw",
    "pt": "Europe/Lisbon",
    "ro": "Europe/Bucharest",
    "ru": "Europe/Moscow",
    "sv": "Europe/Stockholm",
    "th": "Asia/Bangkok",
    "tr": "Europe/Istanbul",
    "uk": "Europe/Kyiv",
    "uz": "Asia/Tashkent",
    "vi": "Asia/Ho_Chi_Minh",
}
"""Languages mostly spoken in one zone. English, Spanish and Arabic say nothing about the hour."""

_WRITTEN = {"hant": "Asia/Taipei", "hans": "Asia/Shanghai"}


def guess_zone(language_code: str | None) -> str | None:
    """The likely zone for Telegram's language_code (`de`, `pt-br`, `zh-hant`); None when it says nothing."""
    language, *parts = (language_code or "").casefold().replace("_", "-").split("-")
    for part in reversed(parts):
        if language == "zh" and part in _WRITTEN:
            return _WRITTEN[part]
        there = get_global("territory_zones").get(part.upper(), ())
        if zones := [zone for zone in first_cities() if zone in there]:
            return zones[0] if len(zones) == 1 or part != "us" else None
    return _HOME.get(language)
