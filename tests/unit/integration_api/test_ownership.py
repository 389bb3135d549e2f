import msgspec
import pytest

from b2b.application.integration.items.kinds import KINDS
from b2b.application.integration.ports import Resource
from b2b.domain.integration.ownership import PORTAL_FIELDS


@pytest.mark.parametrize("resource", Resource)
def test_no_field_has_two_owners(resource: Resource) -> None:
    kind = KINDS[resource]
    pushed = {field.encode_name for field in msgspec.structs.fields(kind)}

    assert kind.portal_fields == PORTAL_FIELDS.get(resource.value, frozenset())
    assert not pushed & kind.portal_fields
