from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.accounts.errors import EntryUnbalanced, InvalidEntryAmount
from b2b.domain.accounts.journal import (
    EntryKind,
    JournalEntry,
    Ledger,
    Posting,
    adjustment_entry,
    credit_note_entry,
    debit_note_entry,
    invoice_entry,
    opening_entry,
    payment_entry,
)
from b2b.domain.shared.ids import EntryId, new_id
from b2b.domain.shared.money import CurrencyMismatch, Money
from tests.unit.accounts.builders import NOW, TODAY, a_head
from tests.unit.shared.strategies import EUR, TRY, amounts, lira

positive = amounts(least=1)
not_negative = amounts(least=0)
signed = amounts().filter(lambda amount: amount.minor_units != 0)

entries = st.one_of(
    st.builds(lambda net, tax: invoice_entry(a_head(), net=net, tax=tax), positive, not_negative),
    st.builds(lambda net, tax: credit_note_entry(a_head(), net=net, tax=tax), positive, not_negative),
    st.builds(lambda net, tax: debit_note_entry(a_head(), net=net, tax=tax), positive, not_negative),
    st.builds(lambda amount: payment_entry(a_head(), amount=amount), positive),
    st.builds(lambda amount: opening_entry(a_head(), amount=amount), signed),
    st.builds(lambda amount: adjustment_entry(a_head(), amount=amount), signed),
)


def an_entry(*postings: Posting) -> JournalEntry:
    return a_head().entry(EntryKind.ADJUSTMENT, postings)


@given(entry=entries)
def test_every_entry_balances(entry: JournalEntry) -> None:
    assert Money.total((posting.amount for posting in entry.postings), TRY) == lira("0.00")


@given(entry=entries)
def test_a_reversal_cancels_its_entry_ledger_by_ledger(entry: JournalEntry) -> None:
    reversal = entry.reversed(id=EntryId(new_id()), on=TODAY, occurred_at=NOW)

    for ledger in Ledger:
        both = [each.amount for each in (*entry.postings, *reversal.postings) if each.ledger is ledger]
        assert Money.total(both, TRY) == lira("0.00")
    assert reversal.amount == -entry.amount


def test_an_entry_that_does_not_balance_cannot_be_built() -> None:
    with pytest.raises(EntryUnbalanced):
        an_entry(Posting(Ledger.RECEIVABLE, lira("10.00")), Posting(Ledger.SALES, lira("-9.99")))


def test_an_entry_has_two_sides() -> None:
    with pytest.raises(EntryUnbalanced):
        an_entry(Posting(Ledger.RECEIVABLE, lira("10.00")))


def test_an_entry_moves_something() -> None:
    with pytest.raises(InvalidEntryAmount):
        payment_entry(a_head(), amount=lira("0.00"))


def test_an_entry_is_in_one_currency() -> None:
    euro = Money(Decimal(1), EUR)

    with pytest.raises(CurrencyMismatch):
        an_entry(
            Posting(Ledger.RECEIVABLE, lira("1.00")),
            Posting(Ledger.SALES, lira("-1.00")),
            Posting(Ledger.RECEIVABLE, euro),
            Posting(Ledger.SALES, -euro),
        )


def test_an_invoice_debits_the_dealer_and_credits_sales_and_tax() -> None:
    entry = invoice_entry(a_head(), net=lira("100.00"), tax=lira("20.00"))

    assert entry.kind is EntryKind.INVOICE
    assert entry.amount == lira("120.00")
    assert set(entry.postings) == {
        Posting(Ledger.RECEIVABLE, lira("120.00")),
        Posting(Ledger.SALES, lira("-100.00")),
        Posting(Ledger.TAX, lira("-20.00")),
    }


def test_an_invoice_without_tax_has_no_posting_of_nothing() -> None:
    entry = invoice_entry(a_head(), net=lira("100.00"), tax=lira("0.00"))

    assert [posting.ledger for posting in entry.postings] == [Ledger.RECEIVABLE, Ledger.SALES]


def test_payments_and_credit_notes_lower_the_debt() -> None:
    assert payment_entry(a_head(), amount=lira("50.00")).amount == lira("-50.00")
    assert credit_note_entry(a_head(), net=lira("50.00"), tax=lira("10.00")).amount == lira("-60.00")


def test_the_kind_gives_the_sign() -> None:
    with pytest.raises(InvalidEntryAmount):
        payment_entry(a_head(), amount=lira("-50.00"))
    with pytest.raises(InvalidEntryAmount):
        invoice_entry(a_head(), net=lira("-50.00"), tax=lira("0.00"))


def test_an_opening_may_favour_either_side() -> None:
    assert opening_entry(a_head(), amount=lira("-75.00")).amount == lira("-75.00")


def test_a_reversal_names_what_it_reverses_and_ages_like_it() -> None:
    entry = invoice_entry(a_head("FTR-9", due=TODAY + timedelta(days=30)), net=lira("1.00"), tax=lira("0.20"))

    reversal = entry.reversed(id=EntryId(new_id()), on=TODAY, occurred_at=NOW)

    assert (reversal.kind, reversal.reference) == (EntryKind.REVERSAL, f"reversal:{entry.reference}")
    assert (reversal.document_number, reversal.due_date) == ("FTR-9", entry.due_date)
