"""Two years of trade, a day after the other."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from benchmarks.sizes.approvals import ApprovalRows
from benchmarks.sizes.calendar import Day, Moments, days
from benchmarks.sizes.catalogue import Shop
from benchmarks.sizes.copying import Copying, uuid7
from benchmarks.sizes.dealers import STAFF, Buyer
from benchmarks.sizes.history import Draws
from benchmarks.sizes.keys import Keys, Kind
from benchmarks.sizes.lines import basket
from benchmarks.sizes.lives import SHIPPED, life
from benchmarks.sizes.money import MoneyRows
from benchmarks.sizes.orders import OrderRows, Placed, content_hash
from benchmarks.sizes.size import DAYS, Size

_DAY_SECONDS: Final = 86_400
_SALES: Final = [name for name, _ in STAFF].index("sales")


class Trade:
    def __init__(self, copying: Copying, keys: Keys, shop: Shop, size: Size) -> None:
        self._keys, self._shop, self._size = keys, shop, size
        self._moments = Moments(size)
        self._draws = Draws(
            Random(f"orders {size.seed}"), products=size.products, dealers=size.dealers, orders=size.orders
        )
        self._orders = OrderRows(copying, keys, self._moments)
        self._approvals = ApprovalRows(copying, self._moments, keys.of(Kind.USER, _SALES))
        self._money = MoneyRows(copying, self._moments, size.seed)

    def write(self, buyers: Sequence[Buyer]) -> None:
        self._orders.begin()
        for place, (day, second) in enumerate(self._moments_of_orders()):
            order = self._order(place, day, second, buyers)
            self._orders.write(order)
            if order.life.asked:
                self._approvals.write(order, content_hash(order.number))
            if order.life.status in SHIPPED:
                self._money.invoice(order)
        self._money.settle_all(buyers)

    def _moments_of_orders(self) -> Iterator[tuple[Day, int]]:
        for day in days(self._size):
            for second in sorted(self._draws.second_of_day() for _ in range(day.orders)):
                yield day, second

    def _order(self, place: int, day: Day, second: int, buyers: Sequence[Buyer]) -> Placed:
        draws = self._draws
        buyer = buyers[draws.dealer()]
        at = (DAYS - day.age) * _DAY_SECONDS + second
        return Placed(
            place=place,
            id=uuid7(self._moments.milliseconds(at), Kind.ORDER, place),
            number=f"ORD-{day.date:%Y%m%d}-{place + 1:08d}",
            at=at,
            buyer=buyer,
            basket=basket(draws, self._shop, self._keys, buyer),
            life=life(day.age, draws.chance(), draws.chance()),
        )
