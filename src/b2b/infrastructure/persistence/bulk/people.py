"""People whom the ERP names for a dealer: added once, and from then on the dealer's own."""

from collections.abc import Iterator, Sequence
from typing import Final, LiteralString

from b2b.application.integration.items.customers import CustomerItem
from b2b.application.integration.people import people_of
from b2b.application.integration.ports import AnyItem
from b2b.domain.identity.users import normal_email
from b2b.infrastructure.persistence.bulk.target import Cell, Part, Rule

UNKNOWN_ROLE: Final = 500

RULES: Final = {
    UNKNOWN_ROLE: Rule(
        broken="",
        code="reference.unknown",
        pointer="/users",
        detail="There is no such role for dealers' people.",
    ),
}
# Whom the dealer has, or had at this address when the ERP named them first, is not the ERP's any more.
_NEW: Final[LiteralString] = (
    "not exists (select from invited_people i where i.customer_id = w.id and i.email = b.email)"
    " and not exists (select from users u where u.customer_id = w.id and u.email = b.email)"
)
KNOWN_ROLES: Final[LiteralString] = (
    "update bulk_work w set outcome = 'f', fault = 500, place = '/' || x.at || '/role' from ("
    " select distinct on (b.pos) b.pos, b.at from bulk_people b where not exists ("
    "  select from roles r where r.code = b.role and r.kind = 'dealer') order by b.pos, b.at"
    ") x where x.pos = w.pos and w.outcome in ('c', 'u', 'n');"
)
_SOME_NEW: Final[LiteralString] = (
    "update bulk_work w set outcome = 'u' where w.outcome = 'n' and exists ("
    " select from bulk_people b where b.pos = w.pos and {new});"
)
ARE_NEW: Final = _SOME_NEW.format(new=_NEW)
# Who is named twice is added once, as named first.
_ADD: Final[LiteralString] = (
    "with added as ("
    " insert into users (id, customer_id, kind, email, full_name, phone, language)"
    " select b.new_id, w.id, 'dealer', b.email, b.full_name, b.phone, b.language"
    " from bulk_people b join bulk_work w using (pos) where w.outcome in ('c', 'u') and {new}"
    " order by b.pos, b.at on conflict (tenant_id, customer_id, email) do nothing"
    " returning id, customer_id, email, full_name"
    "), granted as ("
    " insert into user_roles (id, customer_id, user_id, role_id)"
    " select gen_random_uuid(), a.customer_id, a.id, r.id from added a"
    " join bulk_people b on b.new_id = a.id join roles r on r.code = b.role"
    ") insert into audit_log (id, at, actor_id, actor_kind, customer_id, action, entity, entity_id, after)"
    " select gen_random_uuid(), now(), nullif(current_setting('app.actor_id', true), '')::uuid, 'machine',"
    " a.customer_id, 'user.created', 'user', a.id::text, jsonb_build_object('email', a.email,"
    "  'full_name', a.full_name, 'roles', jsonb_build_array(b.role)) from added a"
    " join bulk_people b on b.new_id = a.id;"
)
INVITE: Final[tuple[LiteralString, ...]] = (
    _ADD.format(new=_NEW),
    "insert into invited_people (id, customer_id, email, user_id)"
    " select gen_random_uuid(), w.id, u.email, u.id from bulk_people b join bulk_work w using (pos)"
    " join users u on u.customer_id = w.id and u.email = b.email where w.outcome in ('c', 'u', 'n')"
    " order by b.pos, b.at on conflict (tenant_id, customer_id, email) do nothing;",
)


def _people(item: AnyItem) -> Iterator[Sequence[Cell]]:
    if isinstance(item, CustomerItem):
        for person in people_of(item):
            yield normal_email(person.email), person.name, person.phone, person.language, person.role


PEOPLE: Final = Part(
    name="bulk_people",
    columns=(
        ("email", "text"),
        ("full_name", "text"),
        ("phone", "text"),
        ("language", "text"),
        ("role", "text"),
    ),
    rows=_people,
)
