"""The maps from tables to the domain's classes; `map_all` draws them once per process."""

from functools import cache

from sqlalchemy.orm import configure_mappers

from b2b.infrastructure.persistence.mappings.accounts import map_accounts
from b2b.infrastructure.persistence.mappings.approvals import map_approvals
from b2b.infrastructure.persistence.mappings.customers import map_customers
from b2b.infrastructure.persistence.mappings.identity import map_identity
from b2b.infrastructure.persistence.mappings.messaging import map_messaging
from b2b.infrastructure.persistence.mappings.ordering import map_ordering


@cache
def map_all() -> None:
    map_identity()
    map_customers()
    map_ordering()
    map_approvals()
    map_accounts()
    map_messaging()
    configure_mappers()
