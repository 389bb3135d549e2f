"""What an order has set aside, and how it is given back: the account first, then the stock by SKU, and what
it has of campaigns last.
"""

from dataclasses import dataclass

from b2b.application.accounts.ports import Accounts
from b2b.application.ordering.ports import StockShelves
from b2b.application.pricing.ports import CampaignUses, OrdersUse
from b2b.domain.accounts.account import HoldState
from b2b.domain.ordering.lines import Released
from b2b.domain.ordering.order import Order
from b2b.domain.pricing.campaigns import CampaignName
from b2b.domain.shared.money import Money


@dataclass(frozen=True, slots=True)
class SetAside:
    """Every step that ends or narrows an order comes here, in the transaction that changes the order."""

    accounts: Accounts
    shelves: StockShelves
    campaigns: CampaignUses

    async def use(self, order: Order) -> tuple[CampaignName, ...]:
        """Count what a new order has of campaigns; answers those that reached their limits, and paused."""
        use = _use(order)
        return await self.campaigns.settle(use) if use.discounts else ()

    async def release(self, order: Order, released: Released) -> None:
        """Give back what the step set free. An order on other terms than credit holds none."""
        account = await self.accounts.lock(order.customer_id, order.currency)
        hold = await self.accounts.hold_of(order.id)
        # What is given away free of charge can be cut too, and sets no credit free.
        if hold is not None and hold.state is HoldState.HELD and released.amount.minor_units:
            account.release(hold, min(released.amount, hold.outstanding))
        await self.shelves.release(order.id, released.lines)
        await self.campaigns.settle(_use(order))

    async def narrow(self, order: Order, released: Released) -> None:
        """Give back what an amendment set free: what is still to be invoiced stays held, and no more."""
        account = await self.accounts.lock(order.customer_id, order.currency)
        hold = await self.accounts.hold_of(order.id)
        if hold is not None and hold.state is HoldState.HELD:
            invoiced = await self.accounts.invoiced(order.id, order.currency)
            needed = max(order.gross - invoiced, Money.zero(order.currency))
            if needed < hold.outstanding:
                account.release(hold, hold.outstanding - needed)
        await self.shelves.release(order.id, released.lines)
        await self.campaigns.settle(_use(order))

    async def end(self, order: Order) -> None:
        """A completed order is invoiced as far as it will ever be: what is left of its credit is free."""
        account = await self.accounts.lock(order.customer_id, order.currency)
        hold = await self.accounts.hold_of(order.id)
        if hold is not None and hold.state is HoldState.HELD:
            account.release(hold)

    async def keep(self, order: Order) -> None:
        """An approved order's credit and stock no longer run out of time."""
        await self.accounts.lock(order.customer_id, order.currency)
        hold = await self.accounts.hold_of(order.id)
        if hold is not None and hold.state is HoldState.HELD:
            hold.keep()
        await self.shelves.keep(order.id)


def _use(order: Order) -> OrdersUse:
    parts = [(line.campaign.id, line.agreed_discount) for line in order.lines if line.campaign]
    sums = {
        campaign_id: Money.total((part for other, part in parts if other == campaign_id), order.currency)
        for campaign_id, _ in parts
    }
    return OrdersUse(
        order_id=order.id,
        customer_id=order.customer_id,
        currency=order.currency,
        discounts={campaign_id: discount for campaign_id, discount in sums.items() if discount.minor_units},
    )
