"""How much of everything."""

from datetime import UTC, date, datetime
from typing import Final

import msgspec

# So many days of orders; those older than the last ones were taken over from the system before, at their end.
DAYS: Final = 730
OWN_DAYS: Final = 90


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """Products, dealers, and orders of two years up to `today`; the same rows for the same size."""

    products: int
    dealers: int = 10
    orders: int = 0
    seed: int = 1
    today: date = msgspec.field(default_factory=lambda: datetime.now(UTC).date())

    def __post_init__(self) -> None:
        if self.products < 1 or self.dealers < 1 or self.orders < 0:
            raise ValueError(self)

    @property
    def name(self) -> str:
        """What the filled tenant is called, by which it is known again."""
        return f"Ölçüm Dağıtım {self.products}/{self.dealers}/{self.orders}/{self.seed}"


# Where everything is measured.
MAIN: Final = Size(products=100_000, dealers=20_000, orders=100_000)
