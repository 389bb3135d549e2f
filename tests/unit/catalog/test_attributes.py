from datetime import date
from decimal import Decimal

import pytest

from b2b.domain.catalog.attributes import AttributeDefinition, AttributeType, attribute_faults


def defined(kind: AttributeType, **more: object) -> AttributeDefinition:
    options = more.pop("options", ())
    assert isinstance(options, tuple)
    return AttributeDefinition(
        code="a", type=kind, options=options, required=bool(more.pop("required", False))
    )


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (AttributeType.TEXT, "Siyah"),
        (AttributeType.NUMBER, 2.5),
        (AttributeType.NUMBER, Decimal("2.50")),
        (AttributeType.NUMBER, "2.50"),
        (AttributeType.BOOLEAN, False),
        (AttributeType.DATE, "2026-11-21"),
        (AttributeType.DATE, date(2026, 11, 21)),
        (AttributeType.SELECT, "anything"),
        (AttributeType.MULTI_SELECT, ["one", "two"]),
    ],
)
def test_a_value_of_its_kind_fits(kind: AttributeType, value: object) -> None:
    assert attribute_faults({"a": value}, [defined(kind)]) == ()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (AttributeType.TEXT, 5),
        (AttributeType.TEXT, "a\x00"),
        (AttributeType.NUMBER, True),
        (AttributeType.NUMBER, float("nan")),
        (AttributeType.NUMBER, "1e999"),
        (AttributeType.NUMBER, "many"),
        (AttributeType.BOOLEAN, "true"),
        (AttributeType.DATE, "21.11.2026"),
        (AttributeType.MULTI_SELECT, "one"),
        (AttributeType.MULTI_SELECT, [1]),
    ],
)
def test_a_value_of_another_kind_is_a_fault_at_its_place(kind: AttributeType, value: object) -> None:
    faults = attribute_faults({"a": value}, [defined(kind)])

    assert [(fault.pointer, fault.code) for fault in faults] == [("/attributes/a", "attribute.invalid")]


def test_a_choice_takes_only_its_options() -> None:
    colour = defined(AttributeType.SELECT, options=("red", "blue"))

    assert attribute_faults({"a": "red"}, [colour]) == ()
    assert attribute_faults({"a": "green"}, [colour])


def test_all_faults_are_named_at_once() -> None:
    faults = attribute_faults({"x/y": 1}, [defined(AttributeType.TEXT, required=True)])

    assert [(fault.pointer, fault.code) for fault in faults] == [
        ("/attributes/x~1y", "attribute.unknown"),
        ("/attributes/a", "attribute.missing"),
    ]


def test_null_clears_an_attribute_unless_it_is_required() -> None:
    assert attribute_faults({"a": None}, [defined(AttributeType.TEXT)]) == ()
    assert attribute_faults({"a": None}, [defined(AttributeType.TEXT, required=True)])
