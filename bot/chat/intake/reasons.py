"""Why something could not be read, in the reader's language.

Whoever reads files says it in English and knows nothing of the catalogue, so a reason is found again by its form. One
that is not listed here stays English.
"""

import re
from collections.abc import Iterator

from bot.texts import N_, Texts

_REASONS = (
    N_("empty: no text in it"),
    N_("no text in it"),
    N_("nothing in it that could be an issue"),
    N_("no items found: no line opens a numbered news item (`1. Title`, then its text)"),
    N_("this is binary data (first bytes {head}), not text; save the issue as plain text"),
    N_("this is {kind}, not text; save the issue as plain text or HTML"),
    N_("too large: {size}, a file may have {limit} MB; split it"),
    N_("too large: a zip archive may have {limit} MB"),
    N_("too large: a mail of {size} MB; at most {limit} MB are read"),
    N_("unknown encoding '{encoding}'; try utf-8, gb18030 or big5"),
    N_("{count} numbered lines; a file may have {limit}, split it"),
    N_("{count} numbered items in one issue; at most {limit} are read"),
    N_("not a readable zip archive: {why}"),
    N_("a zip archive of {count} files; at most {limit} are read"),
    N_("a zip archive of more than {limit} MB unpacked; split it"),
    N_("cannot be unpacked: {why}"),
    N_("larger than {limit} MB unpacked, or packed suspiciously well"),
    N_("a link, not a file"),
    N_("protected by a password"),
    N_("a zip archive inside a zip archive; unpack it first"),
    N_("no mail: it does not begin with headers (From:, Date:, Subject: …)"),
    N_("a mail without any text"),
)
_KINDS = {
    "a PDF document": N_("a PDF document"),
    "a PNG image": N_("a PNG image"),
    "a JPEG image": N_("a JPEG image"),
    "a GIF image": N_("a GIF image"),
    "a zip archive (or an office document)": N_("a zip archive (or an office document)"),
    "an empty zip archive": N_("an empty zip archive"),
    "a gzip archive": N_("a gzip archive"),
    "a RAR archive": N_("a RAR archive"),
    "a 7z archive": N_("a 7z archive"),
    "an old office document": N_("an old office document"),
    "a program": N_("a program"),
    "an SQLite database": N_("an SQLite database"),
}


def reason_said(t: Texts, reason: str) -> str:
    """`reason` is of an `Unreadable` or a `Refused`."""
    for text, form in _forms():
        if found := form.fullmatch(reason):
            facts = found.groupdict()
            if "kind" in facts:
                facts["kind"] = t(_KINDS.get(facts["kind"], facts["kind"]))
            return t(text, **facts)
    return reason


def _forms() -> Iterator[tuple[str, re.Pattern[str]]]:
    for text in _REASONS:
        plain = re.escape(text)
        yield text, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", plain))
