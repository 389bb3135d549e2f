CREATE TABLE push_receipts (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    resource VARCHAR(40) NOT NULL,
    mode VARCHAR(12) NOT NULL,
    dry_run BOOLEAN DEFAULT false NOT NULL,
    client_id UUID,
    api_key_id UUID,
    request_id VARCHAR(100),
    status VARCHAR(12) DEFAULT 'running' NOT NULL,
    failure_code VARCHAR(80),
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    alive_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    received INTEGER DEFAULT 0 NOT NULL,
    created INTEGER DEFAULT 0 NOT NULL,
    updated INTEGER DEFAULT 0 NOT NULL,
    unchanged INTEGER DEFAULT 0 NOT NULL,
    stale INTEGER DEFAULT 0 NOT NULL,
    failed INTEGER DEFAULT 0 NOT NULL,
    received_bytes BIGINT DEFAULT 0 NOT NULL,
    error_codes JSONB DEFAULT '[]' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_push_receipts PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_push_receipts_status_known CHECK (status in ('running', 'finished', 'failed', 'interrupted')),
    CONSTRAINT fk_push_receipts_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);
CREATE INDEX ix_push_receipts_client ON push_receipts (tenant_id, client_id, started_at, id);
CREATE INDEX ix_push_receipts_resource ON push_receipts (tenant_id, resource, started_at, id);
CREATE INDEX ix_push_receipts_started ON push_receipts (tenant_id, started_at, id);
CREATE INDEX ix_push_receipts_troubled ON push_receipts (tenant_id, resource, started_at) WHERE status <> 'finished' or failed > 0;
CREATE TABLE push_errors (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    receipt_id UUID NOT NULL,
    place INTEGER NOT NULL,
    external_id VARCHAR(200),
    code VARCHAR(80),
    detail TEXT,
    pointer TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_push_errors PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_push_errors_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_push_errors_receipt_id FOREIGN KEY(tenant_id, receipt_id) REFERENCES push_receipts (tenant_id, id)
);
CREATE INDEX ix_push_errors_receipt_id ON push_errors (tenant_id, receipt_id);
CREATE INDEX ix_stock_levels_empty ON stock_levels (tenant_id, product_id) WHERE on_hand <= 0;
