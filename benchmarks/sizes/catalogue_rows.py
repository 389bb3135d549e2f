"""The catalogue's tables: reference data, products, their search documents and stock."""

from collections.abc import Mapping, Sequence
from typing import Final

from b2b.domain.catalog.naming import sort_name
from b2b.domain.shared.text import fold
from b2b.infrastructure.persistence.bulk.convert import boolean, json_text, slugged, text_array
from b2b.infrastructure.persistence.search_documents import SearchSource, search_document
from benchmarks.sizes.catalogue import Shop
from benchmarks.sizes.copying import NULL, Copying, escaped
from benchmarks.sizes.keys import Keys, Kind
from demo.erp import contract
from demo.erp.products import categories, product_types
from demo.erp.stock import WAREHOUSES, on_hand

_EXTERNAL: Final = ("external_id", "source", "source_version")
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "brands": ("id", "name", "name_folded", "slug", *_EXTERNAL),
    "product_types": ("id", "code", "name", "name_en", *_EXTERNAL),
    "attributes": ("id", "code", "name", "name_en", "type", "unit", "filterable"),
    "product_type_attributes": ("id", "product_type_id", "attribute_id", "position"),
    "categories": ("id", "parent_id", "name", "name_en", "slug", "position", *_EXTERNAL),
    "products": (
        "id", "sku", "name", "name_en", "sort_name", "brand_id", "product_type_id", "mpn", "gtins",
        "attributes", "vat_rate", "min_quantity", "quantity_step", "warranty_months", *_EXTERNAL,
    ),
    "product_categories": ("id", "product_id", "category_id", "is_primary"),
    "product_search": ("tenant_id", "product_id", "sku_folded", "mpn_folded", "document", "is_listed"),
    "warehouses": ("id", "code", "name", *_EXTERNAL),
    "stock_levels": ("id", "product_id", "warehouse_id", "on_hand", "as_of", "source_version"),
}  # fmt: skip


