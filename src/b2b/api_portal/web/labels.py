"""What codes of the program are called on pages."""

from typing import Final

from b2b.api_portal.web.i18n import mark as _
from b2b.api_portal.web.i18n import tr

# Of every list of codes that a page shows: the word, and the tone of its badge.
_LABELS: Final[dict[str, tuple[str, str]]] = {
    "order.draft": (_("Draft"), ""),
    "order.pending_approval": (_("Awaiting approval"), "warn"),
    "order.approved": (_("Approved"), "info"),
    "order.partially_approved": (_("Approved in part"), "info"),
    "order.rejected": (_("Rejected"), "bad"),
    "order.processing": (_("In preparation"), "info"),
    "order.partially_shipped": (_("Partly shipped"), "accent"),
    "order.shipped": (_("Shipped"), "accent"),
    "order.delivered": (_("Delivered"), "ok"),
    "order.completed": (_("Completed"), "ok"),
    "order.on_hold": (_("On hold"), "warn"),
    "order.cancelled": (_("Cancelled"), ""),
    "payment.open_account": (_("Open account"), ""),
    "payment.bank_transfer": (_("Bank transfer"), ""),
    "payment.credit_card": (_("Credit card"), ""),
    "payment.payment_link": (_("Payment link"), ""),
    "payment.combined": (_("Combined"), ""),
    "approval.waiting": (_("Waiting"), "warn"),
    "approval.approved": (_("Approved"), "ok"),
    "approval.rejected": (_("Rejected"), "bad"),
    "approval.void": (_("Withdrawn"), ""),
    "invoice.paid": (_("Paid"), "ok"),
    "invoice.open": (_("Not due yet"), "info"),
    "invoice.overdue": (_("Overdue"), "bad"),
    "entry.invoice": (_("Invoice"), ""),
    "entry.payment": (_("Payment"), ""),
    "entry.credit_note": (_("Credit note"), ""),
    "entry.debit_note": (_("Debit note"), ""),
    "entry.cheque": (_("Cheque"), ""),
    "entry.opening": (_("Opening"), ""),
    "entry.adjustment": (_("Adjustment"), ""),
    "entry.reversal": (_("Reversal"), ""),
    "reason.amount_above": (_("Large order"), "warn"),
    "reason.credit_utilisation_above": (_("Credit nearly used up"), "bad"),
    "reason.overdue_debt": (_("Overdue debt"), "bad"),
    "reason.first_orders": (_("One of the first orders"), "info"),
    "reason.customer_in": (_("Dealer under watch"), "warn"),
    "reorder.product.not_found": (_("is no longer sold"), ""),
    "reorder.quantity.invalid": (_("is too many for one line"), ""),
    "customer.active": (_("Active"), "ok"),
    "customer.suspended": (_("Suspended"), "warn"),
    "customer.closed": (_("Closed"), ""),
    "approval_mode.inherit": (_("By the rules"), ""),
    "approval_mode.always": (_("Always"), ""),
    "approval_mode.never": (_("Never"), ""),
    "role.owner": (_("Owner"), ""),
    "role.purchasing": (_("Purchasing"), ""),
    "role.finance": (_("Accounting"), ""),
    "role.viewer": (_("Viewer"), ""),
    "role.super_admin": (_("Administrator"), ""),
    "role.sales_manager": (_("Sales manager"), ""),
    "role.finance_manager": (_("Finance manager"), ""),
    "role.customer_service": (_("Customer service"), ""),
    "role.content_manager": (_("Content manager"), ""),
    "address.shipping": (_("Delivery"), ""),
    "address.billing": (_("Invoice"), ""),
    "address.both": (_("Delivery and invoice"), ""),
    "stock.in_stock": (_("In stock"), "ok"),
    "stock.low": (_("Few left"), "warn"),
    "stock.out_of_stock": (_("Out of stock"), "bad"),
    "stock.backorder": (_("On backorder"), "bad"),
    "price.customer": (_("Your agreed price"), ""),
    "price.tier": (_("Price of your tier"), ""),
    "price.list": (_("List price"), ""),
    "level.customer": (_("The dealer's own price"), ""),
    "level.tier": (_("Price of the tier"), ""),
    "level.list": (_("List price"), ""),
    "agreed.valid": (_("Valid now"), "ok"),
    "agreed.coming": (_("Coming"), "info"),
    "agreed.ended": (_("Ended"), ""),
    "verdict.won": (_("Applies"), "ok"),
    "verdict.lower_level": (_("A closer agreement applies"), ""),
    "verdict.dearer": (_("A better one applies"), ""),
    "verdict.quantity_below_minimum": (_("Quantity too small"), ""),
    "verdict.not_yet_valid": (_("Not valid yet"), ""),
    "verdict.expired": (_("Expired"), ""),
    "verdict.other_currency": (_("Other currency"), ""),
    "unit.C62": (_("piece"), ""),
    "unit.H87": (_("piece"), ""),
    "unit.BX": (_("box"), ""),
    "unit.SET": (_("set"), ""),
    "unit.PR": (_("pair"), ""),
    "unit.KGM": (_("kg"), ""),
    "unit.MTR": (_("metre"), ""),
    "unit.LTR": (_("litre"), ""),
    "unit.RO": (_("roll"), ""),
    "unit.PK": (_("pack"), ""),
    "unit.CT": (_("carton"), ""),
    "unit.PF": (_("pallet"), ""),
    "unit.DZN": (_("dozen"), ""),
    "endpoint.active": (_("Active"), "ok"),
    "endpoint.paused": (_("Paused"), "warn"),
    "endpoint.disabled": (_("Disabled"), "bad"),
    "delivery.pending": (_("On its way"), "info"),
    "delivery.delivered": (_("Delivered"), "ok"),
    "delivery.failed": (_("Failed, tried again"), "warn"),
    "delivery.dead": (_("Dead"), "bad"),
    "freshness.fresh": (_("Up to date"), "ok"),
    "freshness.late": (_("Late"), "bad"),
    "freshness.never": (_("Never pushed"), ""),
    "receipt.running": (_("Running"), "info"),
    "receipt.finished": (_("Finished"), "ok"),
    "receipt.failed": (_("Failed"), "bad"),
    "receipt.interrupted": (_("Interrupted"), "warn"),
    "resource.categories": (_("Categories"), ""),
    "resource.brands": (_("Brands"), ""),
    "resource.product-types": (_("Product types"), ""),
    "resource.products": (_("Products"), ""),
    "resource.warehouses": (_("Warehouses"), ""),
    "resource.tiers": (_("Tiers"), ""),
    "resource.prices": (_("Prices"), ""),
    "resource.stock": (_("Stock"), ""),
    "resource.customers": (_("Dealers"), ""),
    "resource.account-entries": (_("Account entries"), ""),
    "resource.invoices": (_("Invoices"), ""),
    "resource.exchange-rates": (_("Exchange rates"), ""),
    "resource.shipments": (_("Shipments"), ""),
    "shared_field.credit_limit": (_("Credit limit"), ""),
    "shared_field.status": (_("Status"), ""),
    "shared_field.address": (_("Address"), ""),
    "push_mode.upsert": (_("Add and change"), ""),
    "push_mode.update": (_("Change only"), ""),
    "push_mode.snapshot": (_("Everything there is"), ""),
    "actor.staff": (_("Staff"), ""),
    "actor.dealer": (_("Dealer"), ""),
    "actor.machine": (_("Machine"), ""),
    "actor.system": (_("System"), ""),
    "actor.anonymous": (_("Not signed in"), ""),
}


class Label:
    """`{{ label('order', status) }}` is the word; `.tone` is the badge's."""

    __slots__ = ("_message", "tone")

    def __init__(self, message: str, tone: str) -> None:
        self._message = message
        self.tone = tone

    def __str__(self) -> str:
        return tr(self._message)

    def __html__(self) -> str:
        return str(self)


def label(kind: str, code: str) -> Label:
    """A code that nobody has named yet is shown as it is."""
    message, tone = _LABELS.get(f"{kind}.{code}", (code.replace("_", " ").capitalize(), ""))
    return Label(message, tone)
