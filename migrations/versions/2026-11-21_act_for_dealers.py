"""Act for dealers: a session of its own, a cart with each dealer; representatives see their own rows."""

from alembic import op

from migrations.functions_2026_11_21 import FUNCTIONS

revision = "2026_11_21_act_for_dealers"
down_revision = "2026_11_21_keep_push_receipts"
branch_labels = None
depends_on = None

CUSTOMER = "nullif(current_setting('app.customer_id', true), '')::uuid"
ACTOR = "nullif(current_setting('app.actor_id', true), '')::uuid"
# Tables in which one of the distributor's people, at work for a dealer, has rows of their own.
OWN_ROWS = {"users": "id", "user_roles": "user_id", "sessions": "user_id"}
GRANTS = {
    "super_admin": ("customers.act", "customers.order_for"),
    "sales_manager": ("customers.act", "customers.order_for"),
    "customer_service": ("customers.act",),
}

ENTER_TENANT = """
create or replace function enter_tenant(
    p_tenant text, p_customer text, p_actor text, p_session text, p_version integer, p_key text
) returns text language plpgsql as $$
declare
    v_live record;
begin
    perform set_config('app.tenant_id', p_tenant, true),
            set_config('app.customer_id', coalesce(p_customer, ''), true),
            set_config('app.actor_id', coalesce(p_actor, ''), true);
    if not exists (select from tenants where id = p_tenant::uuid and is_active) then
        return 'suspended';
    end if;
    if p_session is not null then
        select u.is_active, u.access_version, c.status, s.begun_from into v_live
        from sessions s
        join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
        left join customers c on c.tenant_id = s.tenant_id and c.id = s.customer_id
        where s.tenant_id = p_tenant::uuid and s.id = p_session::uuid and s.user_id = p_actor::uuid
          and s.customer_id is not distinct from p_customer::uuid
          and s.revoked_at is null and s.expires_at > now();
        if not found then
            return 'ended';
        elsif not v_live.is_active or coalesce(v_live.status, 'active') <> 'active' then
            return 'suspended';
        elsif v_live.access_version <> p_version then
            return 'outdated';
        elsif v_live.begun_from is not null and not exists (
            select from sessions own
            where own.tenant_id = p_tenant::uuid and own.id = v_live.begun_from
              and own.revoked_at is null and own.expires_at > now()
        ) then
            return 'ended';
        end if;
    elsif p_key is not null then
        if not exists (
            select from api_keys k
            join api_clients c on c.tenant_id = k.tenant_id and c.id = k.client_id
            where k.tenant_id = p_tenant::uuid and k.id = p_key::uuid and c.is_active
              and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
        ) then
            return 'key';
        end if;
    end if;
    return 'ok';
end
$$
"""

# A dealer sees nobody of the distributor but who placed an order for them.
REPRESENTATIVE_NAME = f"""
create function representative_name(p_user uuid) returns text language plpgsql as $$
declare
    v_customer text := current_setting('app.customer_id', true);
    v_name text;
begin
    if not exists (select from orders where on_behalf_by = p_user and customer_id = {CUSTOMER}) then
        return null;
    end if;
    perform set_config('app.customer_id', '', true);
    select full_name into v_name from users where id = p_user and customer_id is null;
    perform set_config('app.customer_id', v_customer, true);
    return v_name;
end
$$
"""


def upgrade() -> None:
    op.execute("alter table sessions add column begun_from uuid")
    op.execute(
        "alter table sessions add constraint fk_sessions_begun_from"
        " foreign key (tenant_id, begun_from) references sessions (tenant_id, id)"
    )
    op.execute("create index ix_sessions_begun_from on sessions (tenant_id, begun_from)")
    # The name stays: the program before this one names the constraint, and its users have one cart anyway.
    _carts_are_one_for("user_id, customer_id")
    for table, person in OWN_ROWS.items():
        _wall(table, f"{_own()} or (customer_id is null and {person} = {ACTOR})")
    op.execute(ENTER_TENANT)
    op.execute(REPRESENTATIVE_NAME)
    _grant_to_system_roles()


def downgrade() -> None:
    op.execute("drop function representative_name")
    op.execute(
        next(text for text in FUNCTIONS if "function enter_tenant(" in text).replace(
            "create function", "create or replace function"
        )
    )
    for table in OWN_ROWS:
        _wall(table, _own())
    _drop_carts_of_staff()
    _carts_are_one_for("user_id")
    op.execute("drop index ix_sessions_begun_from")
    op.execute("alter table sessions drop column begun_from")


def _drop_carts_of_staff() -> None:
    """Of several with one person the older program could not keep any."""
    of_staff = "select id from users where customer_id is null"
    for table in ("users", "carts", "cart_lines"):
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        f"delete from cart_lines where cart_id in (select id from carts where user_id in ({of_staff}))"
    )
    op.execute(f"delete from carts where user_id in ({of_staff})")
    for table in ("users", "carts", "cart_lines"):
        op.execute(f"alter table {table} force row level security")


def _own() -> str:
    return f"{CUSTOMER} is null or customer_id = {CUSTOMER}"


def _wall(table: str, seen: str) -> None:
    op.execute(f"drop policy dealer_wall on {table}")
    op.execute(f"create policy dealer_wall on {table} as restrictive using ({seen})")


def _carts_are_one_for(columns: str) -> None:
    op.execute("alter table carts drop constraint uq_carts_user")
    op.execute(f"alter table carts add constraint uq_carts_user unique (tenant_id, {columns})")


def _grant_to_system_roles() -> None:
    """Of every tenant: row security holds for the owner too, unless it is lifted for the statement."""
    op.execute("alter table roles no force row level security")
    for role, permissions in GRANTS.items():
        added = ", ".join(f"'{permission}'" for permission in permissions)
        op.execute(
            "update roles set permissions ="
            f" (select array_agg(distinct p order by p) from unnest(permissions || array[{added}]) p)"
            f" where is_system and code = '{role}'"
        )
    op.execute("alter table roles force row level security")
