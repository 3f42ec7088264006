"""The inbox folder with real files: careful writers and careless ones, and those who mean harm."""

import asyncio
import os
import re
import signal
import sys
import zipfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.intake.inbox import Inbox
from bot.intake.inbox_files import safe_name
from bot.intake.source import SourceError
from bot.intake.watch import watching
from tests.intake.office import Office, evening, eventually
from tests.intake.post import mail

ROOT = Path(__file__).parents[2]
QUIET = timedelta(milliseconds=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


async def settled(inbox: Inbox) -> None:
    """Look, let the files be quiet, look again."""
    with suppress(SourceError):
        await inbox.look()
    await asyncio.sleep(QUIET.total_seconds() * 1.5)
    await inbox.look()


async def looked(office: Office, folder: Path) -> None:
    inbox = Inbox(folder, office.desk, quiet=QUIET)
    try:
        await settled(inbox)
    finally:
        await inbox.close()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_a_file_that_appears_is_stored_and_moved_to_done_with_its_report(
    office: Office, folder: Path
) -> None:
    inbox = Inbox(folder, office.desk, quiet=QUIET, every=timedelta(hours=1))
    async with watching(office.keeper, [inbox]):
        await asyncio.sleep(0.2)  # the watch stands; nothing but it can wake the source within the hour
        written = folder / ".on its way"
        written.write_text(evening())
        written.rename(folder / "issue.txt")
        await eventually((folder / "done" / "issue.txt").exists)
    assert await office.days() == ["2019-11-14"]
    report = (folder / "done" / "issue.txt.report.txt").read_text()
    assert "stored: evening issue of 2019-11-14, 2 items, new" in report
    assert names(folder) == {"done"}
    assert office.told == []


async def test_a_file_still_being_written_is_read_when_its_writer_is_done(
    office: Office, folder: Path
) -> None:
    inbox = Inbox(folder, office.desk, quiet=QUIET)
    half = len(evening()) // 2
    with (folder / "slow.txt").open("w") as file:
        file.write(evening()[:half])
        file.flush()
        await settled(inbox)  # long quiet, but open
        assert await office.days() == []
        file.write(evening()[half:])
    await settled(inbox)
    await inbox.close()
    assert await office.days() == ["2019-11-14"]
    assert office.told == []


async def test_a_file_that_grew_since_the_last_look_is_left_for_the_next(
    office: Office, folder: Path
) -> None:
    inbox = Inbox(folder, office.desk, quiet=QUIET)
    for text in (evening()[:100], evening()[:200], evening()):
        (folder / "parts.txt").write_text(text)  # each writer opens and closes
        await inbox.look()
        await asyncio.sleep(QUIET.total_seconds() * 1.5)
    assert await office.days() == []
    await settled(inbox)
    await inbox.close()
    assert await office.days() == ["2019-11-14"]


async def test_unfinished_and_hidden_files_are_passed_over(office: Office, folder: Path) -> None:
    kept = {".issue.txt", "issue.txt.part", "issue.TMP", "issue.txt~", "issue.crdownload"}
    for name in kept:
        (folder / name).write_text(evening())
    await looked(office, folder)
    assert names(folder) == kept
    assert office.told == []


async def test_what_cannot_be_read_goes_to_quarantine_and_the_operators_hear_of_it_once(
    office: Office, folder: Path
) -> None:
    for _ in range(2):
        (folder / "letter.txt").write_text("Dear all,\nno news today.\n")
        await looked(office, folder)
    (told,) = office.told
    assert told.startswith("inbox folder: letter.txt was refused: no items found")
    kept = sorted(names(folder / "quarantine"))
    assert len(kept) == 4  # both letters, under names of their own, each with its report
    assert "refused: no items found" in (folder / "quarantine" / "letter.txt.report.txt").read_text()


async def test_a_corrected_file_of_the_same_name_updates_the_issue(office: Office, folder: Path) -> None:
    for where in ("Wuhan", "Xi'an"):
        (folder / "issue.txt").write_text(evening(where=where))
        await looked(office, folder)
    reports = sorted((folder / "done").glob("issue*.report.txt"), key=lambda it: it.stat().st_mtime_ns)
    assert ["new" in reports[0].read_text(), "updated" in reports[1].read_text()] == [True, True]


async def test_links_pipes_and_folders_are_left_alone_and_told_once(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text(evening())
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "gone.txt").symlink_to("nowhere")
    os.mkfifo(folder / "pipe.txt")
    (folder / "deep").mkdir()
    (folder / "deep" / "issue.txt").write_text(evening())
    for _ in range(2):
        await looked(office, folder)
    assert await office.days() == []
    assert sorted(line.split(": ")[1].split(" and")[0] for line in office.told) == [
        "deep is a folder",
        "gone.txt is a link",
        "link.txt is a link",
        "pipe.txt is a pipe",
    ]


async def test_a_file_swapped_for_a_link_after_it_was_seen_is_not_followed(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text(evening())
    inbox = Inbox(folder, office.desk, quiet=QUIET)
    (folder / "issue.txt").write_text(evening())
    await inbox.look()
    await asyncio.sleep(QUIET.total_seconds() * 1.5)
    seen = inbox._whole(list(inbox._seen))
    (folder / "issue.txt").unlink()
    (folder / "issue.txt").symlink_to(tmp_path / "secret.txt")
    await inbox._take_all(seen, more=1)
    await inbox.close()
    assert await office.days() == []
    assert (tmp_path / "secret.txt").exists()


async def test_a_done_folder_that_is_a_link_is_not_written_through(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / "done").symlink_to(tmp_path / "elsewhere")
    (folder / "issue.txt").write_text(evening())
    with pytest.raises(SourceError, match=r"could not be moved away: issue.txt \(is a link"):
        await looked(office, folder)
    assert names(tmp_path / "elsewhere") == set()


async def test_a_file_that_goes_away_before_it_is_read_is_skipped(office: Office, folder: Path) -> None:
    inbox = Inbox(folder, office.desk, quiet=QUIET)
    for day in (13, 14):
        (folder / f"{day}.txt").write_text(evening(day))
    await inbox.look()
    await asyncio.sleep(QUIET.total_seconds() * 1.5)
    seen = inbox._whole(list(inbox._seen))
    (folder / "13.txt").unlink()
    await inbox._take_all(seen, more=2)
    await inbox.close()
    assert await office.days() == ["2019-11-14"]
    assert office.told == []


async def test_a_file_the_system_does_not_let_us_read_is_set_aside_and_told(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "locked.txt").write_text(evening())
    really = os.open

    def refuse(path: str | Path, *rest: int) -> int:
        if str(path).endswith("locked.txt"):
            raise PermissionError(13, "Permission denied")  # root, who may run the tests, is never denied
        return really(path, *rest)

    monkeypatch.setattr("bot.intake.inbox_files.os.open", refuse)
    await looked(office, folder)
    assert office.told == ["inbox folder: locked.txt was refused: permission denied"]
    assert "locked.txt" in names(folder / "quarantine")


async def test_a_mail_saved_as_a_file_is_read_with_its_day(office: Office, folder: Path) -> None:
    (folder / "evening.eml").write_bytes(mail(evening(14)).replace(b"14 Nov 2019", b"14 Nov 2018"))
    await looked(office, folder)
    assert await office.days() == ["2018-11-14"]
    assert office.told == []


async def test_of_an_archive_each_issue_is_taken_and_the_rest_told_in_one_line(
    office: Office, folder: Path
) -> None:
    with zipfile.ZipFile(folder / "november.zip", "w") as archive:
        for day in range(10, 15):
            archive.writestr(f"../{day}.txt", evening(day))
        archive.writestr("letter.txt", "Dear all,\nno news today.\n")
    await looked(office, folder)
    assert len(await office.days()) == 5
    (told,) = office.told
    assert "november.zip was refused: 5 stored, 1 refused; november.zip/letter.txt: no items found" in told
    assert "november.zip" in names(folder / "quarantine")


async def test_a_doubtful_issue_is_held_and_told_with_its_number(office: Office, folder: Path) -> None:
    (folder / "issue.txt").write_text(evening().split("\n\n", 1)[1])  # no header: which edition?
    await looked(office, folder)
    (told,) = office.told
    assert "issue.txt was held: unknown issue" in told
    assert (
        "held as number 1 in quarantine: not clear whether this is a morning, evening or weekly issue" in told
    )
    assert "doubtful: not clear whether" in (folder / "quarantine" / "issue.txt.report.txt").read_text()


async def test_a_file_too_large_is_refused_unread(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    await looked(office, folder)
    (told,) = office.told
    assert "huge.txt was refused: too large" in told
    assert "huge.txt" in names(folder / "quarantine")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("issue.txt", "issue.txt"),
        ("晚报 11月14日.txt", "晚报_11月14日.txt"),
        ("two\nlines\x1b[31m.txt", "two_lines_31m.txt"),
        ("..", "issue"),
        ("-rf *.txt", "-rf_.txt"),
        ("x" * 300 + ".txt", "x" * 146 + ".txt"),
        ("快" * 85, "快" * 50),
        (os.fsdecode(b"\xff\xfe.txt"), "txt"),
    ],
)
def test_names_of_ours_are_plain_and_short(name: str, kept: str) -> None:
    assert safe_name(name) == kept


async def test_a_name_with_a_newline_is_read_and_shown_in_one_line(office: Office, folder: Path) -> None:
    (folder / "two\nlines.txt").write_text("no issue")
    await looked(office, folder)
    (told,) = office.told
    assert told.startswith("inbox folder: two lines.txt was refused")
    assert "two_lines.txt" in names(folder / "quarantine")


@pytest.mark.trial
async def test_killed_after_storing_and_before_moving_it_is_moved_by_the_next_look(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    (folder / "issue.txt").write_text(evening())
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.intake.killed", str(tmp_path), str(folder), cwd=ROOT
    )
    assert await process.wait() == -signal.SIGKILL
    assert names(folder) == {"issue.txt", "done"}
    assert await office.days() == ["2019-11-14"]
    await looked(office, folder)
    assert await office.days() == ["2019-11-14"]
    assert names(folder / "done") == {"issue.txt", "issue.txt.report.txt"}
    assert "2 items, unchanged" in (folder / "done" / "issue.txt.report.txt").read_text()


async def test_a_folder_that_cannot_be_had_is_told(office: Office, tmp_path: Path) -> None:
    (tmp_path / "inbox").write_text("a file is in the way")
    await office.keeper.look(inbox := Inbox(tmp_path / "inbox", office.desk))
    await inbox.close()
    (told,) = office.told
    assert "File exists" in told


async def test_what_comes_into_the_folder_without_a_year_is_news_of_now(office: Office, folder: Path) -> None:
    old = (ROOT / "seeds" / "2020-05-21-morning.txt").read_text("utf-8")
    (folder / "issue.txt").write_text(re.sub(r"20[12]\d", "the year", old), "utf-8")
    office.clock.move_to(datetime(2026, 5, 21, 1, tzinfo=UTC))
    await looked(office, folder)
    assert await office.days() == ["2026-05-21"]
