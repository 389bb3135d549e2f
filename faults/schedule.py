"""Which blows fall at which points of the work: the seed alone decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from faults.blows import BLOWS, FAMILIES, Blow

# Beside one of each family.
MORE: Final = 3
EDGE: Final = 25


@dataclass(frozen=True, slots=True)
class Stroke:
    """A blow that falls once so many wishes are answered, with chances of its own."""

    mark: int
    blow: Blow
    chance_of: str

    @property
    def chance(self) -> Random:
        return Random(self.chance_of)


def schedule(seed: int, wishes: int, only: Sequence[str] = ()) -> list[Stroke]:
    """One blow of each family and some more, spread over the work; or those that `only` names."""
    chance = Random(f"schedule:{seed}")
    chosen = [BLOWS[name] for name in only] or _chosen(chance)
    chance.shuffle(chosen)
    edge = wishes // EDGE
    marks = sorted(chance.sample(range(edge, wishes - edge), len(chosen)))
    return [
        Stroke(mark, blow, f"{seed}:{place}:{blow.name}")
        for place, (mark, blow) in enumerate(zip(marks, chosen, strict=True))
    ]


def _chosen(chance: Random) -> list[Blow]:
    by_family: Mapping[str, list[Blow]] = {
        family: [blow for blow in BLOWS.values() if blow.family == family] for family in FAMILIES
    }
    first = [chance.choice(blows) for blows in by_family.values()]
    # A process that is killed is what happens most in life.
    kills = by_family["processes"]
    rest = [blow for blow in BLOWS.values() if blow not in first]
    return [*first, chance.choice(kills), *chance.sample(rest, MORE - 1)]
