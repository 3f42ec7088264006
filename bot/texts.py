"""Every text a person sees in chat: one gettext catalogue, English and Chinese.

The English sentence is the key. `bot/locale/README.md` tells how to add a text or a language.
"""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from bot.digest.html import Html, escape
from bot.spacing import filled

LANGUAGES = ("en", "zh")
DOMAIN = "kuaixun"
LOCALE = Path(__file__).parent / "locale"


def N_(text: str) -> str:  # noqa: N802 - the name gettext's tools know
    """Mark a text for the catalogue where it stands; it is translated later, where the reader is known."""
    return text


def chat_language(code: str | None) -> str:
    """The language for a person whose app speaks `code` (Telegram's language_code, may be missing)."""
    return "zh" if (code or "").casefold().startswith("zh") else "en"


class Line(str):
    """An English line that knows how it was made, so that it can be said in another language (`said_in`)."""

    __slots__ = ("fields", "text")

    text: str
    fields: dict[str, object]


def line(text: str, /, **fields: object) -> Line:
    """A marked text with the values of its `{fields}`; a field that is a `Line` is translated as well."""
    made = Line(text.format(**fields))
    made.text, made.fields = text, fields
    return made


def said_in(language: str, told: str) -> str:
    """A line in this language, as far as it can be translated: any other text stays as it is."""
    if not isinstance(told, Line):
        return told
    fields = {
        name: said_in(language, value) if isinstance(value, str) else value
        for name, value in told.fields.items()
    }
    return for_language(language)(told.text, **fields)


class Texts:
    """The catalogue in one language. Called with a text and the values of its `{fields}`."""

    def __init__(self, language: str) -> None:
        self.language = language
        with (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
            catalogue = read_po(file, locale=language, domain=DOMAIN)
        self._plural: Callable[[int], int] = gettext.c2py(catalogue.plural_expr)
        self._texts: dict[str, tuple[str, ...]] = {}
        for message in catalogue:
            key = message.id if isinstance(message.id, str) else message.id[0]
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            self._texts[key] = forms

    def __call__(self, text: str, /, **fields: object) -> str:
        """Plain text."""
        return filled(self._find(text), fields)

    def n(self, one: str, many: str, number: int, **fields: object) -> str:
        """Plain text in the form that goes with `number`, which `{n}` stands for unless a field says otherwise."""
        return filled(self._find(one, many, number), {"n": number, **fields})

    def html(self, text: str, /, **fields: object) -> Html:
        """Telegram HTML: the text and all fields are escaped, but fields that are `Html`."""
        escaped = {
            name: escape(value if isinstance(value, str) else str(value)) for name, value in fields.items()
        }
        return Html(filled(escape(self._find(text)), escaped))

    def every(self) -> list[tuple[str, ...]]:
        """All texts of this language, with their forms."""
        return list(self._texts.values())

    def _find(self, one: str, many: str | None = None, number: int = 1) -> str:
        forms = self._texts.get(one)
        index = self._plural(number) if many else 0
        if forms and index < len(forms) and forms[index]:
            return forms[index]
        return one if many is None or number == 1 else many


@cache
def for_language(language: str) -> Texts:
    """The texts for a stored language; English for one we do not speak."""
    return Texts(language if language in LANGUAGES else "en")
