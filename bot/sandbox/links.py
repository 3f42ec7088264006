"""Which links Telegram takes, and how it writes them down (td, LinkManager: get_checked_link)."""

import re

_USER = re.compile(r"tg://user\?id=([1-9][0-9]{0,18})\Z", re.IGNORECASE)
_LINK = re.compile(
    r"(?:(https?|tg|ton|tonsite)://)?"  # no scheme means http
    r"(?:[^\s/?#@]*@)?"
    r"([^\s/?#@:<>\"']+)(:[0-9]{1,5})?"
    r"([/?#].*)?\Z",
    re.IGNORECASE | re.DOTALL,
)


def mentioned_user(target: str) -> int | None:
    """The user of `tg://user?id=…`, which mentions a person who may have no username."""
    found = _USER.match(target.strip())
    return int(found[1]) if found else None


def checked_link(target: str) -> str | None:
    """The link as Telegram would store it (`example.com` → `http://example.com/`), None when it takes none."""
    found = _LINK.match(target.strip())
    if not found:
        return None
    scheme, host, port, rest = found.groups()
    scheme = (scheme or "http").lower()
    if scheme in ("tg", "ton", "tonsite"):
        return f"{scheme}://{host}{rest or ''}"
    if "." not in host.strip(".") and host.lower() != "localhost":
        return None
    return f"{scheme}://{host.lower()}{port or ''}{rest if rest and rest[0] == '/' else '/' + (rest or '')}"
