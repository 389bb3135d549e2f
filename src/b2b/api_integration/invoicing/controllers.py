from typing import Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, post

from b2b.api_integration.bulk import examples
from b2b.api_integration.bulk.documents import PROBLEMS, operation_of
from b2b.api_integration.bulk.parameters import DryRunQuery, ModeQuery, Results, ResultsQuery
from b2b.api_integration.bulk.requests import Asked
from b2b.api_integration.bulk.taking import take_push
from b2b.api_shared.bodies import ApiRequest
from b2b.application.integration.items.accounts import AccountEntryItem, InvoiceItem
from b2b.application.integration.ports import Mode
from b2b.application.integration.push import PushAccountEntries, PushInvoices
from b2b.application.integration.results import PushResult


class AccountEntryPushController(Controller):
    path = "/account-entries"
    tags = ("Accounts",)

    @post(
        operation_id="pushAccountEntries",
        summary="Push movements of dealers' accounts",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(AccountEntryItem, examples.ACCOUNT_ENTRY),
        responses=PROBLEMS,
    )
    @inject
    async def push_account_entries(
        self,
        request: ApiRequest,
        push: FromDishka[PushAccountEntries],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, AccountEntryItem, asked)


class InvoicePushController(Controller):
    path = "/invoices"
    tags = ("Accounts",)

    @post(
        operation_id="pushInvoices",
        summary="Push invoices",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(InvoiceItem, examples.INVOICE),
        responses=PROBLEMS,
    )
    @inject
    async def push_invoices(
        self,
        request: ApiRequest,
        push: FromDishka[PushInvoices],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, InvoiceItem, asked)


CONTROLLERS: Final = (
    AccountEntryPushController,
    InvoicePushController,
)
