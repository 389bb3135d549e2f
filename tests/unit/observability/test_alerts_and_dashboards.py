"""Rules, dashboards and the runbook speak of measures that the program has."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

import b2b.api_integration.app
import b2b.api_portal.app
import b2b.infrastructure.messaging.erp
import b2b.infrastructure.messaging.scheduler
import b2b.infrastructure.messaging.worker
import b2b.infrastructure.observability.logging  # noqa: F401 what a process imports is what it exports
from b2b.infrastructure.observability.reading import Readings
from scripts.dashboards import files

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "deploy" / "observability"
TESTS = sorted(FOLDER.glob("*.test.yml"))
# Prometheus's own, and what it adds to every sample.
OWN_METRICS: Final = {"up": set[str](), "ALERTS": {"alertname", "alertstate"}}
OWN_LABELS: Final = {"job", "instance"}
ALERTS_MIN: Final = 40
BOUNDED: Final = {
    *("app", "route", "method", "status"),
    *("actor", "queue", "name", "outcome", "work", "step"),
    *("resource", "action", "type", "repeated", "currency", "reason"),
    *("cache", "error", "state", "found", "le"),
}

METRIC = re.compile(r"(?<![\w:$\"])(b2b[\w:]+|up|ALERTS)\b(\{[^}]*\})?")
LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")


class Rule(msgspec.Struct):
    expr: str
    alert: str | None = None
    record: str | None = None
    labels: dict[str, str] = {}
    annotations: dict[str, str] = {}


class Group(msgspec.Struct):
    name: str
    rules: list[Rule]


class Rules(msgspec.Struct):
    groups: list[Group]


RULES = [
    rule
    for group in msgspec.yaml.decode((FOLDER / "alerts.yml").read_text(), type=Rules).groups
    for rule in group.rules
]
ALERTS = {rule.alert: rule for rule in RULES if rule.alert}


def exported() -> dict[str, set[str]]:
    """Names of samples with their labels, of every process together."""
    found = dict(OWN_METRICS)
    for collector in REGISTRY._collector_to_names:
        if isinstance(collector, MetricWrapperBase):
            labels = set(collector._labelnames)
            for suffix in {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}.get(
                str(collector._type), ("",)
            ):
                found[collector._name + suffix] = labels | ({"le"} if suffix == "_bucket" else set())
        elif isinstance(collector, Readings):
            for measure in collector._measures:
                found[measure.name + ("_total" if measure.counts else "")] = set(measure.labels)
    found |= {rule.record: {"app", "route"} for rule in RULES if rule.record}
    return found


KNOWN = exported()


def faults(query: str) -> Iterator[str]:
    """What a query asks for and nobody says."""
    for name, selector in METRIC.findall(query):
        if name not in KNOWN:
            yield name
        else:
            unknown = set(LABEL.findall(re.sub(r'"[^"]*"', "", selector))) - KNOWN[name] - OWN_LABELS
            yield from (f"{name}{{{label}}}" for label in unknown)


def queries() -> Iterator[tuple[str, str]]:
    for rule in RULES:
        yield rule.alert or rule.record or "", rule.expr
    for path, content in files().items():
        for panel in json.loads(content)["panels"]:
            for target in panel["targets"]:
                yield f"{path.name}: {panel['title']}", target["expr"]


def test_the_measures_are_walked() -> None:
    assert KNOWN["b2b_http_request_seconds_bucket"] == {"app", "route", "method", "status", "le"}
    assert KNOWN["b2b_queue_messages"] == {"queue"}
    assert list(faults('rate(b2b_outbox_rows{tenant="x"}[5m]) + b2b_nothing')) == [
        "b2b_outbox_rows{tenant}",
        "b2b_nothing",
    ]


def test_labels_are_of_few_values_and_name_nobody() -> None:
    """A tenant, dealer, user, key or endpoint would be a series each."""
    labels = set().union(*KNOWN.values()) - {"alertname", "alertstate"}

    assert labels <= BOUNDED


def test_rules_and_dashboards_ask_for_measures_that_there_are() -> None:
    wrong = {where: found for where, query in queries() if (found := list(faults(query)))}

    assert wrong == {}


def test_there_are_enough_alerts_each_named_once() -> None:
    names = [rule.alert for rule in RULES if rule.alert]

    assert len(names) >= ALERTS_MIN
    assert len(names) == len(set(names))


@pytest.mark.parametrize("alert", ALERTS.values(), ids=ALERTS)
def test_an_alert_says_how_urgent_it_is_and_where_to_read_on(alert: Rule) -> None:
    assert alert.labels["severity"] in {"page", "warning", "info"}
    assert alert.annotations["summary"]
    assert alert.annotations["runbook"] == f"docs/runbook.md#{str(alert.alert).lower()}"


def test_the_runbook_has_a_section_for_each_alert_and_no_other() -> None:
    text = (ROOT / "docs" / "runbook.md").read_text()
    sections = dict(re.findall(r"^### (\w+)\n\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL))

    assert set(sections) == set(ALERTS)
    for name, section in sections.items():
        assert section.startswith(f"*{ALERTS[name].labels['severity']}.* "), name
        assert "\n- Look at: " in section, name
        assert "\n- Do: " in section, name


def test_every_alert_is_tested_as_it_fires_and_as_it_stays_quiet() -> None:
    cases: list[Any] = [
        case["name"] for path in TESTS for case in msgspec.yaml.decode(path.read_text())["tests"]
    ]

    assert sorted(cases) == sorted(f"{name} {how}" for name in ALERTS for how in ("fires", "stays quiet"))


def test_thresholds_are_those_that_were_promised() -> None:
    assert ALERTS["ErrorRateHigh"].expr.endswith("> 0.01")
    assert ALERTS["ErrorRateCritical"].expr.endswith("> 0.05")
    assert ALERTS["ResponsesSlow"].expr.endswith("> 0.5")
    assert ALERTS["ResponsesVerySlow"].expr.endswith("> 2")
    assert {ALERTS[name].labels["severity"] for name in ("ErrorRateHigh", "ResponsesSlow")} == {"warning"}
    assert {ALERTS[name].labels["severity"] for name in ("ErrorRateCritical", "ResponsesVerySlow")} == {
        "page"
    }


def test_the_dashboards_are_current() -> None:
    for path, content in files().items():
        assert path.read_text() == content, "Run scripts/dashboards.py and commit."


def test_what_prometheus_is_told_is_there() -> None:
    config = msgspec.yaml.decode((FOLDER / "prometheus.yml").read_text())

    jobs = {job["job_name"] for job in config["scrape_configs"]}
    assert jobs == {"b2b-portal", "b2b-integration", "b2b-worker", "b2b-scheduler", "b2b-logo"}
    assert [FOLDER / name for name in config["rule_files"]] == [FOLDER / "alerts.yml"]
    msgspec.yaml.decode((FOLDER / "alertmanager.yml").read_text())


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(
    shutil.which("promtool") is None, reason="promtool is missing: apt-get install prometheus"
)
def test_prometheus_itself_agrees() -> None:
    checks = (["check", "rules", "alerts.yml"], ["check", "config", "prometheus.yml"])
    for arguments in (*checks, ["test", "rules", *(path.name for path in TESTS)]):
        done = subprocess.run(
            ["promtool", *arguments], cwd=FOLDER, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
