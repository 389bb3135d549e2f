"""The main job as requests: what dealers, staff and the ERP ask all day, with the rows that it may take."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final, Literal, NamedTuple
from uuid import uuid4

Who = Literal["dealer", "staff", "machine"]
# A page is of 50, and each item of it may need a few rows of each table.
PAGE_ROWS: Final = 1_000
PAGE: Final = 50


class Call(NamedTuple):
    """One request. No scan, sort or loop of its statements may take more than `rows_max` rows.

    - `why` says where that is more than a page needs, and the reader of the report is told so.
    """

    title: str
    who: Who
    method: str
    path: str
    body: dict[str, Any] | None = None
    rows_max: int = PAGE_ROWS
    why: str = ""


class Facts(NamedTuple):
    """What requests name: of the largest dealer, and of a catalogue's middle."""

    today: date
    skus: list[str]
    brand: str
    category: str
    attribute: str
    word: str
    codes: str
    address_id: str
    customer_code: str
    order: str
    open_order: str
    invoice: str
    # The ERP's key of an invoice that is not paid yet.
    open_invoice: str
    approval_id: str
    product_cursor: str
    # Of the largest dealer; of everything that is sold, and of all dealers.
    entries: int
    products: int
    dealers: int


def calls(facts: Facts) -> Iterator[Call]:
    yield from _catalogue(facts)
    yield from _buying(facts)
    yield from _dealers_papers(facts)
    yield from _staff(facts)
    yield from _erp(facts)


def _catalogue(facts: Facts) -> Iterator[Call]:
    page = f"/api/v1/products?limit={PAGE}"
    all_of_it = 3 * facts.products
    yield Call("Products by name", "dealer", "GET", page)
    yield Call("Products by name, as they are kept", "dealer", "GET", page)
    yield Call(
        "Products by name, page in the middle", "dealer", "GET", f"{page}&cursor={facts.product_cursor}"
    )
    yield Call("Products, newest first", "dealer", "GET", f"{page}&sort=newest")
    yield Call("Products, cheapest first", "dealer", "GET", f"{page}&sort=price", rows_max=5_000)
    yield Call("Products, dearest first", "dealer", "GET", f"{page}&sort=-price", rows_max=5_000)
    yield Call("Products of a brand", "dealer", "GET", f"{page}&brand={facts.brand}")
    yield Call(
        "Products of a category", "dealer", "GET", f"{page}&category={facts.category}", rows_max=all_of_it,
        why="the category's products are put into order by name",
    )  # fmt: skip
    yield Call(
        "Products with an attribute", "dealer", "GET", f"{page}&attribute={facts.attribute}",
        rows_max=all_of_it, why="goes along the names until a page of them has it",
    )  # fmt: skip
    yield Call("Products in stock", "dealer", "GET", f"{page}&in_stock=true", rows_max=2_000)
    yield Call(
        "Search, one word", "dealer", "GET", f"{page}&q={facts.word}", rows_max=all_of_it,
        why="every product with the word is ranked",
    )  # fmt: skip
    yield Call(
        "Search, a code's beginning", "dealer", "GET", f"{page}&q={facts.codes}", rows_max=5_000,
        why="every product whose code begins so is ranked",
    )  # fmt: skip
    yield Call(
        "Counts beside the list", "dealer", "GET", f"{page}&facets=true&category={facts.category}",
        rows_max=100 * facts.products, why="every product of the list is counted, once a minute",
    )  # fmt: skip
    yield Call("Product", "dealer", "GET", f"/api/v1/products/{facts.skus[0]}")
    yield Call("Why this price", "dealer", "GET", f"/api/v1/products/{facts.skus[0]}/price-explanation")


def _buying(facts: Facts) -> Iterator[Call]:
    lines = [{"sku": sku, "quantity": 1} for sku in facts.skus]
    yield Call(
        "Prices of 100 SKUs", "dealer", "POST", "/api/v1/prices", {"lines": lines[:100]}, rows_max=2_000
    )
    yield Call("Cart, 20 lines added", "dealer", "POST", "/api/v1/cart/lines", {"lines": lines[:20]})
    yield Call("Cart", "dealer", "GET", "/api/v1/cart")
    order = {
        "lines": lines[:5],
        "shipping_address_id": facts.address_id,
        "payment_method": "open_account",
    }
    yield Call("Placing an order of 5 lines", "dealer", "POST", "/api/v1/orders", order)
    yield Call(
        "Quick order, 50 lines", "dealer", "POST", "/api/v1/prices", {"lines": lines[50:100]}, rows_max=2_000
    )


def _dealers_papers(facts: Facts) -> Iterator[Call]:
    all_entries = 3 * facts.entries
    yield Call("Home", "dealer", "GET", "/", rows_max=all_entries, why="the open items of a current account")
    yield Call("Orders", "dealer", "GET", f"/api/v1/orders?limit={PAGE}")
    yield Call("Orders of a status", "dealer", "GET", f"/api/v1/orders?limit={PAGE}&status=completed")
    yield Call("Order", "dealer", "GET", f"/api/v1/orders/{facts.order}")
    yield Call("Account entries", "dealer", "GET", f"/api/v1/account/entries?limit={PAGE}")
    year = f"from={facts.today - timedelta(days=364)}&to={facts.today}"
    yield Call(
        "Statement of a year", "dealer", "GET", f"/api/v1/account/statement?{year}",
        rows_max=all_entries, why="the statement itself has them all",
    )  # fmt: skip
    yield Call(
        "Ageing", "dealer", "GET", "/api/v1/account/ageing",
        rows_max=all_entries, why="payments close the oldest debts: all entries are read",
    )  # fmt: skip
    yield Call(
        "Invoices", "dealer", "GET", f"/api/v1/invoices?limit={PAGE}",
        rows_max=all_entries, why="what is paid follows from all entries",
    )  # fmt: skip
    yield Call(
        "Invoice", "dealer", "GET", f"/api/v1/invoices/{facts.invoice}",
        rows_max=all_entries, why="what is paid follows from all entries",
    )  # fmt: skip


