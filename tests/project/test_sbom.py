"""`make sbom` lists every part that is locked, the same on every machine, and needs no network."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion

from tests.project.test_dependencies import PROJECT
from tests.project.tree import ROOT

pytestmark = pytest.mark.trial


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("sbom")
    texts = [written(folder / name) for name in ("one.json", "other/two.json")]
    assert texts[0] == texts[1]
    return texts[0]


def written(target: Path) -> str:
    command = [sys.executable, str(ROOT / ".ci" / "sbom.py"), str(target)]
    # A proxy that is not there: whoever asks the network fails.
    nowhere = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "PATH": ""}
    subprocess.run(command, cwd=target.parent if target.parent.exists() else "/", check=True, env=nowhere)
    return target.read_text("utf-8")


def test_it_is_valid_cyclonedx(made: str) -> None:
    from cyclonedx.validation.json import JsonStrictValidator  # a second's work, for this test alone

    bom = json.loads(made)
    assert bom["bomFormat"] == "CycloneDX"
    version = SchemaVersion.from_version(bom["specVersion"])
    assert JsonStrictValidator(version).validate_str(made) is None


def test_every_part_of_the_lock_is_in_it_once(made: str) -> None:
    bom = json.loads(made)
    listed = [f"{part['name']}=={part['version']}" for part in bom["components"]]
    locked = re.findall(r"^(\S+==[^\s;]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(locked)
    assert (bom["metadata"]["component"]["name"], bom["metadata"]["component"]["version"]) == (
        "kuaixun",
        PROJECT["project"]["version"],
    )
    (root, *_) = bom["dependencies"]
    assert len(root["dependsOn"]) == len(PROJECT["project"]["dependencies"])
    assert sum("licenses" in part for part in bom["components"]) > len(listed) // 2


def test_no_place_of_this_machine_and_no_package_index_is_named(made: str) -> None:
    assert str(ROOT) not in made
    assert re.findall(r"https?://(?!cyclonedx\.org)[^\"]*|file:[^\"]*", made) == []
    assert "timestamp" not in made
    assert "serialNumber" not in made


def test_make_makes_it() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^sbom:.*\n\t@\$\(RUN\) \.ci/sbom\.py dist/kuaixun-sbom\.json$", makefile, re.MULTILINE)
