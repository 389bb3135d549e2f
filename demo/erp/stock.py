"""Three warehouses and what is on their shelves."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from demo.erp.catalogue import Placed, draw
from demo.erp.contract import ExpectedReceipt, Stock, Warehouse

WAREHOUSES: Final = (
    Warehouse(external_id="WH-IST", code="IST", name="İstanbul Merkez Depo"),
    Warehouse(external_id="WH-ANK", code="ANK", name="Ankara Depo"),
    Warehouse(external_id="WH-IZM", code="IZM", name="İzmir Depo"),
)


class Shelf(NamedTuple):
    """In how many of a hundred cases the shelf is empty or nearly so, and the most it holds."""

    empty: int
    low: int
    most: int


SHELVES: Final = {"IST": Shelf(8, 12, 400), "ANK": Shelf(25, 15, 120), "IZM": Shelf(30, 15, 80)}
LOW_MOST: Final = 5
# Nobody keeps four hundred servers: above this price (US cents) a shelf holds a tenth.
DEAR_CENTS: Final = 50_000


# What is sold out in the main warehouse is on its way there, as a rule, within so many days.
RECEIVING: Final = "IST"
RECEIVED_WITHIN_DAYS: Final = 45
RECEIVED_MOST: Final = 200


def stock(products: Sequence[Placed], version: int, today: date) -> Iterator[Stock]:
    for product in products:
        for warehouse in SHELVES:
            counted = on_hand(product, warehouse)
            yield Stock(
                sku=product.sku,
                warehouse=warehouse,
                on_hand=counted,
                expected=None if counted or warehouse != RECEIVING else [_expected(product, today)],
                source_version=version,
            )


def _expected(product: Placed, today: date) -> ExpectedReceipt:
    drawn = draw("receipt", product.id)
    return ExpectedReceipt(
        on=today + timedelta(days=2 + drawn % RECEIVED_WITHIN_DAYS),
        quantity=10 + drawn // RECEIVED_WITHIN_DAYS % RECEIVED_MOST,
    )


def on_hand(product: Placed, warehouse: str) -> int:
    shelf, drawn = SHELVES[warehouse], draw("stock", warehouse, product.id)
    chance, amount = drawn % 100, drawn // 100
    if chance < shelf.empty:
        return 0
    if chance < shelf.empty + shelf.low:
        return 1 + amount % LOW_MOST
    most = shelf.most // 10 if product.cents > DEAR_CENTS else shelf.most
    return LOW_MOST + 1 + amount % most
