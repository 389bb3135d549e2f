from typing import Annotated

import msgspec

from b2b.application.shared.faults import faults_of


class Body(msgspec.Struct, forbid_unknown_fields=True):
    items: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=2)]


def test_items_that_are_read_later_are_no_fault_of_the_body_that_holds_them() -> None:
    found = faults_of({"items": [{"any": "thing"}], "colour": "blue"}, Body)

    assert [(fault.pointer, fault.code) for fault in found] == [("/colour", "value.unknown_field")]


def test_too_many_of_them_are_one() -> None:
    assert [fault.pointer for fault in faults_of({"items": [{}, {}, {}]}, Body)] == ["/items"]
