"""A snapshot is all that there is: what its body did not hold is deleted in the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from msgspec.structs import replace

from b2b.application.integration.items.campaigns import CampaignItem
from b2b.application.integration.items.catalog import ProductItem
from b2b.application.integration.items.inventory import StockItem
from b2b.application.integration.items.pricing import PriceItem
from b2b.application.integration.items.shared import PushItem
from b2b.application.integration.ports import AnyItem, Batch, BulkStore, Mode, Resource
from b2b.application.integration.results import Outcome, Tally, Vanishing
from b2b.application.shared.settings import SNAPSHOT_VANISHING_PERCENT, TenantSettings
from b2b.domain.integration.errors import SnapshotItemsUnnamed, SnapshotVanishesTooMuch
from b2b.domain.shared.ids import ReceiptId

# A snapshot of prices is of the levels that it holds, one of stock of the warehouses.
OFFERED: Final = frozenset({Resource.PRODUCTS, Resource.PRICES, Resource.CAMPAIGNS, Resource.STOCK})
_KINDS: Final[Mapping[Resource, type[PushItem]]] = {
    Resource.PRODUCTS: ProductItem,
    Resource.PRICES: PriceItem,
    Resource.CAMPAIGNS: CampaignItem,
}
DELETED_AT_ONCE: Final = 2_000
NAMES_SHOWN: Final = 100
# Between a SKU and a warehouse; in neither of them.
BETWEEN: Final = "\x1f"


@dataclass(slots=True)
class Seen:
    """What a part of the body held: names, the scope of each ("" for unknown), items without a name."""

    names: list[str] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)
    unnamed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is live in what the snapshot covers, how much of it the body did not hold."""

    live: int
    vanishing: int
    unnamed: int


class SeenItems(Protocol):
    """What snapshots under way have held so far."""

    async def see(self, receipt_id: ReceiptId, seen: Seen) -> None:
        """In the transaction of the part."""

    async def measure(self, resource: Resource, receipt_id: ReceiptId) -> Extent: ...

    async def absent(self, resource: Resource, receipt_id: ReceiptId, limit: int) -> list[AnyItem]:
        """The first of what is live and was not seen, as deletions; nothing that came after the snapshot."""

    async def forget(self, receipt_id: ReceiptId) -> None:
        """In the transaction that is under way."""


@dataclass(frozen=True, slots=True)
class AbsentItems:
    """Deletes what a snapshot did not hold, by the way of every other deletion."""

    seen: SeenItems
    store: BulkStore
    settings: TenantSettings

    async def see(self, resource: Resource, receipt_id: ReceiptId, batch: Batch) -> None:
        await self.seen.see(receipt_id, seen_in(resource, batch))

    async def vanishing(self, resource: Resource, receipt_id: ReceiptId, tally: Tally) -> Vanishing:
        """As things stand. Raises `SnapshotItemsUnnamed`: who knows which those were."""
        extent = await self.seen.measure(resource, receipt_id)
        if extent.unnamed:
            raise SnapshotItemsUnnamed(count=extent.unnamed)
        percent_max = await self.settings.get(SNAPSHOT_VANISHING_PERCENT)
        # What was deleted before an interruption counts as well.
        live, gone = extent.live + tally.vanished, extent.vanishing + tally.vanished
        return Vanishing(
            live=live,
            vanishing=gone,
            percent_max=percent_max,
            allowed=gone * 100 <= percent_max * live,
            names=[],
        )

    async def rehearse(self, resource: Resource, receipt_id: ReceiptId, tally: Tally) -> None:
        """What a dry run says; nothing is deleted."""
        found = await self.vanishing(resource, receipt_id, tally)
        absent = await self.seen.absent(resource, receipt_id, NAMES_SHOWN)
        tally.vanishing = replace(found, names=[_said(item) for item in absent])
        tally.vanished = found.vanishing if found.allowed else 0

    async def delete_some(self, resource: Resource, receipt_id: ReceiptId, tally: Tally) -> bool:
        """Whether there was something to delete."""
        items = await self.seen.absent(resource, receipt_id, DELETED_AT_ONCE)
        if not items:
            return False
        written = await self.store.write(resource, items, mode=Mode.UPSERT, every=False)
        deleted = written.counts.get(Outcome.UPDATED, 0)
        tally.vanished += deleted
        return deleted > 0

    async def forget(self, receipt_id: ReceiptId) -> None:
        await self.seen.forget(receipt_id)


def require_allowed(vanishing: Vanishing) -> None:
    """Raises `SnapshotVanishesTooMuch`."""
    if not vanishing.allowed:
        raise SnapshotVanishesTooMuch(
            vanishing=vanishing.vanishing, live=vanishing.live, percent_max=vanishing.percent_max
        )


def seen_in(resource: Resource, batch: Batch) -> Seen:
    """Also what was refused was held: it does not vanish."""
    seen = Seen()
    for item in batch.items:
        seen.names.append(_name(item))
        seen.scopes.append(_scope(item))
    for refused in batch.refused:
        if refused.external_id is None or resource is Resource.STOCK:
            seen.unnamed += 1
        else:
            seen.names.append(refused.external_id)
            seen.scopes.append("")
    return seen


def deletions(resource: Resource, names: Sequence[tuple[str, str]]) -> list[AnyItem]:
    """Of rows that are named by a key, and in stock by its warehouse."""
    if resource is Resource.STOCK:
        return [StockItem(sku=name, warehouse=place, op="delete") for name, place in names]
    kind = _KINDS[resource]
    return [kind(external_id=name, op="delete") for name, _ in names]


def _scope(item: AnyItem) -> str:
    if isinstance(item, StockItem):
        return item.warehouse
    return item.level if isinstance(item, PriceItem) and isinstance(item.level, str) else ""


def _name(item: AnyItem) -> str:
    return f"{item.sku}{BETWEEN}{item.warehouse}" if isinstance(item, StockItem) else item.external_id


def _said(item: AnyItem) -> str:
    return _name(item).replace(BETWEEN, "@")