class CatalogueRows:
    """Reference data first, since the products name it."""

    def __init__(self, copying: Copying, keys: Keys, shop: Shop, tenant_id: str) -> None:
        self._add, self._keys, self._shop, self._tenant_id = copying.add, keys, shop, tenant_id
        self._brands: dict[str, tuple[str, str]] = {}
        self._categories: dict[str, tuple[str, tuple[str, str]]] = {}
        self._types: dict[str, tuple[str, str]] = {}

    def write(self) -> None:
        self._write_brands()
        self._write_types()
        self._write_categories()
        for number in range(self._shop.count):
            self._write_product(number)
        self._write_stock()

    def _write_brands(self) -> None:
        slugs: set[str] = set()
        for number, brand in enumerate(self._shop.brands):
            id = self._keys.of(Kind.BRAND, number)
            slug = slugged(brand.name)
            slug = f"{slug}-{number}" if slug in slugs else slug
            slugs.add(slug)
            self._brands[brand.external_id] = (id, brand.name)
            name = escaped(brand.name)
            self._add(
                "brands", f"{id}\t{name}\t{escaped(fold(brand.name))}\t{slug}\t{_erp(brand.external_id)}"
            )

    def _write_types(self) -> None:
        attributes: dict[str, str] = {}
        pairs = 0
        for number, kind in enumerate(product_types(self._shop.catalogue)):
            id = self._keys.of(Kind.PRODUCT_TYPE, number)
            self._types[kind.code] = (id, kind.name)
            row = (
                f"{id}\t{kind.code}\t{escaped(kind.name)}\t{escaped(kind.name_en)}\t{_erp(kind.external_id)}"
            )
            self._add("product_types", row)
            for given in kind.attributes:
                attribute = attributes.get(given.code) or self._write_attribute(len(attributes), given)
                attributes[given.code] = attribute
                pair = self._keys.of(Kind.TYPE_ATTRIBUTE, pairs)
                self._add("product_type_attributes", f"{pair}\t{id}\t{attribute}\t{given.position}")
                pairs += 1

    def _write_attribute(self, number: int, given: contract.AttributeDefinition) -> str:
        id = self._keys.of(Kind.ATTRIBUTE, number)
        words = f"{given.code}\t{escaped(given.name)}\t{escaped(given.name_en)}\t{given.type}"
        unit = escaped(given.unit) if given.unit else NULL
        self._add("attributes", f"{id}\t{words}\t{unit}\t{boolean(given.filterable)}")
        return id

    def _write_categories(self) -> None:
        for number, category in enumerate(categories()):
            id = self._keys.of(Kind.CATEGORY, number)
            self._categories[category.external_id] = (id, (category.name, category.name_en))
            parent = self._categories[category.parent_external_id][0] if category.parent_external_id else NULL
            words = (
                f"{escaped(category.name)}\t{escaped(category.name_en)}\t{category.slug}\t{category.position}"
            )
            self._add("categories", f"{id}\t{parent}\t{words}\t{_erp(category.external_id)}")

    def _write_product(self, number: int) -> None:
        item = self._shop.item(number)
        id = self._keys.of(Kind.PRODUCT, number)
        brand_id, brand = self._brands[item.brand_external_id]
        type_id, kind = self._types[item.type_code]
        category_id, category = self._categories[item.category_external_ids[0]]
        names = f"{escaped(item.name)}\t{escaped(item.name_en)}\t{escaped(sort_name(item.name))}"
        codes = f"{escaped(item.mpn)}\t{escaped(text_array(item.gtins))}"
        least, step, months = (
            item.min_quantity or 1,
            item.quantity_step or 1,
            NULL if item.warranty_months is None else item.warranty_months,
        )
        self._add(
            "products",
            f"{id}\t{item.sku}\t{names}\t{brand_id}\t{type_id}\t{codes}\t{escaped(json_text(item.attributes))}"
            f"\t{item.vat_rate}\t{least}\t{step}\t{months}\t{_erp(item.external_id)}",
        )
        place = self._keys.of(Kind.PLACE, number)
        self._add("product_categories", f"{place}\t{id}\t{category_id}\tt")
        self._write_document(id, item, (brand, kind), category)

    def _write_document(
        self, id: str, item: contract.Product, words: tuple[str, str], categories: Sequence[str]
    ) -> None:
        made = search_document(
            SearchSource(
                sku=item.sku,
                mpn=item.mpn,
                name=item.name,
                name_en=item.name_en,
                brand=words[0],
                gtins=item.gtins,
                categories=categories,
                product_type=words[1],
                attribute_values=[value for value in item.attributes.values() if isinstance(value, str)],
            )
        )
        document = escaped(made.document)
        row = f"{self._tenant_id}\t{id}\t{made.sku_folded}\t{made.mpn_folded}\t{document}\tt"
        self._add("product_search", row)

    def _write_stock(self) -> None:
        """A variant has its own, by the same rule as the shipped product."""
        warehouses = [self._keys.of(Kind.WAREHOUSE, number) for number in range(len(WAREHOUSES))]
        for id, warehouse in zip(warehouses, WAREHOUSES, strict=True):
            row = f"{id}\t{warehouse.code}\t{warehouse.name}\t{_erp(warehouse.external_id)}"
            self._add("warehouses", row)
        stock = 0
        for number in range(self._shop.count):
            product = self._shop.placed(number)
            id = self._keys.of(Kind.PRODUCT, number)
            for place, warehouse in zip(warehouses, WAREHOUSES, strict=True):
                level = self._keys.of(Kind.STOCK, stock)
                stock += 1
                self._add(
                    "stock_levels", f"{level}\t{id}\t{place}\t{on_hand(product, warehouse.code)}\tnow\t1"
                )


def _erp(external_id: str) -> str:
    return f"{external_id}\terp\t1"
