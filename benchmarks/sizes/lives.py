"""How far an order is: those of the last weeks are on their way, most older ones completed."""

from typing import Final, NamedTuple

from benchmarks.sizes.size import OWN_DAYS

# Steps after the draft, with the hours after placing at which they are taken.
_APPROVED: Final = (("approved", 0),)
_ASKED: Final = (("pending_approval", 0), ("approved", 3))
_ONWARDS: Final = (("processing", 20), ("shipped", 44), ("delivered", 92), ("completed", 240))
# From which age in days on an order is so far on its way, and the share of those that are not yet.
_REACHED: Final = ((2, 0.4), (3, 0.5), (5, 0.5), (11, 0.4))
CANCELLED_SHARE: Final = 0.02
REJECTED_SHARE: Final = 0.005
ASKED_SHARE: Final = 0.1
# So old is the oldest that still waits for somebody's approval.
WAITING_DAYS: Final = 2

SHIPPED: Final = frozenset({"shipped", "delivered", "completed"})
DROPPED: Final = frozenset({"cancelled", "rejected"})


class Life(NamedTuple):
    """The steps up to now, a status and the hours after placing each; `asked`: somebody had to approve."""

    steps: tuple[tuple[str, int], ...]
    asked: bool

    @property
    def status(self) -> str:
        return self.steps[-1][0]


# What was taken over from the system before has one step, its last.
TAKEN_OVER: Final = Life((("completed", 240),), asked=False)


def life(age: int, drawn: float, luck: float) -> Life:
    """`drawn` and `luck` are chances between zero and one."""
    if age > OWN_DAYS:
        return TAKEN_OVER
    draft = (("draft", 0),)
    if drawn < REJECTED_SHARE:
        return Life((*draft, ("pending_approval", 0), ("rejected", 4)), asked=True)
    if drawn < REJECTED_SHARE + CANCELLED_SHARE:
        return Life((*draft, *_APPROVED, ("cancelled", 5)), asked=False)
    if drawn >= REJECTED_SHARE + CANCELLED_SHARE + ASKED_SHARE:
        return Life((*draft, *_APPROVED, *_onwards(age, luck)), asked=False)
    if age <= WAITING_DAYS:
        return Life((*draft, _ASKED[0]), asked=True)
    return Life((*draft, *_ASKED, *_onwards(age, luck)), asked=True)


def _onwards(age: int, luck: float) -> tuple[tuple[str, int], ...]:
    count = sum(age > days or (age == days and luck >= late) for days, late in _REACHED)
    return _ONWARDS[:count]
