from dataclasses import replace

import pytest

from b2b.domain.shared.ids import CustomerId, OrderId, OrderLineId, ShipmentId, new_id
from b2b.domain.shipping.errors import SerialsDiffer, ShipmentImmutable
from b2b.domain.shipping.shipment import Shipment, ShipmentLine, Travel


def a_line(number: int = 1, quantity: int = 1, *serials: str) -> ShipmentLine:
    return ShipmentLine(
        order_line_id=OrderLineId(new_id()),
        line_number=number,
        sku=f"SKU-{number}",
        name="Mal",
        quantity=quantity,
        serials=serials,
    )


def a_shipment(*lines: ShipmentLine) -> Shipment:
    return Shipment(
        id=ShipmentId(new_id()),
        external_id="IRS-1",
        source_version=3,
        customer_id=CustomerId(new_id()),
        order_id=OrderId(new_id()),
        order_number="ORD-1",
        travel=Travel(),
        lines=lines,
    )


@pytest.mark.parametrize("serials", [("A",), ("A", "A"), ("A", "B", "C")])
def test_each_piece_has_one_serial_number_of_its_own(serials: tuple[str, ...]) -> None:
    with pytest.raises(SerialsDiffer):
        a_line(1, 2, *serials)


def test_a_serial_number_is_on_one_line_only() -> None:
    with pytest.raises(SerialsDiffer):
        a_shipment(a_line(1, 1, "A"), a_line(2, 1, "A"))


def test_what_was_carried_is_the_same_in_any_order_and_nothing_else() -> None:
    first, second = a_line(1, 2, "A", "B"), a_line(2, 1)
    shipment = a_shipment(first, second)

    shipment.check_same("ORD-1", [second, replace(first, serials=("B", "A"))])
    shipment.check_same(None, None)

    with pytest.raises(ShipmentImmutable):
        shipment.check_same("ORD-2", None)
    with pytest.raises(ShipmentImmutable):
        shipment.check_same(None, [first])


def test_a_shipment_travels_on_with_a_newer_version_or_the_one_it_has() -> None:
    shipment = a_shipment(a_line())

    assert shipment.travelling(Travel(carrier="Kargo"), source_version=None).source_version == 3
    assert shipment.travelling(Travel(), source_version=4).source_version == 4
