"""Dealers' programs that order over HTTP, and the distributor's people who decide about the orders."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from faults.asking import Answer, Asker
from faults.erp import Erp
from faults.history import Ending, Placed
from faults.shop import Shop
from faults.wishes import Then, Wish

DECIDERS: Final = {Then.APPROVE, Then.INVOICE, Then.PAY}
PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Buyers:
    """Fulfil wishes, several at a time; `progress` is called after each that was answered."""

    shop: Shop
    portal: Asker
    erp: Erp
    progress: Callable[[], None]

    async def fulfil(self, wishes: Sequence[Wish], *, at_once: int) -> None:
        rest = list(wishes)[::-1]

        async def work() -> None:
            while rest:
                await self._fulfil(rest.pop())
                self.progress()

        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(work())

    async def _fulfil(self, wish: Wish) -> None:
        tries = [self._place(wish) for _ in range(2 if wish.doubled else 1)]
        placed = [made for made in await asyncio.gather(*tries) if made]
        if placed and wish.then is not Then.LEAVE:
            await self._go_on(wish, placed[0])

    async def _place(self, wish: Wish) -> Placed | None:
        dealer = self.shop.world.dealers[wish.dealer]
        body = {
            "lines": wish.lines,
            "shipping_address_id": str(dealer.address_id),
            "payment_method": "open_account",
        }
        answer = await self.portal.post("/orders", body, _as(dealer.token()), key=wish.key)
        history = self.shop.history
        if answer.status == 201:
            history.refused.pop(wish.key, None)
            return history.place(wish.key, wish.dealer, answer.body)
        if answer.code not in {"credit.exceeded", "stock.short"}:
            history.odd(f"an order was answered {answer.status}: {answer.body}")
        # The twin of a doubled wish may have what is refused to the other.
        if wish.key not in history.placed:
            history.refused[wish.key] = answer.code
        if answer.unsure or wish.doubled:
            history.unsure.add(wish.key)
        return None

    async def _go_on(self, wish: Wish, order: Placed) -> None:
        waits = order.status == "pending_approval"
        if wish.then is Then.CANCEL:
            await self._cancel(wish, order)
        elif wish.then is Then.CONTEST and waits:
            await asyncio.gather(self._decide(wish, order, "approval"), self._cancel(wish, order))
        elif wish.then is Then.REJECT and waits:
            await self._decide(wish, order, "rejection")
        elif wish.then in DECIDERS and waits:
            await self._decide(wish, order, "approval")
        if wish.then in {Then.INVOICE, Then.PAY} and order.status != "rejected":
            await self.erp.invoice(order)
            if wish.then is Then.PAY:
                await self.erp.receive_payment(order, order.gross / Decimal(2))

    async def _cancel(self, wish: Wish, order: Placed) -> None:
        token = self.shop.world.dealers[wish.dealer].token()
        path = f"/orders/{order.number}/cancellation"
        answer = await self.portal.post(path, {"reason": "Vazgeçtik"}, _as(token), key=f"c-{wish.key}")
        self._note(answer, order, Ending.CANCELLED)

    async def _decide(self, wish: Wish, order: Placed, verb: str) -> None:
        token = self.shop.world.staff["finance_manager"].token
        approval = await self._approval_of(order.number, token)
        if approval is None:
            if wish.then is not Then.CONTEST:
                self.shop.history.odd(f"nobody is asked about {order.number}, which waits for approval")
            return
        body = {"reason": "Olmaz"} if verb == "rejection" else {}
        answer = await self.portal.post(
            f"/approvals/{approval}/{verb}", body, _as(token), key=f"d-{wish.key}"
        )
        if wish.then is Then.CONTEST and answer.status == 409:
            return
        self._note(answer, order, Ending.REJECTED if verb == "rejection" else Ending.APPROVED)

    async def _approval_of(self, number: str, token: str) -> str | None:
        cursor = ""
        while True:
            page = (await self.portal.get(f"/approvals?limit={PAGE}{cursor}", _as(token))).body
            for row in page["items"]:
                if row["order_number"] == number:
                    return str(row["id"])
            if not page["next_cursor"]:
                return None
            cursor = f"&cursor={page['next_cursor']}"

    def _note(self, answer: Answer, order: Placed, ending: Ending) -> None:
        history = self.shop.history
        if answer.status != 200:
            history.odd(f"{order.number} should be {ending}, but: {answer.status} {answer.body}")
        elif history.endings.get(order.number) is not Ending.CANCELLED:
            history.endings[order.number] = ending


def _as(token: str) -> dict[str, Any]:
    return {"Authorization": f"Bearer {token}"}
