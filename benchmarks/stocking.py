"""Filling an empty installation as it is filled in life: the ERP pushes, people are made, dealers sign in."""

import hashlib
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Final

import httpx
from argon2 import PasswordHasher
from psycopg import sql
from sqlalchemy import create_engine

from b2b.application.identity.scopes import SCOPES
from b2b.domain.shared.ids import new_id
from b2b.infrastructure.persistence.seeds import seed_tenant
from benchmarks.measures import Note
from benchmarks.site import Connection, Dealer, Site
from benchmarks.sizes import Size, fill
from demo.erp.catalogue import Profile
from demo.erp.dataset import Edition, resources
from demo.erp.integration import Integration, new_client
from demo.erp.loading import push

TENANT: Final = "bench"
# The dealers' debts are of no account here, and the limits' statements know of no campaigns.
NOT_NEEDED: Final = frozenset({"account-entries", "campaigns"})
PASSWORD: Final = secrets.token_urlsafe(16)
DEALERS: Final = 32
# Enough of each for all orders of all runs.
PRODUCTS: Final = 10_000
PIECES: Final = 1_000_000_000
CREDIT: Final = 100_000_000_000

_DEALERS: Final = """
select c.id::text, a.id::text, o.id::text, c.code from customers c
join lateral (select id from customer_addresses where tenant_id = c.tenant_id and customer_id = c.id
              order by is_default desc, id limit 1) a on true
join accounts o on o.tenant_id = c.tenant_id and o.customer_id = c.id and o.currency = c.currency
where c.tenant_id = %s and c.status = 'active' and c.tier_id is not null order by c.code limit %s
"""
# Spread over the catalogue, one piece at a time, with a price for everybody.
_PRODUCTS: Final = """
select p.id::text, p.sku from (
  select *, row_number() over (order by id) as place, count(*) over () as whole from products
  where tenant_id = %s and is_active and not is_deleted and min_quantity = 1 and quantity_step = 1
) p where p.place %% greatest(p.whole / %s, 1) = 0 order by p.id limit %s
"""


def stock(site: Site, note: Note, size: Size | None = None) -> None:
    """Fills the installation where it is empty, and signs the dealers in.

    By the demo's ERP over HTTP, or where a size is given by COPY. Raises OtherSize where it has another one.
    """
    if size is not None:
        fill(site.database.superuser_url, size, note, tenant=TENANT)
    with site.database.superuser() as connection:
        row = connection.execute("select id::text from tenants where code = %s", [TENANT]).fetchone()
        site.tenant_id = row[0] if row else _make_tenant(site)
        connection.execute("select set_config('app.tenant_id', %s, false)", [site.tenant_id])
        site.api_key = _make_key(connection, site.tenant_id)
        if row is None:
            _push_everything(site, note)
        if row is None or size is not None:
            _make_room(connection, site.tenant_id)
        note("Dealers sign in")
        site.dealers = _signed_in(site, connection)
        rows = connection.execute(_PRODUCTS, [site.tenant_id, PRODUCTS, PRODUCTS]).fetchall()
        site.skus = [sku for _, sku in rows]
    site.settle()


def insert(connection: Connection, table: str, **values: object) -> str:
    """One row with an id of its own."""
    row = {"id": new_id(), **values}
    names = sql.SQL(", ").join(map(sql.Identifier, row))
    places = sql.SQL(", ").join(sql.Placeholder() * len(row))
    statement = sql.SQL("insert into {} ({}) values ({})")
    connection.execute(statement.format(sql.Identifier(table), names, places), list(row.values()))
    return str(row["id"])


def _make_tenant(site: Site) -> str:
    engine = create_engine(site.environment["B2B_DATABASE_OWNER_URL"])
    with engine.begin() as connection:
        tenant_id = seed_tenant(connection, TENANT, "Benchmark Dağıtım A.Ş.")
    engine.dispose()
    return str(tenant_id)


