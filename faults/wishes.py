"""Who wants what, by seed: the same seed makes the same wishes in the same order."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

DOUBLED_OF_TEN: Final = 1


class Then(StrEnum):
    """What is done with an order once it is placed, as far as its state allows it."""

    LEAVE = "leave"
    CANCEL = "cancel"
    APPROVE = "approve"
    REJECT = "reject"
    # The dealer takes it back while somebody approves it.
    CONTEST = "contest"
    INVOICE = "invoice"
    PAY = "pay"


CHANCES: Final = {
    Then.LEAVE: 4,
    Then.CANCEL: 2,
    Then.APPROVE: 2,
    Then.REJECT: 1,
    Then.CONTEST: 1,
    Then.INVOICE: 1,
    Then.PAY: 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An order that somebody wants, with the key that makes it one order, however often it is asked for.

    - `doubled`: asked for twice at once, as by an impatient finger.
    """

    dealer: str
    key: str
    lines: Sequence[dict[str, Any]]
    then: Then
    doubled: bool


def wishes(seed: int, count: int, dealers: Sequence[str], skus: Sequence[str]) -> list[Wish]:
    chance = random.Random(seed)
    return [
        Wish(
            dealer=chance.choice(dealers),
            key=str(UUID(int=chance.getrandbits(128))),
            lines=[
                {"sku": sku, "quantity": chance.randint(1, 5)}
                for sku in chance.sample(list(skus), chance.randint(1, 4))
            ],
            then=chance.choices(list(CHANCES), list(CHANCES.values()))[0],
            doubled=chance.randrange(10) < DOUBLED_OF_TEN,
        )
        for _ in range(count)
    ]
