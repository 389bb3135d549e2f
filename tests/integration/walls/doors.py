"""Who may pass which door, written by hand: a new operation without an entry here fails the tests.

Portal columns: A's owner, a viewer of A's, B's owner, staff without any right, our administrator, the other
tenant's administrator; all ask for A's rows. Words: `in` (2xx), `no` (403), `gone` (404).
"""

from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any, Final

from b2b.api_integration.bulk import examples
from tests.integration.walls.things import SKU, Body, Make, Things

PEOPLE: Final = ("owner", "viewer", "rival", "bare", "admin", "stranger")
MACHINES: Final = ("full", "bare", "stranger")
# Nobody needs to be signed in for these; who may sign in is tests/integration/identity's.
OPEN: Final = frozenset({"signIn", "refreshTokens", "grantToken", "getLiveness", "getReadiness"})


async def _nothing(_: Things) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Door:
    """`verdicts` in the order of the columns."""

    verdicts: str
    things: Make = _nothing
    body: Body | None = None
    query: dict[str, str] = field(default_factory=dict)
    # Of those who are let in, where the request cannot succeed as it is.
    status: int | None = None
    # What was just made has version 1.
    if_match: str = '"1"'


def _user(things: Things) -> dict[str, Any]:
    return {
        "email": f"{token_hex(4)}@new.example",
        "full_name": "Yeni Kişi",
        "roles": ["customer_service" if things.asker.is_staff else "viewer"],
    }


def _dealers_user(things: Things) -> dict[str, Any]:
    return _user(things) | {"roles": ["viewer"]}


def _address(_: Things) -> dict[str, Any]:
    return {"title": "Depo", "line1": "Cad. 1", "province": "İzmir"}


def _rule(_: Things) -> dict[str, Any]:
    return {
        "name": f"Rule {token_hex(4)}",
        "priority": 1,
        "action": "auto_approve",
        "conditions": [{"code": "first_orders", "count": 0}],
    }


def _order(things: Things) -> dict[str, Any]:
    return {
        "lines": [{"sku": SKU, "quantity": 1}],
        "shipping_address_id": things.address_id,
        "payment_method": "open_account",
    }


def _endpoint(_: Things) -> dict[str, Any]:
    return {"url": "https://erp.example/hooks", "event_types": ["order.*"]}


def _replays(_: Things) -> dict[str, Any]:
    return {"from": "2026-11-20T08:00:00Z", "to": "2026-11-20T09:00:00Z", "event_types": ["order.created"]}


def _role(_: Things) -> dict[str, Any]:
    return {"code": f"r_{token_hex(4)}", "name": "Rol", "kind": "dealer", "permissions": ["orders.view"]}


def _client(_: Things) -> dict[str, Any]:
    return {"name": f"ERP {token_hex(4)}"}


def _limit(_: Things) -> dict[str, Any]:
    return {"limit": {"amount": "999999999.00", "currency": "TRY"}, "reason": "Talep."}


def _totals(_: Things) -> dict[str, Any]:
    return {"resource": "stock", "buckets": [{"bucket": "a", "count": 0, "hash": "0" * 16}]}


def _one(item: dict[str, Any]) -> Body:
    return lambda _: {"items": [item]}


def says(**body: Any) -> Body:
    return lambda _: body


def _list(_: Things) -> dict[str, Any]:
    return {"name": f"List {token_hex(4)}", "is_shared": False}


LINES = says(lines=[{"sku": SKU, "quantity": 1}])
PERIOD: Final = {"from": "2026-11-01", "to": "2026-11-30"}
PASSWORD: Final = "Kırmızı-Balık-42-uçar"

