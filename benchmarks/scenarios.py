"""What people do all day, as requests to draw from, each with what PostgreSQL alone could reach, if known."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import msgspec

from b2b.application.shared.pages import PAGE_SIZE
from benchmarks import furnishing
from benchmarks.load import request
from benchmarks.measures import Floor
from benchmarks.order_placement import SCRIPT as ORDER_SCRIPT
from benchmarks.order_placement import number_for_pgbench, order_request
from benchmarks.site import Dealer, Site

SEED: Final = 20261121
# Different requests of a scenario; they are sent in turn.
POOL: Final = 400
CHECKED: Final = 100
ENTRIES: Final = 10_000
CART: Final = 20

Requests = list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """`make` answers the requests; neighbours are of different dealers.

    - `replayed`: they only read, and the limit is pgbench with the same statements.
    - `script`: else the limit is this transaction, written for PostgreSQL alone.
    - `floor` holds at the connections of the closed loops, `told_below_ms` for the p95 at half their rate.
    - `asked_before`: each of the requests, until both workers keep what they keep of such questions.
    - `rate`: of arrivals, where each request can be sent only once and closed loops would run dry.
    - `connections`: fewer closed loops, where one answer is work enough; with one, a single reader at a time.
    - `seconds`: of a run, where an answer takes too long for the usual ones.
    """

    name: str
    title: str
    unit: str
    make: Callable[[Site, random.Random], Requests]
    floor: Floor | None = None
    replayed: bool = True
    script: Path | None = None
    told_below_ms: float | None = None
    asked_before: bool = False
    rate: float | None = None
    connections: int | None = None
    seconds: float | None = None


def browse(site: Site, chance: random.Random) -> Requests:
    """Lists, searches and single products, as a buyer looks around."""
    words, categories = words_of(site), categories_of(site)
    targets: list[Callable[[], str]] = [
        lambda: "?limit=50",
        lambda: f"?limit=50&category={chance.choice(categories)}",
        lambda: f"?limit=50&{urlencode({'q': chance.choice(words)})}",
        lambda: f"/{chance.choice(site.skus)}",
        lambda: f"/{chance.choice(site.skus)}",
    ]
    return [_get(site, place, f"/products{chance.choice(targets)()}") for place in range(POOL)]


def product_list(site: Site, chance: random.Random) -> Requests:
    return [_get(site, place, "/products?limit=50") for place in range(len(site.dealers))]


def search(site: Site, chance: random.Random) -> Requests:
    words = common_words_of(site)
    return [
        _get(site, place, f"/products?limit=50&{urlencode({'q': chance.choice(words)})}")
        for place in range(POOL)
    ]


def price_check(site: Site, chance: random.Random) -> Requests:
    bodies = (
        {
            "lines": [
                {"sku": sku, "quantity": chance.randint(1, 20)} for sku in chance.sample(site.skus, CHECKED)
            ]
        }
        for _ in range(POOL)
    )
    return [_post(site, place, "/prices", body) for place, body in enumerate(bodies)]


def cart(site: Site, chance: random.Random) -> Requests:
    """One line of the cart is set to a quantity; a cart holds few products, so that it stays one."""
    requests = []
    for place in range(POOL):
        body = msgspec.json.encode({"quantity": chance.randint(1, 9)})
        target = f"/api/v1/cart/lines/{chance.choice(site.skus[:CART])}"
        requests.append(request("PUT", target, _dealer(site, place).token, body))
    return requests


def order(site: Site, chance: random.Random) -> Requests:
    number_for_pgbench(site)
    return [order_request(site, _dealer(site, place), chance) for place in range(POOL)]


def approve(site: Site, chance: random.Random) -> Requests:
    """Every order that waits is approved by finance."""
    token, waiting = furnishing.waiting_approvals(site)
    return [request("POST", f"/api/v1/approvals/{approval}/approval", token, b"{}") for approval in waiting]


def statement(site: Site, chance: random.Random) -> Requests:
    """One dealer's whole history."""
    return [_statement(site)]


def settled_statement(site: Site, chance: random.Random) -> Requests:
    return [_statement(site, settled="true")]


def ageing(site: Site, chance: random.Random) -> Requests:
    token = furnishing.long_history(site, ENTRIES)
    return [request("GET", "/api/v1/account/ageing", token)]


