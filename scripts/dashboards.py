"""Write Grafana's dashboards to deploy/observability/grafana/, or with --check say whether they are so."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent.parent / "deploy" / "observability" / "grafana"
WIDTH: Final = 24
PANEL: Final = (8, 7)
SOURCE: Final = {"type": "prometheus", "uid": "${source}"}

RATE = "rate({}[$__rate_interval])"


@dataclass(frozen=True)
class Panel:
    """A time series; `lines` are queries with their legends."""

    title: str
    lines: tuple[tuple[str, str], ...]
    unit: str = "short"


def rate(selector: str) -> str:
    return RATE.format(selector)


def quantile(share: float, metric: str, *labels: str, selector: str = "") -> str:
    by = ", ".join((*labels, "le"))
    return f"histogram_quantile({share}, sum by ({by}) ({rate(f'{metric}_bucket{selector}')}))"


def spread(title: str, metric: str, *labels: str, selector: str = "") -> Panel:
    """Median and tails of a duration."""
    legend = " ".join(f"{{{{{label}}}}}" for label in labels)
    lines = tuple(
        (quantile(share, metric, *labels, selector=selector), f"{legend} p{share * 100:g}".strip())
        for share in (0.5, 0.95, 0.99)
    )
    return Panel(title, lines, "s")


def one(title: str, query: str, legend: str = "", unit: str = "short") -> Panel:
    return Panel(title, ((query, legend),), unit)


HTTP: Final = "b2b_http_request_seconds"
API: Final = (
    one("Requests", f"sum by (app) ({rate(f'{HTTP}_count')})", "{{app}}", "reqps"),
    one(
        "Errors of ours",
        f'sum by (app) ({rate(f"""{HTTP}_count{{status=~"5.."}}""")})'
        f" / sum by (app) ({rate(f'{HTTP}_count')})",
        "{{app}}",
        "percentunit",
    ),
    one(
        "Refusals",
        f'sum by (app, status) ({rate(f"""{HTTP}_count{{status=~"4.."}}""")})',
        "{{app}} {{status}}",
        "reqps",
    ),
    spread("Time to answer", HTTP, "app"),
    one("Slowest routes (p95)", f"topk(10, {quantile(0.95, HTTP, 'route')})", "{{route}}", "s"),
    one("Busiest routes", f"topk(10, sum by (route) ({rate(f'{HTTP}_count')}))", "{{route}}", "reqps"),
    one("In flight", "sum by (app) (b2b_http_requests_in_flight)", "{{app}}"),
    spread("Event loop's lag", "b2b_event_loop_lag_seconds", "job"),
    one(
        "Cache hits",
        f'sum by (cache) ({rate("""b2b_cache_lookups_total{outcome="hit"}""")})'
        f" / sum by (cache) ({rate('b2b_cache_lookups_total')})",
        "{{cache}}",
        "percentunit",
    ),
)

DATABASE: Final = (
    spread("Statements", "b2b_database_statement_seconds", "job"),
    one("Slow statements", f"sum by (job) ({rate('b2b_database_slow_statements_total')})", "{{job}}", "ops"),
    one("Refused", f"sum by (error) ({rate('b2b_database_errors_total')})", "{{error}}", "ops"),
    Panel(
        "Pools",
        (
            ("sum by (job) (b2b_pool_connections_in_use)", "{{job}} in use"),
            ("sum by (job) (b2b_pool_connections_max)", "{{job}} size"),
        ),
    ),
    spread("Waits for a connection", "b2b_pool_wait_seconds", "job"),
    Panel(
        "Connections",
        (("b2b_postgres_connections", "{{state}}"), ("b2b_postgres_connections_max", "allowed")),
    ),
    one("Transactions", rate("b2b_postgres_transactions_total"), "{{outcome}}", "ops"),
    one("Blocks", rate("b2b_postgres_blocks_total"), "{{found}}", "ops"),
    Panel(
        "Locks and long transactions",
        (
            ("b2b_postgres_lock_waits", "statements that wait"),
            ("b2b_postgres_oldest_transaction_seconds", "oldest transaction (s)"),
            ("increase(b2b_postgres_deadlocks_total[5m])", "deadlocks"),
        ),
    ),
    one("Size", "b2b_postgres_database_bytes", "database", "bytes"),
    Panel("Rows", (("b2b_postgres_live_rows", "live"), ("b2b_postgres_dead_rows", "to be vacuumed"))),
    one("Temporary files", rate("b2b_postgres_temporary_bytes_total"), "written", "Bps"),
)

QUEUES: Final = (
    Panel("Outbox", (("b2b_outbox_rows", "events"), ("b2b_outbox_age_seconds", "oldest (s)"))),
    one("Deliveries", "b2b_webhook_deliveries", "{{state}}"),
    one("Oldest delivery that is due", "b2b_webhook_due_age_seconds", "age", "s"),
    one(
        "Webhook requests",
        f"sum by (status) ({rate('b2b_webhook_attempt_seconds_count')})",
        "{{status}}",
        "reqps",
    ),
    spread("Receivers' answers", "b2b_webhook_attempt_seconds"),
    Panel(
        "Endpoints",
        (("b2b_webhook_endpoints", "{{state}}"), ("b2b_webhook_circuits_open", "circuit open")),
    ),
    one("Messages in queues", "b2b_queue_messages", "{{queue}}"),
    one("Oldest message", "b2b_queue_age_seconds", "{{queue}}", "s"),
    one(
        "Actors",
        f"sum by (actor, outcome) ({rate('b2b_actor_seconds_count')})",
        "{{actor}} {{outcome}}",
        "ops",
    ),
    spread("Actors' time", "b2b_actor_seconds", "actor"),
    one("At work", "sum by (queue) (b2b_actors_running)", "{{queue}}"),
    one("Jobs", f"sum by (name, outcome) ({rate('b2b_job_runs_total')})", "{{name}} {{outcome}}", "ops"),
    one("Push jobs", "b2b_push_jobs", "{{state}}"),
    one(
        "ERP that we call",
        f"sum by (status) ({rate('b2b_erp_request_seconds_count')})",
        "{{status}}",
        "reqps",
    ),
)

ORDERS: Final = 'b2b_events_published_total{{type="{}",repeated="no"}}'
BUSINESS: Final = (
    Panel(
        "Orders an hour",
        tuple(
            (f"sum(increase({ORDERS.format(f'order.{word}')}[1h]))", word)
            for word in ("created", "approved", "rejected", "cancelled")
        ),
    ),
    one("Value of orders an hour", "sum by (currency) (increase(b2b_order_value_total[1h]))", "{{currency}}"),
    Panel(
        "Waiting",
        (
            ("b2b_approvals_waiting", "for agreement"),
            ("b2b_orders_unacknowledged", "for the ERP"),
            ("b2b_conflicts_open", "conflicts"),
        ),
    ),
    Panel(
        "Sign-ins an hour",
        tuple(
            (f'sum(increase(b2b_audited_actions_total{{action="user.{word}"}}[1h]))', word)
            for word in ("signed_in", "sign_in_failed", "locked")
        ),
    ),
    one(
        "Pushes an hour",
        "sum by (resource, status) (increase(b2b_pushes_total[1h]))",
        "{{resource}} {{status}}",
    ),
    one(
        "Pushed items an hour",
        "sum by (resource, outcome) (increase(b2b_push_items_total[1h]))",
        "{{resource}} {{outcome}}",
    ),
    one("Since the last push", "b2b_push_age_seconds", "{{resource}}", "s"),
    spread("Pushes' time", "b2b_push_seconds", "resource"),
    one(
        "Audited actions", "topk(10, sum by (action) (increase(b2b_audited_actions_total[1h])))", "{{action}}"
    ),
)

INFRASTRUCTURE: Final = (
    one("Answering", "min by (job) (up)", "{{job}}"),
    one("Processes", "sum by (job) (b2b_process_workers)", "{{job}}"),
    one(
        "Processor time", f"sum by (job) ({rate('b2b_process_cpu_seconds_total')})", "{{job}}", "percentunit"
    ),
    one("Memory", "sum by (job) (b2b_process_memory_bytes)", "{{job}}", "bytes"),
    one("Open files", "max by (job) (b2b_process_open_files)", "{{job}}"),
    one("Leading schedulers", "sum(b2b_scheduler_leads)", "leading"),
    Panel("Load", (("b2b_machine_load", "load"), ("b2b_machine_cores", "processors"))),
    Panel(
        "Memory of the machine",
        (("b2b_machine_memory_available_bytes", "free"), ("b2b_machine_memory_bytes", "all")),
        "bytes",
    ),
    Panel("Disk", (("b2b_disk_free_bytes", "free"), ("b2b_disk_bytes", "all")), "bytes"),
    one("Valkey's memory", "b2b_redis_memory_bytes", "used", "bytes"),
    one("Valkey's connections", "b2b_redis_clients", "clients"),
    one("Dropped keys", rate("b2b_redis_evicted_keys_total"), "keys", "ops"),
)

DASHBOARDS: Final = {
    "api": ("API", API),
    "database": ("Database", DATABASE),
    "queues": ("Queues and webhooks", QUEUES),
    "business": ("Business", BUSINESS),
    "infrastructure": ("Infrastructure", INFRASTRUCTURE),
}


def dashboard(uid: str, title: str, panels: tuple[Panel, ...]) -> dict[str, Any]:
    return {
        "uid": f"b2b-{uid}",
        "title": f"Dealer portal: {title}",
        "tags": ["b2b"],
        "schemaVersion": 39,
        "editable": True,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {
            "list": [{"name": "source", "type": "datasource", "query": "prometheus", "label": "Source"}]
        },
        "panels": [_panel(place, panel) for place, panel in enumerate(panels)],
    }


def _panel(place: int, panel: Panel) -> dict[str, Any]:
    width, height = PANEL
    in_a_row = WIDTH // width
    return {
        "id": place + 1,
        "type": "timeseries",
        "title": panel.title,
        "datasource": SOURCE,
        "gridPos": {
            "x": place % in_a_row * width,
            "y": place // in_a_row * height,
            "w": width,
            "h": height,
        },
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
        "targets": [
            {"refId": chr(ord("A") + number), "datasource": SOURCE, "expr": query, "legendFormat": legend}
            for number, (query, legend) in enumerate(panel.lines)
        ],
    }


def files() -> dict[Path, str]:
    return {
        FOLDER / f"{uid}.json": json.dumps(dashboard(uid, title, panels), indent=1, ensure_ascii=False) + "\n"
        for uid, (title, panels) in DASHBOARDS.items()
    }


def main(*, check: bool) -> int:
    old = [path.name for path, content in files().items() if not path.exists() or path.read_text() != content]
    if check:
        print(
            f"Not current: {', '.join(old)}. Run scripts/dashboards.py." if old else "Dashboards are current."
        )
        return 1 if old else 0
    for path, content in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
