from b2b.domain.accounts.account import Account, CreditHold
from b2b.infrastructure.persistence.mappings.shapes import STAMPS, hidden, money_of
from b2b.infrastructure.persistence.registry import mapper_registry
from b2b.infrastructure.persistence.tables.accounts import accounts, credit_holds


def map_accounts() -> None:
    amounts = ("credit_limit", "balance", "held")
    mapper_registry.map_imperatively(
        Account,
        accounts,
        primary_key=[accounts.c.id],
        exclude_properties=STAMPS,
        version_id_col=accounts.c.version,
        properties={**hidden(accounts, *amounts), **money_of(accounts, amounts)},
    )
    mapper_registry.map_imperatively(
        CreditHold,
        credit_holds,
        primary_key=[credit_holds.c.id],
        exclude_properties=STAMPS,
        properties={
            **hidden(credit_holds, "amount", "released", "currency"),
            **money_of(credit_holds, ("amount", "released")),
        },
    )
