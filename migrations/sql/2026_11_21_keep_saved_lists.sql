CREATE TABLE saved_lists (
	tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
	id UUID NOT NULL,
	customer_id UUID NOT NULL,
	owner_id UUID NOT NULL,
	name VARCHAR(80) NOT NULL,
	is_shared BOOLEAN DEFAULT false NOT NULL,
	changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	version INTEGER DEFAULT 1 NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	CONSTRAINT pk_saved_lists PRIMARY KEY (tenant_id, id),
	CONSTRAINT uq_saved_lists_name UNIQUE (tenant_id, customer_id, owner_id, name),
	CONSTRAINT fk_saved_lists_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	CONSTRAINT fk_saved_lists_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id),
	CONSTRAINT fk_saved_lists_owner_id FOREIGN KEY(tenant_id, owner_id) REFERENCES users (tenant_id, id)
);
CREATE INDEX ix_saved_lists_changed ON saved_lists (tenant_id, customer_id, changed_at DESC, id DESC);
CREATE INDEX ix_saved_lists_customer_id ON saved_lists (tenant_id, customer_id);
CREATE INDEX ix_saved_lists_owner_id ON saved_lists (tenant_id, owner_id);
CREATE TABLE saved_list_lines (
	tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
	id UUID NOT NULL,
	customer_id UUID NOT NULL,
	list_id UUID NOT NULL,
	product_id UUID NOT NULL,
	quantity INTEGER NOT NULL,
	note VARCHAR(500),
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	CONSTRAINT pk_saved_list_lines PRIMARY KEY (tenant_id, id),
	CONSTRAINT ck_saved_list_lines_quantity_in_bounds CHECK (quantity between 1 and 1000000),
	CONSTRAINT uq_saved_list_lines_product UNIQUE (tenant_id, list_id, product_id),
	CONSTRAINT fk_saved_list_lines_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	CONSTRAINT fk_saved_list_lines_list_id FOREIGN KEY(tenant_id, list_id) REFERENCES saved_lists (tenant_id, id),
	CONSTRAINT fk_saved_list_lines_product_id FOREIGN KEY(tenant_id, product_id) REFERENCES products (tenant_id, id),
	CONSTRAINT fk_saved_list_lines_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);
CREATE INDEX ix_saved_list_lines_customer_id ON saved_list_lines (tenant_id, customer_id);
CREATE INDEX ix_saved_list_lines_list_id ON saved_list_lines (tenant_id, list_id);
CREATE INDEX ix_saved_list_lines_product_id ON saved_list_lines (tenant_id, product_id);
