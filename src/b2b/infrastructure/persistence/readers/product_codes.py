"""Products by whatever somebody calls them, and what else they may have meant."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.catalog.ports import NamedProduct
from b2b.application.shared.access import Actor
from b2b.domain.catalog.mistyped import LIKE_ENOUGH, likeness, meant_instead
from b2b.domain.shared.text import fold, fold_code
from b2b.infrastructure.persistence.search_documents import SKU_LENGTH

_GTIN: Final = re.compile(r"\d{8,14}")
# A piece of a code that says something on its own: it has a digit, and few products share it.
_PIECE: Final = re.compile(r"(?=[^\W_]*\d)[^\W_]{4,}")

# `product_search` has no row security, so the tenant is named. All codes are looked up in one pass each way,
# which is quick by whatever index: before the tables have statistics, a look-up per code reads the whole
# catalogue for each of them.
_CALLED: Final = text("""
    select s.sku_folded, s.product_id from product_search s
    where s.tenant_id = :tenant and s.sku_folded = any(:folded)
    union
    select s.mpn_folded, s.product_id from product_search s
    where s.tenant_id = :tenant and s.mpn_folded = any(:folded)
    union
    select unnest(s.gtins), s.id from products s
    where cast(:barred as tsquery) is not null and s.gtins && :gtins and s.id in (
        select b.product_id from product_search b
        where b.tenant_id = :tenant and b.document @@ cast(:barred as tsquery)
    )
""")
_PRODUCTS: Final = text("""
    select p.id, p.sku, p.name, b.name, p.is_active
    from products p
    left join brands b on b.id = p.brand_id
    where p.id = any(:ids) and not p.is_deleted
    order by p.sku
""")

# Neighbours in the order of codes, codes with a piece of this one, and what is often mistyped so.
_NEAR: Final = text("""
    with asked as (
        select * from unnest(cast(:codes as text[]), cast(:folded as text[]), cast(:words as text[]))
            as asked (code, folded, words)
    ),
    meant as (
        select * from unnest(cast(:meant_by as text[]), cast(:meant as text[])) as meant (code, folded)
    ),
    found as (
        select asked.code, near.product_id, near.sku_folded, near.mpn_folded
        from asked
        cross join lateral (
            (select s.* from product_search s
             where s.tenant_id = :tenant and s.is_listed and s.sku_folded >= asked.folded
             order by s.sku_folded limit 4)
            union all
            (select s.* from product_search s
             where s.tenant_id = :tenant and s.is_listed and s.sku_folded < asked.folded
             order by s.sku_folded desc limit 4)
            union all
            (select s.* from product_search s
             where s.tenant_id = :tenant and s.is_listed and s.mpn_folded >= asked.folded
             order by s.mpn_folded limit 3)
            union all
            (select s.* from product_search s
             where s.tenant_id = :tenant and s.is_listed and s.mpn_folded < asked.folded and s.mpn_folded > ''
             order by s.mpn_folded desc limit 3)
            union all
            (select s.* from product_search s
             where s.tenant_id = :tenant and s.is_listed and s.document @@ cast(asked.words as tsquery)
             limit 6)
        ) near
        union
        select meant.code, s.product_id, s.sku_folded, s.mpn_folded
        from meant
        join product_search s
            on s.tenant_id = :tenant and s.is_listed and s.sku_folded = meant.folded
        union
        select meant.code, s.product_id, s.sku_folded, s.mpn_folded
        from meant
        join product_search s
            on s.tenant_id = :tenant and s.is_listed and s.mpn_folded = meant.folded
    )
    select found.code, p.sku, p.name, b.name, found.sku_folded, found.mpn_folded
    from found
    join products p on p.id = found.product_id and p.is_active and not p.is_deleted
    left join brands b on b.id = p.brand_id
""")


class SqlProductCodes:
    def __init__(self, session: AsyncSession, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    async def named(self, codes: Sequence[str]) -> Mapping[str, Sequence[NamedProduct]]:
        asked = {code: folded for code in codes if (folded := fold_code(code))}
        called = await self._called(asked)
        ids = list({id for found in called.values() for id in found})
        rows = (await self._session.execute(_PRODUCTS, {"ids": ids})).all() if ids else []
        sold: dict[str, list[NamedProduct]] = defaultdict(list)
        gone: dict[str, list[NamedProduct]] = defaultdict(list)
        codes_of = _turned(asked, called)
        for id, sku, name, brand, is_active in rows:
            for code in codes_of[id]:
                (sold if is_active else gone)[code].append(NamedProduct(sku=sku, name=name, brand=brand))
        return gone | sold

    async def _called(self, asked: Mapping[str, str]) -> Mapping[str, set[UUID]]:
        """The products by what they are called: a folded SKU or part number, or a barcode."""
        gtins = [code for code in asked if _GTIN.fullmatch(code)]
        parameters = {
            "tenant": self._actor.tenant_id,
            "folded": list(asked.values()),
            "gtins": gtins,
            "barred": " | ".join(f"{gtin}:B" for gtin in gtins) or None,
        }
        called: dict[str, set[UUID]] = defaultdict(set)
        for name, id in await self._session.execute(_CALLED, parameters):
            called[name].add(id)
        return called

    async def near(self, codes: Sequence[str], *, limit: int) -> Mapping[str, Sequence[NamedProduct]]:
        asked = {code: folded for code in codes if (folded := fold_code(code)[:SKU_LENGTH])}
        meant = [(code, other) for code, folded in asked.items() for other in meant_instead(folded)]
        parameters = {
            "tenant": self._actor.tenant_id,
            "codes": list(asked),
            "folded": list(asked.values()),
            "words": [" | ".join(_pieces(code)) or None for code in asked],
            "meant_by": [code for code, _ in meant],
            "meant": [other for _, other in meant],
        }
        scored: dict[str, dict[NamedProduct, float]] = defaultdict(dict)
        for code, sku, name, brand, *names in await self._session.execute(_NEAR, parameters):
            alike = max(likeness(asked[code], each) for each in names)
            if alike >= LIKE_ENOUGH:
                scored[code][NamedProduct(sku=sku, name=name, brand=brand)] = alike
        return {code: _likest(found)[:limit] for code, found in scored.items()}


def _turned(asked: Mapping[str, str], called: Mapping[str, set[UUID]]) -> Mapping[UUID, set[str]]:
    """The codes that each product is asked by."""
    codes_of: dict[UUID, set[str]] = defaultdict(set)
    for code, folded in asked.items():
        for id in called.get(folded, set()) | called.get(code, set()):
            codes_of[id].add(code)
    return codes_of


def _pieces(code: str) -> Iterator[str]:
    for piece in _PIECE.findall(fold(code)):
        yield f"'{piece}':B"


def _likest(scored: Mapping[NamedProduct, float]) -> list[NamedProduct]:
    return sorted(scored, key=lambda product: (-scored[product], product.sku))
