"""What the ERP says of the products themselves: brands, categories, types and the products."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from demo.erp import contract
from demo.erp.attributes import AttributeCount, Chosen, values_of
from demo.erp.catalogue import Placed, Profile, Source, draw, placed, slug, sources
from demo.erp.taxonomy import BY_CODE, CATEGORIES, TYPES, type_of
from demo.erp.turkish import turkish_name

NAME_LENGTH_MAX: Final = 200
MPN_LENGTH_MAX: Final = 100
VAT_RATE: Final = "20"
# UN/ECE Recommendation 20: one piece.
PIECE: Final = "C62"
BOX_UNIT: Final = "BX"

# One in a hundred cheap things is sold by the box of five.
BOX: Final = 5
BOXED_CENTS_MAX: Final = 1_500
BOXED_ONE_IN: Final = 100


class Catalogue(NamedTuple):
    """A profile's products in the file's order, and the attributes that they give their types."""

    profile: Profile
    products: list[Placed]
    types: dict[str, list[Chosen]]


def load(profile: Profile) -> Catalogue:
    products = placed(profile)
    count = AttributeCount()
    for place, source in zip(products, sources(profile), strict=True):
        count.add(type_of(place.category).code, source.attributes)
    return Catalogue(profile, products, count.chosen())


def brands(catalogue: Catalogue) -> Iterator[contract.Brand]:
    for name in sorted({product.brand for product in catalogue.products}):
        yield contract.Brand(external_id=brand_id(name), name=name)


def categories() -> Iterator[contract.Category]:
    """Parents before children, as the tree is written."""
    for position, category in enumerate(CATEGORIES, start=1):
        yield contract.Category(
            external_id=category_id(category.code),
            name=category.name,
            name_en=category.name_en,
            parent_external_id=category_id(category.parent) if category.parent else None,
            position=position,
            slug=slug(category.name),
        )


def product_types(catalogue: Catalogue) -> Iterator[contract.ProductType]:
    for kind in TYPES:
        yield contract.ProductType(
            external_id=f"TYPE-{kind.code}",
            code=kind.code,
            name=kind.name,
            name_en=kind.name_en,
            attributes=[attribute for _, attribute in catalogue.types.get(kind.code, ())],
        )


def products(catalogue: Catalogue, version: int) -> Iterator[contract.Product]:
    """Reads the file again rather than keep 19,406 products' attributes in memory."""
    for place, source in zip(catalogue.products, sources(catalogue.profile), strict=True):
        yield _product(place, source, catalogue.types, version)


def _product(place: Placed, source: Source, types: dict[str, list[Chosen]], version: int) -> contract.Product:
    kind = type_of(place.category)
    boxed = source.cents < BOXED_CENTS_MAX and draw("box", place.id) % BOXED_ONE_IN == 0
    return contract.Product(
        external_id=place.id,
        source_version=version,
        sku=place.sku,
        name=turkish_name(source.title)[:NAME_LENGTH_MAX].rstrip(),
        name_en=source.title[:NAME_LENGTH_MAX].rstrip(),
        brand_external_id=brand_id(place.brand),
        category_external_ids=[category_id(place.category)],
        type_code=kind.code,
        attributes=values_of(source.attributes, types.get(kind.code, [])),
        gtins=gtins(source.ean),
        mpn=source.mpn[:MPN_LENGTH_MAX].rstrip(),
        vat_rate=VAT_RATE,
        unit=PIECE,
        units=[contract.Unit(unit=BOX_UNIT, factor=BOX)] if boxed else None,
        min_quantity=BOX if boxed else None,
        quantity_step=BOX if boxed else None,
        warranty_months=kind.warranty_months,
        active=True,
    )


def brand_id(name: str) -> str:
    return f"BR-{slug(name)}"


def category_id(code: str) -> str:
    return f"CAT-{BY_CODE[code].code}"


def gtins(eans: list[str]) -> list[str]:
    """Each once: 00735858190046 is 0735858190046 with a zero before it."""
    valid = (ean for ean in eans if is_gtin(ean))
    return list({ean.lstrip("0"): ean for ean in valid}.values())


def is_gtin(text: str) -> bool:
    """8, 12, 13 or 14 digits, the last of them GS1's check digit: weights 3 and 1 from the right."""
    if len(text) not in (8, 12, 13, 14) or not text.isdecimal():
        return False
    digits = [int(digit) for digit in reversed(text)]
    return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
