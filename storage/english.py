"""English words in one form: plurals and tenses folded gently.

`companies` and `company`, `raised`, `raising` and `raises` are one word each. A stemmer goes too far: it makes one
word of `universe` and `university`. Here only regular endings go. What is left need not be a word, only the same
for every form of one: `raise` is `rais`, as `raised` is.
"""

import re
from collections.abc import Iterable

_AS_THEY_ARE = frozenset(
    "news series always perhaps evening morning during united exceed proceed succeed indeed".split()
)
_PLURALS = (
    ("sses", "ss"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
    ("zzes", "zz"),
    ("ies", "y"),
    ("s", ""),
)
_SINGULARS = (("ie", "y"), ("che", "ch"))  # so that `movie` meets `movies`, `cache` meets `caches`
_FORMS_END = frozenset("sdge")
"""The letters a regular form ends with: any other word is as it is."""
_LONGEST = 40
"""What is longer is no English word."""
_REMEMBERED = 1 << 15
"""Words, of 0.1 kB each."""
_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
_SHORT = re.compile(r"(?:[^aeiou]*[aeiouy][^aeiouwxy]|[aeiou][^aeiouwxy])$")
"""One short syllable. Its `e` stays and comes back (`make`, `making`): without it `note` would be `not`."""


def one_form_each(words: Iterable[str]) -> list[str]:
    """One form for all regular forms of each lower-case ASCII word; anything else is left as it is."""
    return [_FORMS[word] if word[-1] in _FORMS_END else word for word in words]


class _Forms(dict[str, str]):
    """The form of each word met lately."""

    def __missing__(self, word: str) -> str:
        if len(word) > _LONGEST:
            return word
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = form = _form(word)
        return form


_FORMS = _Forms()


def _form(word: str) -> str:
    if word[-1:] not in _FORMS_END or word in _AS_THEY_ARE or not (word.isalpha() and word.isascii()):
        return word
    return _present(_singular(word))


def _singular(word: str) -> str:
    """`sales` and `sale` are one word; `business`, `bonus` and `tennis` stay."""
    if word.endswith(("ss", "us", "is")):
        return word
    if word == "ads":
        return "ad"
    for ending, singular in _PLURALS if word.endswith("s") else _SINGULARS:
        if word.endswith(ending) and len(word) - len(ending) + len(singular) > 2:
            return word[: -len(ending)] + singular
    return word


def _present(word: str) -> str:
    """`launched` and `launching` are `launch`; `string`, `need` and `red` stay."""
    if word in _AS_THEY_ARE:
        return word
    if word.endswith("ied") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith("eed"):
        return word[:-2] if _VOWEL.search(word[:-3]) else word
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1 and _VOWEL.search(stem):
            return _restored(stem)
    if word.endswith("e") and len(word) > 3 and not _SHORT.match(word[:-1]):
        return word[:-1]
    return word


def _restored(stem: str) -> str:
    if len(stem) > 3 and _DOUBLED.search(stem):
        return stem[:-1]
    if _SHORT.match(stem):
        return f"{stem}e"
    return stem.removesuffix("e") if stem.endswith("ee") else stem
