ALTER TABLE api_keys ADD COLUMN secret_version INTEGER DEFAULT 1 NOT NULL;
ALTER TABLE api_keys ADD COLUMN previous_hash BYTEA;
ALTER TABLE api_keys ADD COLUMN previous_until TIMESTAMP WITH TIME ZONE;
ALTER TABLE api_keys ADD COLUMN requests_per_minute INTEGER;
CREATE TABLE key_uses (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    client_id UUID,
    api_key_id UUID NOT NULL,
    method VARCHAR(10) NOT NULL,
    endpoint VARCHAR(200) NOT NULL,
    status INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    ip INET,
    user_agent VARCHAR(400),
    request_id VARCHAR(100),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_key_uses PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_key_uses_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
) PARTITION BY RANGE (id);
CREATE INDEX ix_key_uses_client ON key_uses (tenant_id, client_id, id);
CREATE INDEX ix_key_uses_key ON key_uses (tenant_id, api_key_id, id);
