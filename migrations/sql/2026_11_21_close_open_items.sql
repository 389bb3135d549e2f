CREATE TABLE closing_lists (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    source_version BIGINT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_closing_lists PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_closing_lists_entry UNIQUE (tenant_id, entry_id),
    CONSTRAINT fk_closing_lists_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_closing_lists_entry_id FOREIGN KEY(tenant_id, entry_id) REFERENCES journal_entries (tenant_id, id),
    CONSTRAINT fk_closing_lists_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_closing_lists_customer_id ON closing_lists (tenant_id, customer_id);

CREATE INDEX ix_closing_lists_entry_id ON closing_lists (tenant_id, entry_id);

CREATE TABLE closings (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    document VARCHAR(120) NOT NULL,
    amount NUMERIC(20, 4) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_closings PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_closings_amount_positive CHECK (amount > 0),
    CONSTRAINT uq_closings_document UNIQUE (tenant_id, entry_id, document),
    CONSTRAINT fk_closings_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_closings_entry_id FOREIGN KEY(tenant_id, entry_id) REFERENCES journal_entries (tenant_id, id),
    CONSTRAINT fk_closings_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_closings_customer_id ON closings (tenant_id, customer_id);

CREATE INDEX ix_closings_entry_id ON closings (tenant_id, entry_id);

CREATE INDEX ix_closings_document ON closings (tenant_id, document);
