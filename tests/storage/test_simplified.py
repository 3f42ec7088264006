"""A text is handed to OpenCC only when something in it may change."""

import subprocess
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.simplified import _converted, let_go, simplified

_TABLES = Path(opencc.__file__).parent / "clib"
_DUMP = _TABLES / "bin/opencc_dict"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("淘宝網購", "淘宝网购"),
        ("覆盖全国", "覆盖全国"),
        ("答覆", "答复"),
        ("沈阳", "沈阳"),
        ("深沈", "深沉"),
        ("\uf914购", "乐购"),
        ("JD 京东，一。", "JD 京东，一。"),
        ("網\ud800", "网?"),
        ("网\ud800", "网?"),
        ("", ""),
    ],
)
def test_in_either_script_a_text_is_the_same(text: str, expected: str) -> None:
    assert simplified(text) == expected


def test_no_character_that_changes_is_passed_over() -> None:
    every = [chr(code) for code in range(0x80, 0x110000) if not 0xD800 <= code <= 0xDFFF]
    assert [simplified(one) for one in every] == _converted("\n".join(every)).split("\n")


@pytest.mark.skipif(not _DUMP.exists(), reason="OpenCC came without its tools on this system")
def test_no_word_that_changes_is_passed_over(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    table = _TABLES / "share/opencc/TSPhrases.ocd2"
    subprocess.run([_DUMP, "-i", table, "-o", words, "-f", "ocd2", "-t", "text"], check=True)
    for line in words.read_text("utf-8").splitlines():
        word = line.split("\t")[0]
        assert simplified(word) == _converted(word)


@given(st.text(st.sampled_from("覆盖答盖沈阳深借口藉瞭解了一目然網购購A，\u3400𠀀が")))
def test_any_text_becomes_what_opencc_makes_of_it(text: str) -> None:
    assert simplified(text) == _converted(text)


def test_what_was_let_go_is_back_when_it_is_needed() -> None:
    let_go()
    assert simplified("淘寶") == "淘宝"
