"""The container and the systemd units ask for what the bot needs, and for no right it does not need.

Read as text: whether an image builds and runs is not tried here, because that needs an engine.
"""

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.settings import PREFIX, Settings
from tests.project.tree import ROOT

DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
COMMANDS = set(getattr(get_command(app), "commands", {}))


def outline(text: str) -> dict[str, list[str]]:
    """Plain YAML (mappings and lists of words, indented by two) as its values by their dotted path."""
    found: dict[str, list[str]] = defaultdict(list)
    path: list[str] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        depth = (len(line) - len(line.lstrip())) // 2
        key, _, value = line.strip().partition(": ")
        if key.startswith("- "):
            found[".".join(path[:depth])].append(line.strip()[2:])
            continue
        path = [*path[:depth], key.rstrip(":")]
        found[".".join(path)] += [value.strip('"')] if value else []
    return dict(found)


def instructions(text: str) -> list[tuple[str, str]]:
    """A Dockerfile's instructions in order, continued lines joined."""
    joined = re.sub(r"\\\n\s*", "", "\n".join(x for x in text.splitlines() if not x.startswith("#")))
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def unit(path: Path) -> dict[str, list[str]]:
    """A unit's settings, each with every value it is given."""
    found: dict[str, list[str]] = defaultdict(list)
    joined = re.sub(r"\\\n\s*", "", path.read_text("utf-8"))
    for line in joined.splitlines():
        if line and line[0] not in "#[":
            name, _, value = line.partition("=")
            found[name].append(value)
    return found


COMPOSE = outline((ROOT / "compose.yaml").read_text("utf-8"))
DOCKERFILE = instructions((ROOT / "Dockerfile").read_text("utf-8"))


def of(name: str) -> list[str]:
    return [rest for each, rest in DOCKERFILE if each == name]


def test_the_image_runs_as_a_user_without_rights() -> None:
    user = of("USER")[-1]
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    last = max(at for at, (name, _) in enumerate(DOCKERFILE) if name in ("RUN", "COPY"))
    assert last < DOCKERFILE.index(("USER", user))  # so nothing of the program is its own
    assert all("slim" in base for base in of("FROM"))


def test_the_image_holds_what_the_lock_names_and_nothing_else() -> None:
    installs = [each for each in of("RUN") if "pip install" in each]
    assert "-r requirements.lock" in installs[0]
    for each in installs:  # by hashes, or only what is copied here
        assert "--require-hashes" in each or "--no-index --no-deps" in each
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split("\n")
    assert "*" in ignored  # all is left out but
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    taken = {name for words in of("COPY") if not words.startswith("--") for name in words.split()[:-1]}
    assert taken == let_in
    assert all((ROOT / each).exists() for each in taken)


def dry(target: str, folder: Path) -> str:
    """What make would do there for `target`, on a machine where nothing is installed yet."""
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    command = ["make", "--dry-run", target]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=30, check=True).stdout


@pytest.mark.parametrize("target", ["install", "run", "demo"])
def test_an_operator_installs_what_the_image_holds(target: str, tmp_path: Path) -> None:
    steps = [line for line in dry(target, tmp_path).splitlines() if "pip install" in line]
    locked = [line for line in steps if "--require-hashes --only-binary :all:" in line]
    assert [line.rpartition("-r ")[2] for line in locked] == ["requirements.lock", "/dev/stdin"]
    (picked,) = re.findall(r"sed -n '(.*?)'", locked[1])
    assert f"sed -n '{picked}' requirements-dev.lock" in of("RUN")[1]
    assert [line for line in steps if line not in locked and "--no-deps" not in line] == []
    assert "-r requirements-dev.lock" in dry("setup", tmp_path)


def test_the_image_says_whether_it_is_well_by_a_command_of_ours() -> None:
    (health,) = of("HEALTHCHECK")
    assert re.search(r'CMD \["kuaixun", "doctor", "--running"\]', health)
    assert of("ENTRYPOINT") == ['["kuaixun"]']
    assert of("CMD") == ['["run"]']


def test_the_container_can_write_to_its_volume_only() -> None:
    bot = {name[13:]: values for name, values in COMPOSE.items() if name.startswith("services.bot.")}
    assert bot["read_only"] == ["true"]
    assert bot["cap_drop"] == ["ALL"]
    assert bot["security_opt"] == ["no-new-privileges:true"]
    assert [each.partition(":")[0] for each in bot["tmpfs"]] == ["/tmp"]  # noqa: S108 - in the container
    assert bot["volumes"] == ["data:/data"]
    assert not {"privileged", "ports", "cap_add", "network_mode", "user"} & set(bot)
    assert bot["environment.KUAIXUN_DATABASE"] == ["/data/kuaixun.db"]
    assert of("VOLUME") == ["/data"]


def test_the_bot_gets_the_time_it_needs_to_stop() -> None:
    assert int(COMPOSE["services.bot.stop_grace_period"][0].rstrip("s")) > 10
    assert int(unit(DEPLOY / "kuaixun.service")["TimeoutStopSec"][0]) > 10


def test_every_setting_named_is_one() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    named = set()
    for path in (ROOT / "Dockerfile", ROOT / "compose.yaml", *DEPLOY.iterdir()):
        named |= set(re.findall(r"KUAIXUN_[A-Z_]+", path.read_text("utf-8")))
    assert named <= known
    assert "KUAIXUN_DATABASE" in named


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_runs_a_command_there_is_without_rights(path: Path) -> None:
    given = unit(path)
    (command,) = re.findall(r"/bin/kuaixun ([a-z]+)", given["ExecStart"][0])
    assert command in COMMANDS
    for name in ("DynamicUser", "NoNewPrivileges", "PrivateTmp", "PrivateDevices", "MemoryDenyWriteExecute"):
        assert given[name] == ["yes"], name
    assert given["ProtectSystem"] == ["strict"]
    assert given["CapabilityBoundingSet"] == [""]
    assert given["StateDirectory"] == ["kuaixun"]


def test_a_command_by_hand_runs_as_the_unit_does(tmp_path: Path) -> None:
    (tmp_path / "systemd-run").write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n", "utf-8")
    (tmp_path / "systemd-run").chmod(0o755)
    done = subprocess.run(
        [DEPLOY / "kuaixun-as", "ingest", "two words.txt", "-"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    words = done.stdout.splitlines()
    assert words[-4:] == ["kuaixun", "ingest", "two words.txt", "-"]
    given = unit(DEPLOY / "kuaixun.service")
    for name, value in (words[at + 1].split("=", 1) for at, word in enumerate(words) if word == "-p"):
        assert given[name] == [value], name
    assert {"--pipe", "--wait", "--collect", "DynamicUser=yes", "User=kuaixun"} <= set(words)
    (ours,) = re.findall(r"\S*/bin/kuaixun(?= )", done.stdout)
    assert f"{ours} run" in given["ExecStart"][0]
    for name, value in re.findall(r"(KUAIXUN_(?:DATABASE|METRICS_PORT))=(\S+)", done.stdout):
        assert f"{name}={value}" in given["ExecStart"][0]


ANALYZE = shutil.which("systemd-analyze")


@pytest.mark.skipif(not ANALYZE, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_systemd_thinks_a_unit_well_hardened(path: Path) -> None:
    done = subprocess.run(
        [str(ANALYZE), "security", "--offline=true", "--threshold=20", path],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 0, done.stdout + done.stderr
