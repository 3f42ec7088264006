"""`kuaixun check`: one JSON object an issue, or a page for a person; what cannot be read is said and the rest shown."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.cli.command import EVENING, MORNING, SEEDS, kuaixun, objects

ITEM_KEYS = [
    *(
        "number",
        "section",
        "section_key",
        "title",
        "body",
        "source",
        "source_key",
        "comment",
        "links",
        "companies",
    ),
]
ISSUE_KEYS = [
    *("path", "newsletter", "edition", "date", "end_date", "date_basis", "year_certain", "language"),
    *("headlines", "sections", "items", "warnings"),
]


def test_json_is_one_object_a_line_with_the_promised_fields() -> None:
    done = kuaixun("check", "--json", EVENING, MORNING)
    assert (done.returncode, done.stderr) == (0, "")
    evening, morning = objects(done.stdout)
    assert list(evening) == ISSUE_KEYS
    assert all(list(item) == ITEM_KEYS for item in evening["items"])
    assert [evening["edition"], evening["date"]] == ["evening", "2019-11-14"]
    assert [morning["edition"], morning["date"]] == ["morning", "2020-05-21"]
    assert evening["path"] == str(EVENING)
    assert [item["number"] for item in evening["items"]] == list(range(1, 11))
    named = [company for item in evening["items"] for company in item["companies"]]
    assert all(list(company) == ["slug", "name", "alias", "where"] for company in named)
    assert {"Alibaba", "Taobao"} <= {company["name"] for company in named}


def test_a_headline_without_an_item_is_marked(tmp_path: Path) -> None:
    text = EVENING.read_text("utf-8")
    headline = objects(kuaixun("check", "--json", EVENING).stdout)[0]["headlines"][0]
    (tmp_path / "other.txt").write_text(text.replace(headline, "A zeppelin lands at the port", 1), "utf-8")
    assert "(no item)" not in kuaixun("check", EVENING).stdout
    assert "A zeppelin lands at the port  (no item)" in kuaixun("check", tmp_path / "other.txt").stdout


def test_chinese_stays_readable_in_json() -> None:
    assert "支付宝" in kuaixun("check", "--json", MORNING).stdout


def test_two_issues_in_one_file_are_two_lines(tmp_path: Path) -> None:
    (tmp_path / "two.txt").write_bytes(EVENING.read_bytes() + b"\n" + MORNING.read_bytes())
    found = objects(kuaixun("check", "--json", tmp_path / "two.txt").stdout)
    assert [(it["date"], len(it["items"])) for it in found] == [("2019-11-14", 10), ("2020-05-21", 10)]


def test_a_file_that_cannot_be_read_is_told_and_the_others_still_shown(tmp_path: Path) -> None:
    done = kuaixun("check", "--json", tmp_path / "gone.txt", EVENING)
    assert done.returncode == 1
    assert done.stderr == f"kuaixun: {tmp_path / 'gone.txt'}: no such file or directory\n"
    assert [it["date"] for it in objects(done.stdout)] == ["2019-11-14"]


NO_ISSUES = {
    "empty": (b"", "empty"),
    "space": (b" \r\n\t \n", "empty"),
    "pdf": (b"%PDF-1.7\n1. Title\nText.\n", "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
    "zip": (b"PK\x03\x04" + bytes(100), "zip"),
    "noise": (bytes(range(256)) * 20, "binary"),
    "footer": (b"Click to register for the club.\n", "no items found"),
}


def test_what_is_no_issue_is_refused_in_one_line_each(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.txt" for name in NO_ISSUES]
    for path in paths:
        path.write_bytes(NO_ISSUES[path.stem][0])
    done = kuaixun("check", "--json", *paths)
    assert (done.returncode, done.stdout) == (1, "")
    for path, line in zip(paths, done.stderr.splitlines(), strict=True):
        assert re.fullmatch(rf"kuaixun: {path}: .*{NO_ISSUES[path.stem][1]}.*", line)


def test_the_day_of_arrival_and_the_encoding_can_be_given(tmp_path: Path) -> None:
    text = "晚报：京东开店；包裹增多；淘宝涨价……\n\n1、京东开店\n京东今天在武汉开了一家店。（电商报）\n"
    (tmp_path / "gbk.txt").write_bytes(text.encode("gb18030"))
    (found,) = objects(
        kuaixun(
            "check", "--json", "--received", "2022-05-04", "--encoding", "gb18030", tmp_path / "gbk.txt"
        ).stdout
    )
    assert [found["date"], found["date_basis"], found["year_certain"]] == ["2022-05-04", "received", False]
    assert found["items"][0]["title"] == "京东开店"


def test_standard_input_is_a_dash() -> None:
    done = kuaixun("check", "--json", "-", stdin=EVENING.read_bytes())
    assert [it["path"] for it in objects(done.stdout)] == ["-"]


def test_a_person_sees_when_what_and_from_where() -> None:
    page = kuaixun("check", SEEDS / "2017-04-24-weekly.txt").stdout
    assert "24 April – 28 April 2017, weekly" in page
    assert "20 items, 5 headlines" in page
    assert "Beijing News" in page
    assert "\x1b" not in page  # no colour where no terminal is


def test_without_a_year_nothing_is_of_a_day_to_come(tmp_path: Path) -> None:
    """The same bound as for `ingest`, which does not take today for the day of what has no date at all."""
    for month in range(1, 13):
        text = f"{date(2019, month, 28):%B %d}, evening news:\n1. Title\nIts text.\n2. Other\nMore text."
        (tmp_path / f"{month:02}.txt").write_text(text)
    found = [each["date"] for each in objects(kuaixun("check", "--json", tmp_path).stdout)]
    assert [day[5:] for day in found] == [f"{month:02}-28" for month in range(1, 13)]
    assert max(found) <= f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"
