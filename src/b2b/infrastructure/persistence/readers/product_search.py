"""The first full-text search: exact codes, then codes that begin so, then words.

`product_search` has no row security (its operators could not use an index under it): every statement here
names the tenant, and joins back to `products`, which has.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    CTE,
    BigInteger,
    Boolean,
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY, aggregate_order_by

from b2b.domain.shared.text import fold_code
from b2b.infrastructure.persistence.readers.pricing import TENANT
from b2b.infrastructure.persistence.search_documents import question_words
from b2b.infrastructure.persistence.tables.catalog import product_search as index

CODE_LENGTH_MAX: Final = 100
# The last letter there is: a code that begins with x lies between x and x + this.
_AFTER_ALL: Final = "\U0010ffff"
_NO_CODE: Final = "\U0010ffff\U0010ffff"

_CODE: Final = bindparam("code", type_=Text)
_CODE_END: Final = bindparam("code_end", type_=Text)
_ALL: Final = bindparam("all_words", type_=TSQUERY)
_ANY: Final = bindparam("any_word", type_=TSQUERY)
_WHOLE: Final = bindparam("whole_words", type_=TSQUERY)
_CALLED: Final = bindparam("whole_categories", type_=TSQUERY)
_WIDE: Final = bindparam("wide", type_=Boolean)


def _exactly(text: str) -> ColumnElement[Any]:
    return literal_column(text)


# Of D (said of it), C (where it belongs), B (its codes), A (its name).
_WEIGHTS: Final = _exactly("'{0.05,0.8,0.2,1}'::real[]")
_NOTHING: Final = _exactly("0::bigint")
_CODE_IS: Final = _exactly("8000000::bigint")
_CODE_BEGINS: Final = bindparam("code_begins", type_=BigInteger)
_WORDS_WHOLE: Final = _exactly("2000000::bigint")
_WORDS_ALL: Final = _exactly("1000000::bigint")
_FIT_SCALE: Final = _exactly("1000000::float8")


def question(words: str, *, wide: bool | None = None) -> Mapping[str, object]:
    """The parameters for what somebody typed; whatever it is, it is a valid question (perhaps to no avail).

    - `wide` goes on as an earlier page began: with any of the words, because no product has all of them.
    """
    terms = question_words(words)
    code = fold_code(words)[:CODE_LENGTH_MAX] or _NO_CODE
    begins = [f"'{term}'" for term in terms]
    if begins:
        begins[-1] += ":*"
    return {
        "code": code,
        "code_end": code + _AFTER_ALL,
        "code_begins": _code_begins(words),
        "all_words": " & ".join(begins),
        "any_word": " | ".join(word for word in begins if _says_something(word)),
        "whole_words": " & ".join(f"'{term}'" for term in terms),
        "whole_categories": " & ".join(f"'{term}':C" for term in terms),
        "wide": wide,
    }


def _code_begins(words: str) -> int:
    """The rank of a code that begins as the question does.

    What has a digit, or is one word with a sign (KX-), is a code, and comes before any word. What has none
    may be either (desk, DESKJET): the products that are called so come first, or search is a third worse
    (benchmarks/search_quality.py).
    """
    digits = any(letter.isdigit() for letter in words)
    signs = len(words.split()) == 1 and any(sign in words for sign in "-./_")
    return 4_000_000 if digits or signs else 1_000_000


def _says_something(word: str) -> bool:
    """A lone letter or number is in half the catalogue: it may narrow an answer, but not be one."""
    bare = word.removesuffix(":*").strip("'")
    return len(bare) > 1 and not bare.isdecimal()


def matches() -> CTE:
    """Columns `product_id`, `rank` (larger is better) and `wide`, of the products that answer.

    Those with all of the words come first, all of them: asked whether there is one, the database might read
    the whole index for a word that no product has.
    """
    strict = (
        select(index.c.product_id, _rank().label("rank"), _has(_ALL).label("fits"))
        .where(_listed(), _is_strict())
        .cte("strict")
        .prefix_with("materialized", dialect="postgresql")
    )
    fitting = exists(select(strict.c.product_id).where(strict.c.fits))
    mode = select(func.coalesce(_WIDE, not_(fitting)).label("wide")).cte("mode")
    wide = select(mode.c.wide).scalar_subquery()
    more = select(index.c.product_id, _rank().label("rank")).where(
        wide, _listed(), _has(_ANY), not_(_is_strict())
    )
    both = union_all(select(strict.c.product_id, strict.c.rank), more).subquery("both")
    return select(both.c.product_id, both.c.rank, wide.label("wide")).cte("matches")


def best(found: CTE, behind: ColumnElement[bool] | None, most: ColumnElement[int]) -> CTE:
    """The first of `matches`, where nothing else is asked of the products; `hits` counts all."""
    statement = select(found, func.count().over().label("hits"))
    if behind is not None:
        statement = statement.where(behind)
    return statement.order_by(found.c.rank.desc(), found.c.product_id.desc()).limit(most).cte("best")


def beginning(ranked: CTE, most: ColumnElement[int], worth_keeping: ColumnElement[int]) -> CTE:
    """The first of `best`. Of so many hits or more its first row also has all of them: `ids` and `ranks`."""
    in_order = (ranked.c.rank.desc(), ranked.c.product_id.desc())
    is_first = func.row_number().over(order_by=in_order) == literal_column("1")
    whole = and_(is_first, ranked.c.hits >= worth_keeping)
    all_of = ranked.alias("all_of")
    backwards = (all_of.c.rank.desc(), all_of.c.product_id.desc())
    ids = select(func.array_agg(aggregate_order_by(all_of.c.product_id, *backwards)))
    ranks = select(func.array_agg(aggregate_order_by(all_of.c.rank, *backwards)))
    statement = select(
        ranked,
        case((whole, ids.scalar_subquery())).label("ids"),
        case((whole, ranks.scalar_subquery())).label("ranks"),
    )
    return statement.order_by(*in_order).limit(most).cte("beginning")


def _is_strict() -> ColumnElement[bool]:
    return or_(_has(_ALL), _begins(index.c.sku_folded), _begins(index.c.mpn_folded))


def _has(words: ColumnElement[Any]) -> ColumnElement[bool]:
    return index.c.document.op("@@", is_comparison=True)(words)


def _listed() -> ColumnElement[bool]:
    return and_(index.c.tenant_id == TENANT, index.c.is_listed)


def _begins(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(column >= _CODE, column < _CODE_END)


def _rank() -> ColumnElement[Any]:
    """A whole number, so that a page can go on exactly behind it."""
    document = index.c.document
    by_code = case(
        (or_(index.c.sku_folded == _CODE, index.c.mpn_folded == _CODE), _CODE_IS),
        (or_(_begins(index.c.sku_folded), _begins(index.c.mpn_folded)), _CODE_BEGINS),
        else_=_NOTHING,
    )
    by_words = case((_has(_WHOLE), _WORDS_WHOLE), (_has(_ALL), _WORDS_ALL), else_=_NOTHING)
    # A short name says more about the product; one that its category says too, still more.
    name_length = func.length(func.ts_filter(document, literal_column("'{a}'::\"char\"[]")))
    named = case((_has(_CALLED), literal_column("2")), else_=literal_column("1"))
    fit = func.ts_rank(_WEIGHTS, document, _WHOLE) * named / (name_length + literal_column("30"))
    return func.greatest(by_code, by_words) + cast(
        func.least(fit * _FIT_SCALE, literal_column("999999")), BigInteger
    )
