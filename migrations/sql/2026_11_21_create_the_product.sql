create sequence outbox_positions;

CREATE TABLE tenants (
    id UUID NOT NULL,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(200) NOT NULL,
    host VARCHAR(253),
    currency CHAR(3) DEFAULT 'TRY' NOT NULL,
    is_active BOOLEAN DEFAULT true NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_tenants PRIMARY KEY (id),
    CONSTRAINT uq_tenants_code UNIQUE (code),
    CONSTRAINT uq_tenants_host UNIQUE (host)
);

CREATE TABLE api_clients (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    name VARCHAR(120) NOT NULL,
    contact VARCHAR(254),
    is_active BOOLEAN DEFAULT true NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_api_clients PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_api_clients_name UNIQUE (tenant_id, name),
    CONSTRAINT fk_api_clients_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE TABLE approval_rules (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    name VARCHAR(200) NOT NULL,
    priority INTEGER NOT NULL,
    action VARCHAR(20) NOT NULL,
    conditions JSONB NOT NULL,
    steps JSONB NOT NULL,
    is_active BOOLEAN DEFAULT true NOT NULL,
    is_deleted BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_approval_rules PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_approval_rules_action_known CHECK (action in ('auto_approve', 'require_approval', 'auto_reject')),
    CONSTRAINT fk_approval_rules_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE TABLE attributes (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code VARCHAR(80) NOT NULL,
    name VARCHAR(200) NOT NULL,
    name_en VARCHAR(200),
    type VARCHAR(12) NOT NULL,
    unit VARCHAR(40),
    filterable BOOLEAN DEFAULT false NOT NULL,
    options TEXT[],
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_attributes PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_attributes_type_known CHECK (type in ('text', 'number', 'boolean', 'select', 'multi_select', 'date')),
    CONSTRAINT uq_attributes_code UNIQUE (tenant_id, code),
    CONSTRAINT fk_attributes_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE TABLE audit_log (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor_id UUID,
    actor_kind VARCHAR(10) NOT NULL,
    on_behalf_by UUID,
    customer_id UUID,
    action VARCHAR(80) NOT NULL,
    entity VARCHAR(60) NOT NULL,
    entity_id VARCHAR(100),
    before JSONB,
    after JSONB,
    ip INET,
    user_agent VARCHAR(400),
    request_id VARCHAR(100),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_audit_log PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_audit_log_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE INDEX ix_audit_log_at ON audit_log (tenant_id, at DESC, id DESC);

CREATE INDEX ix_audit_log_entity ON audit_log (tenant_id, entity, entity_id);

CREATE TABLE brands (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    name VARCHAR(200) NOT NULL,
    name_folded VARCHAR(200) NOT NULL,
    slug VARCHAR(200) NOT NULL,
    external_id VARCHAR(100),
    external_code VARCHAR(100),
    source VARCHAR(40),
    source_version BIGINT,
    last_synced_at TIMESTAMP WITH TIME ZONE,
    is_deleted BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_brands PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_brands_slug UNIQUE (tenant_id, slug),
    CONSTRAINT uq_brands_external_id UNIQUE (tenant_id, external_id),
    CONSTRAINT fk_brands_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE TABLE idempotency_keys (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    caller VARCHAR(60) NOT NULL,
    key VARCHAR(255) NOT NULL,
    request_hash BYTEA NOT NULL,
    result JSONB NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_idempotency_keys_key UNIQUE (tenant_id, caller, key),
    CONSTRAINT fk_idempotency_keys_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE INDEX ix_idempotency_keys_expires ON idempotency_keys (tenant_id, expires_at);

CREATE TABLE outbox (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID,
    type VARCHAR(80) NOT NULL,
    aggregate_id UUID NOT NULL,
    sequence INTEGER NOT NULL,
    payload JSONB NOT NULL,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    request_id VARCHAR(100),
    position BIGINT,
    published_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_outbox PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_outbox_position UNIQUE (tenant_id, position),
    CONSTRAINT fk_outbox_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE INDEX ix_outbox_type ON outbox (tenant_id, type, position);

CREATE INDEX ix_outbox_unpublished ON outbox (tenant_id, id) WHERE published_at is null;

CREATE TABLE price_changes (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    price_id UUID NOT NULL,
    customer_id UUID,
    old_unit_price NUMERIC(20, 4),
    new_unit_price NUMERIC(20, 4),
    currency CHAR(3) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_price_changes PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_price_changes_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE INDEX ix_price_changes_price_id ON price_changes (tenant_id, price_id);

CREATE TABLE product_types (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code VARCHAR(60) NOT NULL,
    name VARCHAR(200) NOT NULL,
    name_en VARCHAR(200),
    external_id VARCHAR(100),
    external_code VARCHAR(100),
    source VARCHAR(40),
    source_version BIGINT,
    last_synced_at TIMESTAMP WITH TIME ZONE,
    is_deleted BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_product_types PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_product_types_code UNIQUE (tenant_id, code),
    CONSTRAINT uq_product_types_external_id UNIQUE (tenant_id, external_id),
    CONSTRAINT fk_product_types_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE TABLE roles (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code VARCHAR(60) NOT NULL,
    name VARCHAR(120) NOT NULL,
    kind VARCHAR(10) NOT NULL,
    permissions TEXT[] NOT NULL,
    is_system BOOLEAN DEFAULT false NOT NULL,
    is_protected BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_roles PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_roles_kind_known CHECK (kind in ('dealer', 'staff')),
    CONSTRAINT uq_roles_code UNIQUE (tenant_id, code),
    CONSTRAINT fk_roles_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE TABLE settings (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    name VARCHAR(100) NOT NULL,
    value JSONB NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_settings PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_settings_name UNIQUE (tenant_id, name),
    CONSTRAINT fk_settings_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE TABLE stock_movements (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    product_id UUID NOT NULL,
    warehouse_id UUID NOT NULL,
    kind VARCHAR(20) NOT NULL,
    quantity INTEGER NOT NULL,
    reference VARCHAR(200),
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_stock_movements PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_stock_movements_kind_known CHECK (kind in ('count', 'shipment', 'return', 'adjustment')),
    CONSTRAINT fk_stock_movements_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE INDEX ix_stock_movements_place ON stock_movements (tenant_id, product_id, warehouse_id);

CREATE TABLE tiers (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code VARCHAR(20) NOT NULL,
    name VARCHAR(120) NOT NULL,
    external_id VARCHAR(100),
    external_code VARCHAR(100),
    source VARCHAR(40),
    source_version BIGINT,
    last_synced_at TIMESTAMP WITH TIME ZONE,
    is_deleted BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_tiers PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_tiers_code UNIQUE (tenant_id, code),
    CONSTRAINT uq_tiers_external_id UNIQUE (tenant_id, external_id),
    CONSTRAINT fk_tiers_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE TABLE warehouses (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(200) NOT NULL,
    external_id VARCHAR(100),
    external_code VARCHAR(100),
    source VARCHAR(40),
    source_version BIGINT,
    last_synced_at TIMESTAMP WITH TIME ZONE,
    is_deleted BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_warehouses PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_warehouses_code UNIQUE (tenant_id, code),
    CONSTRAINT uq_warehouses_external_id UNIQUE (tenant_id, external_id),
    CONSTRAINT fk_warehouses_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE TABLE webhook_endpoints (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    url VARCHAR(2000) NOT NULL,
    description VARCHAR(500),
    event_types TEXT[] NOT NULL,
    sealed_secret BYTEA NOT NULL,
    sealed_previous_secret BYTEA,
    previous_secret_until TIMESTAMP WITH TIME ZONE,
    state VARCHAR(12) DEFAULT 'active' NOT NULL,
    paused_reason VARCHAR(200),
    is_slow BOOLEAN DEFAULT false NOT NULL,
    resting_until TIMESTAMP WITH TIME ZONE,
    is_deleted BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_webhook_endpoints PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_webhook_endpoints_state_known CHECK (state in ('active', 'paused', 'disabled')),
    CONSTRAINT fk_webhook_endpoints_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);

CREATE TABLE api_keys (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    client_id UUID NOT NULL,
    name VARCHAR(120) NOT NULL,
    prefix VARCHAR(16) NOT NULL,
    secret_hash BYTEA NOT NULL,
    scopes TEXT[] NOT NULL,
    allowed_networks TEXT[] DEFAULT '{}' NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_reason VARCHAR(200),
    last_used_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_api_keys PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_api_keys_prefix UNIQUE (tenant_id, prefix),
    CONSTRAINT fk_api_keys_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_api_keys_client_id FOREIGN KEY(tenant_id, client_id) REFERENCES api_clients (tenant_id, id)
);

CREATE INDEX ix_api_keys_client_id ON api_keys (tenant_id, client_id);

CREATE TABLE categories (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    parent_id UUID,
    name VARCHAR(200) NOT NULL,
    name_en VARCHAR(200),
    slug VARCHAR(200) NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    image_url VARCHAR(500),
    product_type_id UUID,
    external_id VARCHAR(100),
    external_code VARCHAR(100),
    source VARCHAR(40),
    source_version BIGINT,
    last_synced_at TIMESTAMP WITH TIME ZONE,
    is_deleted BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_categories PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_categories_slug UNIQUE (tenant_id, slug),
    CONSTRAINT uq_categories_external_id UNIQUE (tenant_id, external_id),
    CONSTRAINT fk_categories_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_categories_parent_id FOREIGN KEY(tenant_id, parent_id) REFERENCES categories (tenant_id, id),
    CONSTRAINT fk_categories_product_type_id FOREIGN KEY(tenant_id, product_type_id) REFERENCES product_types (tenant_id, id)
);

CREATE INDEX ix_categories_parent_id ON categories (tenant_id, parent_id);

CREATE INDEX ix_categories_product_type_id ON categories (tenant_id, product_type_id);

CREATE TABLE customers (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code VARCHAR(40) NOT NULL,
    title VARCHAR(300) NOT NULL,
    title_folded VARCHAR(300) NOT NULL,
    tax_number VARCHAR(20),
    tax_office VARCHAR(120),
    tier_id UUID,
    currency CHAR(3) NOT NULL,
    payment_terms_days INTEGER DEFAULT 0 NOT NULL,
    status VARCHAR(12) DEFAULT 'active' NOT NULL,
    approval_mode VARCHAR(12) DEFAULT 'inherit' NOT NULL,
    partial_approval_allowed BOOLEAN DEFAULT true NOT NULL,
    external_id VARCHAR(100),
    external_code VARCHAR(100),
    source VARCHAR(40),
    source_version BIGINT,
    last_synced_at TIMESTAMP WITH TIME ZONE,
    is_deleted BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_customers PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_customers_status_known CHECK (status in ('active', 'suspended', 'closed')),
    CONSTRAINT ck_customers_approval_mode_known CHECK (approval_mode in ('inherit', 'always', 'never')),
    CONSTRAINT uq_customers_code UNIQUE (tenant_id, code),
    CONSTRAINT uq_customers_tax_number UNIQUE (tenant_id, tax_number),
    CONSTRAINT uq_customers_external_id UNIQUE (tenant_id, external_id),
    CONSTRAINT fk_customers_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_customers_tier_id FOREIGN KEY(tenant_id, tier_id) REFERENCES tiers (tenant_id, id)
);

CREATE INDEX ix_customers_tier_id ON customers (tenant_id, tier_id);

CREATE INDEX ix_customers_title ON customers (tenant_id, title_folded, id);

CREATE TABLE product_type_attributes (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    product_type_id UUID NOT NULL,
    attribute_id UUID NOT NULL,
    required BOOLEAN DEFAULT false NOT NULL,
    visible BOOLEAN DEFAULT true NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_product_type_attributes PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_product_type_attributes_pair UNIQUE (tenant_id, product_type_id, attribute_id),
    CONSTRAINT fk_product_type_attributes_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_product_type_attributes_product_type_id FOREIGN KEY(tenant_id, product_type_id) REFERENCES product_types (tenant_id, id),
    CONSTRAINT fk_product_type_attributes_attribute_id FOREIGN KEY(tenant_id, attribute_id) REFERENCES attributes (tenant_id, id)
);

CREATE INDEX ix_product_type_attributes_attribute_id ON product_type_attributes (tenant_id, attribute_id);

CREATE INDEX ix_product_type_attributes_product_type_id ON product_type_attributes (tenant_id, product_type_id);

CREATE TABLE products (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    sku VARCHAR(40) NOT NULL,
    name VARCHAR(400) NOT NULL,
    name_en VARCHAR(400),
    sort_name VARCHAR(400) NOT NULL,
    description TEXT,
    description_en TEXT,
    brand_id UUID,
    product_type_id UUID,
    mpn VARCHAR(300),
    gtins TEXT[] DEFAULT '{}' NOT NULL,
    attributes JSONB DEFAULT '{}' NOT NULL,
    vat_rate NUMERIC(5, 2) NOT NULL,
    unit VARCHAR(10) DEFAULT 'C62' NOT NULL,
    min_quantity INTEGER DEFAULT 1 NOT NULL,
    quantity_step INTEGER DEFAULT 1 NOT NULL,
    max_quantity INTEGER,
    weight_grams INTEGER,
    warranty_months INTEGER,
    track_stock BOOLEAN DEFAULT true NOT NULL,
    track_serials BOOLEAN DEFAULT false NOT NULL,
    backorder_allowed BOOLEAN DEFAULT false NOT NULL,
    image_url VARCHAR(500),
    is_active BOOLEAN DEFAULT true NOT NULL,
    is_featured BOOLEAN DEFAULT false NOT NULL,
    replacement_product_id UUID,
    external_id VARCHAR(100),
    external_code VARCHAR(100),
    source VARCHAR(40),
    source_version BIGINT,
    last_synced_at TIMESTAMP WITH TIME ZONE,
    is_deleted BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_products PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_products_sku UNIQUE (tenant_id, sku),
    CONSTRAINT uq_products_external_id UNIQUE (tenant_id, external_id),
    CONSTRAINT fk_products_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_products_brand_id FOREIGN KEY(tenant_id, brand_id) REFERENCES brands (tenant_id, id),
    CONSTRAINT fk_products_product_type_id FOREIGN KEY(tenant_id, product_type_id) REFERENCES product_types (tenant_id, id),
    CONSTRAINT fk_products_replacement_product_id FOREIGN KEY(tenant_id, replacement_product_id) REFERENCES products (tenant_id, id)
);

CREATE INDEX ix_products_brand ON products (tenant_id, brand_id, sort_name, id) WHERE is_active and not is_deleted;

CREATE INDEX ix_products_brand_id ON products (tenant_id, brand_id);

CREATE INDEX ix_products_name ON products (tenant_id, sort_name, id) WHERE is_active and not is_deleted;

CREATE INDEX ix_products_product_type_id ON products (tenant_id, product_type_id);

CREATE INDEX ix_products_replacement_product_id ON products (tenant_id, replacement_product_id);

CREATE TABLE webhook_deliveries (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    endpoint_id UUID NOT NULL,
    event_id UUID NOT NULL,
    event_type VARCHAR(80) NOT NULL,
    state VARCHAR(12) DEFAULT 'pending' NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    attempts_before INTEGER DEFAULT 0 NOT NULL,
    next_attempt_at TIMESTAMP WITH TIME ZONE,
    claimed_until TIMESTAMP WITH TIME ZONE,
    delivered_at TIMESTAMP WITH TIME ZONE,
    last_status INTEGER,
    last_error VARCHAR(500),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_webhook_deliveries PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_webhook_deliveries_state_known CHECK (state in ('pending', 'delivered', 'failed', 'dead')),
    CONSTRAINT uq_webhook_deliveries_once UNIQUE (tenant_id, endpoint_id, event_id),
    CONSTRAINT fk_webhook_deliveries_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_webhook_deliveries_endpoint_id FOREIGN KEY(tenant_id, endpoint_id) REFERENCES webhook_endpoints (tenant_id, id),
    CONSTRAINT fk_webhook_deliveries_event_id FOREIGN KEY(tenant_id, event_id) REFERENCES outbox (tenant_id, id)
);

CREATE INDEX ix_webhook_deliveries_claimed ON webhook_deliveries (tenant_id, endpoint_id) WHERE claimed_until is not null;

CREATE INDEX ix_webhook_deliveries_due ON webhook_deliveries (tenant_id, endpoint_id, next_attempt_at) WHERE next_attempt_at is not null;

CREATE INDEX ix_webhook_deliveries_endpoint_id ON webhook_deliveries (tenant_id, endpoint_id);

CREATE INDEX ix_webhook_deliveries_event_id ON webhook_deliveries (tenant_id, event_id);

CREATE INDEX ix_webhook_deliveries_state ON webhook_deliveries (tenant_id, state, id DESC);

CREATE TABLE accounts (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    currency CHAR(3) NOT NULL,
    credit_limit NUMERIC(20, 4) DEFAULT 0 NOT NULL,
    balance NUMERIC(20, 4) DEFAULT 0 NOT NULL,
    held NUMERIC(20, 4) DEFAULT 0 NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_accounts PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_accounts_held_not_negative CHECK (held >= 0),
    CONSTRAINT ck_accounts_credit_limit_not_negative CHECK (credit_limit >= 0),
    CONSTRAINT uq_accounts_customer_currency UNIQUE (tenant_id, customer_id, currency),
    CONSTRAINT fk_accounts_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_accounts_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_accounts_customer_id ON accounts (tenant_id, customer_id);

CREATE TABLE customer_addresses (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    kind VARCHAR(10) NOT NULL,
    title VARCHAR(120) NOT NULL,
    line1 VARCHAR(300) NOT NULL,
    line2 VARCHAR(300),
    district VARCHAR(100),
    province VARCHAR(100) NOT NULL,
    postal_code VARCHAR(12),
    country CHAR(2) DEFAULT 'TR' NOT NULL,
    contact_name VARCHAR(200),
    phone VARCHAR(40),
    is_default BOOLEAN DEFAULT false NOT NULL,
    external_id VARCHAR(100),
    external_code VARCHAR(100),
    source VARCHAR(40),
    source_version BIGINT,
    last_synced_at TIMESTAMP WITH TIME ZONE,
    is_deleted BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_customer_addresses PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_customer_addresses_kind_known CHECK (kind in ('shipping', 'billing', 'both')),
    CONSTRAINT uq_customer_addresses_external_id UNIQUE (tenant_id, customer_id, external_id),
    CONSTRAINT fk_customer_addresses_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_customer_addresses_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_customer_addresses_customer_id ON customer_addresses (tenant_id, customer_id);

CREATE TABLE prices (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    product_id UUID NOT NULL,
    level VARCHAR(10) NOT NULL,
    tier_id UUID,
    customer_id UUID,
    audience_id UUID GENERATED ALWAYS AS (coalesce(customer_id, tier_id, '00000000-0000-0000-0000-000000000000'::uuid)) STORED NOT NULL,
    min_quantity INTEGER DEFAULT 1 NOT NULL,
    unit_price NUMERIC(20, 4) NOT NULL,
    currency CHAR(3) NOT NULL,
    valid_from DATE,
    valid_to DATE,
    approved_by UUID,
    reason VARCHAR(500),
    external_id VARCHAR(100),
    external_code VARCHAR(100),
    source VARCHAR(40),
    source_version BIGINT,
    last_synced_at TIMESTAMP WITH TIME ZONE,
    is_deleted BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_prices PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_prices_level_known CHECK (level in ('list', 'tier', 'customer')),
    CONSTRAINT ck_prices_audience_fits_level CHECK ((level = 'list' and tier_id is null and customer_id is null) or (level = 'tier' and tier_id is not null and customer_id is null) or (level = 'customer' and customer_id is not null and tier_id is null)),
    CONSTRAINT ck_prices_min_quantity_positive CHECK (min_quantity >= 1),
    CONSTRAINT ck_prices_unit_price_not_negative CHECK (unit_price >= 0),
    CONSTRAINT ck_prices_validity_in_order CHECK (valid_to >= valid_from),
    CONSTRAINT uq_prices_external_id UNIQUE (tenant_id, external_id),
    CONSTRAINT fk_prices_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_prices_product_id FOREIGN KEY(tenant_id, product_id) REFERENCES products (tenant_id, id),
    CONSTRAINT fk_prices_tier_id FOREIGN KEY(tenant_id, tier_id) REFERENCES tiers (tenant_id, id),
    CONSTRAINT fk_prices_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_prices_audience ON prices (tenant_id, product_id, audience_id) WHERE not is_deleted;

CREATE INDEX ix_prices_customer_id ON prices (tenant_id, customer_id);

CREATE INDEX ix_prices_product_id ON prices (tenant_id, product_id);

CREATE INDEX ix_prices_tier_id ON prices (tenant_id, tier_id);

CREATE TABLE product_categories (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    product_id UUID NOT NULL,
    category_id UUID NOT NULL,
    is_primary BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_product_categories PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_product_categories_pair UNIQUE (tenant_id, product_id, category_id),
    CONSTRAINT fk_product_categories_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_product_categories_product_id FOREIGN KEY(tenant_id, product_id) REFERENCES products (tenant_id, id),
    CONSTRAINT fk_product_categories_category_id FOREIGN KEY(tenant_id, category_id) REFERENCES categories (tenant_id, id)
);

CREATE INDEX ix_product_categories_category_id ON product_categories (tenant_id, category_id);

CREATE INDEX ix_product_categories_product_id ON product_categories (tenant_id, product_id);

CREATE TABLE product_search (
    tenant_id UUID NOT NULL,
    product_id UUID NOT NULL,
    sku_folded VARCHAR(40) NOT NULL,
    mpn_folded VARCHAR(300) NOT NULL,
    document TSVECTOR NOT NULL,
    is_listed BOOLEAN NOT NULL,
    CONSTRAINT pk_product_search PRIMARY KEY (tenant_id, product_id),
    CONSTRAINT fk_product_search_product_id FOREIGN KEY(tenant_id, product_id) REFERENCES products (tenant_id, id)
);

CREATE INDEX ix_product_search_document ON product_search USING gin (document);

CREATE INDEX ix_product_search_mpn ON product_search (tenant_id, mpn_folded);

CREATE INDEX ix_product_search_sku ON product_search (tenant_id, sku_folded);

CREATE TABLE stock_levels (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    product_id UUID NOT NULL,
    warehouse_id UUID NOT NULL,
    on_hand INTEGER DEFAULT 0 NOT NULL,
    reserved INTEGER DEFAULT 0 NOT NULL,
    as_of TIMESTAMP WITH TIME ZONE NOT NULL,
    external_id VARCHAR(200),
    source_version BIGINT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_stock_levels PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_stock_levels_reserved_not_negative CHECK (reserved >= 0),
    CONSTRAINT uq_stock_levels_place UNIQUE (tenant_id, product_id, warehouse_id),
    CONSTRAINT fk_stock_levels_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_stock_levels_product_id FOREIGN KEY(tenant_id, product_id) REFERENCES products (tenant_id, id),
    CONSTRAINT fk_stock_levels_warehouse_id FOREIGN KEY(tenant_id, warehouse_id) REFERENCES warehouses (tenant_id, id)
);

CREATE INDEX ix_stock_levels_product_id ON stock_levels (tenant_id, product_id);

CREATE INDEX ix_stock_levels_warehouse_id ON stock_levels (tenant_id, warehouse_id);

CREATE TABLE users (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID,
    kind VARCHAR(10) NOT NULL,
    email VARCHAR(254) NOT NULL,
    full_name VARCHAR(200) NOT NULL,
    password_hash TEXT,
    is_active BOOLEAN DEFAULT true NOT NULL,
    access_version INTEGER DEFAULT 1 NOT NULL,
    failed_attempts INTEGER DEFAULT 0 NOT NULL,
    locked_until TIMESTAMP WITH TIME ZONE,
    last_signed_in_at TIMESTAMP WITH TIME ZONE,
    language VARCHAR(5) DEFAULT 'tr' NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_users PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_users_kind_known CHECK (kind in ('dealer', 'staff')),
    CONSTRAINT uq_users_email UNIQUE NULLS NOT DISTINCT (tenant_id, customer_id, email),
    CONSTRAINT fk_users_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_users_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_users_customer_id ON users (tenant_id, customer_id);

CREATE INDEX ix_users_email ON users (tenant_id, lower(email));

CREATE TABLE webhook_attempts (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    delivery_id UUID NOT NULL,
    number INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    status INTEGER,
    duration_ms INTEGER NOT NULL,
    error VARCHAR(500),
    response_excerpt VARCHAR(1000),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_webhook_attempts PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_webhook_attempts_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_webhook_attempts_delivery_id FOREIGN KEY(tenant_id, delivery_id) REFERENCES webhook_deliveries (tenant_id, id)
);

CREATE INDEX ix_webhook_attempts_delivery_id ON webhook_attempts (tenant_id, delivery_id);

CREATE TABLE carts (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    user_id UUID NOT NULL,
    last_activity_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_carts PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_carts_user UNIQUE (tenant_id, user_id),
    CONSTRAINT fk_carts_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_carts_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id),
    CONSTRAINT fk_carts_user_id FOREIGN KEY(tenant_id, user_id) REFERENCES users (tenant_id, id)
);

CREATE INDEX ix_carts_customer_id ON carts (tenant_id, customer_id);

CREATE INDEX ix_carts_user_id ON carts (tenant_id, user_id);

CREATE TABLE journal_entries (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    account_id UUID NOT NULL,
    reference VARCHAR(200) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    document_number VARCHAR(60) NOT NULL,
    document_date DATE NOT NULL,
    due_date DATE,
    description VARCHAR(500),
    currency CHAR(3) NOT NULL,
    amount NUMERIC(20, 4) NOT NULL,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    reverses_id UUID,
    source VARCHAR(40),
    source_version BIGINT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_journal_entries PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_journal_entries_kind_known CHECK (kind in ('invoice', 'payment', 'credit_note', 'debit_note', 'cheque', 'opening', 'adjustment', 'reversal')),
    CONSTRAINT uq_journal_entries_reference UNIQUE (tenant_id, reference),
    CONSTRAINT fk_journal_entries_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_journal_entries_account_id FOREIGN KEY(tenant_id, account_id) REFERENCES accounts (tenant_id, id),
    CONSTRAINT fk_journal_entries_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id),
    CONSTRAINT fk_journal_entries_reverses_id FOREIGN KEY(tenant_id, reverses_id) REFERENCES journal_entries (tenant_id, id)
);

CREATE INDEX ix_journal_entries_account_id ON journal_entries (tenant_id, account_id);

CREATE INDEX ix_journal_entries_customer_id ON journal_entries (tenant_id, customer_id);

CREATE INDEX ix_journal_entries_reverses_id ON journal_entries (tenant_id, reverses_id);

CREATE INDEX ix_journal_entries_statement ON journal_entries (tenant_id, account_id, document_date, id);

CREATE TABLE orders (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    number VARCHAR(24) NOT NULL,
    customer_id UUID NOT NULL,
    customer_code VARCHAR(40) NOT NULL,
    customer_title VARCHAR(300) NOT NULL,
    customer_external_id VARCHAR(100),
    placed_by UUID NOT NULL,
    on_behalf_by UUID,
    source VARCHAR(20) NOT NULL,
    status VARCHAR(24) NOT NULL,
    held_from VARCHAR(24),
    currency CHAR(3) NOT NULL,
    net NUMERIC(20, 4) NOT NULL,
    tax NUMERIC(20, 4) NOT NULL,
    gross NUMERIC(20, 4) NOT NULL,
    payment_method VARCHAR(20) NOT NULL,
    po_number VARCHAR(60),
    note VARCHAR(2000),
    requested_delivery_date DATE,
    shipping_address JSONB NOT NULL,
    billing_address JSONB NOT NULL,
    placed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    approved_at TIMESTAMP WITH TIME ZONE,
    erp_order_number VARCHAR(60),
    erp_reference_at TIMESTAMP WITH TIME ZONE,
    content_hash VARCHAR(64) NOT NULL,
    sequence INTEGER DEFAULT 0 NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_orders PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_orders_status_known CHECK (status in ('draft', 'pending_approval', 'approved', 'partially_approved', 'rejected', 'processing', 'partially_shipped', 'shipped', 'delivered', 'completed', 'on_hold', 'cancelled')),
    CONSTRAINT ck_orders_source_known CHECK (source in ('cart', 'lines', 'quotation', 'reorder', 'quick_order', 'punch_out', 'on_behalf')),
    CONSTRAINT ck_orders_payment_method_known CHECK (payment_method in ('open_account', 'bank_transfer', 'credit_card', 'payment_link', 'combined')),
    CONSTRAINT uq_orders_number UNIQUE (tenant_id, number),
    CONSTRAINT fk_orders_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_orders_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id),
    CONSTRAINT fk_orders_placed_by FOREIGN KEY(tenant_id, placed_by) REFERENCES users (tenant_id, id)
);

CREATE INDEX ix_orders_customer ON orders (tenant_id, customer_id, placed_at DESC, id DESC);

CREATE INDEX ix_orders_customer_id ON orders (tenant_id, customer_id);

CREATE INDEX ix_orders_placed ON orders (tenant_id, placed_at DESC, id DESC);

CREATE INDEX ix_orders_placed_by ON orders (tenant_id, placed_by);

CREATE INDEX ix_orders_status ON orders (tenant_id, status, placed_at DESC, id DESC);

CREATE TABLE sessions (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID,
    user_id UUID NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_used_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_reason VARCHAR(60),
    ip INET,
    user_agent VARCHAR(400),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_sessions PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_sessions_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_sessions_user_id FOREIGN KEY(tenant_id, user_id) REFERENCES users (tenant_id, id),
    CONSTRAINT fk_sessions_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_sessions_customer_id ON sessions (tenant_id, customer_id);

CREATE INDEX ix_sessions_user_id ON sessions (tenant_id, user_id);

CREATE TABLE user_roles (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID,
    user_id UUID NOT NULL,
    role_id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_user_roles PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_user_roles_user_role UNIQUE (tenant_id, user_id, role_id),
    CONSTRAINT fk_user_roles_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_user_roles_user_id FOREIGN KEY(tenant_id, user_id) REFERENCES users (tenant_id, id),
    CONSTRAINT fk_user_roles_role_id FOREIGN KEY(tenant_id, role_id) REFERENCES roles (tenant_id, id),
    CONSTRAINT fk_user_roles_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_user_roles_customer_id ON user_roles (tenant_id, customer_id);

CREATE INDEX ix_user_roles_role_id ON user_roles (tenant_id, role_id);

CREATE INDEX ix_user_roles_user_id ON user_roles (tenant_id, user_id);

CREATE TABLE approvals (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    order_id UUID NOT NULL,
    requested_by UUID NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    amount NUMERIC(20, 4) NOT NULL,
    currency CHAR(3) NOT NULL,
    steps JSONB NOT NULL,
    current_step INTEGER DEFAULT 0 NOT NULL,
    state VARCHAR(12) NOT NULL,
    matched JSONB NOT NULL,
    facts JSONB NOT NULL,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_approvals PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_approvals_state_known CHECK (state in ('waiting', 'approved', 'rejected', 'void')),
    CONSTRAINT fk_approvals_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_approvals_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id),
    CONSTRAINT fk_approvals_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id),
    CONSTRAINT fk_approvals_requested_by FOREIGN KEY(tenant_id, requested_by) REFERENCES users (tenant_id, id)
);

CREATE INDEX ix_approvals_customer_id ON approvals (tenant_id, customer_id);

CREATE INDEX ix_approvals_order_id ON approvals (tenant_id, order_id);

CREATE INDEX ix_approvals_requested_by ON approvals (tenant_id, requested_by);

CREATE INDEX ix_approvals_state ON approvals (tenant_id, state, requested_at, id);

CREATE UNIQUE INDEX uq_approvals_waiting ON approvals (tenant_id, order_id) WHERE state = 'waiting';

CREATE TABLE cart_lines (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    cart_id UUID NOT NULL,
    product_id UUID NOT NULL,
    quantity INTEGER NOT NULL,
    shown_unit_price NUMERIC(20, 4),
    note VARCHAR(500),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_cart_lines PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_cart_lines_quantity_in_bounds CHECK (quantity between 1 and 1000000),
    CONSTRAINT uq_cart_lines_product UNIQUE (tenant_id, cart_id, product_id),
    CONSTRAINT fk_cart_lines_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_cart_lines_cart_id FOREIGN KEY(tenant_id, cart_id) REFERENCES carts (tenant_id, id),
    CONSTRAINT fk_cart_lines_product_id FOREIGN KEY(tenant_id, product_id) REFERENCES products (tenant_id, id),
    CONSTRAINT fk_cart_lines_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_cart_lines_cart_id ON cart_lines (tenant_id, cart_id);

CREATE INDEX ix_cart_lines_customer_id ON cart_lines (tenant_id, customer_id);

CREATE INDEX ix_cart_lines_product_id ON cart_lines (tenant_id, product_id);

CREATE TABLE credit_holds (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    account_id UUID NOT NULL,
    order_id UUID NOT NULL,
    amount NUMERIC(20, 4) NOT NULL,
    released NUMERIC(20, 4) DEFAULT 0 NOT NULL,
    currency CHAR(3) NOT NULL,
    state VARCHAR(12) NOT NULL,
    placed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_credit_holds PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_credit_holds_state_known CHECK (state in ('held', 'released', 'converted')),
    CONSTRAINT ck_credit_holds_released_within_amount CHECK (released >= 0 and released <= amount),
    CONSTRAINT uq_credit_holds_order UNIQUE (tenant_id, order_id),
    CONSTRAINT fk_credit_holds_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_credit_holds_account_id FOREIGN KEY(tenant_id, account_id) REFERENCES accounts (tenant_id, id),
    CONSTRAINT fk_credit_holds_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id),
    CONSTRAINT fk_credit_holds_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_credit_holds_account_id ON credit_holds (tenant_id, account_id);

CREATE INDEX ix_credit_holds_customer_id ON credit_holds (tenant_id, customer_id);

CREATE INDEX ix_credit_holds_order_id ON credit_holds (tenant_id, order_id);

CREATE TABLE invoices (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    order_id UUID,
    order_number VARCHAR(24),
    number VARCHAR(60) NOT NULL,
    issued_on DATE NOT NULL,
    due_on DATE NOT NULL,
    currency CHAR(3) NOT NULL,
    net NUMERIC(20, 4) NOT NULL,
    tax NUMERIC(20, 4) NOT NULL,
    gross NUMERIC(20, 4) NOT NULL,
    entry_id UUID,
    external_id VARCHAR(100),
    external_code VARCHAR(100),
    source VARCHAR(40),
    source_version BIGINT,
    last_synced_at TIMESTAMP WITH TIME ZONE,
    is_deleted BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_invoices PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_invoices_number UNIQUE (tenant_id, number),
    CONSTRAINT uq_invoices_external_id UNIQUE (tenant_id, external_id),
    CONSTRAINT fk_invoices_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_invoices_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id),
    CONSTRAINT fk_invoices_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id),
    CONSTRAINT fk_invoices_entry_id FOREIGN KEY(tenant_id, entry_id) REFERENCES journal_entries (tenant_id, id)
);

CREATE INDEX ix_invoices_customer ON invoices (tenant_id, customer_id, issued_on DESC, id DESC);

CREATE INDEX ix_invoices_customer_id ON invoices (tenant_id, customer_id);

CREATE INDEX ix_invoices_entry_id ON invoices (tenant_id, entry_id);

CREATE INDEX ix_invoices_order_id ON invoices (tenant_id, order_id);

CREATE TABLE journal_postings (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    ledger VARCHAR(20) NOT NULL,
    amount NUMERIC(20, 4) NOT NULL,
    currency CHAR(3) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_journal_postings PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_journal_postings_ledger_known CHECK (ledger in ('receivable', 'sales', 'tax', 'cash', 'opening', 'adjustment')),
    CONSTRAINT fk_journal_postings_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_journal_postings_entry_id FOREIGN KEY(tenant_id, entry_id) REFERENCES journal_entries (tenant_id, id),
    CONSTRAINT fk_journal_postings_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_journal_postings_customer_id ON journal_postings (tenant_id, customer_id);

CREATE INDEX ix_journal_postings_entry_id ON journal_postings (tenant_id, entry_id);

CREATE TABLE order_lines (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    order_id UUID NOT NULL,
    line_number INTEGER NOT NULL,
    product_id UUID NOT NULL,
    sku VARCHAR(40) NOT NULL,
    name VARCHAR(400) NOT NULL,
    unit VARCHAR(10) NOT NULL,
    quantity INTEGER NOT NULL,
    unit_price NUMERIC(20, 4) NOT NULL,
    list_price NUMERIC(20, 4),
    price_level VARCHAR(10) NOT NULL,
    price_id UUID,
    currency CHAR(3) NOT NULL,
    tax_rate NUMERIC(5, 2) NOT NULL,
    net NUMERIC(20, 4) NOT NULL,
    tax NUMERIC(20, 4) NOT NULL,
    gross NUMERIC(20, 4) NOT NULL,
    status VARCHAR(12) NOT NULL,
    allocated_quantity INTEGER DEFAULT 0 NOT NULL,
    shipped_quantity INTEGER DEFAULT 0 NOT NULL,
    cancelled_quantity INTEGER DEFAULT 0 NOT NULL,
    backordered_quantity INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_order_lines PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_order_lines_status_known CHECK (status in ('pending', 'approved', 'rejected', 'cancelled')),
    CONSTRAINT ck_order_lines_quantities_fit CHECK (quantity > 0 and allocated_quantity >= 0 and shipped_quantity >= 0 and cancelled_quantity >= 0 and backordered_quantity >= 0 and allocated_quantity + shipped_quantity + cancelled_quantity + backordered_quantity <= quantity),
    CONSTRAINT uq_order_lines_number UNIQUE (tenant_id, order_id, line_number),
    CONSTRAINT fk_order_lines_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_order_lines_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id),
    CONSTRAINT fk_order_lines_product_id FOREIGN KEY(tenant_id, product_id) REFERENCES products (tenant_id, id),
    CONSTRAINT fk_order_lines_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_order_lines_customer_id ON order_lines (tenant_id, customer_id);

CREATE INDEX ix_order_lines_order_id ON order_lines (tenant_id, order_id);

CREATE INDEX ix_order_lines_product_id ON order_lines (tenant_id, product_id);

CREATE TABLE order_status_changes (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    order_id UUID NOT NULL,
    sequence INTEGER NOT NULL,
    from_status VARCHAR(24),
    to_status VARCHAR(24) NOT NULL,
    by UUID,
    reason VARCHAR(1000),
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_order_status_changes PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_order_status_changes_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_order_status_changes_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id),
    CONSTRAINT fk_order_status_changes_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_order_status_changes_customer_id ON order_status_changes (tenant_id, customer_id);

CREATE INDEX ix_order_status_changes_order_id ON order_status_changes (tenant_id, order_id);

CREATE TABLE refresh_tokens (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID,
    session_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_refresh_tokens PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_refresh_tokens_hash UNIQUE (tenant_id, token_hash),
    CONSTRAINT fk_refresh_tokens_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_refresh_tokens_session_id FOREIGN KEY(tenant_id, session_id) REFERENCES sessions (tenant_id, id),
    CONSTRAINT fk_refresh_tokens_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_refresh_tokens_customer_id ON refresh_tokens (tenant_id, customer_id);

CREATE INDEX ix_refresh_tokens_session_id ON refresh_tokens (tenant_id, session_id);

CREATE TABLE approval_decisions (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    approval_id UUID NOT NULL,
    step INTEGER NOT NULL,
    decided_by UUID NOT NULL,
    verdict VARCHAR(10) NOT NULL,
    note VARCHAR(2000),
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_approval_decisions PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_approval_decisions_verdict_known CHECK (verdict in ('approved', 'rejected')),
    CONSTRAINT uq_approval_decisions_once UNIQUE (tenant_id, approval_id, step, decided_by),
    CONSTRAINT fk_approval_decisions_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_approval_decisions_approval_id FOREIGN KEY(tenant_id, approval_id) REFERENCES approvals (tenant_id, id),
    CONSTRAINT fk_approval_decisions_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id),
    CONSTRAINT fk_approval_decisions_decided_by FOREIGN KEY(tenant_id, decided_by) REFERENCES users (tenant_id, id)
);

CREATE INDEX ix_approval_decisions_approval_id ON approval_decisions (tenant_id, approval_id);

CREATE INDEX ix_approval_decisions_customer_id ON approval_decisions (tenant_id, customer_id);

CREATE INDEX ix_approval_decisions_decided_by ON approval_decisions (tenant_id, decided_by);

CREATE TABLE invoice_lines (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    line_number INTEGER NOT NULL,
    product_id UUID,
    sku VARCHAR(40),
    name VARCHAR(400) NOT NULL,
    quantity INTEGER NOT NULL,
    unit_price NUMERIC(20, 4) NOT NULL,
    vat_rate NUMERIC(5, 2) NOT NULL,
    net NUMERIC(20, 4) NOT NULL,
    tax NUMERIC(20, 4) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_invoice_lines PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_invoice_lines_number UNIQUE (tenant_id, invoice_id, line_number),
    CONSTRAINT fk_invoice_lines_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_invoice_lines_invoice_id FOREIGN KEY(tenant_id, invoice_id) REFERENCES invoices (tenant_id, id),
    CONSTRAINT fk_invoice_lines_product_id FOREIGN KEY(tenant_id, product_id) REFERENCES products (tenant_id, id),
    CONSTRAINT fk_invoice_lines_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_invoice_lines_customer_id ON invoice_lines (tenant_id, customer_id);

CREATE INDEX ix_invoice_lines_invoice_id ON invoice_lines (tenant_id, invoice_id);

CREATE INDEX ix_invoice_lines_product_id ON invoice_lines (tenant_id, product_id);

CREATE TABLE stock_reservations (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    order_id UUID NOT NULL,
    order_line_id UUID NOT NULL,
    product_id UUID NOT NULL,
    warehouse_id UUID NOT NULL,
    quantity INTEGER NOT NULL,
    released_quantity INTEGER DEFAULT 0 NOT NULL,
    consumed_quantity INTEGER DEFAULT 0 NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_stock_reservations PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_stock_reservations_quantities_fit CHECK (quantity > 0 and released_quantity >= 0 and consumed_quantity >= 0 and released_quantity + consumed_quantity <= quantity),
    CONSTRAINT fk_stock_reservations_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_stock_reservations_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id),
    CONSTRAINT fk_stock_reservations_order_line_id FOREIGN KEY(tenant_id, order_line_id) REFERENCES order_lines (tenant_id, id),
    CONSTRAINT fk_stock_reservations_product_id FOREIGN KEY(tenant_id, product_id) REFERENCES products (tenant_id, id),
    CONSTRAINT fk_stock_reservations_warehouse_id FOREIGN KEY(tenant_id, warehouse_id) REFERENCES warehouses (tenant_id, id),
    CONSTRAINT fk_stock_reservations_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_stock_reservations_customer_id ON stock_reservations (tenant_id, customer_id);

CREATE INDEX ix_stock_reservations_order_id ON stock_reservations (tenant_id, order_id);

CREATE INDEX ix_stock_reservations_order_line_id ON stock_reservations (tenant_id, order_line_id);

CREATE INDEX ix_stock_reservations_product_id ON stock_reservations (tenant_id, product_id);

CREATE INDEX ix_stock_reservations_warehouse_id ON stock_reservations (tenant_id, warehouse_id);
