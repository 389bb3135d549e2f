from typing import Any, Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get

from b2b.api_portal.web.render import Pages
from b2b.application.accounts.queries.account import AccountDesk, AccountView
from b2b.application.home.queries.dealer_home import ShowDealerHome
from b2b.application.home.queries.staff_home import ShowStaffHome
from b2b.application.ordering.queries.orders import ListOrders, OrderFilter, OrderRow
from b2b.application.shared.pages import PageRequest
from b2b.domain.accounts.errors import AccountNotFound

RECENT: Final = 8


class HomePages(Controller):
    """Where dealers and staff begin."""

    path = "/"

    @get()
    @inject
    async def dealer(
        self,
        pages: FromDishka[Pages],
        home: FromDishka[ShowDealerHome],
        desk: FromDishka[AccountDesk],
        orders: FromDishka[ListOrders],
    ) -> Response[Any]:
        if pages.actor.customer_id is None:
            return pages.go("/staff")
        return await pages.page(
            "home/page.html",
            nav="home",
            standing=await _standing(pages, desk),
            open_orders=(await home()).open_orders if pages.may("orders.view") else None,
            orders=await _recent(pages, orders),
        )

    @get("/staff")
    @inject
    async def staff(
        self, pages: FromDishka[Pages], home: FromDishka[ShowStaffHome], orders: FromDishka[ListOrders]
    ) -> Response[str]:
        return await pages.page(
            "home/staff.html", nav="home", home=await home(), orders=await _recent(pages, orders)
        )


async def _standing(pages: Pages, desk: AccountDesk) -> AccountView | None:
    """None for those who may not see it, and where the dealer has no account yet."""
    if not pages.may("account.view"):
        return None
    try:
        return await desk.standing()
    except AccountNotFound:
        return None


async def _recent(pages: Pages, orders: ListOrders) -> list[OrderRow] | None:
    if not pages.may("orders.view"):
        return None
    return (await orders(OrderFilter(), PageRequest(RECENT))).items
