"""What the portal holds, digested in the database: one pass over a resource, however many items there are.

The text that is digested is a contract: docs/integration/reconciliation.md says the same in words.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, LiteralString
from uuid import UUID

import msgspec
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.reconcile import (
    ItemDifference,
    ItemDifferenceKind,
    ItemDifferencePage,
    ReconciledItem,
    ReconciledItemPage,
    ReconciledKey,
    Reconciliation,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.domain.integration.reconciliation import BucketTotal, ReconciliationNotFound, Subject
from b2b.domain.shared.ids import ApiKeyId

# Of each subject: key, amount, fields. A day is YYYY-MM-DD; what is absent is the empty text.
_ITEMS: Final[Mapping[Subject, LiteralString]] = {
    Subject.PRODUCTS: (
        "select external_id as key, 0 as amount, array[sku, name, unit, vat_rate::numeric(5, 2)::text,"
        " case when is_active then 'true' else 'false' end] as fields"
        " from products where external_id is not null and not is_deleted"
    ),
    Subject.PRICES: (
        "select x.external_id as key, x.unit_price as amount, array[p.sku, x.level, t.code, c.external_id,"
        " x.min_quantity::text, x.unit_price::numeric(20, 4)::text, x.currency::text,"
        " to_char(x.valid_from, 'YYYY-MM-DD'), to_char(x.valid_to, 'YYYY-MM-DD')] as fields"
        " from prices x join products p on p.id = x.product_id left join tiers t on t.id = x.tier_id"
        " left join customers c on c.id = x.customer_id where x.external_id is not null and not x.is_deleted"
    ),
    Subject.STOCK: (
        "select p.sku || '@' || w.code as key, l.on_hand as amount, array[l.on_hand::text] as fields"
        " from stock_levels l join products p on p.id = l.product_id"
        " join warehouses w on w.id = l.warehouse_id"
        " where l.on_hand <> 0 and not p.is_deleted and not w.is_deleted"
    ),
    Subject.CUSTOMERS: (
        "select c.external_id as key, coalesce(a.credit_limit, 0) as amount, array[c.code, c.title,"
        " c.tax_number, c.currency::text, c.payment_terms_days::text, c.status,"
        " coalesce(a.credit_limit, 0)::numeric(20, 2)::text] as fields"
        " from customers c left join accounts a on a.customer_id = c.id and a.currency = c.currency"
        " where c.external_id is not null and not c.is_deleted"
    ),
    Subject.INVOICES: (
        "select i.external_id as key, i.gross as amount, array[i.number, c.external_id,"
        " to_char(i.issued_on, 'YYYY-MM-DD'), to_char(i.due_on, 'YYYY-MM-DD'), i.currency::text,"
        " i.net::numeric(20, 2)::text, i.tax::numeric(20, 2)::text, i.gross::numeric(20, 2)::text] as fields"
        " from invoices i join customers c on c.id = i.customer_id"
        " where i.external_id is not null and not i.is_deleted"
    ),
    Subject.ACCOUNT_ENTRIES: (
        "select substr(e.reference, 5) as key, e.amount, array[c.external_id, e.kind, e.document_number,"
        " to_char(e.document_date, 'YYYY-MM-DD'), e.currency::text, e.amount::numeric(20, 2)::text] as fields"
        " from journal_entries e join customers c on c.id = e.customer_id"
        " where e.reference like 'erp:%' and not exists ("
        "  select from journal_entries r where r.reverses_id = e.id)"
    ),
    Subject.BALANCES: (
        "select c.external_id || '@' || a.currency::text as key, a.balance as amount,"
        " array[a.balance::numeric(20, 2)::text] as fields"
        " from accounts a join customers c on c.id = a.customer_id"
        " where a.balance <> 0 and c.external_id is not null and not c.is_deleted"
    ),
}
_DIGEST: Final[LiteralString] = """
    left(encode(sha256(convert_to(
        key || chr(31) || array_to_string(fields, chr(31), ''), 'UTF8')), 'hex'), 16)
