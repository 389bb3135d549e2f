CREATE TABLE reconciliations (
	tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
	id UUID NOT NULL,
	resource VARCHAR(40) NOT NULL,
	equal BOOLEAN DEFAULT false NOT NULL,
	as_of TIMESTAMP WITH TIME ZONE,
	client_id UUID,
	api_key_id UUID,
	compared_at TIMESTAMP WITH TIME ZONE NOT NULL,
	duration_ms INTEGER NOT NULL,
	digits INTEGER NOT NULL,
	count_here INTEGER NOT NULL,
	count_there INTEGER NOT NULL,
	sum_here NUMERIC(30, 4) NOT NULL,
	sum_there NUMERIC(30, 4),
	buckets JSONB NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	CONSTRAINT pk_reconciliations PRIMARY KEY (tenant_id, id),
	CONSTRAINT ck_reconciliations_resource_known CHECK (resource in ('products', 'prices', 'stock', 'customers', 'invoices', 'account-entries', 'balances')),
	CONSTRAINT fk_reconciliations_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);
CREATE INDEX ix_reconciliations_latest ON reconciliations (tenant_id, resource, compared_at, id);