T = Things
# Where what is asked for has two kinds, the second has its name after a blank.
PORTAL: Final[dict[str, Door]] = {
    # Signing in, oneself.
    "signOut": Door("in in in in in in"),
    "showMe": Door("in in in in in in"),
    "changeOwnPassword": Door(
        "in in in in in in", body=says(current_password=PASSWORD, new_password=PASSWORD + "!"), status=422
    ),
    "listOwnSessions": Door("in in in in in in"),
    "revokeOwnSession": Door("gone gone gone gone gone gone", T.session),
    "revokeOwnSession of oneself": Door("in in in in in in", T.own_session),
    # Working for a dealer; what those may who do is tests/integration/identity/test_acting.py's.
    "beginActing": Door("no no no no in gone", T.customer),
    "endActing": Door("no no no no no no"),
    # Users: dealers their own, staff the staff; a dealer's under the dealer.
    "listUsers": Door("in no in no in in"),
    "createUser": Door("in no in no in in", body=_user),
    "showUser": Door("in no gone no gone gone", T.user),
    "showUser of staff": Door("gone no gone no in gone", T.staff_user),
    "editUser": Door("in no gone no gone gone", T.user, says(full_name="Yeni Ad")),
    "editUser of staff": Door("gone no gone no in gone", T.staff_user, says(full_name="Yeni Ad")),
    "listSessions": Door("in no gone no gone gone", T.user),
    "listSessions of staff": Door("gone no gone no in gone", T.staff_user),
    "revokeSession": Door("in no gone no gone gone", T.user_session),
    "revokeSession of staff": Door("gone no gone no in gone", T.staff_user_session),
    "setPassword": Door("in no gone no gone gone", T.user, says(password=PASSWORD)),
    "setPassword of staff": Door("gone no gone no in gone", T.staff_user, says(password=PASSWORD)),
    "listCustomerUsers": Door("in no gone no in gone", T.customer),
    "createCustomerUser": Door("in no gone no in gone", T.customer, _dealers_user),
    "showCustomerUser": Door("in no gone no in gone", T.customer_user),
    "editCustomerUser": Door("in no gone no in gone", T.customer_user, says(full_name="Yeni Ad")),
    "listCustomerUserSessions": Door("in no gone no in gone", T.customer_user),
    "revokeCustomerUserSession": Door("in no gone no in gone", T.customer_user_session),
    "setCustomerUserPassword": Door("in no gone no in gone", T.customer_user, says(password=PASSWORD)),
    "listRoles": Door("in no in no in in"),
    "showRole": Door("in no in no in gone", T.role),
    "showRole of staff": Door("gone no gone no in gone", T.staff_role),
    "createRole": Door("no no no no in in", body=_role),
    "editRole": Door("no no no no in gone", T.role, says(name="Rol", permissions=["orders.view"])),
    "deleteRole": Door("no no no no in gone", T.role),
    "listApiClients": Door("no no no no in in"),
    "registerApiClient": Door("no no no no in in", body=_client),
    "listApiKeys": Door("no no no no in gone", T.client),
    "issueApiKey": Door("no no no no in gone", T.client, says(name="k", scopes=["orders:read"])),
    "listKeyUses": Door("no no no no in gone", T.client),
    "sumKeyUses": Door("no no no no in gone", T.client),
    "editApiKey": Door("no no no no in gone", T.api_key, says(requests_per_minute=100)),
    "rotateApiKey": Door("no no no no in gone", T.api_key, says(overlap_hours=1)),
    "revokeApiKey": Door("no no no no in gone", T.api_key, says(reason="Leaked.")),
    # Dealers and their addresses.
    "listCustomers": Door("no no no no in in"),
    "getCustomer": Door("no no no no in gone", T.customer),
    "listConflicts": Door("no no no no in in"),
    "acceptConflict": Door("no no no no in gone", T.conflict),
    "rejectConflict": Door("no no no no in gone", T.conflict),
    "changeCustomer": Door("no no no no in gone", T.other_customer, says(partial_approval_allowed=False)),
    "listAddresses": Door("in in in no no no"),
    "addAddress": Door("in no in no no no", body=_address),
    "getAddress": Door("in in gone no no no", T.address),
    "editAddress": Door("in no gone no no no", T.address, _address),
    "deleteAddress": Door("in no gone no no no", T.address),
    "listCustomerAddresses": Door("in in gone no in gone", T.customer),
    "addCustomerAddress": Door("in no gone no in gone", T.customer, _address),
    "getCustomerAddress": Door("in in gone no in gone", T.customer_address),
    "editCustomerAddress": Door("in no gone no in gone", T.customer_address, _address),
    "deleteCustomerAddress": Door("in no gone no in gone", T.customer_address),
    # The catalogue is every dealer's; another tenant has its own.
    "listProducts": Door("in in in no in in"),
    "getProduct": Door("in in in no in gone", T.product),
    "listBrands": Door("in in in no in in"),
    "listCategories": Door("in in in no in in"),
    "explainPrice": Door("in in in no in gone", T.product),
    "quotePrices": Door("in in in no in in", body=LINES),
    "listCustomerProducts": Door("in in gone no in gone", T.customer),
    "getCustomerProduct": Door("in in gone no in gone", T.customer_and_product),
    "explainCustomerPrice": Door("in in gone no in gone", T.customer_and_product),
    "quoteCustomerPrices": Door("in in gone no in gone", T.customer, LINES),
    # Buying.
    "getCart": Door("in no in no no no"),
    "deleteCart": Door("in no in no no no"),
    "addCartLines": Door("in no in no no no", body=LINES),
    "putCartLine": Door("in no in no no no", T.product, says(quantity=2)),
    "deleteCartLine": Door("in no in no no no", T.product),
    "listSavedLists": Door("in in in no no no"),
    "saveList": Door("in no in no no no", body=_list),
    "getSavedList": Door("in in gone no no no", T.saved_list),
    "editSavedList": Door("in no gone no no no", T.saved_list, _list),
    "deleteSavedList": Door("in no gone no no no", T.saved_list),
    "addSavedListLines": Door("in no gone no no no", T.saved_list, LINES),
    "putSavedListLine": Door("in no gone no no no", T.saved_list_line, says(quantity=2)),
    "deleteSavedListLine": Door("in no gone no no no", T.saved_list_line),
    "addSavedListToCart": Door("in no gone no no no", T.saved_list),
    "listOrders": Door("in in in no in in"),
    "placeOrder": Door("in no gone no no no", body=_order),
    "getOrder": Door("in in gone no in gone", T.order),
    "cancelOrder": Door("in no gone no in gone", T.order, says(reason="Vazgeçtik.")),
    "resendOrder": Door("no no no no in gone", T.order),
    "listCustomerOrders": Door("in in gone no in gone", T.customer),
    "listApprovals": Door("in no in no in in"),
    "getApproval": Door("in no gone no in gone", T.approval),
    "approveOrder": Door("no no no no in gone", T.approval, says(note="Olur.")),
    "rejectOrder": Door("no no no no in gone", T.approval, says(reason="Olmaz.")),
    "listCampaigns": Door("no no no no in in"),
    "getCampaign": Door("no no no no in gone", T.campaign),
    "pauseCampaign": Door("no no no no in gone", T.campaign, says(reason="Stok bitti")),
    "resumeCampaign": Door("no no no no in gone", T.campaign, says(reason=""), status=409),
    "cancelCampaign": Door("no no no no in gone", T.campaign, says(reason="Stok bitti")),
    "listApprovalRules": Door("no no no no in in"),
    "createApprovalRule": Door("no no no no in in", body=_rule),
    "replaceApprovalRule": Door("no no no no in gone", T.rule, _rule),
    "deleteApprovalRule": Door("no no no no in gone", T.rule),
    # Money.
    "getAccount": Door("in no in no no no"),
    "listAccountEntries": Door("in no in no no no"),
    "getStatement": Door("in no in no no no", query=PERIOD),
    "getAgeing": Door("in no in no no no"),
    "getCustomerAccount": Door("in no gone no in gone", T.customer),
    "listCustomerAccountEntries": Door("in no gone no in gone", T.customer),
    "getCustomerStatement": Door("in no gone no in gone", T.customer, query=PERIOD),
    "listDealersAgeing": Door("no no no no in in"),
    "getAgeingTotals": Door("no no no no in in"),
    "getCustomerAgeing": Door("in no gone no in gone", T.customer),
    "setCreditLimit": Door("no no no no in gone", T.customer, _limit),
    "listCustomerInvoices": Door("in no gone no in gone", T.customer),
    "listInvoices": Door("in no in no in in"),
    "getInvoice": Door("in no gone no in gone", T.invoice),
    # The tenant's own.
    "listSettings": Door("no no no no in in"),
    "showSetting": Door("no no no no in in", T.setting),
    "changeSetting": Door("no no no no in in", T.setting, says(value=5), if_match="*"),
    "listAudit": Door("no no no no in in"),
    "listWebhookEndpoints": Door("no no no no in in"),
    "createWebhookEndpoint": Door("no no no no in in", body=_endpoint),
    "getWebhookEndpoint": Door("no no no no in gone", T.endpoint),
    "changeWebhookEndpoint": Door("no no no no in gone", T.endpoint, says(description="ERP")),
    "removeWebhookEndpoint": Door("no no no no in gone", T.endpoint),
    "pauseWebhookEndpoint": Door("no no no no in gone", T.endpoint),
    "resumeWebhookEndpoint": Door("no no no no in gone", T.paused_endpoint),
    "rotateWebhookSecret": Door("no no no no in gone", T.endpoint),
    "testWebhookEndpoint": Door("no no no no in gone", T.endpoint),
    "listWebhookDeliveries": Door("no no no no in in"),
    "getWebhookDelivery": Door("no no no no in gone", T.delivery),
    "replayWebhookDelivery": Door("no no no no in gone", T.delivery),
    "replayWebhooks": Door("no no no no in in", body=_replays),
    "listWebhookReplays": Door("no no no no in in"),
    "getWebhookReplay": Door("no no no no in gone", T.replay),
}

