"""Invoices of what was shipped, and what the dealers paid: entries that balance."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.sizes.calendar import Moments
from benchmarks.sizes.copying import NULL, Copying, uuid7
from benchmarks.sizes.keys import Kind
from benchmarks.sizes.lines import lira
from benchmarks.sizes.size import DAYS

if TYPE_CHECKING:
    from benchmarks.sizes.dealers import Buyer
    from benchmarks.sizes.orders import Placed

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "invoices": (
        "id", "customer_id", "order_id", "order_number", "number", "issued_on", "due_on", "currency", "net",
        "tax", "gross", "entry_id", "external_id", "source", "source_version",
    ),
    "invoice_lines": (
        "id", "customer_id", "invoice_id", "line_number", "product_id", "sku", "name", "quantity",
        "unit_price", "vat_rate", "net", "tax",
    ),
    "journal_entries": (
        "id", "customer_id", "account_id", "reference", "kind", "document_number", "document_date",
        "due_date", "description", "currency", "amount", "occurred_at", "source",
    ),
    "journal_postings": ("id", "customer_id", "entry_id", "ledger", "amount", "currency"),
}  # fmt: skip
_SHIPPED_HOURS: Final = 44
_DAY: Final = 86_400
# A dealer in four is late by one to four months; the others pay within ten days.
LATE_SHARE: Final = 0.25
LATE_DAYS, LATE_SPREAD = 30, 90
PUNCTUAL_SPREAD: Final = 10


class Debt(NamedTuple):
    """To be paid at `at`, in seconds since the first day."""

    at: int
    kurus: int


class MoneyRows:
    def __init__(self, copying: Copying, moments: Moments, seed: int) -> None:
        self._add, self._moments = copying.add, moments
        self._random = Random(f"money {seed}").random
        self._lateness: dict[str, int] = {}
        self._debts: defaultdict[str, list[Debt]] = defaultdict(list)
        self._entries = self._postings = self._lines = 0

    def invoice(self, order: "Placed") -> None:
        """Of a shipped order, a payment of what is due by then before it."""
        at = min(order.at + _SHIPPED_HOURS * 3_600, DAYS * _DAY - 1)
        self._settle(order.buyer, at)
        moments, buyer, basket = self._moments, order.buyer, order.basket
        milliseconds = moments.milliseconds(at)
        number = f"BNC{order.place + 1:012d}"
        due = moments.day(at, later=buyer.days)
        paper = f"{number}\t{moments.day(at)}\t{due}"
        entry = self._entry(buyer, at, ("invoice", f"invoice:INV-{order.place + 1}", paper), order.gross)
        self._post(
            buyer, entry, milliseconds, {"receivable": order.gross, "sales": -basket.net, "tax": -basket.tax}
        )
        id = uuid7(milliseconds, Kind.INVOICE, order.place)
        self._add(
            "invoices",
            f"{id}\t{buyer.customer_id}\t{order.id}\t{order.number}\t{paper}\tTRY\t{lira(basket.net)}"
            f"\t{lira(basket.tax)}\t{lira(order.gross)}\t{entry}\tINV-{order.place + 1}\terp\t1",
        )
        for line in order.basket.lines:
            self._lines += 1
            self._add(
                "invoice_lines",
                f"{uuid7(milliseconds, Kind.INVOICE_LINE, self._lines)}\t{buyer.customer_id}\t{id}"
                f"\t{line.number}\t{line.product_id}\t{line.sku}\t{line.name}\t{line.quantity}"
                f"\t{line.unit_price}\t20\t{lira(line.net)}\t{lira(line.tax)}",
            )
        late = self._lateness_of(buyer) + int(self._random() * PUNCTUAL_SPREAD)
        self._debts[buyer.code].append(Debt(at + (buyer.days + late) * _DAY, order.gross))

    def settle_all(self, buyers: Sequence["Buyer"]) -> None:
        """What falls due by today without a newer invoice is paid too."""
        for buyer in buyers:
            self._settle(buyer, DAYS * _DAY - 1)

    def _settle(self, buyer: "Buyer", at: int) -> None:
        """One payment of everything that the dealer pays by then."""
        due = [debt for debt in self._debts[buyer.code] if debt.at <= at]
        if not due:
            return
        self._debts[buyer.code] = [debt for debt in self._debts[buyer.code] if debt.at > at]
        paid, paid_at = sum(debt.kurus for debt in due), max(debt.at for debt in due)
        day = self._moments.day(paid_at)
        number = f"THS{self._entries:012d}"
        entry = self._entry(buyer, paid_at, ("payment", f"erp:{number}", f"{number}\t{day}\t{day}"), -paid)
        postings = {"receivable": -paid, "cash": paid}
        self._post(buyer, entry, self._moments.milliseconds(paid_at), postings)

    def _lateness_of(self, buyer: "Buyer") -> int:
        """In days; a dealer's own, drawn once."""
        if buyer.code not in self._lateness:
            late = self._random() < LATE_SHARE
            self._lateness[buyer.code] = LATE_DAYS + int(self._random() * LATE_SPREAD) if late else 0
        return self._lateness[buyer.code]

    def _entry(self, buyer: "Buyer", at: int, paper: tuple[str, str, str], kurus: int) -> str:
        kind, reference, document = paper
        id = uuid7(self._moments.milliseconds(at), Kind.ENTRY, self._entries)
        self._entries += 1
        self._add(
            "journal_entries",
            f"{id}\t{buyer.customer_id}\t{buyer.account_id}\t{reference}\t{kind}\t{document}\t{NULL}\tTRY"
            f"\t{signed(kurus)}\t{self._moments.text(at)}\terp",
        )
        return id

    def _post(self, buyer: "Buyer", entry: str, milliseconds: int, postings: Mapping[str, int]) -> None:
        for ledger, kurus in postings.items():
            self._postings += 1
            id = uuid7(milliseconds, Kind.POSTING, self._postings)
            self._add(
                "journal_postings", f"{id}\t{buyer.customer_id}\t{entry}\t{ledger}\t{signed(kurus)}\tTRY"
            )


def signed(kurus: int) -> str:
    return f"-{lira(-kurus)}" if kurus < 0 else lira(kurus)
