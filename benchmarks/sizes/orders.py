"""Orders with all that hangs on them: lines, history, stock set aside, credit held, events, audit trail."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

from benchmarks.sizes.calendar import Moments
from benchmarks.sizes.copying import NULL, Copying, uuid7
from benchmarks.sizes.dealers import Buyer
from benchmarks.sizes.events import EventRows
from benchmarks.sizes.keys import Keys, Kind
from benchmarks.sizes.lines import Basket, Line, lira
from benchmarks.sizes.lives import DROPPED, SHIPPED, TAKEN_OVER, Life
from demo.erp.stock import WAREHOUSES

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "orders": (
        "id", "number", "customer_id", "customer_code", "customer_title", "customer_external_id", "placed_by",
        "source", "status", "currency", "net", "tax", "gross", "payment_method", "shipping_address",
        "billing_address", "placed_at", "approved_at", "acknowledged_at", "content_hash", "sequence",
    ),
    "order_lines": (
        "id", "customer_id", "order_id", "line_number", "product_id", "sku", "name", "unit", "quantity",
        "unit_price", "list_price", "price_level", "currency", "tax_rate", "net", "tax", "gross", "status",
        "allocated_quantity", "shipped_quantity", "cancelled_quantity",
    ),
    "order_status_changes": (
        "id", "customer_id", "order_id", "sequence", "from_status", "to_status", "by", "at",
    ),
    "stock_reservations": (
        "id", "customer_id", "order_id", "order_line_id", "product_id", "warehouse_id", "quantity",
        "released_quantity", "consumed_quantity",
    ),
    "credit_holds": (
        "id", "customer_id", "account_id", "order_id", "amount", "released", "currency", "state", "placed_at",
    ),
    "audit_log": (
        "id", "at", "actor_id", "actor_kind", "customer_id", "action", "entity", "entity_id", "after",
    ),
}  # fmt: skip
_LINE_STATUS: Final = {"pending_approval": "pending", "cancelled": "cancelled", "rejected": "rejected"}
_HELD: Final = {"cancelled": "released", "rejected": "released"}


class Placed(NamedTuple):
    """One order; `at` is in seconds since the first day."""

    place: int
    id: str
    number: str
    at: int
    buyer: Buyer
    basket: Basket
    life: Life

    @property
    def gross(self) -> int:
        return self.basket.net + self.basket.tax


class OrderRows:
    def __init__(self, copying: Copying, keys: Keys, moments: Moments) -> None:
        self._add, self._keys, self._moments = copying.add, keys, moments
        self._events = EventRows(copying, moments)
        self._warehouses = [keys.of(Kind.WAREHOUSE, number) for number in range(len(WAREHOUSES))]
        self._lines = self._changes = self._reservations = 0

    def begin(self) -> None:
        self._events.begin()

    def write(self, order: Placed) -> None:
        self._write_order(order)
        milliseconds = self._moments.milliseconds(order.at)
        for line in order.basket.lines:
            self._write_line(order, line, milliseconds)
        self._write_history(order)
        self._write_hold(order, milliseconds)
        self._events.write(order)
        self._write_audit(order, milliseconds)

    def _write_order(self, order: Placed) -> None:
        buyer, basket, status = order.buyer, order.basket, order.life.status
        at = self._moments.text(order.at)
        agreed = at if status not in {"pending_approval", "rejected"} else NULL
        whose = f"{buyer.customer_id}\t{buyer.code}\t{buyer.title}\t{buyer.code}\t{buyer.user_id}"
        amounts = f"{lira(basket.net)}\t{lira(basket.tax)}\t{lira(order.gross)}"
        known = at if status in SHIPPED or status == "processing" else NULL
        self._add(
            "orders",
            f"{order.id}\t{order.number}\t{whose}\tcart\t{status}\tTRY\t{amounts}\topen_account"
            f"\t{buyer.address}\t{buyer.address}\t{at}\t{agreed}\t{known}\t{content_hash(order.number)}"
            f"\t{len(order.life.steps)}",
        )

    def _write_line(self, order: Placed, line: Line, milliseconds: int) -> None:
        status, quantity = order.life.status, line.quantity
        id = uuid7(milliseconds, Kind.LINE, self._lines)
        self._lines += 1
        shipped = quantity if status in SHIPPED else 0
        cancelled = quantity if status in DROPPED else 0
        allocated = quantity - shipped - cancelled
        self._add(
            "order_lines",
            f"{id}\t{order.buyer.customer_id}\t{order.id}\t{line.number}\t{line.product_id}\t{line.sku}"
            f"\t{line.name}\tC62\t{quantity}\t{line.unit_price}\t{line.list_price}\t{line.level}\tTRY\t20"
            f"\t{lira(line.net)}\t{lira(line.tax)}\t{lira(line.net + line.tax)}"
            f"\t{_LINE_STATUS.get(status, 'approved')}\t{allocated}\t{shipped}\t{cancelled}",
        )
        if order.life is not TAKEN_OVER:
            self._write_reservation(order, line, id, f"{quantity}\t{cancelled}\t{shipped}")

    def _write_reservation(self, order: Placed, line: Line, line_id: str, pieces: str) -> None:
        id = uuid7(self._moments.milliseconds(order.at), Kind.RESERVATION, self._reservations)
        self._reservations += 1
        warehouse = self._warehouses[line.product % len(self._warehouses)]
        self._add(
            "stock_reservations",
            f"{id}\t{order.buyer.customer_id}\t{order.id}\t{line_id}\t{line.product_id}\t{warehouse}\t{pieces}",
        )

    def _write_history(self, order: Placed) -> None:
        before = NULL
        for sequence, (status, hours) in enumerate(order.life.steps, start=1):
            at = order.at + hours * 3_600
            id = uuid7(self._moments.milliseconds(at), Kind.CHANGE, self._changes)
            self._changes += 1
            by = order.buyer.user_id if hours == 0 else NULL
            self._add(
                "order_status_changes",
                f"{id}\t{order.buyer.customer_id}\t{order.id}\t{sequence}\t{before}\t{status}\t{by}"
                f"\t{self._moments.text(at)}",
            )
            before = status

    def _write_hold(self, order: Placed, milliseconds: int) -> None:
        """Shipped is invoiced, and the invoice takes the hold's place."""
        state = "converted" if order.life.status in SHIPPED else _HELD.get(order.life.status, "held")
        gross = lira(order.gross)
        released = "0" if state == "held" else gross
        id = uuid7(milliseconds, Kind.HOLD, order.place)
        buyer = order.buyer
        self._add(
            "credit_holds",
            f"{id}\t{buyer.customer_id}\t{buyer.account_id}\t{order.id}\t{gross}\t{released}\tTRY\t{state}"
            f"\t{self._moments.text(order.at)}",
        )

    def _write_audit(self, order: Placed, milliseconds: int) -> None:
        id = uuid7(milliseconds, Kind.AUDIT, order.place)
        buyer = order.buyer
        after = f'{{"gross":"{lira(order.gross)} TRY","status":"{order.life.status}"}}'
        self._add(
            "audit_log",
            f"{id}\t{self._moments.text(order.at)}\t{buyer.user_id}\tdealer\t{buyer.customer_id}\torder.placed"
            f"\torder\t{order.number}\t{after}",
        )


def content_hash(number: str) -> str:
    """Stands for that of the order's content; it is only compared with itself."""
    return sha256(number.encode()).hexdigest()
