"""Zip archives: members are read within limits, never unpacked, and one bad member spoils no other."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.intake import archives
from bot.intake.archives import members
from bot.intake.files import is_issue
from bot.intake.found import Found, Refused
from bot.reader import Unreadable

Entry = tuple[str | zipfile.ZipInfo, bytes]


def packed(*entries: Entry) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    file.seek(0)
    return file


def read(*entries: Entry) -> list[tuple[str, bytes | str]]:
    """Names with data, or with the reason of the refusal."""
    found = members(packed(*entries), is_issue)
    return [(each.name, each.data if isinstance(each, Found) else each.reason) for each in found]


def test_issues_are_read_in_order_and_other_files_passed_over() -> None:
    entries = (
        ("b/2.txt", b"two"),
        ("b/", b""),
        ("a/1.HTML", b"one"),
        ("picture.png", b"\x89PNG"),
        ("__MACOSX/b/._2.txt", b"\x00\x05"),
        ("README.md", b"about"),
    )
    assert read(*entries) == [("b/2.txt", b"two"), ("a/1.HTML", b"one")]


@pytest.mark.parametrize("name", ["../../etc/x.txt", "/etc/x.txt", "C:\\windows\\x.txt", "a/../../x.txt"])
def test_a_name_that_leads_elsewhere_is_a_label_and_nothing_is_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    ((label, data),) = read((name, b"one"))
    assert (label, data) == (name.replace("\\", "/"), b"one")
    assert [path.name for path in tmp_path.rglob("*")] == ["here"]


def test_a_name_cannot_reach_the_terminal() -> None:
    assert read(("a\x1b[31m\nb.txt", b"one")) == [("a [31m b.txt", b"one")]


def test_a_link_is_refused() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert read((link, b"/etc/passwd"), ("good.txt", b"one")) == [
        ("link.txt", "a link, not a file"),
        ("good.txt", b"one"),
    ]


def test_an_archive_inside_an_archive_is_refused() -> None:
    inner = packed(("a.txt", b"one")).getvalue()
    assert read(("inner.zip", inner)) == [
        ("inner.zip", "a zip archive inside a zip archive; unpack it first")
    ]


def test_what_packs_suspiciously_well_is_refused_before_it_is_large() -> None:
    ((name, reason),) = read(("bomb.txt", b"0" * 7_000_000))
    assert (name, "suspiciously well" in str(reason)) == ("bomb.txt", True)


def test_a_member_larger_than_the_reader_takes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBER", 100)
    assert isinstance(read(("a.txt", b"x" * 101))[0][1], str)
    assert read(("a.txt", b"x" * 100)) == [("a.txt", b"x" * 100)]


def test_a_size_that_is_a_lie_is_found_out() -> None:
    lying = packed(("a.txt", b"x" * 5000)).getvalue()
    lying = lying.replace(struct.pack("<I", 5000), struct.pack("<I", 10))
    ((_, reason),) = [
        (it.name, it.reason) for it in members(io.BytesIO(lying), is_issue) if isinstance(it, Refused)
    ]
    assert "cannot be unpacked" in reason


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [("MAX_MEMBERS", 2, "3 files"), ("MAX_UNPACKED", 250, "unpacked")],
)
def test_an_archive_beyond_a_limit_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, reason: str
) -> None:
    monkeypatch.setattr(archives, limit, value)
    with pytest.raises(Unreadable, match=reason):
        read(*((f"{n}.txt", b"x" * 100) for n in range(3)))


def test_a_member_under_a_password_is_refused() -> None:
    data = bytearray(packed(("a.txt", b"one")).getvalue())
    data[6] |= 1  # of the member's own header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # of the directory
    (found,) = members(io.BytesIO(bytes(data)), is_issue)
    assert found == Refused("a.txt", "protected by a password")


def test_a_damaged_member_spoils_no_other() -> None:
    data = bytearray(packed(("a.txt", b"first text " * 20), ("b.txt", b"two")).getvalue())
    data[40] ^= 0xFF
    first, second = members(io.BytesIO(bytes(data)), is_issue)
    assert isinstance(first, Refused)
    assert second == Found("b.txt", b"two")


@pytest.mark.parametrize(
    "cut", [lambda data: data[:50], lambda data: b"PK\x03\x04" + data[80:], lambda _: b""]
)
def test_what_is_no_archive_is_refused(cut: Callable[[bytes], bytes]) -> None:
    whole = packed(("a.txt", b"one " * 100)).getvalue()
    with pytest.raises(Unreadable, match="not a readable zip"):
        list(members(io.BytesIO(cut(whole)), is_issue))


def test_names_of_a_chinese_windows_are_read() -> None:
    data = packed(("XXXX.txt", b"one")).getvalue().replace(b"XXXX", "晚报".encode("gb18030"))
    (found,) = members(io.BytesIO(data), is_issue)
    assert found == Found("晚报.txt", b"one")
