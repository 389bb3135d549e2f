from typing import Final

from sqlalchemy.orm import composite

from b2b.domain.customers.addresses import Address, PostalAddress
from b2b.domain.customers.customer import Customer
from b2b.infrastructure.persistence.mappings.shapes import STAMPS, hidden
from b2b.infrastructure.persistence.registry import mapper_registry
from b2b.infrastructure.persistence.tables.identity import customer_addresses, customers

# In the order of PostalAddress's fields.
_PLACE: Final = (
    "title",
    "line1",
    "province",
    "country",
    "line2",
    "district",
    "postal_code",
    "contact_name",
    "phone",
)


def map_customers() -> None:
    """Only what the portal may change of a dealer, and what that hangs on: the rest is the ERP's."""
    mapper_registry.map_imperatively(
        Customer,
        customers,
        primary_key=[customers.c.id],
        exclude_properties=STAMPS,
        version_id_col=customers.c.version,
    )
    mapper_registry.map_imperatively(
        Address,
        customer_addresses,
        primary_key=[customer_addresses.c.id],
        exclude_properties=STAMPS,
        version_id_col=customer_addresses.c.version,
        properties={
            **hidden(customer_addresses, *_PLACE),
            "place": composite(PostalAddress, *(customer_addresses.c[name] for name in _PLACE)),
        },
    )