# Columns: a key with every scope, one with none, another tenant's with every scope.
INTEGRATION: Final[dict[str, Door]] = {
    "pushCategories": Door("in no in", body=_one(examples.CATEGORY)),
    "pushBrands": Door("in no in", body=_one(examples.BRAND)),
    "pushProductTypes": Door("in no in", body=_one(examples.PRODUCT_TYPE)),
    "pushProducts": Door("in no in", body=_one(examples.PRODUCT)),
    "pushTiers": Door("in no in", body=_one(examples.TIER)),
    "pushPrices": Door("in no in", body=_one(examples.PRICE)),
    "pushCampaigns": Door("in no in", body=_one(examples.CAMPAIGN)),
    "pushWarehouses": Door("in no in", body=_one(examples.WAREHOUSE)),
    "pushStock": Door("in no in", body=_one(examples.STOCK)),
    "pushCustomers": Door("in no in", body=_one(examples.CUSTOMER)),
    "listConflicts": Door("in no in"),
    "pushAccountEntries": Door("in no in", body=_one(examples.ACCOUNT_ENTRY)),
    "pushInvoices": Door("in no in", body=_one(examples.INVOICE)),
    "pushExchangeRates": Door("in no in", body=_one(examples.EXCHANGE_RATE)),
    "listExchangeRates": Door("in no in"),
    "getReferenceData": Door("in in in"),
    "pushShipments": Door("in no in", body=_one(examples.SHIPMENT)),
    "getSyncStatus": Door("in no in"),
    "listPushReceipts": Door("in no in"),
    "getPushReceipt": Door("in no gone", T.receipt),
    "getPushReceiptErrors": Door("in no gone", T.receipt),
    "listPushJobs": Door("in no in"),
    "getPushJob": Door("in no gone", T.job),
    "cancelPushJob": Door("in no gone", T.job),
    "getPushJobErrors": Door("in no gone", T.job),
    "reconcile": Door("in no in", body=_totals),
    "getReconciliation": Door("in no gone", T.reconciliation),
    "listReconciledItems": Door("in no gone", T.reconciled_bucket),
    "compareReconciledItems": Door("in no gone", T.reconciled_bucket, says(items=[])),
    "exportOrders": Door("in no in"),
    "exportOrder": Door("in no gone", T.order),
    "setErpReference": Door("in no gone", T.order, says(order_number="LG-1")),
    "reportOrderStatus": Door("in no gone", T.order, says(status="processing")),
    "acknowledgeOrder": Door("in no gone", T.order),
    "amendOrder": Door("in no gone", T.order, says(close_short=True, reason="Kalmadı.")),
    "listEvents": Door("in no in"),
    "listWebhookEndpoints": Door("in no in"),
    "createWebhookEndpoint": Door("in no in", body=_endpoint),
    "getWebhookEndpoint": Door("in no gone", T.endpoint),
    "changeWebhookEndpoint": Door("in no gone", T.endpoint, says(description="ERP")),
    "removeWebhookEndpoint": Door("in no gone", T.endpoint),
    "pauseWebhookEndpoint": Door("in no gone", T.endpoint),
    "resumeWebhookEndpoint": Door("in no gone", T.paused_endpoint),
    "rotateWebhookSecret": Door("in no gone", T.endpoint),
    "testWebhookEndpoint": Door("in no gone", T.endpoint),
    "listWebhookDeliveries": Door("in no in"),
    "getWebhookDelivery": Door("in no gone", T.delivery),
    "replayWebhookDelivery": Door("in no gone", T.delivery),
    "replayWebhooks": Door("in no in", body=_replays),
    "listWebhookReplays": Door("in no in"),
    "getWebhookReplay": Door("in no gone", T.replay),
}
