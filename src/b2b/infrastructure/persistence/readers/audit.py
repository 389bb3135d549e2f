from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.audit.queries.audit_log import AuditFilter, AuditKey, AuditPage, AuditRow
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.domain.shared.ids import CustomerId
from b2b.infrastructure.persistence.tables.identity import api_clients, api_keys, audit_log, users


class SqlAuditReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(
        self, customer_id: CustomerId | None, wanted: AuditFilter, request: PageRequest
    ) -> AuditPage:
        statement = (
            _rows(customer_id)
            .where(*_conditions(customer_id, wanted))
            .order_by(audit_log.c.at.desc(), audit_log.c.id.desc())
            .limit(request.size + 1)
        )
        if seen := decode_cursor(request.cursor, AuditKey):
            statement = statement.where(tuple_(audit_log.c.at, audit_log.c.id) < (seen.at, seen.id))
        rows = [
            AuditRow(
                id=row.id,
                at=row.at,
                actor_id=row.actor_id,
                actor_name=row.actor_name,
                actor_kind=row.actor_kind,
                on_behalf_by=row.on_behalf_by,
                on_behalf_by_name=row.on_behalf_by_name,
                customer_id=row.customer_id,
                action=row.action,
                entity=row.entity,
                entity_id=row.entity_id,
                before=row.before,
                after=row.after,
                ip=None if row.ip is None else str(row.ip),
                user_agent=row.user_agent,
                request_id=row.request_id,
            )
            for row in await self._session.execute(statement)
        ]
        items, next_cursor = cut(rows, request.size, lambda row: AuditKey(row.at, row.id))
        return AuditPage(items=items, next_cursor=next_cursor)


def _rows(customer_id: CustomerId | None) -> Select[Any]:
    """Machines are named by their clients, and only to the distributor's people."""
    behind = users.alias("behind")
    machine = api_clients.c.name if customer_id is None else None
    return (
        select(
            audit_log,
            func.coalesce(users.c.full_name, machine).label("actor_name"),
            behind.c.full_name.label("on_behalf_by_name"),
        )
        .outerjoin(users, users.c.id == audit_log.c.actor_id)
        .outerjoin(behind, behind.c.id == audit_log.c.on_behalf_by)
        .outerjoin(api_keys, api_keys.c.id == audit_log.c.actor_id)
        .outerjoin(api_clients, api_clients.c.id == api_keys.c.client_id)
    )


def _conditions(customer_id: CustomerId | None, wanted: AuditFilter) -> list[ColumnElement[bool]]:
    log = audit_log.c
    pairs = (
        (log.customer_id, customer_id),
        (log.action, wanted.action),
        (log.entity, wanted.entity),
        (log.entity_id, wanted.entity_id),
        (log.actor_id, wanted.actor_id),
    )
    conditions = [column == value for column, value in pairs if value is not None]
    if wanted.since is not None:
        conditions.append(log.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(log.at < wanted.until)
    return conditions
