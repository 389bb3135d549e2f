"""One product with all that is known of it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

import msgspec

from b2b.application.catalog.queries.products import ProductAvailability, ProductPrice
from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock
from b2b.domain.catalog.errors import ProductNotFound
from b2b.domain.shared.ids import CustomerId
from b2b.domain.shared.quantities import InvalidSku, Sku


class ProductBrand(msgspec.Struct, frozen=True):
    slug: str
    name: str


class ProductCategory(msgspec.Struct, frozen=True):
    slug: str
    name: str
    is_primary: bool


class ProductTypeName(msgspec.Struct, frozen=True):
    code: str
    name: str


class ProductAttribute(msgspec.Struct, frozen=True):
    """A value with its definition's name, kind and unit; `value` is a text, number, truth value or list."""

    code: str
    name: str
    name_en: str | None
    type: str
    unit: str | None
    value: str | bool | int | float | list[str] | None


class ProductDocument(msgspec.Struct, frozen=True):
    """A data sheet or manual to download."""

    name: str
    url: str


class ProductUnit(msgspec.Struct, frozen=True):
    """A larger unit, such as a box: `factor` is how many base units it holds."""

    unit: str
    factor: int
    gtin: str | None = None


class ProductDetail(msgspec.Struct, frozen=True, kw_only=True):
    """`replacement` is the SKU to order instead of a product that is going."""

    sku: str
    name: str
    name_en: str | None
    description: str | None
    description_en: str | None
    brand: ProductBrand | None
    categories: list[ProductCategory]
    type: ProductTypeName | None
    attributes: list[ProductAttribute]
    documents: list[ProductDocument] = []
    gtins: list[str]
    mpn: str | None
    vat_rate: str
    unit: str
    units: list[ProductUnit] = []
    min_quantity: int
    quantity_step: int
    max_quantity: int | None
    weight_grams: int | None
    warranty_months: int | None
    track_serials: bool
    backorder_allowed: bool
    image_url: str | None
    image_urls: list[str] = []
    replacement: str | None
    price: ProductPrice | None
    availability: ProductAvailability


class ProductDetails(Protocol):
    async def of(
        self, sku: Sku, *, customer_id: CustomerId | None, with_prices: bool, on: date
    ) -> ProductDetail:
        """As the list has it, in full. Raises `ProductNotFound`."""


@dataclass(frozen=True, slots=True)
class ShowProduct:
    permission: ClassVar = Permission.PRODUCTS_VIEW

    actor: Actor
    directory: CustomerDirectory
    products: ProductDetails
    clock: Clock

    async def __call__(self, sku: str, *, customer_code: str | None = None) -> ProductDetail:
        self.actor.require(self.permission)
        customer_id = await customer_in_question(self.actor, self.directory, customer_code)
        return await self.products.of(
            known_sku(sku),
            customer_id=customer_id,
            with_prices=Permission.PRICES_VIEW in self.actor.permissions,
            on=self.clock.today(),
        )


def known_sku(text: str) -> Sku:
    """What could not be a SKU names no product."""
    try:
        return Sku(text)
    except InvalidSku:
        raise ProductNotFound(sku=text) from None
