CREATE TABLE campaigns (
	tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
	id UUID NOT NULL,
	name VARCHAR(200) NOT NULL,
	description VARCHAR(2000),
	priority INTEGER DEFAULT 0 NOT NULL,
	starts_on DATE NOT NULL,
	ends_on DATE,
	currency CHAR(3) NOT NULL,
	is_released BOOLEAN DEFAULT true NOT NULL,
	rules JSONB DEFAULT '[]' NOT NULL,
	discount_limit NUMERIC(20, 4),
	use_limit INTEGER,
	dealer_discount_limit NUMERIC(20, 4),
	dealer_use_limit INTEGER,
	discount_given NUMERIC(20, 4) DEFAULT 0 NOT NULL,
	uses INTEGER DEFAULT 0 NOT NULL,
	paused_by VARCHAR(8),
	paused_at TIMESTAMP WITH TIME ZONE,
	cancelled_at TIMESTAMP WITH TIME ZONE,
	cancelled_reason VARCHAR(500),
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
	CONSTRAINT pk_campaigns PRIMARY KEY (tenant_id, id),
	CONSTRAINT ck_campaigns_paused_by_known CHECK (paused_by in ('hand', 'limit')),
	CONSTRAINT ck_campaigns_dates_in_order CHECK (ends_on >= starts_on),
	CONSTRAINT ck_campaigns_numbers_fit CHECK (discount_given >= 0 and uses >= 0 and discount_limit > 0 and use_limit > 0 and dealer_discount_limit > 0 and dealer_use_limit > 0),
	CONSTRAINT uq_campaigns_external_id UNIQUE (tenant_id, external_id),
	CONSTRAINT fk_campaigns_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id)
);
CREATE INDEX ix_campaigns_running ON campaigns (tenant_id, starts_on) WHERE is_released and paused_by is null and cancelled_at is null and not is_deleted;
CREATE TABLE campaign_rules (
	tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
	id UUID NOT NULL,
	campaign_id UUID NOT NULL,
	position INTEGER NOT NULL,
	scope VARCHAR(8) NOT NULL,
	percent NUMERIC(5, 2),
	cap NUMERIC(20, 4),
	amount_off NUMERIC(20, 4),
	min_quantity INTEGER DEFAULT 1 NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	CONSTRAINT pk_campaign_rules PRIMARY KEY (tenant_id, id),
	CONSTRAINT ck_campaign_rules_scope_known CHECK (scope in ('product', 'brand', 'category', 'all')),
	CONSTRAINT ck_campaign_rules_one_reduction CHECK (num_nonnulls(percent, amount_off) = 1),
	CONSTRAINT uq_campaign_rules_position UNIQUE (tenant_id, campaign_id, position),
	CONSTRAINT fk_campaign_rules_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	CONSTRAINT fk_campaign_rules_campaign_id FOREIGN KEY(tenant_id, campaign_id) REFERENCES campaigns (tenant_id, id)
);
CREATE INDEX ix_campaign_rules_campaign_id ON campaign_rules (tenant_id, campaign_id);
CREATE TABLE campaign_targets (
	tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
	id UUID NOT NULL,
	rule_id UUID NOT NULL,
	product_id UUID,
	brand_id UUID,
	category_id UUID,
	target_id UUID GENERATED ALWAYS AS (coalesce(product_id, brand_id, category_id, '00000000-0000-0000-0000-000000000000'::uuid)) STORED NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	CONSTRAINT pk_campaign_targets PRIMARY KEY (tenant_id, id),
	CONSTRAINT uq_campaign_targets_target UNIQUE (tenant_id, rule_id, target_id),
	CONSTRAINT fk_campaign_targets_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	CONSTRAINT fk_campaign_targets_rule_id FOREIGN KEY(tenant_id, rule_id) REFERENCES campaign_rules (tenant_id, id),
	CONSTRAINT fk_campaign_targets_product_id FOREIGN KEY(tenant_id, product_id) REFERENCES products (tenant_id, id),
	CONSTRAINT fk_campaign_targets_brand_id FOREIGN KEY(tenant_id, brand_id) REFERENCES brands (tenant_id, id),
	CONSTRAINT fk_campaign_targets_category_id FOREIGN KEY(tenant_id, category_id) REFERENCES categories (tenant_id, id)
);
CREATE INDEX ix_campaign_targets_brand_id ON campaign_targets (tenant_id, brand_id);
CREATE INDEX ix_campaign_targets_category_id ON campaign_targets (tenant_id, category_id);
CREATE INDEX ix_campaign_targets_product_id ON campaign_targets (tenant_id, product_id);
CREATE INDEX ix_campaign_targets_rule_id ON campaign_targets (tenant_id, rule_id);
CREATE TABLE campaign_audiences (
	tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
	id UUID NOT NULL,
	rule_id UUID NOT NULL,
	tier_id UUID,
	customer_id UUID,
	audience_id UUID GENERATED ALWAYS AS (coalesce(customer_id, tier_id, '00000000-0000-0000-0000-000000000000'::uuid)) STORED NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	CONSTRAINT pk_campaign_audiences PRIMARY KEY (tenant_id, id),
	CONSTRAINT uq_campaign_audiences_audience UNIQUE (tenant_id, rule_id, audience_id),
	CONSTRAINT fk_campaign_audiences_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	CONSTRAINT fk_campaign_audiences_rule_id FOREIGN KEY(tenant_id, rule_id) REFERENCES campaign_rules (tenant_id, id),
	CONSTRAINT fk_campaign_audiences_tier_id FOREIGN KEY(tenant_id, tier_id) REFERENCES tiers (tenant_id, id),
	CONSTRAINT fk_campaign_audiences_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);
