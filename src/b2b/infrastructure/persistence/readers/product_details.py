from datetime import date
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    not_,
    null,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by, array
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.catalog.queries.product import (
    ProductAttribute,
    ProductBrand,
    ProductCategory,
    ProductDetail,
    ProductDocument,
    ProductTypeName,
    ProductUnit,
)
from b2b.application.shared.access import Actor
from b2b.domain.catalog.attributes import AttributeType
from b2b.domain.catalog.errors import ProductNotFound
from b2b.domain.shared.ids import CustomerId
from b2b.domain.shared.quantities import Sku
from b2b.infrastructure.persistence.readers.inventory import availability_of, low_threshold, stock_of
from b2b.infrastructure.persistence.readers.pricing import buyer_cte, campaign_offers, own_price, price_steps
from b2b.infrastructure.persistence.readers.statements import Statement, drawn
from b2b.infrastructure.persistence.tables.catalog import (
    attributes,
    brands,
    categories,
    product_categories,
    product_type_attributes,
    product_types,
    products,
)

# What the struct takes as it is stored, under the same name.
_PLAIN: Final = (
    "sku",
    "name",
    "name_en",
    "description",
    "description_en",
    "gtins",
    "mpn",
    "unit",
    "min_quantity",
    "quantity_step",
    "max_quantity",
    "weight_grams",
    "warranty_months",
    "track_serials",
    "backorder_allowed",
    "image_url",
    "image_urls",
)


class SqlProductDetails:
    def __init__(self, session: AsyncSession, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    async def of(
        self, sku: Sku, *, customer_id: CustomerId | None, with_prices: bool, on: date
    ) -> ProductDetail:
        statement = _statement(is_dealer=customer_id is not None, with_prices=with_prices)
        parameters = {
            "sku": sku.value,
            "customer": customer_id,
            "tenant": self._actor.tenant_id,
            "on": on,
        }
        rows = await statement.rows(self._session, parameters)
        if not rows:
            raise ProductNotFound(sku=sku)
        return _detail(rows[0])


@cache
def _statement(*, is_dealer: bool, with_prices: bool) -> Statement:
    buyer = buyer_cte(dealer=is_dealer)
    stock = stock_of(products.c.id)
    instead = products.alias("instead")
    whole = (
        products.join(buyer, true())
        .join(stock, true())
        .outerjoin(brands, brands.c.id == products.c.brand_id)
        .outerjoin(product_types, product_types.c.id == products.c.product_type_id)
        .outerjoin(instead, instead.c.id == products.c.replacement_product_id)
    )
    steps: ColumnElement[Any] = cast(null(), Text)
    offers: ColumnElement[Any] = cast(null(), JSONB)
    if with_prices:
        price = price_steps(buyer, products.c.id, dealer=is_dealer)
        reduced = campaign_offers(buyer, array([products.c.id]), dealer=is_dealer).lateral()
        whole = whole.join(price, true()).outerjoin(reduced, true())
        steps, offers = price.c.steps, reduced.c.offers
    return drawn(
        select(
            *(products.c[name] for name in _PLAIN),
            cast(products.c.vat_rate, Text),
            products.c.track_stock,
            brands.c.slug,
            brands.c.name,
            product_types.c.code,
            product_types.c.name,
            instead.c.sku,
            buyer.c.currency,
            buyer.c.low,
            steps,
            offers,
            stock.c.available,
            stock.c.as_of,
            stock.c.expected_on,
            products.c.units,
            products.c.documents,
            _categories().scalar_subquery(),
            _attributes().scalar_subquery(),
        )
        .select_from(whole)
        .where(
            products.c.sku == bindparam("sku", type_=Text),
            products.c.is_active,
            not_(products.c.is_deleted),
        )
    )


def _categories() -> Select[Any]:
    row = func.jsonb_build_array(categories.c.slug, categories.c.name, product_categories.c.is_primary)
    order = aggregate_order_by(row, product_categories.c.is_primary.desc(), categories.c.slug)
    return (
        select(func.jsonb_agg(order))
        .select_from(product_categories.join(categories, categories.c.id == product_categories.c.category_id))
        .where(product_categories.c.product_id == products.c.id, not_(categories.c.is_deleted))
        .correlate(products)
    )


def _attributes() -> Select[Any]:
    """In the type's order; what the type hides is left out, and what nobody defined comes last."""
    pair = func.jsonb_each(products.c.attributes).table_valued("key", column("value", JSONB)).render_derived()
    place = product_type_attributes
    row = func.jsonb_build_array(
        pair.c.key,
        func.coalesce(attributes.c.name, pair.c.key),
        attributes.c.name_en,
        func.coalesce(attributes.c.type, literal_column(f"'{AttributeType.TEXT.value}'")),
        attributes.c.unit,
        pair.c.value,
    )
    return (
        select(func.jsonb_agg(aggregate_order_by(row, place.c.position.nulls_last(), pair.c.key)))
        .select_from(
            pair.outerjoin(attributes, attributes.c.code == pair.c.key).outerjoin(
                place,
                (place.c.attribute_id == attributes.c.id)
                & (place.c.product_type_id == products.c.product_type_id),
            )
        )
        .where(func.coalesce(place.c.visible, true()))
        .correlate(products)
    )


def _detail(row: tuple[Any, ...]) -> ProductDetail:
    plain = dict(zip(_PLAIN, row, strict=False))
    (vat_rate, tracked, brand_slug, brand, type_code, type_name, instead) = row[len(_PLAIN) :][:7]
    (currency, low, steps, offers, available, as_of, expected_on) = row[len(_PLAIN) + 7 :][:7]
    (units, documents, in_categories, values) = row[len(_PLAIN) + 14 :]
    return ProductDetail(
        **plain,
        vat_rate=vat_rate,
        brand=ProductBrand(brand_slug, brand) if brand else None,
        type=ProductTypeName(type_code, type_name) if type_code else None,
        categories=[ProductCategory(*category) for category in in_categories or ()],
        attributes=msgspec.convert([_named(value) for value in values or ()], list[ProductAttribute]),
        units=msgspec.convert(units, list[ProductUnit]),
        documents=msgspec.convert(documents, list[ProductDocument]),
        replacement=instead,
        price=own_price(steps, currency, plain["min_quantity"], offers),
        availability=availability_of(
            available,
            as_of,
            expected_on,
            low_up_to=low_threshold(low),
            tracked=tracked,
            backorder_allowed=plain["backorder_allowed"],
        ),
    )


def _named(value: list[Any]) -> dict[str, Any]:
    return dict(zip(ProductAttribute.__struct_fields__, value, strict=True))
