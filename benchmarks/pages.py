"""The pages that people open all day, for a dealer and staff who have something on them."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

import httpx
import msgspec
from argon2 import PasswordHasher
from psycopg.types.json import Jsonb

from benchmarks.load import fire
from benchmarks.measures import Figure, Floor, Note, Pace, median
from benchmarks.site import Connection, Dealer, Site
from benchmarks.stocking import insert
from demo.erp.catalogue import Profile
from demo.erp.dataset import Edition, resources
from demo.erp.integration import Integration, new_client
from demo.erp.loading import push
from scripts.demo_site import TOKEN, cookies_of, session_cookie

FLOOR: Final = Floor(p95_ms=60.0)
PASSWORD: Final = secrets.token_urlsafe(16)
ORDERS: Final = 40
# Some of the orders wait for somebody's decision.
WAITING: Final = 10
LINES: Final = 5
RULE: Final = "Benchmark: everything waits"


class Page(NamedTuple):
    """`text` is pasted into the form of quick order; without it the page is only opened."""

    title: str
    path: str
    text: str = ""


def pages(site: Site, pace: Pace, note: Note) -> Sequence[Figure]:
    note("Orders, invoices, approvals and a cart for the pages")
    dealer = site.dealers[0]
    order = _furnish(site, dealer)
    buyer, seller = _readers(site, dealer)
    alone = msgspec.structs.replace(pace, connections=1, warm_up_seconds=0.5)
    figures = [_figure(site, alone, note, buyer, page) for page in _of_dealers(site, dealer, order)]
    return [*figures, *(_figure(site, alone, note, seller, page) for page in _of_staff())]


def _of_dealers(site: Site, dealer: Dealer, order: str) -> Iterable[Page]:
    pasted = "\n".join(f"{sku}\t{1 + place % 3}" for place, sku in enumerate(site.skus[:50]))
    yield Page("Home", "/")
    yield Page("Catalogue with facets", "/catalogue")
    yield Page("Catalogue, one word, with facets", "/catalogue?q=laptop")
    yield Page("Product", f"/catalogue/{site.skus[0]}")
    yield Page("Quick order, 50 lines checked", "/quick-order/check", pasted)
    yield Page("Cart", "/cart")
    yield Page("Checkout, review", f"/checkout/review?{urlencode({'shipping': dealer.address_id})}")
    yield Page("Orders", "/orders")
    yield Page("Order", f"/orders/{order}")
    yield Page("Account statement", "/statement")
    yield Page("Invoices", "/invoices")


def _of_staff() -> Iterable[Page]:
    yield Page("Approvals, inbox", "/approvals")
    yield Page("Staff: overview", "/staff")
    yield Page("Staff: dealers", "/staff/customers")
    yield Page("Staff: orders", "/staff/orders")


def _figure(site: Site, pace: Pace, note: Note, cookie: str, page: Page) -> Figure:
    note(page.title)
    sent = _filled(site, cookie, page) if page.text else _opened(page.path, cookie)
    runs = [fire(site.portal_port, [[sent]], pace) for _ in range(pace.runs)]
    return Figure(
        name=f"page {page.path}",
        title=page.title,
        unit="pages/s",
        ours=median(runs),
        floor=FLOOR,
        runs=pace.runs,
    )


def _opened(path: str, cookie: str) -> str:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nCookie: {cookie}\r\n\r\n"


def _filled(site: Site, cookie: str, page: Page) -> str:
    """The form as a browser sends it, with the token that its page came with."""
    shown = httpx.get(f"{site.portal_url}/quick-order", headers={"Cookie": cookie})
    token = TOKEN.search(shown.text)
    if token is None:
        raise ValueError("The page of quick order has no form.")
    jar = "; ".join([cookie, *(f"{name}={value}" for name, value in cookies_of(shown))])
    body = urlencode({"_csrf_token": token[1], "text": page.text})
    head = _opened(page.path, jar).replace("GET", "POST", 1).removesuffix("\r\n")
    form = "Content-Type: application/x-www-form-urlencoded"
    return f"{head}{form}\r\nContent-Length: {len(body)}\r\n\r\n{body}"


def _readers(site: Site, dealer: Dealer) -> tuple[str, str]:
    """The cookies of two who may see everything: somebody of the dealer, and of the distributor."""
    with site.database.superuser() as connection:
        owner = _add_person(connection, site.tenant_id, "owner", dealer.customer_id)
        staff = _add_person(connection, site.tenant_id, "super_admin", None)
    url = site.portal_url
    _fill_cart(site, dealer, owner)
    return (
        "=".join(session_cookie(url, owner, PASSWORD, dealer.code)),
        "=".join(session_cookie(url, staff, PASSWORD)),
    )


def _fill_cart(site: Site, dealer: Dealer, email: str) -> None:
    body = {"partner_code": dealer.code, "email": email, "password": PASSWORD}
    lines = [{"sku": sku, "quantity": 1} for sku in site.skus[:LINES]]
    with httpx.Client(base_url=f"{site.portal_url}/api/v1", timeout=60) as client:
        token = client.post("/auth/token", json=body).raise_for_status().json()["access_token"]
        bearer = {"Authorization": f"Bearer {token}"}
        client.post("/cart/lines", json={"lines": lines}, headers=bearer).raise_for_status()


def _add_person(connection: Connection, tenant_id: str, role: str, customer_id: str | None) -> str:
    row = connection.execute(
        "select id from roles where tenant_id = %s and code = %s", [tenant_id, role]
    ).fetchone()
    if row is None:
        raise LookupError(f"There is no role {role}.")
    email = f"{role}-{secrets.token_hex(4)}@bench.example"
    whose = {"tenant_id": tenant_id, "customer_id": customer_id}
    kind = "dealer" if customer_id else "staff"
    words = {"kind": kind, "email": email, "full_name": "Deniz Erdem"}
    user = insert(connection, "users", **whose, **words, password_hash=PasswordHasher().hash(PASSWORD))
    insert(connection, "user_roles", **whose, user_id=user, role_id=row[0])
    return email


def _add_rule(connection: Connection, tenant_id: str) -> None:
    """Every order waits, whatever its amount."""
    amount = {"amount": "0.01", "currency": {"code": "TRY"}}
    insert(
        connection,
        "approval_rules",
        tenant_id=tenant_id,
        name=RULE,
        priority=1,
        action="require_approval",
        conditions=Jsonb([{"code": "amount_above", "amount": amount}]),
        steps=Jsonb([{"roles": ["finance_manager"], "quorum": 1}]),
    )


def _furnish(site: Site, dealer: Dealer) -> str:
    """An order's number. The dealer owes, has ordered, has invoices, and waits for decisions."""
    with new_client(site.integration_url, site.api_key) as client:
        edition = Edition(Profile.FULL, datetime.now(UTC).date())
        for resource in resources(edition):
            if resource.name == "account-entries":
                for _ in push(Integration(client), resource):
                    pass
        _push_invoices(client, dealer, site.skus)
    bearer = {"Authorization": f"Bearer {dealer.token}"}
    with httpx.Client(base_url=f"{site.portal_url}/api/v1", headers=bearer, timeout=60) as client:
        wanted = [site.skus[place : place + LINES] for place in range(ORDERS)]
        numbers = [_order(client, dealer, skus) for skus in wanted[WAITING:]]
        with site.database.superuser() as connection:
            _add_rule(connection, site.tenant_id)
            for skus in wanted[:WAITING]:
                _order(client, dealer, skus)
            connection.execute("update approval_rules set is_active = false where name = %s", [RULE])
    site.settle()
    return numbers[-1]


