from sqlalchemy.orm import foreign, relationship, remote

from b2b.domain.approvals.approval import Approval, Decision
from b2b.infrastructure.persistence.mappings.shapes import APPEND_ONLY_STAMPS, STAMPS, hidden, money_of
from b2b.infrastructure.persistence.registry import mapper_registry
from b2b.infrastructure.persistence.tables.approvals import approval_decisions, approvals


def map_approvals() -> None:
    mapper_registry.map_imperatively(
        Decision,
        approval_decisions,
        primary_key=[approval_decisions.c.id],
        exclude_properties=APPEND_ONLY_STAMPS,
    )
    mapper_registry.map_imperatively(
        Approval,
        approvals,
        primary_key=[approvals.c.id],
        exclude_properties=STAMPS,
        version_id_col=approvals.c.version,
        properties={
            **hidden(approvals, "amount", "currency"),
            **money_of(approvals, ("amount",)),
            "_decisions": relationship(
                Decision,
                primaryjoin=lambda: remote(foreign(approval_decisions.c.approval_id)) == approvals.c.id,
                order_by=approval_decisions.c.at,
                cascade="save-update",
                lazy="selectin",
            ),
        },
    )
