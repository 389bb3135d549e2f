"""The least a server can do for the product page: one statement by the bare driver, JSON by msgspec.

No framework, no sign-in, no limits, no log, no row security: the role is the superuser's, and the statement
names tenant and dealer itself. What it answers is the page that the portal answers, to the letter.
"""

import os
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg_pool import AsyncConnectionPool

from b2b.commands._workers import stand_alone

DATABASE: Final = "BENCH_DATABASE_URL"
TENANT: Final = "BENCH_TENANT"
POOL: Final = "BENCH_POOL"

LEVELS: Final = ("customer", "tier", "list")

# Dealers' rows win over their tier's, those over everybody's; inside a level the lowest price wins.
PAGE: Final = """
with buyer as (select tier_id, currency from customers where tenant_id = %(tenant)s and id = %(customer)s),
page as materialized (
  select id, sku, name, brand_id, image_url, unit, min_quantity, quantity_step, track_stock,
    backorder_allowed, sort_name from products
  where tenant_id = %(tenant)s and is_active and not is_deleted order by sort_name, id limit 50
)
select page.sku, page.name, b.name, c.name, page.image_url, page.unit, page.min_quantity, page.quantity_step,
  page.track_stock, page.backorder_allowed, buyer.currency, price.levels, price.minima, price.prices,
  stock.available, stock.as_of, stock.expected_on
from page cross join buyer
left join brands b on b.tenant_id = %(tenant)s and b.id = page.brand_id
left join lateral (
  select category_id from product_categories
  where tenant_id = %(tenant)s and product_id = page.id and is_primary limit 1
) pc on true
left join categories c on c.tenant_id = %(tenant)s and c.id = pc.category_id
cross join lateral (
  select array_agg(r.rank order by r.rank, r.unit_price) levels,
    array_agg(r.min_quantity order by r.rank, r.unit_price) minima,
    array_agg(r.unit_price::text order by r.rank, r.unit_price) prices
  from (
    select case level when 'customer' then 0 when 'tier' then 1 else 2 end rank, min_quantity, unit_price
    from prices where tenant_id = %(tenant)s and product_id = page.id and not is_deleted
      and audience_id in ('00000000-0000-0000-0000-000000000000', buyer.tier_id, %(customer)s)
      and currency = buyer.currency and (valid_from is null or valid_from <= current_date)
      and (valid_to is null or valid_to >= current_date)
  ) r
) price
cross join lateral (
  select sum(greatest(on_hand - reserved, 0)) available, max(as_of) as_of,
    min(case when expected <> '[]' then (
      select min((r.value ->> 'on')::date) from jsonb_array_elements(expected) r
      where (r.value ->> 'on')::date >= (now() at time zone 'Europe/Istanbul')::date) end) expected_on
  from stock_levels
  where tenant_id = %(tenant)s and product_id = page.id
) stock
order by page.sort_name, page.id
"""


class Amount(msgspec.Struct, frozen=True):
    amount: str
    currency: str


class Break(msgspec.Struct, frozen=True):
    min_quantity: int
    unit_price: Amount


class Price(msgspec.Struct, frozen=True):
    unit_price: Amount
    list_price: Amount | None
    level: str
    breaks: list[Break]
    campaign: str | None = None


class Availability(msgspec.Struct, frozen=True):
    status: str
    quantity: int | None
    as_of: datetime | None
    expected_on: date | None = None


class Item(msgspec.Struct, frozen=True):
    sku: str
    name: str
    brand: str | None
    category: str | None
    image_url: str | None
    unit: str
    min_quantity: int
    quantity_step: int
    price: Price | None
    availability: Availability


class Page(msgspec.Struct, frozen=True):
    items: list[Item]


_encode: Final = msgspec.json.Encoder().encode


class Bare:
    """One ASGI app; the only query it reads is `customer`."""

    def __init__(self) -> None:
        self._pool: AsyncConnectionPool[Any] | None = None
        self._tenant = UUID(os.environ[TENANT])

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        body = b"{}" if scope["path"] != "/products" else await self._page(scope["query_string"])
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _page(self, query: bytes) -> bytes:
        if self._pool is None:
            raise RuntimeError("The pool is not open.")
        customer = UUID(query.removeprefix(b"customer=").decode())
        async with self._pool.connection() as connection:
            cursor = await connection.execute(PAGE, {"tenant": self._tenant, "customer": customer})
            rows = await cursor.fetchall()
        return _encode(Page([_item(row) for row in rows]))

    async def _live(self, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                size = int(os.environ[POOL])
                self._pool = AsyncConnectionPool(
                    os.environ[DATABASE],
                    min_size=size,
                    max_size=size,
                    open=False,
                    kwargs={"autocommit": True},
                )
                await self._pool.open(wait=True)
                await send({"type": "lifespan.startup.complete"})
            else:
                if self._pool:
                    await self._pool.close()
                await send({"type": "lifespan.shutdown.complete"})
                return


def _item(row: tuple[Any, ...]) -> Item:
    (sku, name, brand, category, image_url, unit, minimum, step, tracked, backorder) = row[:10]
    (currency, levels, minima, prices, available, as_of, expected_on) = row[10:]
    price = _price(list(zip(levels, minima, prices, strict=True)), currency, minimum) if levels else None
    if not tracked:
        stock = Availability("in_stock", None, None)
    else:
        counted = int(available or 0)
        stock = Availability(_status(counted, backorder), counted, as_of, expected_on)
    return Item(sku, name, brand, category, image_url, unit, minimum, step, price, stock)


def _status(available: int, backorder: bool) -> str:  # noqa: FBT001
    if available > 5:
        return "in_stock"
    if available > 0:
        return "low"
    return "backorder" if backorder else "out_of_stock"


def _price(rows: list[tuple[int, int, str]], currency: str, quantity: int) -> Price | None:
    winner = next((row for row in rows if row[1] <= quantity), None)
    if winner is None:
        return None
    listed = next((row for row in rows if row[0] == 2 and row[1] <= quantity), None)
    breaks: list[Break] = []
    before = ""
    for minimum in sorted({row[1] for row in rows}):
        first = next(row[2] for row in rows if row[1] <= minimum)
        if first != before:
            before = first
            breaks.append(Break(minimum, _amount(first, currency)))
    return Price(
        _amount(winner[2], currency),
        _amount(listed[2], currency) if listed else None,
        LEVELS[winner[0]],
        breaks,
    )


def _amount(stored: str, currency: str) -> Amount:
    return Amount(stored.removesuffix("00"), currency)


def make() -> Bare:
    """As the portal's workers stand, for the same share of the processors."""
    stand_alone()
    return Bare()
