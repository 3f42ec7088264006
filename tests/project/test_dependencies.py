"""What is installed is what was pinned: by hash, from no named address, within pyproject.toml's bounds."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
DEVELOPMENT = [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]]
LOCKS = {
    "requirements.lock": RUNTIME,
    "requirements-dev.lock": [*RUNTIME, *DEVELOPMENT],
    "tests/sandbox/aiogram.lock": [Requirement("aiogram>=3")],
}


def pins(lock: str) -> dict[str, str]:
    """Name → the pinned requirement with its hashes, on one line."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {canonicalize_name(Requirement(line.split("--hash")[0]).name): line for line in lines}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    assert re.findall(r"https?:|file:|index-url|find-links", (ROOT / lock).read_text("utf-8")) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_one_version_and_a_hash(lock: str) -> None:
    loose = [line for line in pins(lock).values() if "==" not in line or "--hash=sha256:" not in line]
    assert loose == []


@pytest.mark.parametrize(("lock", "wanted"), LOCKS.items())
def test_a_lock_is_in_step_with_pyproject(lock: str, wanted: list[Requirement]) -> None:
    pinned = pins(lock)
    for requirement in wanted:
        line = pinned.get(canonicalize_name(requirement.name))
        assert line is not None, f"{requirement.name} is not in {lock}: make lock"
        (version,) = Requirement(line.split("--hash")[0]).specifier
        assert requirement.specifier.contains(version.version), f"{line.split()[0]} is not {requirement}"


@pytest.mark.parametrize("requirement", [*RUNTIME, *DEVELOPMENT], ids=lambda it: it.name)
def test_a_direct_dependency_has_a_bound(requirement: Requirement) -> None:
    assert len(requirement.specifier) > 0
