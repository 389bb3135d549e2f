"""Products by whatever somebody calls them, and what else they may have meant."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

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

# `product_search` has no row security, so the tenant is named; the join with `products` is under it.
_NAMED: Final = text("""
    with asked as (
        select * from unnest(cast(:codes as text[]), cast(:folded as text[]), cast(:gtins as text[]))
            as asked (code, folded, gtin)
    )
    select asked.code, p.sku, p.name, b.name, p.is_active
    from asked
    cross join lateral (
        select s.product_id from product_search s
        where s.tenant_id = :tenant and s.sku_folded = asked.folded
        union
        select s.product_id from product_search s
        where s.tenant_id = :tenant and s.mpn_folded = asked.folded
        union
        select s.product_id from product_search s join products g on g.id = s.product_id
        where asked.gtin is not null and s.tenant_id = :tenant
          and s.document @@ cast(asked.gtin || '\\:B' as tsquery)
          and asked.gtin = any(g.gtins)
    ) found
    join products p on p.id = found.product_id and not p.is_deleted
    left join brands b on b.id = p.brand_id
    order by asked.code, p.sku
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
        parameters = {
            "tenant": self._actor.tenant_id,
            "codes": list(asked),
            "folded": list(asked.values()),
            "gtins": [code if _GTIN.fullmatch(code) else None for code in asked],
        }
        sold: dict[str, list[NamedProduct]] = defaultdict(list)
        gone: dict[str, list[NamedProduct]] = defaultdict(list)
        for code, sku, name, brand, is_active in await self._session.execute(_NAMED, parameters):
            (sold if is_active else gone)[code].append(NamedProduct(sku=sku, name=name, brand=brand))
        return gone | sold

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


def _pieces(code: str) -> Iterator[str]:
    for piece in _PIECE.findall(fold(code)):
        yield f"'{piece}':B"


def _likest(scored: Mapping[NamedProduct, float]) -> list[NamedProduct]:
    return sorted(scored, key=lambda product: (-scored[product], product.sku))
