"""Who asks, and what requests name: people of the filled tenant who may sign in, and rows to ask for."""

import hashlib
import secrets
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import psycopg
from argon2 import PasswordHasher

from b2b.application.identity.scopes import SCOPES
from b2b.application.shared.pages import encode_cursor
from b2b.infrastructure.persistence.readers.product_orders import NameKey
from benchmarks.plans.calls import Facts
from benchmarks.sizes.dealers import OWNER
from benchmarks.stocking import insert

Connection = psycopg.Connection[Any]

STAFF: Final = "admin@bench.example"
SKUS: Final = 200
# So much of a code is typed.
CODE_LENGTH: Final = 9
_ONE: Final = {
    "brand": """
        select slug from brands b join products p on p.brand_id = b.id group by b.id, slug
        order by count(*) desc limit 1""",
    "category": """
        select slug from categories c join product_categories p on p.category_id = c.id group by c.id, slug
        order by count(*) desc offset 5 limit 1""",
    "attribute": """
        select key || ':' || value from products, jsonb_each_text(attributes)
        where jsonb_typeof(attributes -> key) = 'string' and length(value) < 20
        group by key, value order by count(*) desc offset 3 limit 1""",
    "address_id": """
        select a.id::text from customer_addresses a join customers c on c.id = a.customer_id
        where c.code = %(code)s order by is_default desc, a.id limit 1""",
    "order": """
        select number from orders where customer_code = %(code)s and status = 'completed'
        order by placed_at desc limit 1""",
    "open_order": "select number from orders where status = 'approved' order by placed_at desc limit 1",
    "invoice": """
        select i.number from invoices i join customers c on c.id = i.customer_id
        where c.code = %(code)s order by issued_on desc limit 1""",
    "open_invoice": """
        select i.external_id from invoices i join customers c on c.id = i.customer_id
        where c.code = %(code)s and i.external_id is not null order by issued_on desc limit 1""",
    "approval_id": "select id::text from approvals order by state = 'waiting' desc, requested_at limit 1",
}
_COUNTS: Final = """
select (select count(*) from journal_entries e join customers c on c.id = e.customer_id
    where c.code = %(code)s),
  (select count(*) from products), (select count(*) from customers)
"""
_MIDDLE: Final = """
select sort_name, id from products where is_active and not is_deleted
order by sort_name, id offset (select count(*) / 2 from products) limit 1
"""
_SKUS: Final = """
select sku from (select *, row_number() over (order by id) as place, count(*) over () as whole from products
  where is_active and not is_deleted and min_quantity = 1) p
where place %% greatest(whole / %(count)s, 1) = 0 order by place limit %(count)s
"""


class Entrances(NamedTuple):
    """Emails of the largest dealer's owner and of an administrator, their password, and the ERP's key."""

    code: str
    owner: str
    staff: str
    password: str
    api_key: str


def let_in(connection: Connection, tenant_id: str, tenant: str) -> Entrances:
    """The connection is the superuser's, in the tenant. Everybody's password is the same, and new."""
    row = connection.execute(
        "select c.id::text, c.code from customers c where tenant_id = %s order by c.id limit 1", [tenant_id]
    ).fetchone()
    if row is None:
        raise LookupError("The tenant has no dealer.")
    password = secrets.token_urlsafe(16)
    connection.execute(
        "update users set password_hash = %s"
        " where tenant_id = %s and (customer_id = %s or customer_id is null)",
        [PasswordHasher().hash(password), tenant_id, row[0]],
    )
    return Entrances(row[1], OWNER, STAFF, password, _api_key(connection, tenant_id, tenant))


def find_facts(connection: Connection, code: str) -> Facts:
    found = {name: connection.execute(question, {"code": code}).fetchone() for name, question in _ONE.items()}
    entries, products, dealers = connection.execute(_COUNTS, {"code": code}).fetchone() or (0, 0, 0)
    skus = [sku for (sku,) in connection.execute(_SKUS, {"count": SKUS}).fetchall()]
    words = {name: "" if row is None else str(row[0]) for name, row in found.items()}
    middle = connection.execute(_MIDDLE).fetchone()
    if middle is None:
        raise LookupError("There is no product.")
    return Facts(
        today=datetime.now(UTC).date(),
        skus=skus,
        word="toner",
        codes=skus[0][:CODE_LENGTH],
        customer_code=code,
        product_cursor=encode_cursor(NameKey(*middle)),
        entries=entries,
        products=products,
        dealers=dealers,
        **words,
    )


def _api_key(connection: Connection, tenant_id: str, tenant: str) -> str:
    prefix, secret = secrets.token_hex(4), secrets.token_hex(16)
    client = insert(connection, "api_clients", tenant_id=tenant_id, name=f"Plans {prefix}")
    insert(
        connection,
        "api_keys",
        tenant_id=tenant_id,
        client_id=client,
        name="Plans",
        prefix=prefix,
        secret_hash=hashlib.sha256(secret.encode()).digest(),
        scopes=list(SCOPES),
    )
    return f"bk_{tenant}_{prefix}_{secret}"
