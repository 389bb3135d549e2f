"""Whose rows a question is about."""

from b2b.application.customers.ports import CustomerDirectory
from b2b.application.shared.access import Actor
from b2b.domain.customers.errors import CustomerNotFound
from b2b.domain.shared.ids import CustomerId


async def customer_in_question(
    actor: Actor, directory: CustomerDirectory, customer_code: str | None
) -> CustomerId | None:
    """The dealer's own company; for staff the one they name, or None for all.

    - A dealer who names another company learns only that there is none.
    """
    if customer_code is None:
        return actor.customer_id
    found = await directory.id_of(customer_code)
    if actor.customer_id not in {None, found}:
        raise CustomerNotFound(code=customer_code)
    return found
