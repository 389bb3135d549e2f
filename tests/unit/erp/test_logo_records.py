from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.application.integration.erp.ports import Progress
from b2b.application.integration.items.accounts import InvoiceItem
from b2b.application.integration.items.customers import CustomerItem
from b2b.application.integration.items.pricing import PriceItem
from b2b.domain.integration.erp_orders import next_attempt
from b2b.infrastructure.gateways.erp.logo.adapter import further
from b2b.infrastructure.gateways.erp.logo.mapping.customers import CustomerMap
from b2b.infrastructure.gateways.erp.logo.mapping.invoices import InvoiceMap
from b2b.infrastructure.gateways.erp.logo.mapping.prices import PricedCard, PriceMap
from b2b.infrastructure.gateways.erp.logo.mapping.products import product
from b2b.infrastructure.gateways.erp.logo.mapping.records import day, decimal, gather, stamp
from demo.logo.filters import FilterFault, parse
from demo.logo.goods import arp, invoice, item, price, sold

CARDS = {"VIDA": PricedCard.of(item("VIDA")), "BEZ": PricedCard.of(item("BEZ", VAT=10.0))}


def reference(record: dict[str, object]) -> dict[str, object]:
    return {"INTERNAL_REFERENCE": 7, **record}


def test_the_later_of_the_two_stamps_counts_and_is_istanbuls() -> None:
    record = {
        "DATE_CREATED": "2026-11-20T00:00:00",
        "HOUR_CREATED": 23,
        "DATE_MODIFIED": "2026-11-21T00:00:00",
        "HOUR_MODIFIED": 1,
        "MIN_MODIFIED": 2,
        "SEC_MODIFIED": 3,
    }

    assert stamp(record) == datetime(2026, 11, 20, 22, 2, 3, tzinfo=UTC)


def test_a_record_that_was_never_changed_has_the_stamp_of_its_making() -> None:
    record = {"DATE_CREATED": "2026-11-20T00:00:00", "DATE_MODIFIED": "1899-12-30T00:00:00"}

    assert stamp(record) == datetime(2026, 11, 19, 21, 0, tzinfo=UTC)
    assert stamp({}) is None
    assert day(None) is None


@given(st.decimals(min_value=0, max_value=1_000_000, places=4))
def test_a_price_survives_the_way_over_a_binary_fraction(amount: object) -> None:
    assert decimal(float(str(amount)), 4) == f"{amount:f}"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"CONDITION": "P5>10"}, "condition"),
        ({"UNIT_CODE": "KOLI"}, "KOLI"),
        ({"CARD_CODE": "NONE"}, "not there"),
        ({"ARP_CODE": "120.*"}, "neither"),
        ({"ARP_CODE": "120.1", "ARP_TRDGRP": "BAYI"}, "neither"),
        ({"CURRENCY": 99}, "99"),
    ],
)
def test_a_price_that_would_be_wrong_here_is_refused(more: dict[str, object], said: str) -> None:
    batch = gather(PriceItem, [reference(price("VIDA", 10.0) | more)], PriceMap(1, CARDS))

    assert batch.items == []
    assert said in str(batch.refused[0].detail)


def test_a_price_with_tax_is_taken_apart_by_the_items_own_rate() -> None:
    batch = gather(PriceItem, [reference(price("BEZ", 11.0, VAT_INCL=1))], PriceMap(1, CARDS))

    made = batch.items[0]
    assert isinstance(made, PriceItem)
    assert made.unit_price == "10.0000"


def test_barcodes_are_those_of_the_main_unit_that_are_gtins() -> None:
    units = [
        {"UNIT_CODE": "KOLI", "BARCODE": "18690000000018"},
        {
            "UNIT_CODE": "ADET",
            "BARCODE": "8690000000011",
            "BARCODE_LIST": {"items": [{"BARCODE": "8690000000011"}, {"BARCODE": "RAF-12"}]},
        },
    ]

    made = product(item("VIDA", UNITS={"items": units}))

    assert made is not None
    assert made["gtins"] == ["8690000000011"]


def test_a_person_is_known_by_their_own_number_and_a_card_without_a_street_has_no_address() -> None:
    card = arp("120.7", PERSCOMPANY=1, TCKNO="10000000146", ADDRESS1="", RECORD_STATUS=1)

    made = gather(CustomerItem, [card], CustomerMap()).items[0]

    assert isinstance(made, CustomerItem)
    assert (made.tax_number, made.addresses, made.status) == ("10000000146", [], "suspended")


def test_an_invoice_in_dollars_or_by_the_half_is_refused_and_a_cancelled_one_is_taken_back() -> None:
    records = [
        reference(invoice("F1", "120", [sold("VIDA", 1, 10)], CURR_INVOICE=1)),
        reference(invoice("F2", "120", [sold("VIDA", 1.5, 10)])),
        reference(invoice("F3", "120", [sold("VIDA", 1, 10)], CANCELLED=1)),
        reference(invoice("F4", "120", [sold("VIDA", 1, 10)], TYPE=3)),
    ]

    batch = gather(InvoiceItem, records, InvoiceMap(1, 1), "NUMBER")

    assert [refused.external_id for refused in batch.refused] == ["F1", "F2"]
    assert [one.op for one in batch.items] == ["delete"]


def test_a_record_of_another_shape_keeps_no_other_from_coming() -> None:
    records = [price("VIDA", 1), reference({"CARD_CODE": None}), reference(price("VIDA", 2.0, PRICE="x"))]

    batch = gather(PriceItem, [*records, reference(price("VIDA", 3.0))], PriceMap(1, CARDS), "CARD_CODE")

    assert (len(batch.items), len(batch.refused)) == (1, 3)
    assert "cannot be read" in str(batch.refused[0].detail)


def test_a_refused_order_is_tried_more_and_more_rarely() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    pauses = [(next_attempt(attempts, now) - now).total_seconds() / 60 for attempts in range(1, 8)]

    assert pauses == [5, 15, 60, 180, 360, 360, 360]


@pytest.mark.parametrize("text", ["CODE", "CODE is 'A'", "CODE eq 'A' nor CODE eq 'B'", "(CODE eq 'A')", ""])
def test_a_filter_that_the_service_would_not_read_is_refused(text: str) -> None:
    with pytest.raises(FilterFault):
        parse(text)


def test_totals_of_more_places_than_are_kept_still_add_up() -> None:
    record = reference(invoice("F-9", "D-1", [sold("VIDA", 1, 8.348)]))
    record |= {"TOTAL_NET": 10.014, "TOTAL_VAT": 1.666}

    found = InvoiceMap(1, 1)(record)

    assert found is not None
    amounts = {name: amount["amount"] for name, amount in found["totals"].items()}
    assert amounts == {"net": "8.34", "vat": "1.67", "gross": "10.01"}


def test_a_round_moves_on_to_where_it_began_at_most() -> None:
    begun = datetime(2026, 11, 21, 10, tzinfo=UTC)
    changed_while_it_ran = [{"DATE_MODIFIED": "2026-11-21T00:00:00", "HOUR_MODIFIED": 13, "MIN_MODIFIED": 28}]

    half = further(Progress(), [{}] * 25, begun, is_last=False)
    whole = further(half, changed_while_it_ran, begun + timedelta(minutes=29), is_last=True)

    assert (half.offset, half.begun_at) == (25, begun)
    assert whole == Progress(since=begun)
