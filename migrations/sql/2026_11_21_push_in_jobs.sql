CREATE TABLE push_tombstones (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    kind VARCHAR(40) NOT NULL,
    external_id VARCHAR(200) NOT NULL,
    source_version BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_push_tombstones PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_push_tombstones_name UNIQUE (tenant_id, kind, external_id),
    CONSTRAINT fk_push_tombstones_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);
CREATE TABLE push_jobs (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    resource VARCHAR(40) NOT NULL,
    mode VARCHAR(12) NOT NULL,
    dry_run BOOLEAN DEFAULT false NOT NULL,
    client_id UUID,
    api_key_id UUID,
    request_id VARCHAR(100),
    status VARCHAR(12) DEFAULT 'receiving' NOT NULL,
    failure_code VARCHAR(80),
    accepted_at TIMESTAMP WITH TIME ZONE,
    started_at TIMESTAMP WITH TIME ZONE,
    finished_at TIMESTAMP WITH TIME ZONE,
    alive_at TIMESTAMP WITH TIME ZONE,
    received_bytes BIGINT DEFAULT 0 NOT NULL,
    parts INTEGER DEFAULT 0 NOT NULL,
    next_part INTEGER DEFAULT 0 NOT NULL,
    next_index INTEGER DEFAULT 0 NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_push_jobs PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_push_jobs_status_known CHECK (status in ('receiving', 'waiting', 'running', 'finished', 'failed', 'cancelled')),
    CONSTRAINT fk_push_jobs_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);
CREATE INDEX ix_push_jobs_client ON push_jobs (tenant_id, client_id, id);
CREATE INDEX ix_push_jobs_open ON push_jobs (tenant_id, resource, accepted_at) WHERE status in ('receiving', 'waiting', 'running');
CREATE TABLE push_parts (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    job_id UUID NOT NULL,
    number INTEGER NOT NULL,
    body BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_push_parts PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_push_parts_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_push_parts_job_id FOREIGN KEY(tenant_id, job_id) REFERENCES push_jobs (tenant_id, id)
);
CREATE UNIQUE INDEX ix_push_parts_number ON push_parts (tenant_id, job_id, number);
CREATE TABLE push_seen (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    receipt_id UUID NOT NULL,
    names TEXT[] NOT NULL,
    scopes TEXT[] NOT NULL,
    unnamed INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_push_seen PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_push_seen_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_push_seen_receipt_id FOREIGN KEY(tenant_id, receipt_id) REFERENCES push_receipts (tenant_id, id)
);
CREATE INDEX ix_push_seen_receipt_id ON push_seen (tenant_id, receipt_id);
ALTER TABLE push_parts ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE push_receipts ADD COLUMN vanished INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE push_receipts ADD COLUMN failure_facts JSONB DEFAULT '{}' NOT NULL;
CREATE INDEX ix_push_errors_place ON push_errors (tenant_id, receipt_id, place, id);
DROP INDEX ix_push_errors_receipt_id;
