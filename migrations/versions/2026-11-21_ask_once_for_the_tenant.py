"""Ask once a statement whose rows it may see: row security's setting was worked out for every row.

In a sub-select the setting is a constant of the statement, to the planner as to the executor.
"""

from alembic import op

revision = "2026_11_21_ask_once"
down_revision = "2026_11_21_keep_local_addresses"
branch_labels = None
depends_on = None

_SETTING = r"\(NULLIF\(current_setting\(''app\.[a-z_]+''::text, true\), ''''::text\)\)::uuid"
# Walls put up since then ask so from the start; what asks already is left alone.
_ONCE = (f"({_SETTING})", r"(select \1)", "not like '%SELECT%'")
_EACH_ROW = (rf"\( SELECT ({_SETTING})[^()]*\)", r"\1", "like '%SELECT%'")


def upgrade() -> None:
    _rewrite(*_ONCE)


def downgrade() -> None:
    _rewrite(*_EACH_ROW)


def _rewrite(found: str, replaced: str, unlike: str) -> None:
    op.execute(f"""
do $$
declare
    v_wall record;
begin
    for v_wall in
        select polrelid::regclass as of, polname as name,
               regexp_replace(pg_get_expr(polqual, polrelid), '{found}', '{replaced}', 'g') as seen,
               regexp_replace(pg_get_expr(polwithcheck, polrelid), '{found}', '{replaced}', 'g') as written
        from pg_policy where polname ~ '^(tenant|dealer)_wall' and pg_get_expr(polqual, polrelid) {unlike}
    loop
        execute format('alter policy %I on %s using (%s)', v_wall.name, v_wall.of, v_wall.seen)
            || coalesce(' with check (' || v_wall.written || ')', '');
    end loop;
end
$$
""")