def _make_key(connection: Connection, tenant_id: str) -> str:
    prefix, secret = secrets.token_hex(4), secrets.token_hex(16)
    client = insert(connection, "api_clients", tenant_id=tenant_id, name=f"ERP {prefix}")
    insert(
        connection,
        "api_keys",
        tenant_id=tenant_id,
        client_id=client,
        name="Benchmarks",
        prefix=prefix,
        secret_hash=hashlib.sha256(secret.encode()).digest(),
        scopes=list(SCOPES),
    )
    return f"bk_{TENANT}_{prefix}_{secret}"


def _push_everything(site: Site, note: Note) -> None:
    with new_client(site.integration_url, site.api_key) as client:
        integration = Integration(client)
        for resource in resources(Edition(Profile.FULL, datetime.now(UTC).date())):
            if resource.name in NOT_NEEDED:
                continue
            note(f"The ERP pushes {resource.size:,} {resource.name}")
            for sent, answer in push(integration, resource):
                if answer.failed:
                    raise ValueError(
                        f"{answer.failed} of {sent} {resource.name} failed: {answer.results[:3]}"
                    )


def _make_room(connection: Connection, tenant_id: str) -> None:
    """No order is refused for want of stock or credit: what is measured is placing, not refusing."""
    connection.execute("update accounts set credit_limit = %s where tenant_id = %s", [CREDIT, tenant_id])
    products = [id for id, _ in connection.execute(_PRODUCTS, [tenant_id, PRODUCTS, PRODUCTS]).fetchall()]
    connection.execute(
        "update stock_levels set on_hand = %s where tenant_id = %s and product_id = any(%s::uuid[])",
        [PIECES, tenant_id, products],
    )


def _signed_in(site: Site, connection: Connection) -> list[Dealer]:
    rows = connection.execute(_DEALERS, [site.tenant_id, DEALERS]).fetchall()
    password_hash = PasswordHasher().hash(PASSWORD)
    role = connection.execute(
        "select id from roles where tenant_id = %s and code = 'purchasing'", [site.tenant_id]
    ).fetchone()
    for customer_id, *_ in rows:
        _make_buyer(connection, site.tenant_id, customer_id, password_hash, role)
    with httpx.Client(base_url=site.portal_url, timeout=60.0) as client, ThreadPoolExecutor(4) as threads:
        tokens = list(threads.map(lambda row: _sign_in(client, row[3]), rows))
    return list(_dealers(connection, rows, tokens))


def _make_buyer(
    connection: Connection, tenant_id: str, customer_id: str, password_hash: str, role: tuple[Any, ...] | None
) -> None:
    whose = {"tenant_id": tenant_id, "customer_id": customer_id}
    changed = connection.execute(
        "update users set password_hash = %s where customer_id = %s", [password_hash, customer_id]
    )
    if changed.rowcount == 0 and role is not None:
        words = {"kind": "dealer", "email": "buyer@bench.example", "full_name": "Ayşe Işık"}
        user = insert(connection, "users", **whose, **words, password_hash=password_hash)
        insert(connection, "user_roles", **whose, user_id=user, role_id=role[0])


def sign_in_body(code: str) -> dict[str, str]:
    return {"partner_code": code, "email": "buyer@bench.example", "password": PASSWORD}


def _sign_in(client: httpx.Client, code: str) -> str:
    answer = client.post("/api/v1/auth/token", json=sign_in_body(code))
    answer.raise_for_status()
    return str(answer.json()["access_token"])


def _dealers(connection: Connection, rows: list[tuple[Any, ...]], tokens: list[str]) -> Iterator[Dealer]:
    for (customer_id, address_id, account_id, code), token in zip(rows, tokens, strict=True):
        session = connection.execute(
            "select user_id::text, id::text from sessions where customer_id = %s order by id desc limit 1",
            [customer_id],
        ).fetchone()
        if session is None:
            raise LookupError(f"Nobody of {customer_id} is signed in.")
        yield Dealer(
            code=code,
            customer_id=customer_id,
            address_id=address_id,
            account_id=account_id,
            user_id=session[0],
            session_id=session[1],
            token=token,
        )
