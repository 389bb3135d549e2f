from dataclasses import dataclass
from typing import Final

from b2b.domain.messaging.errors import HandlingRefused

IN_FLIGHT: Final = 8
IN_FLIGHT_MAX: Final = 16
# The newest last: what an endpoint gets unless it asks for another.
PAYLOAD_VERSIONS: Final = ("2026-11",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How an endpoint wants to be sent to.

    - `in_flight_max` requests to it at a time, over all workers.
    - `in_order`: of one resource the next event goes only once the one before is delivered or given up.
    - `payload_version` is the form of what it is sent, and stays what it was when newer ones appear.
    """

    in_flight_max: int = IN_FLIGHT
    in_order: bool = False
    payload_version: str = PAYLOAD_VERSIONS[-1]

    def __post_init__(self) -> None:
        if not 1 <= self.in_flight_max <= IN_FLIGHT_MAX:
            raise HandlingRefused(in_flight_max=self.in_flight_max, at_most=IN_FLIGHT_MAX)
        if self.payload_version not in PAYLOAD_VERSIONS:
            raise HandlingRefused(payload_version=self.payload_version, known=", ".join(PAYLOAD_VERSIONS))
