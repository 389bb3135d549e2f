"""Forget comparisons with the ERP that are kept no longer: nobody else deletes from what is only added to."""

from alembic import op

from migrations.walls import APP_ROLE

revision = "2026_11_21_forget_comparisons"
down_revision = "2026_11_21_invite_people"
branch_labels = None
depends_on = None

# With the owner's rights, whom the tenant's wall holds as well. Nobody deletes by it what is younger than
# a day.
FORGET_RECONCILIATIONS = """
create function forget_reconciliations(p_kept_days integer, p_at_most integer) returns integer language sql
security definer set search_path = pg_catalog, public, pg_temp
as $$
    with old as (
        select id from public.reconciliations
        where compared_at < now() - make_interval(days => greatest(p_kept_days, 1))
        order by compared_at, id limit p_at_most
    ), gone as (
        delete from public.reconciliations r using old where r.id = old.id returning r.id
    )
    select count(*)::integer from gone
$$
"""


def upgrade() -> None:
    op.execute(FORGET_RECONCILIATIONS)
    op.execute("revoke execute on function forget_reconciliations from public")
    op.execute(f"grant execute on function forget_reconciliations to {APP_ROLE}")


def downgrade() -> None:
    op.execute("drop function forget_reconciliations")
