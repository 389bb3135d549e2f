ALTER TABLE webhook_endpoints ADD COLUMN failures INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE webhook_endpoints ADD COLUMN failing_since TIMESTAMP WITH TIME ZONE;
ALTER TABLE webhook_endpoints ADD COLUMN opened_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE webhook_endpoints ADD COLUMN in_flight_max INTEGER DEFAULT 8 NOT NULL;
ALTER TABLE webhook_endpoints ADD COLUMN in_order BOOLEAN DEFAULT false NOT NULL;
ALTER TABLE webhook_endpoints ADD COLUMN payload_version VARCHAR(10) DEFAULT '2026-11' NOT NULL;
ALTER TABLE webhook_deliveries ADD COLUMN aggregate_id UUID;
ALTER TABLE webhook_deliveries ADD COLUMN sequence INTEGER;
CREATE INDEX ix_webhook_deliveries_order ON webhook_deliveries (tenant_id, endpoint_id, aggregate_id, sequence) WHERE aggregate_id is not null and next_attempt_at is not null;
CREATE TABLE webhook_replays (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    begins_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    event_types TEXT[],
    endpoint_id UUID,
    states TEXT[],
    events INTEGER NOT NULL,
    looked_at INTEGER DEFAULT 0 NOT NULL,
    count INTEGER DEFAULT 0 NOT NULL,
    position BIGINT NOT NULL,
    last_position BIGINT NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_webhook_replays PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_webhook_replays_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_webhook_replays_endpoint_id FOREIGN KEY(tenant_id, endpoint_id) REFERENCES webhook_endpoints (tenant_id, id)
);
CREATE INDEX ix_webhook_replays_endpoint_id ON webhook_replays (tenant_id, endpoint_id);
CREATE INDEX ix_webhook_replays_running ON webhook_replays (tenant_id, id) WHERE finished_at is null;
