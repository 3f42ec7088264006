"""Who a mail is from, as far as that can be known. Pure; works on the header of a mail.

Anybody can write any From. It is compared only when it can be read in one way, and it is believed as much as the
mail server vouches for it: its Authentication-Results (RFC 8601), when the operator names the server that writes them.
"""

import re
from email import message_from_bytes

_ADDRESS = r"[^\s<>@\"(),;:\\]+@[^\s<>@\"(),;:\\]+"
_NAMED = re.compile(rf"(?:\"(?:[^\"\\]|\\.)*\"|[^\"<>@,;:()]*)\s*<({_ADDRESS})>")
_BARE = re.compile(rf"({_ADDRESS})(?:\s*\([^()<>@]*\))?")

_COMMENT = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r"\"[^\"]*\"")
_FIELD = re.compile(r"([a-z0-9.\-]+)\s*=\s*([^\s;]+)", re.IGNORECASE)


def sender_of(header: bytes) -> str | None:
    """The one address of the one From, in small letters; None when there is not exactly one, plainly written."""
    lines = message_from_bytes(header).get_all("From", [])
    if len(lines) != 1:
        return None
    line = " ".join(str(lines[0]).split())
    found = _NAMED.fullmatch(line) or _BARE.fullmatch(line)
    return found[1].lower() if found else None


def is_vouched_for(header: bytes, sender: str, server: str) -> bool:
    """Whether `server`, in the Authentication-Results it wrote last, says the mail is of the sender's domain.

    DMARC passed, or a DKIM signature of that domain or of one above it. A header further down may be the sender's
    own: only the topmost that bears the server's name counts.
    """
    domain = sender.rpartition("@")[2]
    for line in message_from_bytes(header).get_all("Authentication-Results", []):
        name, *results = _results(str(line))
        if name == server.lower():
            return any(_proves(result, domain) for result in results)
    return False


def subject_of(header: bytes) -> str:
    """The subject as printed, encoded words and all; empty without one."""
    return str((message_from_bytes(header).get_all("Subject") or [""])[0])


def _results(line: str) -> list[str]:
    """The server's name, then each result with its properties. Comments and quoted text can say anything: gone."""
    bare = _COMMENT.sub(" ", _QUOTED.sub(" ", " ".join(line.split())))
    name, *results = bare.split(";")
    return [name.strip().split(" ")[0].lower(), *results]


def _proves(result: str, domain: str) -> bool:
    fields: list[tuple[str, str]] = _FIELD.findall(result.lower())
    if not fields or fields[0][1] != "pass":
        return False
    method, rest = fields[0][0], dict(fields[1:])
    if method == "dmarc":
        return rest.get("header.from", domain) == domain
    signer = rest.get("header.d", "") or rest.get("header.i", "").rpartition("@")[2]
    return method == "dkim" and "." in signer and (domain == signer or domain.endswith(f".{signer}"))
