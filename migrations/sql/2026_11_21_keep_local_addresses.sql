CREATE TABLE local_addresses (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    address_id UUID NOT NULL,
    erp_value JSONB,
    state VARCHAR(10) DEFAULT 'quiet' NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    offered_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_local_addresses PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_local_addresses_state_known CHECK (state in ('quiet', 'open', 'rejected')),
    CONSTRAINT fk_local_addresses_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_local_addresses_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id),
    CONSTRAINT fk_local_addresses_address_id FOREIGN KEY(tenant_id, address_id) REFERENCES customer_addresses (tenant_id, id)
);

CREATE INDEX ix_local_addresses_customer_id ON local_addresses (tenant_id, customer_id);

CREATE UNIQUE INDEX ix_local_addresses_address ON local_addresses (tenant_id, address_id);
