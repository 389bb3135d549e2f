"""What requests are made of, bounded so that nothing reaches the database that it could not hold."""

from decimal import Decimal
from typing import Annotated, Final

import msgspec
from litestar.params import HeaderParameter, QueryParameter

from b2b.application.shared.pages import CURSOR_LENGTH_MAX, PAGE_SIZE_MAX
from b2b.application.shared.ports import KeyMissing
from b2b.domain.shared.money import Currency, Money

# PostgreSQL stores no NUL, so no text with one is taken.
WITHOUT_NUL: Final = r"^[^\u0000]*$"
KEY_LENGTH_MAX: Final = 255

ShortText = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=WITHOUT_NUL)]
LongText = Annotated[str, msgspec.Meta(max_length=2000, pattern=WITHOUT_NUL)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=1000, pattern=WITHOUT_NUL, examples=["Typo."])]
SkuText = Annotated[
    str, msgspec.Meta(min_length=1, max_length=40, pattern=WITHOUT_NUL, examples=["HP-CE285A"])
]
QuantityNumber = Annotated[int, msgspec.Meta(ge=1, le=1_000_000, examples=[10])]

PageSize = Annotated[int, QueryParameter(ge=1, le=PAGE_SIZE_MAX, description="How many items at most.")]
PageCursor = Annotated[
    str | None,
    QueryParameter(max_length=CURSOR_LENGTH_MAX, description="`next_cursor` of the page before."),
]
OptionalKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        min_length=1,
        max_length=KEY_LENGTH_MAX + 2,
        description="Makes the request safe to repeat for 24 hours; quoted or bare.",
    ),
]


class MoneyInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An exact amount, as a decimal string; never a number."""

    amount: Annotated[str, msgspec.Meta(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,4})?$", examples=["12.50"])]
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$", examples=["TRY"])]

    def to_money(self) -> Money:
        """Raises `MoneyTooPrecise` where the amount is finer than the currency."""
        return Money(Decimal(self.amount), Currency(self.currency))


def optional_key(header: str | None) -> str | None:
    """The key without the quotes of a structured field (RFC 9651), which clients send or not."""
    if header is None:
        return None
    bare = header.strip().removeprefix('"').removesuffix('"')
    if not bare or "\x00" in bare or len(bare) > KEY_LENGTH_MAX:
        raise KeyMissing
    return bare


def required_key(header: str | None) -> str:
    key = optional_key(header)
    if key is None:
        raise KeyMissing
    return key
