"""The events of orders, and their deliveries to the one endpoint that wanted them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from benchmarks.sizes.calendar import Moments
from benchmarks.sizes.copying import Copying, uuid7
from benchmarks.sizes.keys import Kind
from benchmarks.sizes.lines import line_document, totals_document
from benchmarks.sizes.lives import DROPPED, SHIPPED

if TYPE_CHECKING:
    from benchmarks.sizes.orders import Placed

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "webhook_endpoints": ("id", "url", "event_types", "sealed_secret", "state", "paused_reason"),
    "outbox": (
        "id", "customer_id", "type", "aggregate_id", "sequence", "payload", "occurred_at", "position",
        "published_at",
    ),
    "webhook_deliveries": (
        "id", "endpoint_id", "event_id", "event_type", "state", "attempts", "delivered_at", "last_status",
    ),
}  # fmt: skip
_TYPES: Final = {
    "draft": "order.created",
    "approved": "order.approved",
    "rejected": "order.rejected",
    "cancelled": "order.cancelled",
}
_OTHER: Final = "order.status_changed"
_BEFORE_SHIPPING: Final = frozenset({"approved", "processing", *SHIPPED})


class EventRows:
    def __init__(self, copying: Copying, moments: Moments) -> None:
        self._add, self._moments = copying.add, moments
        self._endpoint = uuid7(moments.milliseconds(0), Kind.ENDPOINT, 0)
        self._position = 0

    def begin(self) -> None:
        """It took everything up to today, and takes nothing more: nobody listens there."""
        types = "{" + ",".join(sorted({*_TYPES.values(), _OTHER})) + "}"
        self._add(
            "webhook_endpoints",
            f"{self._endpoint}\thttps://erp.bench.example/orders\t{types}\t\\\\x00\tdisabled\tBenchmark",
        )

    def write(self, order: "Placed") -> None:
        lines = _Lines(order)
        head, tail = _head(order), _tail(order, self._moments)
        for sequence, (status, hours) in enumerate(order.life.steps, start=1):
            self._position += 1
            at = order.at + hours * 3_600
            stamp, milliseconds = self._moments.text(at), self._moments.milliseconds(at)
            id = uuid7(milliseconds, Kind.EVENT, self._position)
            kind = _TYPES.get(status, _OTHER)
            document = f'{head}"sequence":{sequence},"status":"{status}",{tail}{lines.at(status)}]}}'
            self._add(
                "outbox",
                f"{id}\t{order.buyer.customer_id}\t{kind}\t{order.id}\t{sequence}\t{document}\t{stamp}"
                f"\t{self._position}\t{stamp}",
            )
            delivery = uuid7(milliseconds, Kind.DELIVERY, self._position)
            self._add(
                "webhook_deliveries",
                f"{delivery}\t{self._endpoint}\t{id}\t{kind}\tdelivered\t1\t{stamp}\t200",
            )


class _Lines:
    """As they were at a step, as COPY reads it: each of the few ways once."""

    def __init__(self, order: "Placed") -> None:
        self._order = order
        self._known: dict[str, str] = {}

    def at(self, status: str) -> str:
        way = _way(status)
        if way not in self._known:
            self._known[way] = self._made(way)
        return self._known[way]

    def _made(self, way: str) -> str:
        word = "approved" if way == "shipped" else way
        documents = (
            line_document(
                line,
                word,
                shipped=line.quantity if way == "shipped" else 0,
                allocated=line.quantity if way in {"pending", "approved"} else 0,
            )
            for line in self._order.basket.lines
        )
        return ",".join(documents).replace("\\", "\\\\")


def _way(status: str) -> str:
    if status in SHIPPED:
        return "shipped"
    if status in DROPPED:
        return status
    return "approved" if status in _BEFORE_SHIPPING else "pending"


def _head(order: "Placed") -> str:
    uuid = order.id
    dashed = f"{uuid[:8]}-{uuid[8:12]}-{uuid[12:16]}-{uuid[16:20]}-{uuid[20:]}"
    return f'{{"id":"{dashed}","number":"{order.number}",'


def _tail(order: "Placed", moments: Moments) -> str:
    buyer, at = order.buyer, moments.iso(order.at)
    return (
        f'"source":"cart","customer":{{"code":"{buyer.code}","title":"{buyer.title}",'
        f'"external_id":"{buyer.code}"}},"currency":"TRY","payment_method":"open_account","po_number":null,'
        f'"note":null,"requested_delivery_date":null,"placed_at":"{at}","approved_at":"{at}",'
        f'"erp_order_number":null,"shipping_address":{buyer.address},"billing_address":{buyer.address},'
        f'"totals":{totals_document(order.basket)},"lines":['
    )
