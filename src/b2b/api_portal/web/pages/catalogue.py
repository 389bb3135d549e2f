"""The catalogue: what a dealer may buy, at the dealer's own prices, and a way into the cart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Final

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.di import Provide
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.catalog.schemas import WantedProducts, wanted_products
from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.formats import number
from b2b.api_portal.web.forms import read_form
from b2b.api_portal.web.i18n import mark as _
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.places import safe_next
from b2b.api_portal.web.render import Pages, choose_language, is_htmx
from b2b.api_portal.web.templating import query
from b2b.api_shared.inputs import QuantityNumber, SkuText
from b2b.api_shared.problems import AnyRequest
from b2b.application.catalog.queries.product import ProductDetail, ShowProduct
from b2b.application.catalog.queries.products import (
    FacetValue,
    ListProducts,
    ProductFacets,
    ProductFilters,
    ProductPrice,
    ProductQuery,
    ProductSort,
)
from b2b.application.ordering.cart_view import CartView
from b2b.application.ordering.change_cart import (
    CartLineResult,
    PutInCart,
    PutInCartHandler,
    ShowQuantities,
)
from b2b.application.ordering.pricing import WantedLine
from b2b.application.pricing.queries.explain_price import ExplainPrice, PriceExplanationView
from b2b.application.shared.access import Permission
from b2b.application.shared.pages import CURSOR_LENGTH_MAX, PageRequest
from b2b.domain.shared.quantities import QUANTITY_MAX

PAGE_SIZE: Final = 25
FACET_VALUES_SHOWN: Final = 8
SORTS: Final = (
    (ProductSort.RELEVANCE, _("Best match")),
    (ProductSort.NAME, _("By name")),
    (ProductSort.PRICE, _("Lowest price")),
    (ProductSort.PRICE_DESCENDING, _("Highest price")),
    (ProductSort.NEWEST, _("Newest")),
)
# How JSON writes what a product has or has not; a text that is one of these words reads so as well.
YES_OR_NO: Final = {"true": _("Yes"), "false": _("No")}
FAULTS: Final = {
    "product.not_found": _("This product is no longer sold."),
    "product.without_price": _("This product has no price for you; ask your representative."),
    "quantity.below_minimum": _("At least %(minimum)s must be ordered."),
    "quantity.above_maximum": _("At most %(maximum)s may be ordered."),
    "quantity.not_a_multiple": _("It is ordered in multiples of %(step)s."),
}

_Cursor = Annotated[str | None, QueryParameter(max_length=CURSOR_LENGTH_MAX)]
_Quantity = Annotated[int | None, QueryParameter(ge=1, le=QUANTITY_MAX)]


class AddForm(msgspec.Struct, frozen=True, kw_only=True):
    sku: SkuText
    quantity: QuantityNumber
    back: str = "/catalogue"


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A filter that a click sets, or takes away where it is set."""

    name: str
    count: int
    url: str
    on: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The first links are seen at once, the rest when somebody asks for more."""

    title: str
    links: list[FacetLink]

    @property
    def first(self) -> list[FacetLink]:
        return self.links[:FACET_VALUES_SHOWN]

    @property
    def rest(self) -> list[FacetLink]:
        return self.links[FACET_VALUES_SHOWN:]


async def _speak(request: AnyRequest) -> None:
    """Handlers make sentences before anything is rendered."""
    choose_language(request)


class CataloguePages(Controller):
    path = "/catalogue"
    before_request = _speak  # type: ignore[assignment]  # Litestar takes it off the class
    dependencies = {"filters": Provide(wanted_products, sync_to_thread=False)}  # noqa: RUF012 - as Litestar has it

    @get()
    @inject
    async def list_products(
        self,
        pages: FromDishka[Pages],
        products: FromDishka[ListProducts],
        cart: FromDishka[ShowQuantities],
        filters: WantedProducts,
        sort: ProductSort = ProductSort.RELEVANCE,
        cursor: _Cursor = None,
    ) -> Response[str]:
        found = await products(
            ProductQuery(filters=filters, sort=sort, page=PageRequest(PAGE_SIZE, cursor), with_facets=True)
        )
        asked = _asked(filters, sort)
        return await pages.page(
            "catalogue/page.html",
            part="catalogue/_list.html",
            nav="catalogue",
            found=found,
            asked=asked,
            sorts=[
                (code, tr(title)) for code, title in SORTS if pages.may("prices.view") or "price" not in code
            ],
            facets=_facets(found.facets, asked) if found.facets else [],
            cursor=cursor,
            back="/catalogue" + query(asked, cursor=cursor).removesuffix("?"),
            buys=_buys(pages),
            in_cart=await cart() if _buys(pages) else {},
            saving=saving,
        )

    @get("/{sku:str}")
    @inject
    async def show_product(
        self,
        sku: FromPath[str],
        pages: FromDishka[Pages],
        show: FromDishka[ShowProduct],
        explain: FromDishka[ExplainPrice],
        cart: FromDishka[ShowQuantities],
        quantity: _Quantity = None,
    ) -> Response[str]:
        product = await show(sku)
        why: PriceExplanationView | None = None
        if pages.may("prices.view"):
            why = await explain(sku, quantity=quantity or product.min_quantity)
        return await pages.page(
            "catalogue/product.html",
            part="catalogue/_why.html",
            nav="catalogue",
            product=product,
            why=why,
            back=f"/catalogue/{sku}",
            buys=_buys(pages),
            in_cart=await cart() if _buys(pages) else {},
            saving=saving,
        )

    @post("/add", status_code=200)
    @inject
    async def add(
        self,
        request: AnyRequest,
        pages: FromDishka[Pages],
        put: FromDishka[PutInCartHandler],
        show: FromDishka[ShowProduct],
    ) -> Response[Any]:
        form = await read_form(request, AddForm)
        product = await show(form.sku)
        changed = await put(PutInCart(lines=(WantedLine(form.sku, form.quantity),), add=True))
        result = changed.results[0]
        complaint = _complaint(result, product)
        toast = _toast(result, complaint)
        if not is_htmx(request):
            return pages.go(safe_next(form.back, "/catalogue"), toast=toast)
        return await pages.part(
            "catalogue/_act.html",
            toast=toast,
            counters=True,
            product=product,
            back=safe_next(form.back, "/catalogue"),
            in_cart=_quantities(changed.cart),
            complaint=complaint,
        )


def saving(price: ProductPrice) -> int:
    """How many per cent below the list price; 0 where that says nothing."""
    listed = Decimal(price.list_price.amount) if price.list_price else Decimal(0)
    if not listed:
        return 0
    share = (1 - Decimal(price.unit_price.amount) / listed) * 100
    return max(0, int(share.quantize(Decimal(1), ROUND_HALF_UP)))


def _buys(pages: Pages) -> bool:
    return pages.actor.customer_id is not None and Permission.CART_EDIT in pages.actor.permissions


def _quantities(cart: CartView) -> dict[str, int]:
    return {line.sku: line.quantity for line in cart.lines}


def _asked(filters: ProductFilters, sort: ProductSort) -> dict[str, Any]:
    """The list's query, for links that change a part of it."""
    return {
        "q": filters.words,
        "category": filters.category,
        "brand": list(filters.brands),
        "attribute": [f"{chosen.code}:{chosen.value}" for chosen in filters.attributes],
        "in_stock": "true" if filters.in_stock else None,
        "sort": None if sort is ProductSort.RELEVANCE else sort.value,
    }


