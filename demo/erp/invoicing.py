"""What the ERP does with an approved order: gives it a number of its own, then invoices it."""

import re
import threading
import time
from datetime import date, datetime, timedelta, timezone
from typing import Final

import msgspec
import structlog
from msgspec import Struct

from demo.erp.catalogue import draw
from demo.erp.contract import Amount, BulkAnswer, Invoice, InvoiceLine, InvoiceTotals
from demo.erp.dealers import payment_days
from demo.erp.integration import Integration, IntegrationRefused, IntegrationUnavailable
from demo.erp.state import State, Work

log = structlog.get_logger()

# Türkiye keeps summer time all year; an invoice's date is the local one.
ISTANBUL: Final = timezone(timedelta(hours=3))

IDLE_SECONDS: Final = 30.0
BACKOFF_MAX_SECONDS: Final = 60.0


class OrderCustomer(Struct, frozen=True):
    code: str
    external_id: str | None = None


class OrderLine(Struct, frozen=True):
    """`quantity` is what was ordered; the amounts are for what was not cut from it."""

    sku: str
    name: str
    quantity: int
    unit_price: str
    vat_rate: str
    net: Amount
    vat: Amount
    cancelled_quantity: int = 0

    @property
    def invoiced_quantity(self) -> int:
        return self.quantity - self.cancelled_quantity


class ApprovedOrder(Struct, frozen=True):
    number: str
    customer: OrderCustomer
    lines: list[OrderLine]
    totals: InvoiceTotals


class ApprovedEvent(Struct, frozen=True):
    timestamp: datetime
    data: ApprovedOrder


class OrderRefused(Exception):
    """The portal would not take the reference or the invoice."""


class Invoicing:
    """Works through the approved orders one by one, for as long as it runs.

    Nothing is held in memory: after a kill the next process goes on with the step that was not finished.
    Every number it sends follows from the order's, so sending again changes nothing.
    """

    def __init__(self, integration: Integration, state: State) -> None:
        self._integration = integration
        self._state = state
        self._woken = threading.Event()

    def wake(self) -> None:
        self._woken.set()

    def run(self) -> None:
        while True:
            self._woken.clear()
            work = self._state.next_work()
            wait_seconds = IDLE_SECONDS if work is None else work.due_at - time.time()
            if work is not None and wait_seconds <= 0:
                self.advance(work)
            else:
                self._woken.wait(min(wait_seconds, IDLE_SECONDS))

    def advance(self, work: Work) -> None:
        """One step of one order; a failed step is put off."""
        try:
            self._step(work)
        except IntegrationUnavailable as fault:
            delay_seconds = max(_backoff(work.attempts), fault.retry_after_seconds)
            self._state.postpone(work.order_number, time.time() + delay_seconds, str(fault))
        except (IntegrationRefused, OrderRefused, msgspec.MsgspecError) as fault:
            log.warning("erp.order_refused", order=work.order_number, step=work.step, fault=str(fault))
            self._state.refuse(work.order_number, time.time() + _backoff(work.refusals), str(fault)[:500])

    def _step(self, work: Work) -> None:
        if work.step == "reference":
            self._send_reference(work)
            self._state.advance(work.order_number, "invoice")
        else:
            self._send_invoice(work)
            self._state.advance(work.order_number, "done")
            log.info("erp.order_invoiced", order=work.order_number)

    def _send_reference(self, work: Work) -> None:
        body = {"order_number": erp_order_number(work.order_number)}
        path = f"/orders/{work.order_number}/erp-reference"
        self._integration.put(path, body, f"REF-{work.order_number}-{work.refusals}")

    def _send_invoice(self, work: Work) -> None:
        """A refused item is an answer like any other: the key changes, or the same no would come back."""
        invoice = invoice_of(msgspec.json.decode(work.payload, type=ApprovedEvent))
        body = {"mode": "upsert", "items": [invoice]}
        answer = msgspec.json.decode(
            self._integration.post("/invoices", body, f"{invoice.external_id}-{work.refusals}"),
            type=BulkAnswer,
        )
        if answer.failed:
            reasons = "; ".join(f"{result.code} {result.detail or ''}".strip() for result in answer.results)
            raise OrderRefused(reasons or "The invoice was not taken.")


def invoice_of(event: ApprovedEvent) -> Invoice:
    order = event.data
    issued_on = event.timestamp.astimezone(ISTANBUL).date()
    return Invoice(
        external_id=f"INV-{order.number}",
        source_version=1,
        number=invoice_number(order.number, issued_on),
        customer_external_id=order.customer.external_id or order.customer.code,
        order_number=order.number,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=payment_days(order.customer.code)),
        currency=order.totals.gross.currency,
        lines=[_line(line) for line in order.lines if line.invoiced_quantity > 0],
        totals=order.totals,
    )


def erp_order_number(order_number: str) -> str:
    return f"LG-{order_number.removeprefix('ORD-')}"


def invoice_number(order_number: str, issued_on: date) -> str:
    """As an e-invoice is numbered: three letters, the year, nine digits."""
    found = re.fullmatch(r"ORD-\d{8}-(\d{1,9})", order_number)
    serial = int(found[1]) if found else draw("invoice", order_number) % 1_000_000_000
    return f"LGF{issued_on.year}{serial:09d}"


def _line(line: OrderLine) -> InvoiceLine:
    return InvoiceLine(
        sku=line.sku,
        name=line.name,
        quantity=line.invoiced_quantity,
        unit_price=line.unit_price,
        vat_rate=line.vat_rate,
        net=line.net,
        vat=line.vat,
    )


def _backoff(failures: int) -> float:
    return min(BACKOFF_MAX_SECONDS, 2.0**failures)
