"""Prices in lira: list, tier with quantity breaks, and a few dealers' own, all from the catalogue's US cents.

Amounts are whole ten-thousandths of a lira until they are written down: 200,000 prices take no Decimal.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, Literal

from demo.erp.catalogue import Placed, draw
from demo.erp.contract import Price

CURRENCY: Final = "TRY"
# Kuruş a dollar: 41.50 lira. Fixed, so that the same catalogue always has the same prices.
RATE: Final = 4_150

ONE_LIRA: Final = 10_000
ONE_KURUS: Final = 100
# Below this a break is quoted to the ten-thousandth: a label costs less than a kuruş more or less.
FINE_BELOW: Final = 100 * ONE_LIRA

TIER_DISCOUNTS: Final = {"A": 12, "B": 8, "C": 4}
BREAK_DISCOUNTS: Final = {1: 0, 10: 2, 50: 4}

SPECIAL_DEALERS: Final = 20
# Each of the dealers has its own price for one product in 65: about 300.
SPECIAL_STEP: Final = 65
SPECIAL_DISCOUNT_MIN: Final = 15
SPECIAL_DISCOUNT_SPREAD: Final = 10
SPECIAL_DAYS_BEFORE: Final = 30
SPECIAL_DAYS_AFTER: Final = 180

Season = Literal["past", "present", "future"]


def prices(
    products: Sequence[Placed], dealers: Sequence[str], *, today: date, version: int, rate: int = RATE
) -> Iterator[Price]:
    """`dealers` are customers' external ids; the first of them have special prices."""
    for product in products:
        listed = list_price(product.cents, rate)
        yield _price(f"LP-{product.id}", product.sku, "list", 1, listed, version)
        yield from _tier_prices(product, listed, version)
    for number, dealer in enumerate(dealers[:SPECIAL_DEALERS]):
        yield from _special_prices(
            products[number * 3 % SPECIAL_STEP :: SPECIAL_STEP], dealer, today, version, rate
        )


def price_count(products: int, dealers: int) -> int:
    starts = (number * 3 % SPECIAL_STEP for number in range(min(dealers, SPECIAL_DEALERS)))
    special = sum(len(range(start, products, SPECIAL_STEP)) for start in starts)
    return products * (1 + len(TIER_DISCOUNTS) * len(BREAK_DISCOUNTS)) + special


def list_price(cents: int, rate: int) -> int:
    """To the kuruş, and never nothing."""
    return max(ONE_KURUS, _rounded(cents * rate, ONE_KURUS))


def discounted(listed: int, percent: int) -> int:
    step = 1 if listed < FINE_BELOW else ONE_KURUS
    return max(step, _rounded(listed * (100 - percent) // 100, step))


def written(amount: int) -> str:
    return f"{amount // ONE_LIRA}.{amount % ONE_LIRA:04d}"


def _tier_prices(product: Placed, listed: int, version: int) -> Iterator[Price]:
    for tier, base in TIER_DISCOUNTS.items():
        for quantity, more in BREAK_DISCOUNTS.items():
            yield Price(
                external_id=f"TP-{tier}-{quantity}-{product.id}",
                source_version=version,
                sku=product.sku,
                level="tier",
                tier=tier,
                min_quantity=quantity,
                unit_price=written(discounted(listed, base + more)),
                currency=CURRENCY,
            )


def _special_prices(
    products: Sequence[Placed], dealer: str, today: date, version: int, rate: int
) -> Iterator[Price]:
    for product in products:
        drawn = draw("special", dealer, product.id)
        percent = SPECIAL_DISCOUNT_MIN + drawn % (SPECIAL_DISCOUNT_SPREAD + 1)
        start, end = _validity(_season(drawn // 100), today)
        yield Price(
            external_id=f"SP-{dealer}-{product.id}",
            source_version=version,
            sku=product.sku,
            level="customer",
            customer_external_id=dealer,
            min_quantity=1,
            unit_price=written(discounted(list_price(product.cents, rate), percent)),
            currency=CURRENCY,
            valid_from=start,
            valid_to=end,
        )


def _season(drawn: int) -> Season:
    """One in ten is over and one in ten is yet to come, so that the dates are seen to matter."""
    match drawn % 10:
        case 0:
            return "past"
        case 1:
            return "future"
        case _:
            return "present"


def _validity(season: Season, today: date) -> tuple[date, date]:
    before, after = timedelta(days=SPECIAL_DAYS_BEFORE), timedelta(days=SPECIAL_DAYS_AFTER)
    match season:
        case "past":
            return today - 2 * before, today - timedelta(days=1)
        case "future":
            return today + before, today + after
        case "present":
            return today - before, today + after


def _price(
    external_id: str, sku: str, level: Literal["list"], quantity: int, amount: int, version: int
) -> Price:
    return Price(
        external_id=external_id,
        source_version=version,
        sku=sku,
        level=level,
        min_quantity=quantity,
        unit_price=written(amount),
        currency=CURRENCY,
    )


def _rounded(amount: int, step: int) -> int:
    """To the nearest step, halves up."""
    return (amount + step // 2) // step * step
