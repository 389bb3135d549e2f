"""The people whom a pushed dealer names."""

from b2b.application.integration.items.customers import CustomerItem, PersonItem
from b2b.domain.identity.users import normal_email
from b2b.domain.shared.errors import DomainError, Fault


def people_fault(item: CustomerItem) -> Fault | None:
    """The first whose address is none."""
    for place, person in enumerate(people_of(item)):
        try:
            normal_email(person.email)
        except DomainError as error:
            return Fault(pointer=f"/users/{place}/email", code=error.code, detail=error.title)
    return None


def people_of(item: CustomerItem) -> list[PersonItem]:
    return item.users if isinstance(item.users, list) else []