CREATE INDEX ix_campaign_audiences_customer_id ON campaign_audiences (tenant_id, customer_id);
CREATE INDEX ix_campaign_audiences_rule_id ON campaign_audiences (tenant_id, rule_id);
CREATE INDEX ix_campaign_audiences_tier_id ON campaign_audiences (tenant_id, tier_id);
CREATE TABLE campaign_dealers (
	tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
	id UUID NOT NULL,
	campaign_id UUID NOT NULL,
	customer_id UUID NOT NULL,
	discount_given NUMERIC(20, 4) DEFAULT 0 NOT NULL,
	uses INTEGER DEFAULT 0 NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	CONSTRAINT pk_campaign_dealers PRIMARY KEY (tenant_id, id),
	CONSTRAINT ck_campaign_dealers_counters_not_negative CHECK (discount_given >= 0 and uses >= 0),
	CONSTRAINT uq_campaign_dealers_dealer UNIQUE (tenant_id, campaign_id, customer_id),
	CONSTRAINT fk_campaign_dealers_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	CONSTRAINT fk_campaign_dealers_campaign_id FOREIGN KEY(tenant_id, campaign_id) REFERENCES campaigns (tenant_id, id),
	CONSTRAINT fk_campaign_dealers_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);
CREATE INDEX ix_campaign_dealers_campaign_id ON campaign_dealers (tenant_id, campaign_id);
CREATE INDEX ix_campaign_dealers_customer_id ON campaign_dealers (tenant_id, customer_id);
CREATE TABLE campaign_uses (
	tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
	id UUID NOT NULL,
	campaign_id UUID NOT NULL,
	customer_id UUID NOT NULL,
	order_id UUID NOT NULL,
	currency CHAR(3) NOT NULL,
	discount NUMERIC(20, 4) NOT NULL,
	reversed NUMERIC(20, 4) DEFAULT 0 NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
	CONSTRAINT pk_campaign_uses PRIMARY KEY (tenant_id, id),
	CONSTRAINT ck_campaign_uses_reversed_within_discount CHECK (discount > 0 and reversed >= 0 and reversed <= discount),
	CONSTRAINT uq_campaign_uses_order UNIQUE (tenant_id, order_id, campaign_id),
	CONSTRAINT fk_campaign_uses_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
	CONSTRAINT fk_campaign_uses_campaign_id FOREIGN KEY(tenant_id, campaign_id) REFERENCES campaigns (tenant_id, id),
	CONSTRAINT fk_campaign_uses_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id),
	CONSTRAINT fk_campaign_uses_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id)
);
CREATE INDEX ix_campaign_uses_campaign_id ON campaign_uses (tenant_id, campaign_id);
CREATE INDEX ix_campaign_uses_customer_id ON campaign_uses (tenant_id, customer_id);
CREATE INDEX ix_campaign_uses_order_id ON campaign_uses (tenant_id, order_id);
ALTER TABLE cart_lines ADD COLUMN shown_campaign_id UUID;

ALTER TABLE order_lines
    ADD COLUMN campaign_id UUID,
    ADD COLUMN campaign_name VARCHAR(200),
    ADD COLUMN campaign_external_id VARCHAR(100),
    ADD COLUMN granted NUMERIC(20, 4) DEFAULT 0 NOT NULL,
    ADD COLUMN discount NUMERIC(20, 4) DEFAULT 0 NOT NULL;
