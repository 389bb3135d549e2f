"""Functions as the migration of API clients leaves them, and what it found."""

# The smallest UUIDv7 of a moment: whatever is kept by such ids is kept by time.
UUID_FROM = """
create function uuid_from(p_at timestamptz) returns uuid language sql immutable strict parallel safe
return (lpad(to_hex((extract(epoch from p_at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
"""

# With the owner's rights, since the running program makes and drops no tables. Nobody drops a month by it
# that is younger than 30 days.
KEEP_KEY_USES = """
create function keep_key_uses(p_kept_days integer) returns integer language plpgsql
security definer set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' set lock_timeout = '2s'
as $$
declare
    v_month timestamptz := date_trunc('month', now());
    v_oldest timestamptz := date_trunc('month', now() - make_interval(days => greatest(p_kept_days, 30)));
    v_name text;
    v_changed integer := 0;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('keep_key_uses', 0)) then
        return 0;
    end if;
    for v_ahead in 0..2 loop
        v_name := 'key_uses_' || to_char(v_month + make_interval(months => v_ahead), 'YYYYMM');
        if to_regclass('public.' || v_name) is null then
            execute format(
                'create table public.%I partition of public.key_uses for values from (%L) to (%L)',
                v_name,
                public.uuid_from(v_month + make_interval(months => v_ahead)),
                public.uuid_from(v_month + make_interval(months => v_ahead + 1))
            );
            v_changed := v_changed + 1;
        end if;
    end loop;
    for v_name in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'public.key_uses'::regclass
          and c.relname < 'key_uses_' || to_char(v_oldest, 'YYYYMM')
    loop
        execute format('drop table public.%I', v_name);
        v_changed := v_changed + 1;
    end loop;
    return v_changed;
end
$$
"""

ENTER_TENANT_BEFORE = """
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

ENTER_TENANT = ENTER_TENANT_BEFORE.replace(
    """
              and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
""",
    """
              and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
              -- 0: a program of before the rotation, which does not say.
              and (p_version in (0, k.secret_version)
                   or (p_version = k.secret_version - 1 and k.previous_until > now()))
""",
)
