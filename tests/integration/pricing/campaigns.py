"""Campaigns as an ERP pushes them, for tests."""

from datetime import date, timedelta
from typing import Any

from tests.integration.integration_api.pushing import Erp

TODAY = date(2026, 11, 21)
YEAR = timedelta(days=365)
TEN_PERCENT = {"percent": "10"}


def campaign(name: str, *rules: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Runs for years around today; takes ten per cent off everything unless told otherwise."""
    return {
        "external_id": name,
        "name": f"Kampanya {name}",
        "starts_on": str(TODAY - 20 * YEAR),
        "ends_on": str(TODAY + 20 * YEAR),
        "currency": "TRY",
        "rules": list(rules or [TEN_PERCENT]),
        **more,
    }


async def run(erp: Erp, *campaigns: dict[str, Any]) -> None:
    answer = await erp.push("campaigns", *campaigns, results="all")
    assert answer["failed"] == 0, answer