def _facets(found: ProductFacets, asked: dict[str, Any]) -> list[Facet]:
    categories = [
        _link(value, asked, on=on, category=None if on else value.value)
        for value in found.categories
        for on in [value.value == asked["category"]]
    ]
    facets = [Facet(tr("Category"), categories), Facet(tr("Brand"), _many("brand", found.brands, asked))]
    for attribute in found.attributes:
        title = f"{attribute.name} ({attribute.unit})" if attribute.unit else attribute.name
        values = [_said(value) for value in attribute.values]
        facets.append(Facet(title, _many("attribute", values, asked, f"{attribute.code}:")))
    return [facet for facet in facets if facet.links]


def _said(value: FacetValue) -> FacetValue:
    said = YES_OR_NO.get(value.value)
    return msgspec.structs.replace(value, name=tr(said)) if said else value


def _many(
    name: str, values: Sequence[FacetValue], asked: dict[str, Any], prefix: str = ""
) -> list[FacetLink]:
    links = []
    for value in values:
        code = prefix + value.value
        on = code in asked[name]
        chosen = [other for other in asked[name] if other != code] if on else [*asked[name], code]
        links.append(_link(value, asked, on=on, **{name: chosen}))
    return links


def _link(value: FacetValue, asked: dict[str, Any], *, on: bool, **changed: Any) -> FacetLink:
    return FacetLink(value.name, value.count, "/catalogue" + query(asked, **changed).removesuffix("?"), on)


def _complaint(result: CartLineResult, product: ProductDetail) -> str:
    facts = {
        "minimum": number(product.min_quantity),
        "maximum": number(product.max_quantity or QUANTITY_MAX),
        "step": number(product.quantity_step),
    }
    told = [tr(FAULTS[code], **facts) for code in result.faults if code in FAULTS]
    return " ".join(told) or ("" if result.accepted else tr("This cannot be put into the cart."))


def _toast(result: CartLineResult, complaint: str) -> Toast:
    if not result.accepted:
        return Toast(message=complaint, tone="bad")
    put = tr("%(count)s of %(sku)s put into the cart.", count=number(result.quantity), sku=result.sku)
    return Toast(message=f"{put} {complaint}".strip())
