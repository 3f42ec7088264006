"""The five sample issues, read whole: kept as golden files beside this test.

After a change that is meant to read differently: `python -m tests.reader.test_samples` writes them anew; look at
the difference before committing it.
"""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.reader import read
from storage.records import Issue

SEEDS = Path(__file__).parents[2] / "seeds"
GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in SEEDS.glob("*.txt"))


def reading(name: str) -> dict[str, Any]:
    issues = read((SEEDS / f"{name}.txt").read_bytes(), received=date(2026, 1, 1)).issues
    assert len(issues) == 1
    made: dict[str, Any] = json.loads(json.dumps(asdict(issues[0]), default=str))
    return made


def issue(name: str) -> Issue:
    return read((SEEDS / f"{name}.txt").read_bytes(), received=date(2026, 1, 1)).issues[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_read_as_its_golden_file_says(name: str) -> None:
    assert reading(name) == json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_the_file_name_tells_what_the_reader_finds(name: str) -> None:
    found = issue(name)
    assert found.date is not None
    assert f"{found.date}-{found.edition}" == name
    assert found.year_certain
    assert [item.number for item in found.items] == list(range(1, len(found.items) + 1))
    assert len(found.items) == (20 if name.endswith("weekly") else 10)
    assert all(item.source for item in found.items)


def test_promotions_are_in_no_item() -> None:
    for name in NAMES:
        for item in issue(name).items:
            text = " ".join([item.title, *item.body, item.comment or ""])
            assert "Click to register" not in text
            assert "Crown Club" not in text
            assert "Lao Gao provides" not in text


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for sample in NAMES:
        (GOLDEN / f"{sample}.json").write_text(
            json.dumps(reading(sample), ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
