"""The best answers to a question that very many products answer, kept for a while by each process.

Every product that answers has to be ranked for any page of the answers. The order is the same for everybody
of a tenant: what depends on the dealer (prices, stock) is read for each page, and whether a product is there.
"""

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from sqlalchemy import (
    CTE,
    BigInteger,
    Boolean,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.catalog.queries.products import ProductFilters, ProductSort
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.persistence.readers.product_orders import RelevanceKey
from b2b.infrastructure.persistence.readers.product_search import best, matches, question
from b2b.infrastructure.persistence.readers.shelves import KEPT_SECONDS, Shelf
from b2b.infrastructure.persistence.readers.statements import Statement, drawn

# Ten pages of fifty; who looks further has the answers ranked for that page.
RANKED_MAX: Final = 501
# Fewer are ranked anew for each page, in half a millisecond.
ANSWERS_MIN: Final = 200
# Questions that are known to have many answers, and as many that are kept: 12 MB. In a catalogue of 500,000
# products every other word of a name is one; asked in turn, fewer places would be none.
MANY_MAX: Final = 1_000
# Only a push changes which products answer, and it is told. A page that misses a product forgets the ranking.
KEPT_LONGER: Final = 10

Question = tuple[TenantId, str]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best answers, the best first; `whole` where there are no others.

    Ranks and products lie one after another, 24 bytes an answer; as objects they would be seven times that.
    """

    ranks: "array[int]"
    products: bytes
    wide: bool
    whole: bool

    @classmethod
    def of(cls, ranks: Iterable[int], products: Sequence[UUID], *, wide: bool) -> Self:
        """Of `RANKED_MAX` answers at most."""
        ids = b"".join(product.bytes for product in products)
        return cls(array("q", ranks), ids, wide, whole=len(products) < RANKED_MAX)

    def behind(self, last: RelevanceKey | None, most: int) -> list[tuple[int, UUID]] | None:
        """So many answers behind the last one seen; none where the ranking may not reach so far."""
        if last is not None and last.wide is not self.wide:
            return None
        places = range(len(self.ranks))
        first = 0
        if last is not None:
            seen = (last.key, last.id)
            first = bisect_left(places, True, key=lambda place: self._answer(place) < seen)  # noqa: FBT003
        left = [self._answer(place) for place in places[first : first + most]]
        return left if self.whole or len(left) >= most else None

    def _answer(self, place: int) -> tuple[int, UUID]:
        return self.ranks[place], UUID(bytes=self.products[16 * place : 16 * place + 16])


class RankingShelf(Shelf[Question, Ranking]):
    """Where a question has many answers, its first page brings their ranking along.

    A later page, or one whose ranking is out of date, has them ranked for keeping.
    """

    kept_max = MANY_MAX

    def __init__(self, kept_seconds: float = KEPT_SECONDS) -> None:
        """`kept_seconds` is for how long counts are kept; this is kept for `KEPT_LONGER` times that."""
        super().__init__(kept_seconds * KEPT_LONGER)
        self._many: OrderedDict[Question, None] = OrderedDict()

    def is_dear(self, value: Ranking) -> bool:
        return True

    def tenant_of(self, key: Question) -> TenantId:
        return key[0]

    def has_many(self, asked: Question) -> bool:
        if self._kept_seconds <= 0 or asked not in self._many:
            return False
        self._many.move_to_end(asked)
        return True

    def note(self, asked: Question, answers: int | None) -> None:
        """How many answers a page of the question saw, where it counted them."""
        if answers is not None and answers >= ANSWERS_MIN:
            self._many[asked] = None
            self._many.move_to_end(asked)
            while len(self._many) > MANY_MAX:
                self._many.popitem(last=False)

    def forget(self, asked: Question) -> None:
        super().forget(asked)
        self._many.pop(asked, None)


def question_of(filters: ProductFilters, sort: ProductSort, tenant_id: TenantId) -> Question | None:
    """None where anything but words is asked for, or another order."""
    words = filters.words
    if words is None or sort is not ProductSort.RELEVANCE or filters != ProductFilters(words=words):
        return None
    return tenant_id, words


async def read_ranking(session: AsyncSession, asked: Question) -> Ranking:
    tenant_id, words = asked
    rows = await _RANKED.rows(session, {**question(words), "tenant": tenant_id})
    wide = bool(rows and rows[0][2])
    return Ranking.of((row[1] for row in rows), [row[0] for row in rows], wide=wide)


def kept_answers() -> CTE:
    """The answers of a ranking as `matches` would give them; `ranked_parameters` are theirs."""
    given = func.unnest(bindparam("answers", type_=ARRAY(Uuid)), bindparam("ranks", type_=ARRAY(BigInteger)))
    rows = given.table_valued(column("product_id", Uuid), column("rank", BigInteger)).render_derived("kept")
    wide = cast(bindparam("wide", type_=Boolean), Boolean).label("wide")
    return select(rows.c.product_id, rows.c.rank, wide, literal_column("null").label("hits")).cte("matches")


def ranked_parameters(answers: list[tuple[int, UUID]], *, wide: bool) -> Mapping[str, object]:
    return {"answers": [id for _, id in answers], "ranks": [rank for rank, _ in answers], "wide": wide}


def drawn_ranking() -> Statement:
    first = best(matches(), None, literal_column(str(RANKED_MAX)))
    statement = select(first.c.product_id, first.c.rank, first.c.wide)
    return drawn(statement.order_by(first.c.rank.desc(), first.c.product_id.desc()))


_RANKED: Final = drawn_ranking()
