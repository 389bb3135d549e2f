CREATE TABLE local_changes (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    field VARCHAR(20) NOT NULL,
    local_value VARCHAR(40) NOT NULL,
    erp_value VARCHAR(40),
    currency CHAR(3),
    state VARCHAR(10) DEFAULT 'quiet' NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    offered_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_local_changes PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_local_changes_field_known CHECK (field in ('credit_limit', 'status')),
    CONSTRAINT ck_local_changes_state_known CHECK (state in ('quiet', 'open', 'rejected')),
    CONSTRAINT uq_local_changes_field UNIQUE (tenant_id, customer_id, field),
    CONSTRAINT fk_local_changes_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_local_changes_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_local_changes_customer_id ON local_changes (tenant_id, customer_id);
