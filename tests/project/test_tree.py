"""The house keeps its plan: what stands at the top, how long a file may be, what no file may say."""

import re

import pytest

from tests.project.tree import ROOT, files, texts

TOP_LEVEL = {
    *("README.md", "pyproject.toml", ".env.example", "bot", "storage", "seeds", "tests"),
    *("Makefile", "LICENSE", "CHANGELOG.md", "docs", ".ci", ".gitignore", ".editorconfig"),
    *("requirements.lock", "requirements-dev.lock"),
    *("Dockerfile", "compose.yaml", ".dockerignore"),
}
LONGEST = 450  # lines: one subject a file


def test_the_top_level_is_the_plan() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in files()} == TOP_LEVEL


def test_no_source_file_is_too_long() -> None:
    lengths = {name: text.count("\n") for name, text in texts() if name.endswith(".py")}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("the host of a package registry", r"://[\w.-]*(pypi|pythonhosted|npmjs|registry|debian)[\w.-]*"),
        ("a path of one machine", r"(?<![\w.])/(work|root|Users)/\w"),
        ("a folder outside the project", r"\.\./shared"),
        ("an editor's leftover", r"(?m)^(<{7}|>{7}) "),
    ],
)
def test_no_file_names(what: str, pattern: str) -> None:
    found = {name: hit[0] for name, text in texts() if (hit := re.search(pattern, text))}
    own = "tests/project/test_tree.py"  # holds the patterns themselves
    assert {name: hit for name, hit in found.items() if name != own} == {}, what
