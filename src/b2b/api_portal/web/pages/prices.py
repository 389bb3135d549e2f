from typing import Annotated

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.params import QueryParameter

from b2b.api_portal.web.i18n import mark as _
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import WITHOUT_NUL, PageCursor
from b2b.application.pricing.queries.explain_price import ExplainPrice, PriceExplanationView
from b2b.application.pricing.queries.special_prices import (
    ListSpecialPrices,
    PriceState,
    SpecialPriceFilter,
    SpecialPricePage,
)
from b2b.application.shared.pages import PageRequest
from b2b.domain.customers.errors import CustomerNotFound
from b2b.domain.shared.errors import Invalid, NotFound

_Code = Annotated[str | None, QueryParameter(max_length=40, pattern=WITHOUT_NUL)]
_NOBODY = _("No dealer has this code.")
_NO_PRODUCT = _("No product has this code.")


class PricePages(Controller):
    """What single dealers agreed on with the ERP, and why a dealer pays what it pays."""

    path = "/staff/prices"

    @get()
    @inject
    async def agreed(
        self,
        pages: FromDishka[Pages],
        prices: FromDishka[ListSpecialPrices],
        explain: FromDishka[ExplainPrice],
        dealer: _Code = None,
        sku: _Code = None,
        quantity: Annotated[int, QueryParameter(ge=1, le=1_000_000)] = 1,
        only: Annotated[PriceState | None, QueryParameter(name="state")] = None,
        cursor: PageCursor = None,
    ) -> Response[str]:
        dealer, sku = (dealer or "").strip() or None, (sku or "").strip() or None
        asked = {"dealer": dealer, "sku": sku, "state": only.value if only else None}
        told = ""
        try:
            found = await prices(dealer, SpecialPriceFilter(sku=sku, state=only), PageRequest(cursor=cursor))
        except CustomerNotFound:
            found, told = SpecialPricePage(items=[], next_cursor=None), tr(_NOBODY)
        why = None
        if dealer and sku and not told:
            why, told = await _why(explain, dealer, sku, quantity)
        return await pages.page(
            "prices/page.html",
            nav="prices",
            list=found,
            asked=asked,
            quantity=quantity,
            why=why,
            told=told,
            cursor=cursor,
        )


async def _why(
    explain: ExplainPrice, dealer: str, sku: str, quantity: int
) -> tuple[PriceExplanationView | None, str]:
    """The explanation that the dealer sees at the product, or what is said in its place."""
    try:
        return await explain(sku, quantity=quantity, customer_code=dealer), ""
    except (NotFound, Invalid):
        return None, tr(_NO_PRODUCT)
