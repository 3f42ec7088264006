"""docs/sandbox.md says what there is, and what it shows works as it stands there."""

import asyncio
import json
import re
import shutil
from pathlib import Path

import pytest

from bot.sandbox.control import control_routes
from bot.sandbox.plan import read_plan
from bot.sandbox.state import SandboxState

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text("utf-8")


def documented() -> set[tuple[str, str]]:
    """Method and path of each request in the table. What follows with its end alone belongs to the same chat or person."""
    found: set[tuple[str, str]] = set()
    for row in re.findall(r"^\| (`(?:GET|POST).*?) \|", PAGE, re.MULTILINE):
        method = path = ""
        for said in re.findall(r"`([^`]+)`", row):
            verb, _, place = said.rpartition(" ")
            if said.isupper():
                verb, place = said, path
            elif not verb:
                base = re.match(r"/\w+/\{\w+\}", path)
                assert base is not None, said
                verb, place = method, base[0] + said
            method, path = verb, place
            found.add((method, path))
    return found


def test_the_table_of_the_control_api_is_complete() -> None:
    there = {
        (method, re.sub(r":\w+}", "}", route.path))  # type: ignore[attr-defined]
        for route in control_routes(SandboxState())
        for method in route.methods - {"HEAD"}  # type: ignore[attr-defined]
    }
    assert documented() == there


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
async def test_what_is_typed_there_is_answered(url: str) -> None:
    (shown,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    script = shown.replace("http://127.0.0.1:8081", url).replace("curl -s", "curl -s -w '\\n' --noproxy '*'")
    shell = await asyncio.create_subprocess_exec("sh", "-ec", script, stdout=asyncio.subprocess.PIPE)
    output, _ = await shell.communicate()
    answers = [json.loads(line) for line in output.splitlines()]
    assert shell.returncode == 0
    assert len(answers) == shown.count("curl")
    refused = [
        each for each in answers if isinstance(each, dict) and ("error" in each or each.get("ok") is False)
    ]
    assert refused == []
    assert [each["data"] for each in answers if isinstance(each, dict) and "data" in each] == ["more"]


def test_the_plan_shown_there_is_one() -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert [rule.kind for rule in read_plan(json.loads(shown)).rules] == ["error", "reset"]
