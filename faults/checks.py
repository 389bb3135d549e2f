"""What people were told, held against what is stored, what the feed says and what the receiver was sent."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from b2b.application.messaging.documents import event_reference
from faults.books import BOOKS, ENDED, faults
from faults.history import Ending, History
from faults.shop import ENDPOINTS, Connection, Shop
from tests.integration.messaging.receiver import Received

# Of a clock that is wrong: the receiver's library believes nobody whose message is of another time.
TIMES = ("Message timestamp too old", "Message timestamp too new")
ORDER = "order."
# How an order may stand at the end by the last word about it that was acknowledged.
STATUSES: Mapping[Ending | None, frozenset[str]] = {
    Ending.CANCELLED: frozenset({"cancelled"}),
    Ending.REJECTED: frozenset({"rejected"}),
    Ending.APPROVED: frozenset({"approved"}),
    None: frozenset({"approved", "cancelled"}),
}


async def violations(shop: Shop) -> list[str]:
    """Sentences; none where everything is as it was promised."""
    found = list(shop.history.oddities)
    with shop.connect() as connection:
        found += faults(connection, {**BOOKS, **ENDED})
        found += _orders(connection, shop.history)
        found += _papers(connection, shop.history)
        found += _pushes(connection, shop.history)
        written = _events(connection)
    found += _hooks(shop, {reference: kind for reference, kind, _ in written})
    found += _feed(await shop.feed(), written)
    return found


def _orders(connection: Connection, history: History) -> Iterator[str]:
    stored = {row[0]: row[1:] for row in connection.execute("select number, status, gross from orders")}
    keys = {row[0] for row in connection.execute("select key from idempotency_keys")}
    numbers = [placed.number for placed in history.placed.values()]
    if len(set(numbers)) < len(numbers):
        yield "one order was given to two wishes"
    for key, placed in history.placed.items():
        if placed.number not in stored:
            yield f"{placed.number} was acknowledged and is not there"
            continue
        status, gross = stored[placed.number]
        if gross != placed.gross:
            yield f"{placed.number} was acknowledged with {placed.gross} and has {gross}"
        if key not in keys:
            yield f"{placed.number} is there without its key"
        yield from _ending(placed.number, placed.status, status, history)
    unasked = set(stored) - set(numbers)
    # Somebody was refused by a second attempt while the first was still on its way.
    if len(unasked) > len(history.unsure & set(history.refused)):
        yield f"orders that nobody was told of: {sorted(unasked)}"


def _ending(number: str, at_first: str, status: str, history: History) -> Iterator[str]:
    expected = STATUSES[history.endings.get(number)]
    if at_first == "approved" and number not in history.endings:
        expected = frozenset({"approved"})
    if number in history.invoiced:
        expected = frozenset({"approved"})
    if status not in expected:
        yield f"{number} should be {' or '.join(sorted(expected))} and is {status}"


def _papers(connection: Connection, history: History) -> Iterator[str]:
    invoiced = {
        row[0]: row[1] for row in connection.execute("select order_number, gross from invoices").fetchall()
    }
    if invoiced != history.invoiced:
        yield f"other invoices than were pushed: {_difference(invoiced, history.invoiced)}"
    paid = {
        row[0]: -row[1]
        for row in connection.execute(
            "select substr(reference, 5), amount from journal_entries where kind = 'payment'"
        ).fetchall()
    }
    if paid != history.paid:
        yield f"other payments than were pushed: {_difference(paid, history.paid)}"


def _pushes(connection: Connection, history: History) -> Iterator[str]:
    prices = {
        row[0]: row[1]
        for row in connection.execute(
            "select substr(external_id, 4), unit_price from prices where external_id like 'PL-%'"
        ).fetchall()
    }
    if prices != history.prices:
        yield f"other prices than were pushed last: {_difference(prices, history.prices)}"
    counts = {
        row[0]: row[1]
        for row in connection.execute(
            "select p.sku, s.on_hand from stock_levels s join products p on p.id = s.product_id"
            " where s.source_version is not null"
        ).fetchall()
    }
    if counts != history.counts:
        yield f"other counts than were pushed last: {_difference(counts, history.counts)}"
    jobs = {str(row[0]) for row in connection.execute("select id from push_jobs").fetchall()}
    if not history.jobs <= jobs:
        yield f"accepted jobs that are not there: {history.jobs - jobs}"
    unwell = connection.execute(
        "select id, status, failed from push_receipts where status <> 'finished' or failed > 0"
    ).fetchall()
    interrupted = [row for row in unwell if str(row[0]) in jobs or row[2]]
    if interrupted:
        yield f"receipts of jobs that did not end well: {interrupted}"


def _events(connection: Connection) -> list[tuple[str, str, int]]:
    """Reference, type and sequence, in the order of the feed."""
    rows = connection.execute("select id, type, sequence from outbox order by position").fetchall()
    return [(event_reference(row[0]), row[1], row[2]) for row in rows]


def _hooks(shop: Shop, written: Mapping[str, str]) -> Iterator[str]:
    for reason, count in shop.receiver.refused.items():
        if reason not in TIMES:
            yield f"the receiver refused {count} messages: {reason}"
    for path, in_order in ENDPOINTS.items():
        came = shop.receiver.verified[path]
        yield from (f"{path} was sent {found}" for found in _sent(came, written))
        if in_order:
            yield from (f"{path} was sent {found}" for found in _out_of_order(came))


def _sent(came: Sequence[Received], written: Mapping[str, str]) -> Iterator[str]:
    bodies: dict[str, set[bytes]] = defaultdict(set)
    for received in came:
        bodies[received.id].add(received.body)
        if written.get(received.id) != received.json["type"]:
            yield f"{received.id}, which is nothing that happened"
    if missing := set(written) - set(bodies):
        yield f"all but {len(missing)} events, such as {min(missing)}"
    if torn := [id for id, different in bodies.items() if len(different) > 1]:
        yield f"one id with two bodies: {torn}"


def _out_of_order(came: Sequence[Received]) -> Iterator[str]:
    """What is sent again comes late; first arrivals have to be in order."""
    first: dict[str, list[int]] = defaultdict(list)
    seen: set[str] = set()
    for received in came:
        document = received.json
        if received.id not in seen and document["type"].startswith(ORDER):
            data = document["data"]
            first[data["number"]].append(data["sequence"])
        seen.add(received.id)
    for number, sequences in first.items():
        if sequences != sorted(sequences):
            yield f"the events of {number} in the order {sequences}"


def _feed(feed: list[dict[str, Any]], written: list[tuple[str, str, int]]) -> Iterator[str]:
    told = [(event["id"], event["type"], event["sequence"]) for event in feed]
    if told != written:
        yield f"the feed has {len(told)} events, the outbox {len(written)}, or in another order"
    seen: dict[str, int] = defaultdict(int)
    for event in filter(lambda told: told["type"].startswith(ORDER), feed):
        number = event["data"]["number"]
        seen[number] += 1
        if event["sequence"] != seen[number]:
            yield f"the feed has event {event['sequence']} of {number} where {seen[number]} should be"


def _difference(stored: Mapping[str, object], told: Mapping[str, object]) -> str:
    wrong = [name for name in {**stored, **told} if stored.get(name) != told.get(name)]
    return ", ".join(f"{name}: {stored.get(name)} for {told.get(name)}" for name in sorted(wrong)[:5])