"""
_BUCKET: Final[LiteralString] = "left(encode(sha256(convert_to(key, 'UTF8')), 'hex'), :digits)"
_MODULUS: Final = 1 << 64
# Every row is read: joining by hash is right also where statistics are old, and compiling costs more than
# it saves.
_WHOLE: Final = text(
    "select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true),"
    " set_config('work_mem', '64MB', true)"
)


def _totals(items: LiteralString) -> TextClause:
    return text(f"""
        select {_BUCKET} as bucket, count(*) as number, sum(amount) as amount,
               sum(('x' || {_DIGEST})::bit(64)::bigint) as digest
          from ({items}) as items group by bucket
    """)  # noqa: S608 only constants are put in


def _of_bucket(items: LiteralString) -> TextClause:
    return text(f"""
        select key, {_DIGEST} as hash, fields from ({items}) as items
         where {_BUCKET} = :bucket and key collate "C" > :after
         order by key collate "C" limit :size
    """)  # noqa: S608 only constants are put in


def _differences(items: LiteralString) -> TextClause:
    return text(f"""
        select key, h.hash as here, t.hash as there
          from (select key, {_DIGEST} as hash from ({items}) as items where {_BUCKET} = :bucket) as h
          full join unnest(cast(:keys as text[]), cast(:hashes as text[])) as t (key, hash) using (key)
         where h.hash is distinct from t.hash and key collate "C" > :after
         order by key collate "C" limit :size
    """)  # noqa: S608 only constants are put in


_TOTALS: Final = {subject: _totals(items) for subject, items in _ITEMS.items()}
_OF_BUCKET: Final = {subject: _of_bucket(items) for subject, items in _ITEMS.items()}
_DIFFERENCES: Final = {subject: _differences(items) for subject, items in _ITEMS.items()}


class SqlBooks:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def totals(self, subject: Subject, digits: int) -> Mapping[str, BucketTotal]:
        await self._session.execute(_WHOLE)
        rows = await self._session.execute(_TOTALS[subject], {"digits": digits})
        return {
            row.bucket: BucketTotal(
                count=row.number, sum=Decimal(row.amount), digest=f"{int(row.digest) % _MODULUS:016x}"
            )
            for row in rows
        }

    async def items(self, subject: Subject, bucket: str, request: PageRequest) -> ReconciledItemPage:
        await self._session.execute(_WHOLE)
        rows = await self._session.execute(_OF_BUCKET[subject], _asked(bucket, request))
        found = [
            ReconciledItem(key=row.key, hash=row.hash, fields=[field or "" for field in row.fields])
            for row in rows
        ]
        items, cursor = cut(found, request.size, lambda item: ReconciledKey(item.key))
        return ReconciledItemPage(items=items, next_cursor=cursor)

    async def differences(
        self, subject: Subject, bucket: str, there: Mapping[str, str], request: PageRequest
    ) -> ItemDifferencePage:
        await self._session.execute(_WHOLE)
        given = {"keys": list(there), "hashes": list(there.values())}
        rows = await self._session.execute(_DIFFERENCES[subject], _asked(bucket, request) | given)
        found = [
            ItemDifference(key=row.key, state=_state(row.here, row.there), here=row.here, there=row.there)
            for row in rows
        ]
        items, cursor = cut(found, request.size, lambda item: ReconciledKey(item.key))
        return ItemDifferencePage(items=items, next_cursor=cursor)


_ADD: Final = text("""
    insert into reconciliations (id, resource, equal, as_of, client_id, api_key_id, compared_at, duration_ms,
        digits, count_here, count_there, sum_here, sum_there, buckets)
    values (:id, :resource, :equal, :as_of, (select client_id from api_keys where id = :key), :key,
        :compared_at, :duration_ms, :digits, :count_here, :count_there, cast(:sum_here as numeric),
        cast(:sum_there as numeric), cast(:buckets as jsonb))
    returning client_id
""")
_COLUMNS: Final[LiteralString] = """
    select id, resource, equal, as_of, client_id, compared_at, duration_ms, digits, count_here, count_there,
           sum_here, sum_there, buckets
      from reconciliations
"""
_GET: Final = text(f"{_COLUMNS} where id = :id")
_LATEST: Final = text(f"""
    select newest.* from unnest(cast(:resources as text[])) with ordinality as asked (resource, place)
     cross join lateral ({_COLUMNS} where resource = asked.resource
                          order by compared_at desc, id desc limit 1) as newest
     order by asked.place
""")  # noqa: S608 only constants are put in


class SqlReconciliations:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, found: Reconciliation, *, by: ApiKeyId | None) -> Reconciliation:
        row = msgspec.structs.asdict(found) | {
            "resource": found.resource.value,
            "buckets": msgspec.json.encode(found.buckets).decode(),
            "key": by,
        }
        client = await self._session.scalar(_ADD, row)
        return msgspec.structs.replace(found, client_id=client)

    async def get(self, reconciliation_id: UUID) -> Reconciliation:
        row = (await self._session.execute(_GET, {"id": reconciliation_id})).mappings().one_or_none()
        if row is None:
            raise ReconciliationNotFound
        return _kept({**row})

    async def latest(self) -> list[Reconciliation]:
        asked = {"resources": [subject.value for subject in Subject]}
        return [_kept({**row}) for row in (await self._session.execute(_LATEST, asked)).mappings()]


def _asked(bucket: str, request: PageRequest) -> dict[str, Any]:
    seen = decode_cursor(request.cursor, ReconciledKey)
    return {
        "digits": len(bucket),
        "bucket": bucket,
        "after": seen.key if seen else "",
        "size": request.size + 1,
    }


def _state(here: str | None, there: str | None) -> ItemDifferenceKind:
    if here is None:
        return ItemDifferenceKind.MISSING_HERE
    return ItemDifferenceKind.MISSING_THERE if there is None else ItemDifferenceKind.DIFFERENT


def _kept(row: dict[str, Any]) -> Reconciliation:
    sums = {
        name: None if row[name] is None else f"{row[name]:.4f}".removesuffix("00")
        for name in ("sum_here", "sum_there")
    }
    return msgspec.convert(row | sums, type=Reconciliation)