def all_ageing(site: Site, chance: random.Random) -> Requests:
    """Of every account, asked for by finance."""
    token = furnishing.token_of_somebody(site, "finance_manager")
    return [request("GET", "/api/v1/ageing/totals", token)]


SCENARIOS: Final[Sequence[Scenario]] = (
    Scenario(
        name="product_list",
        title="Page of 50 products",
        unit="pages/s",
        make=product_list,
        floor=Floor(p95_ms=50),
    ),
    # Before anything else asks for these words.
    Scenario(
        name="first_search",
        title="Search with one word, asked for the first time",
        unit="searches/s",
        make=search,
        rate=25,
        seconds=15,
    ),
    Scenario(name="browse", title="Browsing: lists, searches, products", unit="requests/s", make=browse),
    Scenario(
        name="search",
        title="Search with one word",
        unit="searches/s",
        make=search,
        asked_before=True,
        told_below_ms=80,
    ),
    Scenario(
        name="price_check",
        title=f"Price check of {CHECKED} SKUs",
        unit="checks/s",
        make=price_check,
        told_below_ms=40,
    ),
    Scenario(name="cart", title="A line of the cart", unit="changes/s", make=cart, replayed=False),
    Scenario(
        name="order",
        title="Placing an order of 5 lines",
        unit="orders/s",
        make=order,
        replayed=False,
        script=ORDER_SCRIPT,
        floor=Floor(ratio=0.15, p95_ms=200),
    ),
    Scenario(
        name="approve", title="Approving an order", unit="approvals/s", make=approve, replayed=False, rate=10
    ),
    Scenario(
        name="statement",
        title=f"Statement of {ENTRIES:,} entries",
        unit="statements/s",
        make=statement,
        connections=1,
        told_below_ms=60,
    ),
    Scenario(
        name="settled_statement",
        title=f"Statement of {ENTRIES:,} entries with what closed what",
        unit="statements/s",
        make=settled_statement,
        connections=1,
    ),
    Scenario(name="ageing", title="Ageing of that account", unit="reports/s", make=ageing, connections=1),
    Scenario(
        name="all_ageing",
        title="Ageing of all dealers",
        unit="reports/s",
        make=all_ageing,
        connections=1,
        seconds=15,
        told_below_ms=3000,
    ),
)


def words_of(site: Site) -> list[str]:
    """Words of the products' names, as people would search for them."""
    with site.database.superuser() as connection:
        rows = connection.execute(
            "select name from products where tenant_id = %s and sku = any(%s)",
            [site.tenant_id, site.skus[:2000]],
        ).fetchall()
    words = {word for (name,) in rows for word in name.split() if word.isalpha() and len(word) >= 4}
    return sorted(words)


def common_words_of(site: Site) -> list[str]:
    """Those of them that fill a page, where there are any.

    Among more products more words do, and a page of 50 costs more than one of 20, however it was found.
    """
    with site.database.superuser() as connection:
        names = connection.execute("select name from products where tenant_id = %s", [site.tenant_id])
        having = Counter(word for (name,) in names for word in set(name.split()))
    words = words_of(site)
    return [word for word in words if having[word] >= PAGE_SIZE] or words


def categories_of(site: Site) -> list[str]:
    with site.database.superuser() as connection:
        rows = connection.execute(
            "select slug from categories where tenant_id = %s order by slug", [site.tenant_id]
        ).fetchall()
    return [slug for (slug,) in rows]


def _dealer(site: Site, place: int) -> Dealer:
    return site.dealers[place % len(site.dealers)]


def _statement(site: Site, **asked: str) -> str:
    token = furnishing.long_history(site, ENTRIES)
    today = datetime.now(UTC).date()
    period = urlencode({"from": today - timedelta(days=3650), "to": today, **asked})
    return request("GET", f"/api/v1/account/statement?{period}", token)


def _get(site: Site, place: int, target: str) -> str:
    return request("GET", f"/api/v1{target}", _dealer(site, place).token)


def _post(site: Site, place: int, target: str, body: object) -> str:
    return request("POST", f"/api/v1{target}", _dealer(site, place).token, msgspec.json.encode(body))
