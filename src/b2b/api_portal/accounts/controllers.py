"""What the portal offers of this context; app.py mounts it."""

from datetime import date
from typing import Annotated

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get, put
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from b2b.api_shared.inputs import MoneyInput, PageCursor, PageSize, Reason
from b2b.api_shared.problems import Problem
from b2b.application.accounts.change_credit_limit import ChangeCreditLimit, ChangeCreditLimitHandler
from b2b.application.accounts.queries.account import (
    AccountDesk,
    AccountView,
    AgeingView,
    EntryPage,
    StatementView,
)
from b2b.application.accounts.queries.ageing_report import AgeingDesk, AgeingTotals, DealerAgeingPage
from b2b.application.invoicing.queries.invoices import (
    InvoicePage,
    InvoiceView,
    ListInvoices,
    ShowInvoice,
)
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.domain.accounts.statement import Period

FromDay = Annotated[date, QueryParameter(name="from", description="First day of the period.")]
ToDay = Annotated[date, QueryParameter(name="to", description="Last day of the period, included.")]
WithSettlements = Annotated[
    bool,
    QueryParameter(
        name="settled",
        description="Also tell what is open of each entry today (`open`), and what has closed it or what it "
        "has closed (`settled`). The whole account is gone through for that, whatever the period.",
    ),
]
AsOf = Annotated[date | None, QueryParameter(description="The day to look from; today where absent.")]

NO_ACCOUNT = ResponseSpec(Problem, description="No such dealer, or no account.")
WRONG_PERIOD = ResponseSpec(Problem, description="The period ends before it begins.")


class CreditLimitRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much the dealer may owe, and why it changes."""

    limit: MoneyInput
    reason: Reason


class AccountController(Controller):
    path = "/account"
    tags = ("Account",)

    @get(operation_id="getAccount", summary="Your company's standing", responses={404: NO_ACCOUNT})
    @inject
    async def standing(self, desk: FromDishka[AccountDesk]) -> AccountView:
        return await desk.standing()

    @get(
        "/entries",
        operation_id="listAccountEntries",
        summary="Journal entries, newest first",
        responses={404: NO_ACCOUNT},
    )
    @inject
    async def entries(
        self, desk: FromDishka[AccountDesk], limit: PageSize = PAGE_SIZE, cursor: PageCursor = None
    ) -> EntryPage:
        return await desk.entries(PageRequest(limit, cursor))

    @get(
        "/statement",
        operation_id="getStatement",
        summary="The statement of a period",
        responses={404: NO_ACCOUNT, 422: WRONG_PERIOD},
    )
    @inject
    async def statement(
        self,
        desk: FromDishka[AccountDesk],
        first: FromDay,
        last: ToDay,
        *,
        with_settlements: WithSettlements = False,
    ) -> StatementView:
        return await desk.statement(Period(first, last), settled=with_settlements)

    @get(
        "/ageing",
        operation_id="getAgeing",
        summary="Open debts by days overdue",
        responses={404: NO_ACCOUNT},
    )
    @inject
    async def ageing(self, desk: FromDishka[AccountDesk], as_of: AsOf = None) -> AgeingView:
        return await desk.ageing(as_of)


class CustomerAccountController(Controller):
    path = "/customers/{customer_code:str}"
    tags = ("Customers",)

    @get(
        "/account",
        operation_id="getCustomerAccount",
        summary="A dealer's standing",
        responses={404: NO_ACCOUNT},
    )
    @inject
    async def standing(self, customer_code: FromPath[str], desk: FromDishka[AccountDesk]) -> AccountView:
        return await desk.standing(customer_code)

    @get(
        "/account/entries",
        operation_id="listCustomerAccountEntries",
        summary="A dealer's journal entries, newest first",
        responses={404: NO_ACCOUNT},
    )
    @inject
    async def entries(
        self,
        customer_code: FromPath[str],
        desk: FromDishka[AccountDesk],
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> EntryPage:
        return await desk.entries(PageRequest(limit, cursor), customer_code)

    @get(
        "/account/statement",
        operation_id="getCustomerStatement",
        summary="A dealer's statement of a period",
        responses={404: NO_ACCOUNT, 422: WRONG_PERIOD},
    )
    @inject
    async def statement(
        self,
        customer_code: FromPath[str],
        desk: FromDishka[AccountDesk],
        first: FromDay,
        last: ToDay,
        *,
        with_settlements: WithSettlements = False,
    ) -> StatementView:
        return await desk.statement(Period(first, last), customer_code, settled=with_settlements)

    @get(
        "/account/ageing",
        operation_id="getCustomerAgeing",
        summary="A dealer's open debts by days overdue",
        responses={404: NO_ACCOUNT},
    )
    @inject
    async def ageing(
        self, customer_code: FromPath[str], desk: FromDishka[AccountDesk], as_of: AsOf = None
    ) -> AgeingView:
        return await desk.ageing(as_of, customer_code)

    @put(
        "/credit-limit",
        operation_id="setCreditLimit",
        summary="Set how much a dealer may owe",
        responses={
            404: NO_ACCOUNT,
            422: ResponseSpec(Problem, description="The limit is negative, or the body has faults."),
        },
    )
    @inject
    async def set_limit(
        self,
        customer_code: FromPath[str],
        data: JSONBody[CreditLimitRequest],
        change: FromDishka[ChangeCreditLimitHandler],
        desk: FromDishka[AccountDesk],
    ) -> AccountView:
        limit = data.limit.to_money()
        await change(ChangeCreditLimit(customer_code=customer_code, limit=limit, reason=data.reason))
        return await desk.standing(customer_code)

    @get(
        "/invoices",
        operation_id="listCustomerInvoices",
        summary="A dealer's invoices, newest first",
        responses={404: ResponseSpec(Problem, description="No such dealer.")},
    )
    @inject
    async def invoices(
        self,
        customer_code: FromPath[str],
        list_invoices: FromDishka[ListInvoices],
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> InvoicePage:
        return await list_invoices(PageRequest(limit, cursor), customer_code=customer_code)


class AgeingController(Controller):
    path = "/ageing"
    tags = ("Customers",)

    @get(operation_id="listDealersAgeing", summary="Every dealer's open debts by days overdue, by title")
    @inject
    async def dealers(
        self,
        desk: FromDishka[AgeingDesk],
        as_of: AsOf = None,
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> DealerAgeingPage:
        return await desk.dealers(as_of, PageRequest(limit, cursor))

    @get("/totals", operation_id="getAgeingTotals", summary="What all dealers owe together, by days overdue")
    @inject
    async def totals(self, desk: FromDishka[AgeingDesk], as_of: AsOf = None) -> AgeingTotals:
        return await desk.totals(as_of)


class InvoiceController(Controller):
    path = "/invoices"
    tags = ("Invoices",)

    @get(operation_id="listInvoices", summary="Invoices, newest first: your company's, or for staff all")
    @inject
    async def list_invoices(
        self,
        list_invoices: FromDishka[ListInvoices],
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> InvoicePage:
        return await list_invoices(PageRequest(limit, cursor))

    @get(
        "/{number:str}",
        operation_id="getInvoice",
        summary="One invoice with its lines",
        responses={404: ResponseSpec(Problem, description="No such invoice in your company.")},
    )
    @inject
    async def show(self, number: FromPath[str], show: FromDishka[ShowInvoice]) -> InvoiceView:
        return await show(number)


CONTROLLERS: tuple[type[Controller], ...] = (
    AccountController,
    CustomerAccountController,
    AgeingController,
    InvoiceController,
)
