"""Zip archives of issues: members are read one at a time, within limits, and nothing is ever unpacked to disk.

So a member's name is only a label. What an archive says of its sizes is not believed: counting is done on the
bytes that come out.
"""

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from bot.intake.found import Found, Refused, printable
from bot.reader import Unreadable
from bot.reader.decode import MAX_BYTES

MAX_MEMBERS = 20_000
MAX_MEMBER = MAX_BYTES
"""Bytes of one member, unpacked: what the reader takes at most."""

MAX_UNPACKED = 500_000_000
"""Bytes of all members together, unpacked: ten years of issues are a third of it."""

MAX_RATIO = 200
"""Text packs some 3 times, an HTML page perhaps 20 times; a bomb a thousand times."""

_SMALL = 1_000_000  # bytes unpacked: below this the ratio does not matter
_CHUNK = 256 * 1024
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


def members(source: Path | BinaryIO, wanted: Callable[[str], bool]) -> Iterator[Found | Refused]:
    """The members whose name is `wanted`, in the order of the archive; other files in it are passed over.

    A member that cannot be taken is `Refused` and the next one comes. Raises `Unreadable` for what is no zip
    archive, and when the archive as a whole goes beyond a limit.
    """
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Unreadable(f"not a readable zip archive: {error}") from None
    with archive:
        infos = archive.infolist()
        if len(infos) > MAX_MEMBERS:
            raise Unreadable(f"a zip archive of {len(infos)} files; at most {MAX_MEMBERS} are read")
        unpacked = 0
        for info in infos:
            name = _label(info)
            if info.is_dir() or not wanted(name):
                continue
            found = _member(archive, info, name)
            if isinstance(found, Found):
                unpacked += len(found.data)
                if unpacked > MAX_UNPACKED:
                    raise Unreadable(
                        f"a zip archive of more than {MAX_UNPACKED // 1_000_000} MB unpacked; split it"
                    )
            yield found


def count(source: Path | BinaryIO) -> int:
    """How many files are in it, for a progress bar; 1 when that cannot be told."""
    try:
        with zipfile.ZipFile(source) as archive:
            return max(1, len(archive.infolist()))
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return 1


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Found | Refused:
    if reason := _objection(info, name):
        return Refused(name, reason)
    try:
        data = _unpack(archive, info)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        return Refused(name, f"cannot be unpacked: {error}")
    if data is None:
        return Refused(
            name, f"larger than {MAX_MEMBER // 1_000_000} MB unpacked, or packed suspiciously well"
        )
    return Found(name, data)


def _objection(info: zipfile.ZipInfo, name: str) -> str | None:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link, not a file"
    if info.flag_bits & _ENCRYPTED:
        return "protected by a password"
    if name.lower().endswith(".zip"):
        return "a zip archive inside a zip archive; unpack it first"
    return None


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | None:
    """The member's bytes; None as soon as they are more than a member may have."""
    data = bytearray()
    with archive.open(info) as file:
        while piece := file.read(_CHUNK):
            data += piece
            too_dense = len(data) > _SMALL and len(data) > MAX_RATIO * max(1, info.compress_size)
            if len(data) > MAX_MEMBER or too_dense:
                return None
    return bytes(data)


def _label(info: zipfile.ZipInfo) -> str:
    """The member's name for people. Names not marked as UTF-8 are most likely of a Chinese Windows."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return printable(name.replace("\\", "/"))
