"""Which operation an answer leads to, and with what of it: OpenAPI's links, for programs that explore."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

Node = dict[str, Any]

# What is asked first, where its answer has the parameter, what can then be asked, and the parameter.
ENDPOINT: Final = (
    "getWebhookEndpoint",
    "changeWebhookEndpoint",
    "pauseWebhookEndpoint",
    "resumeWebhookEndpoint",
    "rotateWebhookSecret",
    "testWebhookEndpoint",
    "removeWebhookEndpoint",
)
LIST: Final = ("getSavedList", "editSavedList", "addSavedListLines", "addSavedListToCart", "deleteSavedList")
LEADS: Final[Mapping[str, tuple[tuple[str, str, tuple[str, ...]], ...]]] = {
    "createWebhookEndpoint": (("endpoint_id", "endpoint/id", ENDPOINT),),
    "listWebhookEndpoints": (("endpoint_id", "items/0/id", ENDPOINT),),
    "testWebhookEndpoint": (("delivery_id", "delivery_id", ("getWebhookDelivery", "replayWebhookDelivery")),),
    "listWebhookDeliveries": (
        ("delivery_id", "items/0/id", ("getWebhookDelivery", "replayWebhookDelivery")),
    ),
    "listPushReceipts": (("receipt_id", "items/0/id", ("getPushReceipt", "getPushReceiptErrors")),),
    "replayWebhooks": (("replay_id", "id", ("getWebhookReplay",)),),
    "reconcile": (("reconciliation_id", "id", ("getReconciliation",)),),
    "exportOrders": (("number", "items/0/number", ("exportOrder", "acknowledgeOrder", "amendOrder")),),
    "addAddress": (("address_id", "id", ("getAddress", "editAddress", "deleteAddress")),),
    "saveList": (("list_id", "id", LIST),),
    "listSavedLists": (("list_id", "items/0/id", LIST),),
    "placeOrder": (("number", "number", ("getOrder", "cancelOrder")),),
    "listOrders": (("number", "items/0/number", ("getOrder", "cancelOrder")),),
    "listProducts": (("sku", "items/0/sku", ("getProduct", "explainPrice", "putCartLine")),),
    "createUser": (("user_id", "id", ("showUser", "editUser", "setPassword", "listSessions")),),
    "createRole": (("code", "code", ("showRole", "editRole", "deleteRole")),),
    "registerApiClient": (("client_id", "id", ("listApiKeys", "issueApiKey")),),
    "createApprovalRule": (("rule_id", "id", ("replaceApprovalRule", "deleteApprovalRule")),),
}
SUCCESS: Final = frozenset({"200", "201", "202"})
PUSHED: Final = (("receipt_id", "receipt_id", ("getPushReceipt", "getPushReceiptErrors")),)


def link(operations: Mapping[str, Node]) -> None:
    """Adds to each answer of success what it leads to, of what is among `operations`."""
    for name, operation in operations.items():
        answer: Node = next(
            (body for status, body in operation["responses"].items() if status in SUCCESS), {}
        )
        found = dict(_links(name, operations))
        if found and "content" in answer:
            answer["links"] = found


def _links(name: str, operations: Mapping[str, Node]) -> Iterator[tuple[str, Node]]:
    leads = PUSHED if name.startswith("push") else LEADS.get(name, ())
    for parameter, place, targets in leads:
        for target in targets:
            if target in operations:
                yield target, {"operationId": target, "parameters": {parameter: f"$response.body#/{place}"}}
