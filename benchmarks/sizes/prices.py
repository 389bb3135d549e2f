"""Prices of all three levels: each product's list and tier prices, breaks for some, and the dealers' own."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Final

from benchmarks.sizes.catalogue import Shop, unit_price
from benchmarks.sizes.copying import NULL, Copying
from benchmarks.sizes.dealers import TIER_CODES
from benchmarks.sizes.history import Draws
from benchmarks.sizes.keys import Keys, Kind
from benchmarks.sizes.size import Size
from demo.erp.prices import BREAK_DISCOUNTS, TIER_DISCOUNTS, written

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "prices": (
        "id", "product_id", "level", "tier_id", "customer_id", "min_quantity", "unit_price", "currency",
        "valid_from", "valid_to", "external_id", "source", "source_version",
    ),
}  # fmt: skip
# Four products in ten are cheaper by the ten and by the fifty.
BREAKS_SHARE: Final = 0.4
# One dealer in five has agreed on prices of its own, for so many products; they were agreed on lately.
SPECIAL_DEALERS_SHARE: Final = 0.2
SPECIAL_PRODUCTS: Final = 100
SPECIAL_MIN, SPECIAL_SPREAD = 15, 10
SPECIAL_DAYS: Final = 365


class PriceRows:
    """No row is made for each dealer and product: a dealer's price is its own, its tier's or the list's."""

    def __init__(self, copying: Copying, keys: Keys, shop: Shop, size: Size) -> None:
        self._add, self._keys, self._shop, self._size = copying.add, keys, shop, size
        self._number = 0

    def write(self) -> None:
        random = Random(f"prices {self._size.seed}")
        tiers = [(code, self._keys.of(Kind.TIER, place)) for place, code in enumerate(TIER_CODES)]
        for number in range(self._shop.count):
            breaks = BREAK_DISCOUNTS if random.random() < BREAKS_SHARE else {1: 0}
            self._write_product(number, tiers, breaks)
        self._write_special(random)

    def _write_product(
        self, number: int, tiers: Sequence[tuple[str, str]], breaks: Mapping[int, int]
    ) -> None:
        product, listed = self._keys.of(Kind.PRODUCT, number), self._shop.goods(number).listed
        self._write(f"{product}\tlist\t{NULL}\t{NULL}\t1\t{written(listed)}", f"LP-{number}")
        for code, tier in tiers:
            for quantity, more in breaks.items():
                price = written(unit_price(listed, TIER_DISCOUNTS[code] + more))
                self._write(
                    f"{product}\ttier\t{tier}\t{NULL}\t{quantity}\t{price}", f"TP-{code}-{quantity}-{number}"
                )

    def _write_special(self, random: Random) -> None:
        draws = Draws(random, products=self._shop.count, dealers=self._size.dealers)
        begins = self._size.today - timedelta(days=SPECIAL_DAYS // 2)
        validity = f"{begins}\t{begins + timedelta(days=SPECIAL_DAYS)}"
        for dealer in range(self._size.dealers):
            if random.random() >= SPECIAL_DEALERS_SHARE:
                continue
            customer = self._keys.of(Kind.CUSTOMER, dealer)
            for number in sorted({draws.product() for _ in range(SPECIAL_PRODUCTS)}):
                percent = SPECIAL_MIN + int(random.random() * SPECIAL_SPREAD)
                price = written(unit_price(self._shop.goods(number).listed, percent))
                product = self._keys.of(Kind.PRODUCT, number)
                self._write(
                    f"{product}\tcustomer\t{NULL}\t{customer}\t1\t{price}", f"SP-{dealer}-{number}", validity
                )

    def _write(self, row: str, external_id: str, validity: str = f"{NULL}\t{NULL}") -> None:
        id = self._keys.of(Kind.PRICE, self._number)
        self._number += 1
        self._add("prices", f"{id}\t{row}\tTRY\t{validity}\t{external_id}\terp\t1")
