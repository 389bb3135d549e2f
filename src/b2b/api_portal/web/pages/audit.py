from typing import Annotated
from uuid import UUID

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter

from b2b.api_portal.web.formats import beginning_of, end_of
from b2b.api_portal.web.forms import read_day
from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import PageCursor
from b2b.application.audit.queries.audit_log import AuditFilter, ListAudit
from b2b.application.shared.pages import PageRequest


class AuditAsked(msgspec.Struct, frozen=True, kw_only=True):
    """As the filter's form says it; what cannot be read asks for nothing."""

    action: str = ""
    entity: str = ""
    entity_id: str = ""
    actor: str = ""
    first: str = ""
    last: str = ""

    def filter(self) -> AuditFilter:
        first, last = read_day(self.first), read_day(self.last)
        return AuditFilter(
            action=self.action or None,
            entity=self.entity or None,
            entity_id=self.entity_id or None,
            actor_id=_uuid(self.actor),
            since=beginning_of(first) if first is not None else None,
            until=end_of(last) if last is not None else None,
        )

    def query(self) -> dict[str, str]:
        """As the address says it."""
        asked: dict[str, str] = msgspec.to_builtins(self)
        names = {"first": "from", "last": "to"}
        return {names.get(name, name): value for name, value in asked.items()}


_Word = Annotated[str, QueryParameter(max_length=100)]


def audit_asked(
    action: _Word = "",
    entity: _Word = "",
    entity_id: _Word = "",
    actor: _Word = "",
    first: Annotated[str, QueryParameter(name="from", max_length=10)] = "",
    last: Annotated[str, QueryParameter(name="to", max_length=10)] = "",
) -> AuditAsked:
    return AuditAsked(
        action=_clean(action),
        entity=_clean(entity),
        entity_id=_clean(entity_id),
        actor=_clean(actor),
        first=first,
        last=last,
    )


class AuditPages(Controller):
    """Who did what, when and from where."""

    path = "/staff/audit"
    dependencies = {"asked": Provide(audit_asked, sync_to_thread=False)}  # noqa: RUF012

    @get()
    @inject
    async def show(
        self,
        asked: NamedDependency[AuditAsked],
        pages: FromDishka[Pages],
        audit: FromDishka[ListAudit],
        cursor: PageCursor = None,
    ) -> Response[str]:
        return await pages.page(
            "audit/page.html",
            part="audit/_list.html",
            nav="audit",
            asked=asked,
            asked_query=asked.query(),
            cursor=cursor,
            log=await audit(asked.filter(), PageRequest(cursor=cursor)),
        )


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
