"""Which files are meant by a path, and what is said of one that cannot be taken."""

import io
import os
import sys
from pathlib import Path

import pytest

from bot.intake.files import STDIN, gather, load
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
