from typing import Annotated, Final

import msgspec
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from b2b.api_shared.inputs import WITHOUT_NUL, QuantityNumber, SkuText
from b2b.application.catalog.queries.products import WORDS_LENGTH_MAX, AttributeFilter, ProductFilters
from b2b.application.pricing.queries.quote_prices import QuotedLine
from b2b.domain.shared.errors import Fault, InvalidRequest

QUOTED_LINES_MAX: Final = 200
FILTER_VALUES_MAX: Final = 20
_SLUG_LENGTH_MAX: Final = 200

_Slug = Annotated[str, msgspec.Meta(max_length=_SLUG_LENGTH_MAX, pattern=WITHOUT_NUL)]
_AttributeText = Annotated[str, msgspec.Meta(max_length=300, pattern=WITHOUT_NUL)]

SearchWords = Annotated[
    str | None,
    QueryParameter(
        max_length=WORDS_LENGTH_MAX,
        description="A SKU or part number, the beginning of one, or words; Turkish letters as you like.",
    ),
]
CategoryFilter = Annotated[
    str | None,
    QueryParameter(
        max_length=_SLUG_LENGTH_MAX,
        pattern=WITHOUT_NUL,
        description="A category's slug; whatever is below it counts too.",
    ),
]
BrandFilter = Annotated[
    list[_Slug] | None,
    QueryParameter(max_items=FILTER_VALUES_MAX, description="A brand's slug; several are alternatives."),
]
AttributeFilters = Annotated[
    list[_AttributeText] | None,
    QueryParameter(
        max_items=FILTER_VALUES_MAX,
        description="`code:value`; several values of one code are alternatives, several codes all count.",
    ),
]
StockFilter = Annotated[
    bool | None, QueryParameter(description="Only products that are to be had, or only those that are not.")
]


class QuotedLineInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sku: SkuText
    quantity: QuantityNumber


class QuotePricesRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    lines: Annotated[list[QuotedLineInput], msgspec.Meta(min_length=1, max_length=QUOTED_LINES_MAX)]

    def to_lines(self) -> list[QuotedLine]:
        return [QuotedLine(line.sku, line.quantity) for line in self.lines]


def wanted_products(
    q: SearchWords = None,
    category: CategoryFilter = None,
    brand: BrandFilter = None,
    attribute: AttributeFilters = None,
    in_stock: StockFilter = None,
) -> ProductFilters:
    """The filters of a product list's query. Raises `InvalidRequest` for an attribute without its colon."""
    return ProductFilters(
        words=q if q and q.strip() else None,
        category=category,
        brands=tuple(dict.fromkeys(brand or ())),
        attributes=tuple(_attribute(text) for text in dict.fromkeys(attribute or ())),
        in_stock=in_stock,
    )


WantedProducts = NamedDependency[ProductFilters]


def _attribute(text: str) -> AttributeFilter:
    code, colon, value = text.partition(":")
    if not (code and colon and value):
        fault = Fault(pointer="/attribute", code="value.invalid", detail="An attribute filter is code:value.")
        raise InvalidRequest(faults=[fault])
    return AttributeFilter(code, value)
