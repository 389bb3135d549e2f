"""The functions of the first migration, as they were then."""

FUNCTIONS = (
    """
create function stamp_update() returns trigger language plpgsql as $$
begin
    new.updated_at := now();
    new.updated_by := nullif(current_setting('app.actor_id', true), '')::uuid;
    return new;
end
$$
""",
    """
create function enter_tenant(
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
        select u.is_active, u.access_version, c.status into v_live
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
""",
    """
create function next_number(p_kind text) returns bigint language plpgsql security definer
set search_path = public, pg_temp as $$
declare
    v_sequence text := format('numbers_%s_%s', p_kind, replace(current_setting('app.tenant_id'), '-', ''));
begin
    if p_kind !~ '^[a-z_]{1,20}$' then
        raise exception 'unknown kind of number: %', p_kind;
    end if;
    if to_regclass(v_sequence) is null then
        -- Of several that need the first number at once, one makes the sequence; the others wait for its end.
        perform pg_advisory_xact_lock(hashtextextended(v_sequence, 0));
        execute format('create sequence if not exists %I', v_sequence);
    end if;
    return nextval(v_sequence::regclass);
end
$$
""",
    """
create function check_entry_balances() returns trigger language plpgsql as $$
begin
    if exists (
        select from journal_postings
        where tenant_id = new.tenant_id and entry_id = new.entry_id
        group by currency having sum(amount) <> 0
    ) then
        raise exception 'journal entry % does not balance', new.entry_id
            using errcode = 'check_violation', constraint = 'ck_journal_postings_balance';
    end if;
    return null;
end
$$
""",
    """
create function notify_outbox() returns trigger language plpgsql as $$
begin
    perform pg_notify('outbox', current_setting('app.tenant_id', true));
    return null;
end
$$
""",
)
