CREATE TABLE shipments (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    order_id UUID NOT NULL,
    order_number VARCHAR(24) NOT NULL,
    dispatch_number VARCHAR(60),
    carrier VARCHAR(100),
    tracking_number VARCHAR(60),
    tracking_url VARCHAR(500),
    shipped_at TIMESTAMP WITH TIME ZONE NOT NULL,
    delivered_at TIMESTAMP WITH TIME ZONE,
    external_id VARCHAR(100),
    external_code VARCHAR(100),
    source VARCHAR(40),
    source_version BIGINT,
    last_synced_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_shipments PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_shipments_external_id UNIQUE (tenant_id, external_id),
    CONSTRAINT fk_shipments_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_shipments_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id),
    CONSTRAINT fk_shipments_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id)
);

CREATE INDEX ix_shipments_customer_id ON shipments (tenant_id, customer_id);

CREATE INDEX ix_shipments_order_id ON shipments (tenant_id, order_id);

CREATE TABLE shipment_lines (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    shipment_id UUID NOT NULL,
    order_line_id UUID NOT NULL,
    line_number INTEGER NOT NULL,
    sku VARCHAR(40) NOT NULL,
    name VARCHAR(400) NOT NULL,
    quantity INTEGER NOT NULL,
    serials TEXT[] DEFAULT '{}' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_shipment_lines PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_shipment_lines_quantity_positive CHECK (quantity > 0),
    CONSTRAINT uq_shipment_lines_line UNIQUE (tenant_id, shipment_id, order_line_id),
    CONSTRAINT fk_shipment_lines_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_shipment_lines_shipment_id FOREIGN KEY(tenant_id, shipment_id) REFERENCES shipments (tenant_id, id),
    CONSTRAINT fk_shipment_lines_order_line_id FOREIGN KEY(tenant_id, order_line_id) REFERENCES order_lines (tenant_id, id),
    CONSTRAINT fk_shipment_lines_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_shipment_lines_customer_id ON shipment_lines (tenant_id, customer_id);

CREATE INDEX ix_shipment_lines_order_line_id ON shipment_lines (tenant_id, order_line_id);

CREATE INDEX ix_shipment_lines_serials ON shipment_lines USING gin (serials);

CREATE INDEX ix_shipment_lines_shipment_id ON shipment_lines (tenant_id, shipment_id);
