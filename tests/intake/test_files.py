"""Which files are meant by a path, and what is said of one that cannot be taken."""

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from bot.intake.files import STDIN, count, gather, load, pieces
from bot.intake.found import Refused
from bot.reader import Unreadable


def test_a_folder_gives_its_issues_deep_ones_too_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.HTML", "deep/er/c.htm", "notes.pdf", "deep/.keep"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [str(path.relative_to(tmp_path)) for path in gather([tmp_path])] == [
        "a.HTML",
        "b.txt",
        "deep/er/c.htm",
    ]


def test_a_file_named_outright_is_taken_whatever_its_name(tmp_path: Path) -> None:
    assert list(gather([tmp_path / "issue.md", STDIN])) == [tmp_path / "issue.md", STDIN]


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert list(gather([tmp_path])) == [tmp_path / "a.txt"]


def test_a_folder_without_issues_says_so(tmp_path: Path) -> None:
    (path,) = gather([tmp_path])
    with pytest.raises(Unreadable, match="folder without issues"):
        load(path)


def test_a_missing_file_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no such file"):
        load(tmp_path / "gone.txt")


def test_a_pipe_is_refused_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(Unreadable, match="not a regular file"):
        load(tmp_path / "pipe.txt")


def test_a_file_too_large_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.intake.files.MAX_BYTES", 10)
    (tmp_path / "long.txt").write_bytes(b"x" * 100)
    assert len(load(tmp_path / "long.txt")) == 11


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("1、标题".encode())))
    assert load(STDIN).decode() == "1、标题"


def names(*paths: Path) -> list[str]:
    """What the pieces of these files are called, relative to nothing; refusals with their reason."""
    found = [piece for path in gather(paths) for piece in pieces(path)]
    return [
        f"{Path(it.name).name}: {it.reason}"
        if isinstance(it, Refused)
        else " + ".join(Path(text.name).name for text in it.texts)
        for it in found
    ]


def test_a_pattern_stands_for_the_files_it_fits(tmp_path: Path) -> None:
    for name in ("2019/a.txt", "2020/b.txt", "2020/c.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path / "*" / "*.txt") == ["a.txt", "b.txt"]
    assert names(tmp_path / "**" / "?.html") == ["c.html"]
    assert names(tmp_path / "20[2]*") == ["b.txt", "c.html"]  # a folder that fits gives its issues
    assert names(tmp_path / "*.eml") == ["*.eml: no such file or directory"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "[1].txt").write_text("x")
    (tmp_path / "1.txt").write_text("x")
    assert names(tmp_path / "[1].txt") == ["[1].txt"]


def test_a_mail_gives_its_texts_and_an_archive_its_members(tmp_path: Path) -> None:
    mail = "From: a@x.example\nSubject: Evening\n\n1. A\nB.\n"
    (tmp_path / "a.eml").write_text(mail)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("c/d.txt", "1. A\nB.\n")
        archive.writestr("../e.eml", mail)
        archive.writestr("f.eml", "no mail")
    assert names(tmp_path) == [
        "Evening",
        "d.txt",
        "Evening",
        "f.eml: no mail: it does not begin with headers (From:, Date:, Subject: …)",
    ]
    assert count(tmp_path / "b.zip") == 3


def test_a_zip_archive_under_another_name_is_left_to_the_reader_to_refuse(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.txt", "w") as archive:
        archive.writestr("c.txt", "1. A\nB.\n")
    assert names(tmp_path) == ["b.txt"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (b"From: a@x.example\nDate: x\n\n1. A\nB.\n", ["mail"]),
        (b"1. A\nB.\n\nFrom: here\n", ["-"]),
        (b"Evening News: One; two; three...\n\n1. One\nA.\n", ["-"]),
    ],
    ids=["a mail", "a text", "a text that begins like a header"],
)
def test_standard_input_is_told_apart_by_what_it_holds(
    monkeypatch: pytest.MonkeyPatch, given: bytes, expected: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert names(STDIN) == expected


def test_an_archive_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("c.txt", "1. A\nB.\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.getvalue())))
    assert names(STDIN) == ["c.txt"]
