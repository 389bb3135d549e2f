ALTER TABLE users ADD COLUMN phone VARCHAR(40);

CREATE TABLE invited_people (
    tenant_id UUID DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    email VARCHAR(254) NOT NULL,
    user_id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by UUID DEFAULT nullif(current_setting('app.actor_id', true), '')::uuid,
    CONSTRAINT pk_invited_people PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_invited_people_email UNIQUE (tenant_id, customer_id, email),
    CONSTRAINT fk_invited_people_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id),
    CONSTRAINT fk_invited_people_user_id FOREIGN KEY(tenant_id, user_id) REFERENCES users (tenant_id, id),
    CONSTRAINT fk_invited_people_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);

CREATE INDEX ix_invited_people_user_id ON invited_people (tenant_id, user_id);

CREATE INDEX ix_invited_people_customer_id ON invited_people (tenant_id, customer_id);
