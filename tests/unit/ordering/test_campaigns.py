"""What a campaign takes off a line, in the order's sums and in what is told of it."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.application.integration.erp.ports import OutgoingOrder
from b2b.application.ordering.documents import order_document
from b2b.domain.ordering.errors import DiscountBeyondLine
from b2b.domain.ordering.lines import CampaignCopy, CustomerCopy, PricedLine
from b2b.domain.shared.ids import CampaignId
from b2b.domain.shared.money import Money
from b2b.infrastructure.gateways.erp.logo.mapping.orders import sales_order
from tests.unit.ordering.builders import APPROVER, NOW, a_draft, a_line, an_approved_order
from tests.unit.shared.strategies import TRY, lira

WINTER = CampaignCopy(CampaignId(UUID(int=1)), "Kış", "KIS")


def reduced(line: PricedLine, discount: str) -> PricedLine:
    return replace(line, campaign=WINTER, discount=lira(discount))


def test_the_lines_net_and_the_tax_are_less_by_the_discount() -> None:
    order = a_draft(reduced(a_line(quantity=3), "30.00"), a_line(quantity=1))

    assert (order.net, order.tax, order.gross) == (lira("370.00"), lira("74.00"), lira("444.00"))
    assert [line.discount for line in order.lines] == [lira("30.00"), lira("0.00")]


def test_an_approver_sees_another_content_where_another_line_has_the_discount() -> None:
    lines = [a_line(sku="A"), a_line(sku="B")]
    first = a_draft(reduced(lines[0], "30.00"), lines[1])
    second = a_draft(lines[0], reduced(lines[1], "30.00"))

    assert (first.net, first.gross) == (second.net, second.gross)
    assert first.content_hash != second.content_hash


@given(quantity=st.integers(1, 40), percent=st.integers(0, 100), data=st.data())
def test_cuts_leave_their_share_of_the_discount_whatever_their_order(
    quantity: int, percent: int, data: st.DataObject
) -> None:
    full = a_line(quantity=quantity, unit_price="0.0375")
    off = Money.rounded(full.to_total().net.amount * percent / 100, TRY)
    order = an_approved_order(replace(full, campaign=WINTER, discount=off), a_line(quantity=1))
    (line, _) = order.lines
    left = quantity

    while left > 0 and data.draw(st.booleans()):
        left = data.draw(st.integers(0, left - 1))
        order.amend({line.id: left}, "Depoda yok", by=APPROVER, at=NOW)

        assert line.agreed_discount == min(
            Money.rounded(off.amount * left / quantity, TRY), line.unit_price.times(left)
        )
        assert line.discount == line.agreed_discount
        assert line.net == line.unit_price.times(left) - line.discount
        assert not line.net.is_negative


def test_a_discount_beyond_the_line_is_refused() -> None:
    with pytest.raises(DiscountBeyondLine):
        reduced(a_line(quantity=3), "300.01")


def test_logo_gets_the_discount_as_a_line_of_its_own() -> None:
    order = an_approved_order(reduced(a_line(sku="A", quantity=3), "30.00"), a_line(sku="B"))
    order.customer = CustomerCopy("D-1", "Dealer", "120.1")

    lines = sales_order(OutgoingOrder(order_document(order), None))["TRANSACTIONS"]["items"]

    assert [(line["TYPE"], line.get("MASTER_CODE"), line.get("TOTAL")) for line in lines] == [
        (0, "A", None),
        (2, None, 30.0),
        (0, "B", None),
    ]
    assert lines[1] == {"TYPE": 2, "DETAIL_LEVEL": 1, "CALC_TYPE": 1, "TOTAL": 30.0, "DESCRIPTION": "Kış"}
