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
