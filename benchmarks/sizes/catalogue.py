"""The shipped catalogue, and as many variants of each product as a size asks for."""

from typing import Final, NamedTuple

from demo.erp import contract
from demo.erp.catalogue import SMALL_PRODUCTS, Placed, Profile
from demo.erp.prices import RATE, discounted, list_price
from demo.erp.products import Catalogue, brands, load, products

# What tells a variant from the shipped product: series and colour, in Turkish and English.
_COLOURS: Final = (
    ("Siyah", "Black"), ("Beyaz", "White"), ("Gri", "Grey"), ("Gümüş", "Silver"), ("Mavi", "Blue"),
    ("Kırmızı", "Red"), ("Yeşil", "Green"), ("Lacivert", "Navy"), ("Bej", "Beige"),
)  # fmt: skip
_SERIES: Final = ("Pro", "Plus", "Eco", "Max", "Lite", "Neo")
SKU_LENGTH: Final = 40
# Of the dealers' prices three in ten thousand fall away with each variant: no two cost quite the same.
_CHEAPER: Final = 3
_MPN_LENGTH: Final = 290
COLOUR: Final = "product_colour"


class Goods(NamedTuple):
    """What a line and a price need to know of a product; `listed` is in ten-thousandths of a lira."""

    sku: str
    name: str
    listed: int


class Shop:
    """Products 0, 1, 2, …: of the shipped ones, evenly chosen; then their variants."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.catalogue: Catalogue = load(Profile.SMALL if count <= SMALL_PRODUCTS else Profile.FULL)
        self._items = list(products(self.catalogue, 1))
        self._cents = [product.cents for product in self.catalogue.products]
        self.brands = list(brands(self.catalogue))

    def base(self, number: int) -> contract.Product:
        return self._items[self._place(number)]

    def variant(self, number: int) -> int:
        """Zero for a shipped product itself."""
        return number // len(self._items)

    def goods(self, number: int) -> Goods:
        place, variant = self._place(number), self.variant(number)
        item = self._items[place]
        listed = list_price(self._cents[place] * (10_000 - _CHEAPER * variant) // 10_000, RATE)
        if not variant:
            return Goods(item.sku, item.name, listed)
        return Goods(variant_sku(item.sku, variant), f"{item.name} {suffix(variant)[0]}", listed)

    def item(self, number: int) -> contract.Product:
        """As the ERP would push it."""
        base, variant = self.base(number), self.variant(number)
        if not variant:
            return base
        turkish, english = suffix(variant)
        return contract.Product(
            external_id=f"{base.external_id}-{variant}",
            source_version=1,
            sku=variant_sku(base.sku, variant),
            name=f"{base.name} {turkish}",
            name_en=f"{base.name_en} {english}",
            brand_external_id=base.brand_external_id,
            category_external_ids=base.category_external_ids,
            type_code=base.type_code,
            attributes=_attributes(base, variant),
            gtins=[gtin(number)],
            mpn=f"{base.mpn[:_MPN_LENGTH]}-{variant}",
            vat_rate=base.vat_rate,
            unit=base.unit,
            min_quantity=base.min_quantity,
            quantity_step=base.quantity_step,
            warranty_months=base.warranty_months,
            active=True,
        )

    def placed(self, number: int) -> Placed:
        """For the rules that ask for the ERP's own record: a variant draws numbers of its own."""
        placed, variant = self.catalogue.products[self._place(number)], self.variant(number)
        return placed._replace(id=f"{placed.id}-{variant}") if variant else placed

    def _place(self, number: int) -> int:
        shipped = len(self._items)
        return number * shipped // self.count if self.count < shipped else number % shipped


def suffix(variant: int) -> tuple[str, str]:
    """Each variant's once: `Pro 3 Siyah`."""
    turkish, english = _COLOURS[variant % len(_COLOURS)]
    series = f"{_SERIES[variant % len(_SERIES)]} {variant}"
    return f"{series} {turkish}", f"{series} {english}"


def variant_sku(sku: str, variant: int) -> str:
    mark = f"-V{variant}"
    return sku[: SKU_LENGTH - len(mark)] + mark


def gtin(number: int) -> str:
    """GTIN-13 of Türkiye's prefix, with its check digit."""
    digits = f"869{number:09d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def unit_price(listed: int, percent: int) -> int:
    """Ten-thousandths of a lira, less so many per cent."""
    return discounted(listed, percent) if percent else listed


def _attributes(base: contract.Product, variant: int) -> dict[str, str | int | float | bool]:
    """Another colour, and one number a little larger than the shipped product's."""
    found = dict(base.attributes)
    if COLOUR in found:
        found[COLOUR] = suffix(variant)[0].rsplit(" ", 1)[1]
    for code, value in found.items():
        if isinstance(value, int) and not isinstance(value, bool):
            found[code] = value + variant
            break
    return found
