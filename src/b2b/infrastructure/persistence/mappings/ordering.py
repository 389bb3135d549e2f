from typing import Final

from sqlalchemy.orm import composite, foreign, relationship, remote

from b2b.domain.ordering.errors import SavedListNameTaken
from b2b.domain.ordering.history import StatusChange
from b2b.domain.ordering.lines import CampaignCopy, CustomerCopy, OrderLine
from b2b.domain.ordering.order import Order
from b2b.domain.ordering.saved_lists import SavedList, SavedListLine
from b2b.domain.shared.quantities import Quantity, Sku, TaxRate
from b2b.infrastructure.persistence import constraints
from b2b.infrastructure.persistence.mappings.shapes import (
    APPEND_ONLY_STAMPS,
    STAMPS,
    hidden,
    money_of,
    unit_price_of,
)
from b2b.infrastructure.persistence.registry import mapper_registry
from b2b.infrastructure.persistence.tables.ordering import (
    order_lines,
    order_status_changes,
    orders,
    saved_list_lines,
    saved_lists,
)

_TOTALS: Final = ("net", "tax", "gross")
_AMOUNTS: Final = (*_TOTALS, "granted", "discount")
_CAMPAIGN: Final = ("campaign_id", "campaign_name", "campaign_external_id")
_CUSTOMER: Final = ("customer_code", "customer_title", "customer_external_id")


class StoredLine(OrderLine):
    """A line that the mapper read."""


class StoredOrder(Order):
    """An order that the mapper read, and whose changes it notices.

    One that is placed is a plain object of the domain: nothing needs to be noticed of it, since its rows are
    written whole.
    """


def map_ordering() -> None:
    _map_line()
    _map_lists()
    mapper_registry.map_imperatively(
        StatusChange,
        order_status_changes,
        primary_key=[order_status_changes.c.id],
        exclude_properties=APPEND_ONLY_STAMPS,
    )
    mapper_registry.map_imperatively(
        StoredOrder,
        orders,
        primary_key=[orders.c.id],
        exclude_properties=STAMPS,
        version_id_col=orders.c.version,
        properties={
            **hidden(orders, *_TOTALS, *_CUSTOMER),
            **money_of(orders, _TOTALS),
            "customer": composite(CustomerCopy, *(orders.c[name] for name in _CUSTOMER)),
            "_lines": relationship(
                StoredLine,
                primaryjoin=lambda: remote(foreign(order_lines.c.order_id)) == orders.c.id,
                order_by=order_lines.c.line_number,
                cascade="all, delete-orphan",
                lazy="selectin",
            ),
            "_history": relationship(
                StatusChange,
                primaryjoin=lambda: remote(foreign(order_status_changes.c.order_id)) == orders.c.id,
                order_by=order_status_changes.c.sequence,
                cascade="save-update",
                lazy="selectin",
            ),
        },
    )


def _map_line() -> None:
    values = ("sku", "quantity", "unit_price", "list_price", "tax_rate", *_AMOUNTS, *_CAMPAIGN)
    mapper_registry.map_imperatively(
        StoredLine,
        order_lines,
        primary_key=[order_lines.c.id],
        exclude_properties=STAMPS,
        properties={
            **hidden(order_lines, *values),
            **money_of(order_lines, _AMOUNTS),
            "campaign": composite(
                CampaignCopy,
                *(order_lines.c[name] for name in _CAMPAIGN),
                return_none_on=lambda id, *_: id is None,
            ),
            "sku": composite(Sku, order_lines.c.sku),
            "quantity": composite(Quantity, order_lines.c.quantity),
            "unit_price": unit_price_of(order_lines, "unit_price"),
            "list_price": unit_price_of(order_lines, "list_price"),
            "tax_rate": composite(TaxRate, order_lines.c.tax_rate),
        },
    )


def _map_lists() -> None:
    constraints.register("uq_saved_lists_name", SavedListNameTaken)
    mapper_registry.map_imperatively(
        SavedListLine,
        saved_list_lines,
        primary_key=[saved_list_lines.c.id],
        exclude_properties=STAMPS,
        properties={
            **hidden(saved_list_lines, "quantity"),
            "quantity": composite(Quantity, saved_list_lines.c.quantity),
        },
    )
    mapper_registry.map_imperatively(
        SavedList,
        saved_lists,
        primary_key=[saved_lists.c.id],
        exclude_properties=STAMPS,
        version_id_col=saved_lists.c.version,
        properties={
            "_lines": relationship(
                SavedListLine,
                primaryjoin=lambda: remote(foreign(saved_list_lines.c.list_id)) == saved_lists.c.id,
                order_by=saved_list_lines.c.id,
                cascade="all, delete-orphan",
                lazy="selectin",
            ),
        },
    )
