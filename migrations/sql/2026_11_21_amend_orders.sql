CREATE TABLE order_amendments (
	tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
	id UUID NOT NULL,
	customer_id UUID NOT NULL,
	order_id UUID NOT NULL,
	sequence INTEGER NOT NULL,
	by UUID,
	reason VARCHAR(1000) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	currency CHAR(3) NOT NULL,
	gross_before NUMERIC(20, 4) NOT NULL,
	gross_after NUMERIC(20, 4) NOT NULL,
	lines JSONB NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	CONSTRAINT pk_order_amendments PRIMARY KEY (tenant_id, id),
	CONSTRAINT ck_order_amendments_gross_falls CHECK (gross_after >= 0 and gross_after <= gross_before),
	CONSTRAINT uq_order_amendments_sequence UNIQUE (tenant_id, order_id, sequence),
	CONSTRAINT fk_order_amendments_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	CONSTRAINT fk_order_amendments_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id),
	CONSTRAINT fk_order_amendments_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);
CREATE INDEX ix_order_amendments_customer_id ON order_amendments (tenant_id, customer_id);
CREATE INDEX ix_order_amendments_order_id ON order_amendments (tenant_id, order_id);
ALTER TABLE orders ADD COLUMN acknowledged_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE orders ADD COLUMN amended_at TIMESTAMP WITH TIME ZONE;
CREATE INDEX ix_orders_unacknowledged ON orders (tenant_id, placed_at, id) WHERE acknowledged_at is null and approved_at is not null and status <> 'cancelled';
