"""What some scenarios find there: orders that wait for approval, an account with a long history."""

import secrets
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

import httpx
import msgspec
from argon2 import PasswordHasher
from psycopg.types.json import Jsonb

from benchmarks.load import fire
from benchmarks.measures import Pace
from benchmarks.order_placement import order_lanes
from benchmarks.site import Dealer, Site
from benchmarks.stocking import insert
from demo.erp.contract import AccountEntry
from demo.erp.integration import new_client

RULE: Final = "Benchmark: everything waits"
WAITING_SECONDS: Final = 6.0
BATCH: Final = 1_000
_NOW: Final = "select clock_timestamp()"
_WAITING: Final = """
select id::text from approvals where tenant_id = %s and state = 'waiting' and requested_at >= %s order by id
"""
_LONG: Final = "select count(*) from journal_entries where tenant_id = %s and customer_id = %s"


def waiting_approvals(site: Site) -> tuple[str, list[str]]:
    """Somebody of finance, signed in, and the approvals of orders placed for it."""
    rule = _add_rule(site)
    with site.database.superuser() as connection:
        # Those that waited before may be somebody else's to approve.
        begun_at = connection.execute(_NOW).fetchone()
    pace = Pace(seconds=WAITING_SECONDS, warm_up_seconds=0.0, runs=1, connections=8)
    try:
        fire(site.portal_port, order_lanes(site, pace, 99), pace)
    finally:
        with site.database.superuser() as connection:
            connection.execute("update approval_rules set is_active = false where id = %s", [rule])
    with site.database.superuser() as connection:
        waiting = [id for (id,) in connection.execute(_WAITING, [site.tenant_id, *(begun_at or ())])]
    site.settle()
    return token_of_somebody(site, "finance_manager"), waiting


def long_history(site: Site, entries: int) -> str:
    """The token of a dealer's owner whose account has so many entries at least: two debts, then a payment."""
    dealer = site.dealers[1]
    with site.database.superuser() as connection:
        row = connection.execute(_LONG, [site.tenant_id, dealer.customer_id]).fetchone()
    there = row[0] if row else 0
    with new_client(site.integration_url, site.api_key) as client:
        for first in range(there, entries, BATCH):
            items = [_entry(dealer, place, entries) for place in range(first, min(first + BATCH, entries))]
            answer = client.post("/account-entries", json={"items": items}).raise_for_status().json()
            if answer["failed"]:
                raise ValueError(f"Entries failed: {answer['results'][:2]}")
    if there < entries:
        site.settle()
    return token_of_somebody(site, "owner", dealer)


def token_of_somebody(site: Site, role: str, dealer: Dealer | None = None) -> str:
    """Of somebody new, of the dealer or else of the distributor."""
    customer = dealer.customer_id if dealer else None
    email, password = f"{role}-{secrets.token_hex(4)}@bench.example", secrets.token_urlsafe(16)
    with site.database.superuser() as connection:
        row = connection.execute(
            "select id from roles where tenant_id = %s and code = %s", [site.tenant_id, role]
        ).fetchone()
        if row is None:
            raise LookupError(f"There is no role {role}.")
        whose = {"tenant_id": site.tenant_id, "customer_id": customer}
        kind = "dealer" if dealer else "staff"
        words = {"kind": kind, "email": email, "full_name": "Deniz Erdem"}
        hashed = PasswordHasher().hash(password)
        user = insert(connection, "users", **whose, **words, password_hash=hashed)
        insert(connection, "user_roles", **whose, user_id=user, role_id=row[0])
    body = {"email": email, "password": password} | ({"partner_code": dealer.code} if dealer else {})
    answer = httpx.post(f"{site.portal_url}/api/v1/auth/token", json=body, timeout=60).raise_for_status()
    return str(answer.json()["access_token"])


def _add_rule(site: Site) -> str:
    """Every order waits, whatever its amount."""
    amount = {"amount": "0.01", "currency": {"code": "TRY"}}
    with site.database.superuser() as connection:
        return insert(
            connection,
            "approval_rules",
            tenant_id=site.tenant_id,
            name=RULE,
            priority=1,
            action="require_approval",
            conditions=Jsonb([{"code": "amount_above", "amount": amount}]),
            steps=Jsonb([{"roles": ["finance_manager"], "quorum": 1}]),
        )


def _entry(dealer: Dealer, place: int, entries: int) -> dict[str, object]:
    """Spread over four years; every third is a payment of about the two before it."""
    chance = Random(place)
    on = datetime.now(UTC).date() - timedelta(days=1460 - place * 1460 // entries)
    amount = f"{chance.randint(500, 90_000)}.{chance.randint(0, 99):02d}"
    paid = place % 3 == 2
    entry = AccountEntry(
        external_id=f"BENCH-{dealer.code}-{place}",
        customer_external_id=dealer.code,
        kind="payment" if paid else "invoice",
        number=f"BH{place:08d}",
        document_date=on,
        due_date=on + timedelta(days=30),
        debit=None if paid else amount,
        credit=amount if paid else None,
        currency="TRY",
        description="Havale ile tahsilat" if paid else "Satış faturası",
    )
    return {name: value for name, value in _builtins(entry).items() if value is not None}


def _builtins(entry: AccountEntry) -> dict[str, object]:
    built: dict[str, object] = msgspec.to_builtins(entry)
    return built
