CREATE TABLE exchange_rates (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    external_id VARCHAR(100) NOT NULL,
    source_version BIGINT,
    currency CHAR(3) NOT NULL,
    against CHAR(3) NOT NULL,
    valid_on DATE NOT NULL,
    buying NUMERIC(20, 8) NOT NULL,
    selling NUMERIC(20, 8) NOT NULL,
    effective_buying NUMERIC(20, 8),
    effective_selling NUMERIC(20, 8),
    source VARCHAR(20) NOT NULL,
    is_deleted BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_exchange_rates PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_exchange_rates_source_known CHECK (source in ('erp', 'central_bank')),
    CONSTRAINT ck_exchange_rates_rates_positive CHECK (buying > 0 and selling > 0),
    CONSTRAINT fk_exchange_rates_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE INDEX ix_exchange_rates_day ON exchange_rates (tenant_id, valid_on, currency);

CREATE INDEX ix_exchange_rates_key ON exchange_rates (tenant_id, external_id, id);

ALTER TABLE products
    ADD COLUMN image_urls TEXT[] DEFAULT '{}' NOT NULL,
    ADD COLUMN units JSONB DEFAULT '[]' NOT NULL,
    ADD COLUMN documents JSONB DEFAULT '[]' NOT NULL;

ALTER TABLE stock_levels ADD COLUMN expected JSONB DEFAULT '[]' NOT NULL;
