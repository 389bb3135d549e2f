"""Three warehouses and what is on their shelves."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from demo.erp.catalogue import Placed, draw
from demo.erp.contract import Stock, Warehouse

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


def stock(products: Sequence[Placed], version: int) -> Iterator[Stock]:
    for product in products:
        for warehouse in SHELVES:
            yield Stock(
                sku=product.sku,
                warehouse=warehouse,
                on_hand=on_hand(product, warehouse),
                source_version=version,
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
