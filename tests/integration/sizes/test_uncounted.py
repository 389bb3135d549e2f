"""What the database does with a first push that it has not counted yet, which takes it a minute."""

from typing import Any, Final

import psycopg

from b2b.application.catalog.queries.products import ProductFilters
from b2b.infrastructure.embedded.databases import APP
from b2b.infrastructure.persistence.readers.product_facets import facet_statement
from b2b.infrastructure.persistence.readers.product_filters import Reach, filter_parameters, shape_of
from benchmarks.plans.judging import Plan, largest
from benchmarks.sizes import Filled
from tests.integration.sizes.conftest import SIZE

FORGET: Final = """
delete from pg_statistic
where starelid in (select oid from pg_class where relnamespace = 'public'::regnamespace);
update pg_class set reltuples = -1, relpages = 0, relallvisible = 0
where relnamespace = 'public'::regnamespace and relkind in ('r', 'i');
"""
# Each attribute of each product is looked at, and there are a few of them.
ROWS_MAX: Final = 20 * SIZE.products


def test_facets_do_not_go_through_all_products_for_each_of_them(
    connection: psycopg.Connection[Any], filled: Filled
) -> None:
    filters = ProductFilters()
    facets = facet_statement(shape_of(filters, Reach.ANY))
    given = {**facets.defaults, **filter_parameters(filters), "tenant": filled.tenant_id}

    with connection.transaction(force_rollback=True):
        connection.execute(FORGET)
        connection.execute(f"set local role {APP}")
        row = connection.execute(f"explain (analyze, format json) {facets.sql}", given).fetchone()

    assert row is not None
    assert largest(Plan(facets.sql, 0, row[0][0]["Plan"])).rows < ROWS_MAX
