from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.forms import errors_by_field, read_form
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import WITHOUT_NUL, PageCursor, Reason
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.accounts.change_credit_limit import ChangeCreditLimit, ChangeCreditLimitHandler
from b2b.application.accounts.queries.account import AccountDesk
from b2b.application.accounts.queries.credit_lines import CreditDesk
from b2b.application.customers.change_customer import ChangeCustomer, ChangeCustomerHandler
from b2b.application.customers.queries.customers import (
    CustomerFilters,
    CustomerView,
    ListCustomers,
    ShowCustomer,
)
from b2b.application.identity.queries.users import ListUsers
from b2b.application.ordering.queries.orders import ListOrders, OrderFilter
from b2b.application.pricing.queries.special_prices import ListSpecialPrices, SpecialPriceFilter
from b2b.application.shared.pages import PageRequest
from b2b.domain.customers.customer import STEPS, ApprovalMode, CustomerStatus, CustomerStep
from b2b.domain.shared.errors import Conflict, DomainError, Invalid
from b2b.domain.shared.money import Currency, Money

_Words = Annotated[str | None, QueryParameter(max_length=100, pattern=WITHOUT_NUL)]
_Tab = Literal["profile", "prices", "credit", "orders", "account", "users"]

_LEADS_TO: Final[Mapping[CustomerStep, str]] = {
    CustomerStep.REACTIVATE: "active",
    CustomerStep.SUSPEND: "suspended",
    CustomerStep.CLOSE: "closed",
}
# What each tab asks for besides seeing dealers at all.
_ASKS: Final[Mapping[_Tab, str]] = {
    "profile": "customers.view",
    "prices": "customers.view",
    "credit": "credit.edit",
    "orders": "orders.view",
    "account": "account.view",
    "users": "users.view",
}


class StatusForm(msgspec.Struct, frozen=True, kw_only=True):
    status: CustomerStatus
    reason: Reason
    version: int


class ApprovalForm(msgspec.Struct, frozen=True, kw_only=True):
    approval_mode: ApprovalMode
    version: int
    partial_approval_allowed: bool = False


class LimitForm(msgspec.Struct, frozen=True, kw_only=True):
    limit: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,4})?$")]
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
    reason: Reason


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """One dealer with the tab that is asked for."""

    pages: Pages
    customer: ShowCustomer
    orders: ListOrders
    prices: ListSpecialPrices
    account: AccountDesk
    credit: CreditDesk
    users: ListUsers

    async def show(
        self, code: str, tab: _Tab, *, cursor: str | None = None, failed: DomainError | None = None
    ) -> Response[str]:
        found = await self.customer(code)
        return await self.pages.page(
            "customers/detail.html",
            nav="customers",
            status=status_of(failed) if failed else 200,
            errors=errors_by_field(failed) if failed else {},
            given=await self.pages.request.form() if failed else {},
            customer=found,
            base=place_of(code),
            tab=tab,
            tabs=[key for key, asked in _ASKS.items() if self.pages.may(asked)],
            statuses=_next_statuses(found),
            modes=[mode.value for mode in ApprovalMode],
            cursor=cursor,
            **await self._of_tab(code, tab, PageRequest(cursor=cursor)),
        )

    async def _of_tab(self, code: str, tab: _Tab, request: PageRequest) -> dict[str, Any]:
        match tab:
            case "orders":
                return {"list": await self.orders(OrderFilter(), request, customer_code=code)}
            case "prices":
                return {"list": await self.prices(code, SpecialPriceFilter(), request)}
            case "credit":
                return {"list": await self.credit.changes(code, request)}
            case "account":
                return {
                    "standing": await self.account.standing(code),
                    "list": await self.account.entries(request, code),
                }
            case "users":
                return {"list": await self.users(code, request)}
            case _:
                return {}


class CustomerPages(Controller):
    """Dealers, for staff: who they are, what they order and owe, who may enter."""

    path = "/staff/customers"

    @get()
    @inject
    async def dealers(
        self,
        pages: FromDishka[Pages],
        customers: FromDishka[ListCustomers],
        q: _Words = None,
        status: CustomerStatus | None = None,
        cursor: PageCursor = None,
    ) -> Response[str]:
        asked = {"q": q, "status": status.value if status else None}
        filters = CustomerFilters(words=q or None, status=asked["status"])
        return await pages.page(
            "customers/page.html",
            part="customers/_list.html",
            nav="customers",
            list=await customers(filters, PageRequest(cursor=cursor)),
            asked=asked,
            cursor=cursor,
        )

    @get("/{code:str}")
    @inject
    async def dealer(
        self,
        code: FromPath[str],
        page: FromDishka[CustomerPage],
        tab: _Tab = "profile",
        cursor: PageCursor = None,
    ) -> Response[str]:
        return await page.show(code, tab, cursor=cursor)

    @post("/{code:str}/status", status_code=200)
    @inject
    async def change_status(
        self,
        code: FromPath[str],
        request: AnyRequest,
        page: FromDishka[CustomerPage],
        change: FromDishka[ChangeCustomerHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, StatusForm)
            command = ChangeCustomer(
                code=code, read_version=form.version, status=form.status, reason=form.reason
            )
            await change(command)
        except (Invalid, Conflict) as error:
            return await page.show(code, "profile", failed=error)
        return page.pages.go(place_of(code), toast=Toast(message=tr("The dealer has a new status.")))

    @post("/{code:str}/approval", status_code=200)
    @inject
    async def change_approval(
        self,
        code: FromPath[str],
        request: AnyRequest,
        pages: FromDishka[Pages],
        change: FromDishka[ChangeCustomerHandler],
    ) -> Response[Any]:
        form = await read_form(request, ApprovalForm)
        command = ChangeCustomer(
            code=code,
            read_version=form.version,
            approval_mode=form.approval_mode,
            partial_approval_allowed=form.partial_approval_allowed,
        )
        await change(command)
        return pages.go(place_of(code), toast=Toast(message=tr("How orders are approved is changed.")))

    @post("/{code:str}/credit-limit", status_code=200)
    @inject
    async def change_limit(
        self,
        code: FromPath[str],
        request: AnyRequest,
        page: FromDishka[CustomerPage],
        change: FromDishka[ChangeCreditLimitHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, LimitForm)
            limit = Money(Decimal(form.limit), Currency(form.currency))
            await change(ChangeCreditLimit(customer_code=code, limit=limit, reason=form.reason))
        except (Invalid, Conflict) as error:
            return await page.show(code, "credit", failed=error)
        place = f"{place_of(code)}?tab=credit"
        return page.pages.go(place, toast=Toast(message=tr("The credit limit is changed.")))


def place_of(code: str) -> str:
    return f"/staff/customers/{quote(code, safe='')}"


def _next_statuses(customer: CustomerView) -> list[str]:
    """To which statuses a step leads from the present one."""
    return [_LEADS_TO[step] for step, starts in STEPS.items() if CustomerStatus(customer.status) in starts]
