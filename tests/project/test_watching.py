"""The sample alerts and the sample dashboard ask for figures that the bot shows, by the names and labels it uses."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from typer.main import get_command

from bot.cli import app
from bot.metrics.figures import LOOKUP_KINDS, SEND_RESULTS, UPDATE_KINDS, WEBHOOK_RESULTS, Figures
from bot.metrics.pulse import Part
from bot.metrics.survey import STATES
from storage.records import Edition
from tests.project.promql import Family, mistakes
from tests.project.test_deploy import outline
from tests.project.tree import ROOT

DEPLOY = ROOT / "docs" / "deploy"
PAGE = (ROOT / "docs" / "watching.md").read_text("utf-8")
DASHBOARD: dict[str, Any] = json.loads((DEPLOY / "kuaixun-dashboard.json").read_text("utf-8"))
VALUES: dict[str, dict[str, tuple[str, ...]]] = {
    "kuaixun_sends": {"result": SEND_RESULTS},
    "kuaixun_lookups": {"kind": LOOKUP_KINDS},
    "kuaixun_webhook_requests": {"result": WEBHOOK_RESULTS},
    "kuaixun_update_seconds": {"kind": UPDATE_KINDS},
    "kuaixun_api_call_seconds": {"result": ("ok", "flood", "refused", "broken", "lost", "unreachable")},
    "kuaixun_outbox_deliveries": {"state": STATES},
    "kuaixun_heartbeat_age_seconds": {"part": tuple(Part)},
}
_SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "info": ("_info",)}


@cache
def shown() -> dict[str, Family]:
    """Every sample name the bot can show, with its labels and their values as far as those are few."""
    found = {}
    registry = Figures().registry
    for collector in list(registry._collector_to_names):
        labels = frozenset(getattr(collector, "_labelnames", ()))
        for metric in collector.collect():
            values = VALUES.get(metric.name) or ({"edition": tuple(Edition)} if "edition" in labels else {})
            known = {label: frozenset(str(one) for one in each) for label, each in values.items()}
            for suffix in _SUFFIXES.get(metric.type, ("",)):
                more = {"le"} if suffix == "_bucket" else set()
                found[metric.name + suffix] = Family(labels | more, known)
    return found


def rules() -> dict[str, dict[str, str]]:
    """Alert → its values by key, read as the plain YAML the file keeps to."""
    found: dict[str, dict[str, str]] = {}
    text = (DEPLOY / "kuaixun-alerts.yml").read_text("utf-8")
    for block in text.split("      - alert: ")[1:]:
        name, _, rest = block.partition("\n")
        pairs = (line.strip().partition(": ") for line in rest.splitlines() if not line.strip().endswith(":"))
        found[name] = {key: value for key, _, value in pairs}
    return found


RULES = rules()


def asked() -> Iterator[tuple[str, str]]:
    """Every expression, by where it stands."""
    for name, rule in RULES.items():
        yield name, rule["expr"]
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            yield f"{panel['title']} {target['refId']}", target["expr"].replace("$__rate_interval", "5m")


@pytest.mark.parametrize(("where", "expression"), list(asked()))
def test_what_is_asked_for_is_shown(where: str, expression: str) -> None:
    assert list(mistakes(expression, shown())) == [], where


@pytest.mark.parametrize(
    ("expression", "mistake"),
    [
        ("kuaixun_nothing > 1", "no metric kuaixun_nothing"),
        ("rate(kuaixun_sends_total)", "a rate without a range"),
        ('kuaixun_sends_total{results="sent"}', "kuaixun_sends_total has no label results"),
        ('kuaixun_sends_total{result=~"sent|gone"}', "kuaixun_sends_total has no result sent|gone"),
        ("sum by (kind) (rate(kuaixun_sends_total[5m]))", "no metric here has the label kind"),
        ("sun(kuaixun_slots_due)", "no function sun"),
        ("sum(kuaixun_slots_due", "( and ) do not pair"),
        ("kuaixun_update_seconds > 1", "no metric kuaixun_update_seconds"),
    ],
)
def test_the_check_finds_what_is_wrong(expression: str, mistake: str) -> None:
    assert mistake in list(mistakes(expression, shown()))


@pytest.mark.parametrize("name", RULES)
def test_an_alert_says_what_is_wrong_how_bad_it_is_and_what_to_do(name: str) -> None:
    rule = RULES[name]
    assert re.fullmatch(r"\d+[mh]", rule["for"])
    assert rule["severity"] in ("critical", "warning", "info")
    assert len(rule["summary"]) > 20
    assert len(rule["action"]) > 40
    commands = set(getattr(get_command(app), "commands", {}))
    assert (
        set(re.findall(r"\bkuaixun ([a-z]+) (?:shows|says|FILE|looks|on the|and)", rule["action"]))
        <= commands
    )


def test_the_alerts_cover_what_can_go_wrong() -> None:
    text = " ".join(rule["expr"] for rule in RULES.values())
    for figure in (
        "slots_late",
        "last_issue_age",
        "outbox_oldest",
        "sends_total",
        "quarantine",
        "backup_age",
    ):
        assert figure in text
    assert "up{" in text


def test_the_rules_are_plain_yaml() -> None:
    """What a plain value must not hold, it does not: then every reader of YAML reads what is meant."""
    for line in (DEPLOY / "kuaixun-alerts.yml").read_text("utf-8").splitlines():
        value = line.strip().removeprefix("- ").partition(": ")[2]
        if value and not line.lstrip().startswith("#"):
            quoted = value[0] == value[-1] == "'" and "'" not in value[1:-1]
            assert quoted or not re.match(r"[\[\]{}'\"&*!|>%@`#,?:-]", value), line
            assert quoted or not re.search(r":(\s|$)|\s#", value), line


def test_prometheus_asks_where_the_samples_show_the_figures() -> None:
    scraped = outline((DEPLOY / "prometheus.yml").read_text("utf-8"))
    assert any("127.0.0.1:9464" in values for values in scraped.values())
    assert "KUAIXUN_METRICS_PORT=9464" in (DEPLOY / "kuaixun.service").read_text("utf-8")
    assert 'KUAIXUN_METRICS_PORT: "9464"' in (ROOT / "compose.yaml").read_text("utf-8")
    assert any("kuaixun-alerts.yml" in values for values in scraped.values())


def test_the_dashboard_has_no_two_panels_in_one_place() -> None:
    seen: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert max(x for x, _ in cells) < 24
        assert not cells & seen, panel["title"]
        seen |= cells
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_every_figure_is_on_the_dashboard_or_in_an_alert_and_in_the_manual() -> None:
    text = " ".join(expression for _, expression in asked())
    ours = {
        re.sub(r"_(total|bucket|count|sum|info)$", "", name) for name in shown() if name.startswith("kuaixun")
    }
    assert {name for name in ours if name not in text} <= {
        "kuaixun_build",
        "kuaixun_quarantine_oldest_seconds",
    }
    assert {name for name in ours if name not in PAGE} == set()
