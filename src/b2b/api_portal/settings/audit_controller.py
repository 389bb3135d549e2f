from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter

from b2b.api_portal.identity.answers import READ
from b2b.api_shared.inputs import PageCursor, PageSize
from b2b.application.audit.queries.audit_log import AuditFilter, AuditPage, ListAudit
from b2b.application.shared.pages import PAGE_SIZE, PageRequest


def audit_filter(
    action: Annotated[str | None, QueryParameter(max_length=80)] = None,
    entity: Annotated[str | None, QueryParameter(max_length=60)] = None,
    entity_id: Annotated[str | None, QueryParameter(max_length=100)] = None,
    actor: Annotated[UUID | None, QueryParameter(description="A user's or an API key's id.")] = None,
    since: Annotated[datetime | None, QueryParameter(name="from")] = None,
    until: Annotated[datetime | None, QueryParameter(name="to")] = None,
) -> AuditFilter:
    return AuditFilter(
        action=action,
        entity=entity,
        entity_id=entity_id,
        actor_id=actor,
        since=_utc(since),
        until=_utc(until),
    )


def _utc(at: datetime | None) -> datetime | None:
    """A time without a zone is meant in UTC."""
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


class AuditController(Controller):
    path = "/audit"
    tags = ("Audit",)
    dependencies = {"wanted": Provide(audit_filter, sync_to_thread=False)}  # noqa: RUF012

    @get(operation_id="listAudit", summary="What was done, the newest first", responses=READ)
    @inject
    async def list_audit(
        self,
        wanted: NamedDependency[AuditFilter],
        list_audit: FromDishka[ListAudit],
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> AuditPage:
        return await list_audit(wanted, PageRequest(size=limit, cursor=cursor))