def _order(client: httpx.Client, dealer: Dealer, skus: Sequence[str]) -> str:
    body = {
        "lines": [{"sku": sku, "quantity": 2} for sku in skus],
        "shipping_address_id": dealer.address_id,
        "payment_method": "open_account",
    }
    answer = client.post("/orders", json=body, headers={"Idempotency-Key": secrets.token_hex(16)})
    answer.raise_for_status()
    return str(answer.json()["number"])


def _push_invoices(client: httpx.Client, dealer: Dealer, skus: Sequence[str]) -> None:
    answer = client.post("/invoices", json={"items": [_invoice(dealer, skus, n) for n in range(1, 41)]})
    answer.raise_for_status()
    if answer.json()["failed"]:
        raise ValueError(f"Invoices failed: {answer.text[:300]}")


def _invoice(dealer: Dealer, skus: Sequence[str], place: int) -> dict[str, Any]:
    day = datetime.now(UTC).date().isoformat()
    net, vat, gross = ({"amount": amount, "currency": "TRY"} for amount in ("1000.00", "200.00", "1200.00"))
    sold = {"sku": skus[place], "name": "Kalem", "quantity": 10, "unit_price": "100.00", "vat_rate": "20"}
    return {
        "external_id": f"bench-{place}",
        "number": f"BEN2026{place:09d}",
        "customer_external_id": dealer.code,
        "issued_on": day,
        "due_on": day,
        "currency": "TRY",
        "lines": [{**sold, "net": net, "vat": vat}],
        "totals": {"net": net, "vat": vat, "gross": gross},
    }
