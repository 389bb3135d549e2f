from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from b2b.infrastructure.persistence.registry import (
    external_columns,
    flag,
    metadata,
    one_of,
    required,
    tenant_table,
    unique,
    version_column,
    words,
)

brands = tenant_table(
    "brands",
    required("name", String(200)),
    required("name_folded", String(200)),
    required("slug", String(200)),
    *external_columns(),
    flag("is_deleted"),
    unique("brands_slug", "slug"),
    unique("brands_external_id", "external_id"),
)

product_types = tenant_table(
    "product_types",
    required("code", String(60)),
    required("name", String(200)),
    Column("name_en", String(200)),
    *external_columns(),
    flag("is_deleted"),
    unique("product_types_code", "code"),
    unique("product_types_external_id", "external_id"),
)

attributes = tenant_table(
    "attributes",
    required("code", String(80)),
    required("name", String(200)),
    Column("name_en", String(200)),
    required("type", String(12)),
    Column("unit", String(40)),
    flag("filterable"),
    Column("options", ARRAY(Text)),
    one_of("type", ("text", "number", "boolean", "select", "multi_select", "date")),
    unique("attributes_code", "code"),
)

product_type_attributes = tenant_table(
    "product_type_attributes",
    required("product_type_id", Uuid),
    required("attribute_id", Uuid),
    flag("required"),
    flag("visible", default=True),
    required("position", Integer, server_default=text("0")),
    unique("product_type_attributes_pair", "product_type_id", "attribute_id"),
    parents=[("product_type_id", "product_types"), ("attribute_id", "attributes")],
)

categories = tenant_table(
    "categories",
    Column("parent_id", Uuid),
    required("name", String(200)),
    Column("name_en", String(200)),
    required("slug", String(200)),
    required("position", Integer, server_default=text("0")),
    Column("image_url", String(500)),
    Column("product_type_id", Uuid),
    *external_columns(),
    flag("is_deleted"),
    unique("categories_slug", "slug"),
    unique("categories_external_id", "external_id"),
    parents=[("parent_id", "categories"), ("product_type_id", "product_types")],
)

products = tenant_table(
    "products",
    required("sku", String(40)),
    required("name", String(400)),
    Column("name_en", String(400)),
    required("sort_name", String(400)),
    words("description"),
    words("description_en"),
    Column("brand_id", Uuid),
    Column("product_type_id", Uuid),
    Column("mpn", String(300)),
    required("gtins", ARRAY(Text), server_default=text("'{}'")),
    required("attributes", JSONB, server_default=text("'{}'")),
    required("vat_rate", Numeric(5, 2)),
    required("unit", String(10), server_default=text("'C62'")),
    required("min_quantity", Integer, server_default=text("1")),
    required("quantity_step", Integer, server_default=text("1")),
    Column("max_quantity", Integer),
    Column("weight_grams", Integer),
    Column("warranty_months", Integer),
    flag("track_stock", default=True),
    flag("track_serials"),
    flag("backorder_allowed"),
    Column("image_url", String(500)),
    required("image_urls", ARRAY(Text), server_default=text("'{}'")),
    # [{"unit", "factor", "gtin"}] and [{"name", "url"}], in their order.
    required("units", JSONB, server_default=text("'[]'")),
    required("documents", JSONB, server_default=text("'[]'")),
    flag("is_active", default=True),
    flag("is_featured"),
    Column("replacement_product_id", Uuid),
    *external_columns(),
    flag("is_deleted"),
    version_column(),
    unique("products_sku", "sku"),
    unique("products_external_id", "external_id"),
    parents=[
        ("brand_id", "brands"),
        ("product_type_id", "product_types"),
        ("replacement_product_id", "products"),
    ],
)
_SELLABLE = text("is_active and not is_deleted")
Index(
    "ix_products_name", products.c.tenant_id, products.c.sort_name, products.c.id, postgresql_where=_SELLABLE
)
Index(
    "ix_products_brand",
    products.c.tenant_id,
    products.c.brand_id,
    products.c.sort_name,
    products.c.id,
    postgresql_where=_SELLABLE,
)

product_categories = tenant_table(
    "product_categories",
    required("product_id", Uuid),
    required("category_id", Uuid),
    flag("is_primary"),
    unique("product_categories_pair", "product_id", "category_id"),
    parents=[("product_id", "products"), ("category_id", "categories")],
)

# Row security would turn off the full-text index (the operator is not leak-proof), so this table has none: it
# holds no secrets, is read by one reader that always names the tenant, and is joined to protected tables.
product_search = Table(
    "product_search",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("product_id", Uuid, nullable=False),
    Column("sku_folded", String(40), nullable=False),
    Column("mpn_folded", String(300), nullable=False),
    Column("document", TSVECTOR, nullable=False),
    Column("is_listed", Boolean, nullable=False),
    PrimaryKeyConstraint("tenant_id", "product_id"),
    ForeignKeyConstraint(
        ["tenant_id", "product_id"],
        ["products.tenant_id", "products.id"],
        name="fk_product_search_product_id",
    ),
)
Index("ix_product_search_document", product_search.c.document, postgresql_using="gin")
Index("ix_product_search_sku", product_search.c.tenant_id, product_search.c.sku_folded)
Index("ix_product_search_mpn", product_search.c.tenant_id, product_search.c.mpn_folded)
