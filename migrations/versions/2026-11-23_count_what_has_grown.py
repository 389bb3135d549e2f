"""Analyze what a push made ten times larger, instead of waiting for autovacuum up to a minute.

Until then the database takes what a first push brought for a few rows.
"""

from alembic import op

from migrations.walls import APP_ROLE

revision = "2026_11_23_count_what_has_grown"
down_revision = "2026_11_22_find_keys_by_name"
branch_labels = None
depends_on = None

# With the rights of the tables' owner. Whoever finds a table being counted or altered leaves it to the other.
COUNT_WHAT_HAS_GROWN = """
create function count_what_has_grown() returns void language plpgsql
security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '1s'
as $$
declare
    grown name;
begin
    for grown in
        select c.relname from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
          and pg_relation_size(c.oid) > 10 * current_setting('block_size')::bigint * greatest(c.relpages, 1)
        order by c.relname
    loop
        execute format('analyze (skip_locked) public.%I', grown);
    end loop;
exception
    when lock_not_available or undefined_table then return;
end
$$
"""


def upgrade() -> None:
    op.execute(COUNT_WHAT_HAS_GROWN)
    op.execute("revoke execute on function count_what_has_grown from public")
    op.execute(f"grant execute on function count_what_has_grown to {APP_ROLE}")


def downgrade() -> None:
    op.execute("drop function count_what_has_grown")