def _staff(facts: Facts) -> Iterator[Call]:
    everybody, all_entries = 2 * facts.dealers, 3 * facts.entries
    code = facts.customer_code
    yield Call("Approvals, inbox", "staff", "GET", f"/api/v1/approvals?limit={PAGE}")
    yield Call("Approval", "staff", "GET", f"/api/v1/approvals/{facts.approval_id}")
    yield Call("Approvals, decided", "staff", "GET", f"/api/v1/approvals?state=decided&limit={PAGE}")
    yield Call("Dealers", "staff", "GET", f"/api/v1/customers?limit={PAGE}")
    yield Call(
        "Dealers, two words", "staff", "GET", f"/api/v1/customers?limit={PAGE}&q=akdora%20bilg",
        rows_max=everybody, why="a word is looked for within every title",
    )  # fmt: skip
    yield Call("A dealer", "staff", "GET", f"/api/v1/customers/{code}")
    yield Call("A dealer's orders", "staff", "GET", f"/api/v1/customers/{code}/orders?limit={PAGE}")
    yield Call("Orders of all", "staff", "GET", f"/api/v1/orders?limit={PAGE}")
    yield Call(
        "Orders of all that wait", "staff", "GET", f"/api/v1/orders?limit={PAGE}&status=pending_approval"
    )
    month = f"placed_from={facts.today - timedelta(days=400)}&placed_to={facts.today - timedelta(days=370)}"
    yield Call("Orders of a month last year", "staff", "GET", f"/api/v1/orders?limit={PAGE}&{month}")
    yield Call(
        "A dealer's invoices", "staff", "GET", f"/api/v1/customers/{code}/invoices?limit={PAGE}",
        rows_max=all_entries, why="what is paid follows from all entries",
    )  # fmt: skip
    yield Call("Audit trail", "staff", "GET", f"/api/v1/audit?limit={PAGE}")
    yield Call(
        "Audit trail of an order", "staff", "GET", f"/api/v1/audit?entity=order&entity_id={facts.order}"
    )
    yield Call("Deliveries", "staff", "GET", f"/api/v1/webhooks/deliveries?limit={PAGE}")
    yield Call(
        "Credit of all dealers", "staff", "GET", "/staff/credit", rows_max=max(everybody, 3 * all_entries),
        why="the dealers are put into order by the share of their limit that they use; what is overdue of"
        " the page's follows from all their entries",
    )  # fmt: skip
    yield Call("Special prices", "staff", "GET", "/staff/prices")
    yield Call(
        "Overview", "staff", "GET", "/staff", rows_max=10_000_000,
        why="products without stock are counted, once a minute",
    )  # fmt: skip


def _erp(facts: Facts) -> Iterator[Call]:
    base, version = "/api/integration/v1", 10**12
    yield Call("Feed from its beginning", "machine", "GET", f"{base}/events?limit=200")
    yield Call("Feed of one type", "machine", "GET", f"{base}/events?types=order.approved&limit=200")
    yield Call("Orders not acknowledged", "machine", "GET", f"{base}/orders?acknowledged=false&limit=50")
    yield Call("Order for the ERP", "machine", "GET", f"{base}/orders/{facts.order}")
    stock = [
        {"sku": sku, "warehouse": "IST", "on_hand": 500, "source_version": version} for sku in facts.skus
    ]
    yield Call("Stock pushed, 200 levels", "machine", "POST", f"{base}/stock", {"items": stock})
    prices = [
        {
            "external_id": f"NEW-{uuid4().hex[:8]}-{place}", "sku": sku, "level": "list",
            "min_quantity": 1000, "unit_price": "12.5000", "currency": "TRY", "source_version": version,
        }
        for place, sku in enumerate(facts.skus)
    ]  # fmt: skip
    yield Call("Prices pushed, 200", "machine", "POST", f"{base}/prices", {"items": prices})
    entry = {
        "external_id": f"PAY-{uuid4().hex}", "customer_external_id": facts.customer_code, "kind": "payment",
        "number": "THS0000001", "document_date": str(facts.today), "due_date": str(facts.today),
        "credit": "12.50", "currency": "TRY", "description": "Havale",
    }  # fmt: skip
    yield Call("An account entry pushed", "machine", "POST", f"{base}/account-entries", {"items": [entry]})
    closing = entry | {
        "external_id": f"PAY-{uuid4().hex}",
        "closes": [{"invoice_external_id": facts.open_invoice, "amount": "12.50"}],
    }
    yield Call(
        "A payment that closes an invoice", "machine", "POST", f"{base}/account-entries", {"items": [closing]}
    )
    path = f"{base}/orders/{facts.open_order}/status-changes"
    yield Call("An order's processing reported", "machine", "POST", path, {"status": "processing"})
