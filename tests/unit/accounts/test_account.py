from datetime import timedelta
from decimal import Decimal

import pytest

from b2b.domain.accounts.account import HoldState
from b2b.domain.accounts.errors import (
    AccountIsPrepaid,
    CreditExceeded,
    HoldNotOpen,
    HoldTooSmall,
    InvalidCreditLimit,
    InvalidHoldAmount,
    OtherAccount,
)
from b2b.domain.accounts.journal import invoice_entry, payment_entry
from b2b.domain.shared.ids import AccountId, new_id
from b2b.domain.shared.money import CurrencyMismatch, Money
from tests.unit.accounts.builders import NOW, a_head, an_account, an_order_id
from tests.unit.shared.strategies import EUR, lira


def test_free_credit_is_the_limit_less_the_balance_and_the_holds() -> None:
    account = an_account(limit="1000.00")
    account.post(invoice_entry(a_head(), net=lira("250.00"), tax=lira("50.00")))

    account.hold(order_id=an_order_id(), amount=lira("200.00"), at=NOW, expires_at=None)

    assert (account.balance, account.held, account.free_credit) == (
        lira("300.00"),
        lira("200.00"),
        lira("500.00"),
    )


def test_the_last_kurus_of_credit_can_be_held() -> None:
    account = an_account(limit="100.00")

    account.hold(order_id=an_order_id(), amount=lira("100.00"), at=NOW, expires_at=None)

    assert account.free_credit == lira("0.00")


def test_a_kurus_more_than_is_free_is_refused_with_the_figures() -> None:
    account = an_account(limit="100.00")

    with pytest.raises(CreditExceeded) as refused:
        account.hold(order_id=an_order_id(), amount=lira("100.01"), at=NOW, expires_at=None)

    assert refused.value.facts == {"free": lira("100.00"), "needed": lira("100.01"), "short": lira("0.01")}
    assert account.held == lira("0.00")


def test_a_payment_frees_credit() -> None:
    account = an_account(limit="100.00")
    account.post(payment_entry(a_head("TAH-1"), amount=lira("40.00")))

    account.hold(order_id=an_order_id(), amount=lira("140.00"), at=NOW, expires_at=None)

    assert account.free_credit == lira("0.00")


def test_a_dealer_without_a_limit_pays_before_delivery() -> None:
    account = an_account(limit="0.00")
    account.post(payment_entry(a_head("TAH-1"), amount=lira("40.00")))

    with pytest.raises(AccountIsPrepaid):
        account.hold(order_id=an_order_id(), amount=lira("10.00"), at=NOW, expires_at=None)


@pytest.mark.parametrize("amount", ["0.00", "-1.00"])
def test_nothing_and_less_cannot_be_held(amount: str) -> None:
    with pytest.raises(InvalidHoldAmount):
        an_account().hold(order_id=an_order_id(), amount=lira(amount), at=NOW, expires_at=None)


def test_another_currency_cannot_be_held() -> None:
    with pytest.raises(CurrencyMismatch):
        an_account().hold(order_id=an_order_id(), amount=Money(Decimal(1), EUR), at=NOW, expires_at=None)


def test_a_release_gives_all_that_is_left_back() -> None:
    account = an_account()
    hold = account.hold(order_id=an_order_id(), amount=lira("300.00"), at=NOW, expires_at=None)
    account.release(hold, lira("100.00"))
    assert (hold.state, hold.outstanding, account.held) == (HoldState.HELD, lira("200.00"), lira("200.00"))

    given_back = account.release(hold)

    assert given_back == lira("200.00")
    assert (hold.state, hold.released, account.held) == (HoldState.RELEASED, lira("300.00"), lira("0.00"))


def test_an_invoice_takes_the_place_of_its_hold() -> None:
    account = an_account(limit="1000.00")
    hold = account.hold(order_id=an_order_id(), amount=lira("120.00"), at=NOW, expires_at=None)
    free = account.free_credit

    account.convert(hold)
    account.post(invoice_entry(a_head(), net=lira("100.00"), tax=lira("20.00")))

    assert hold.state is HoldState.CONVERTED
    assert (account.held, account.free_credit) == (lira("0.00"), free)


def test_a_part_invoice_converts_its_part_and_the_rest_can_be_released() -> None:
    account = an_account()
    hold = account.hold(order_id=an_order_id(), amount=lira("120.00"), at=NOW, expires_at=None)

    account.convert(hold, lira("50.00"))
    account.release(hold)

    assert (hold.state, account.held) == (HoldState.RELEASED, lira("0.00"))


def test_an_invoice_above_the_hold_converts_what_was_held() -> None:
    account = an_account()
    hold = account.hold(order_id=an_order_id(), amount=lira("120.00"), at=NOW, expires_at=None)

    assert account.convert(hold, lira("150.00")) == lira("120.00")
    assert hold.state is HoldState.CONVERTED


def test_a_hold_ends_once() -> None:
    account = an_account()
    hold = account.hold(order_id=an_order_id(), amount=lira("120.00"), at=NOW, expires_at=None)
    account.release(hold)

    with pytest.raises(HoldNotOpen):
        account.release(hold)
    with pytest.raises(HoldNotOpen):
        account.convert(hold)

    assert account.held == lira("0.00")


def test_no_more_than_is_held_can_be_released() -> None:
    account = an_account()
    hold = account.hold(order_id=an_order_id(), amount=lira("120.00"), at=NOW, expires_at=None)

    with pytest.raises(HoldTooSmall):
        account.release(hold, lira("120.01"))

    assert (hold.released, account.held) == (lira("0.00"), lira("120.00"))


@pytest.mark.parametrize("amount", ["0.00", "-5.00"])
def test_a_release_gives_something_back(amount: str) -> None:
    account = an_account()
    hold = account.hold(order_id=an_order_id(), amount=lira("120.00"), at=NOW, expires_at=None)

    with pytest.raises(InvalidHoldAmount):
        account.release(hold, lira(amount))


def test_another_accounts_hold_and_entry_are_refused() -> None:
    account = an_account()
    hold = account.hold(order_id=an_order_id(), amount=lira("120.00"), at=NOW, expires_at=None)
    hold.account_id = AccountId(new_id())

    with pytest.raises(OtherAccount):
        account.release(hold)
    with pytest.raises(OtherAccount):
        account.post(payment_entry(a_head("TAH-1", account_id=AccountId(new_id())), amount=lira("1.00")))


def test_a_hold_expires_at_its_time_unless_it_is_kept() -> None:
    account = an_account()
    expires_at = NOW + timedelta(hours=48)
    hold = account.hold(order_id=an_order_id(), amount=lira("120.00"), at=NOW, expires_at=expires_at)

    assert not hold.is_expired(expires_at - timedelta(seconds=1))
    assert hold.is_expired(expires_at)
    hold.keep()
    assert not hold.is_expired(expires_at)


def test_what_was_released_does_not_expire_any_more() -> None:
    account = an_account()
    hold = account.hold(order_id=an_order_id(), amount=lira("120.00"), at=NOW, expires_at=NOW)
    account.release(hold)

    assert not hold.is_expired(NOW)


def test_a_lowered_limit_leaves_the_holds_and_stops_the_next_one() -> None:
    account = an_account(limit="1000.00")
    account.hold(order_id=an_order_id(), amount=lira("800.00"), at=NOW, expires_at=None)

    account.change_limit(lira("500.00"))

    assert account.free_credit == lira("-300.00")
    with pytest.raises(CreditExceeded):
        account.hold(order_id=an_order_id(), amount=lira("0.01"), at=NOW, expires_at=None)


def test_a_limit_is_not_negative_and_in_the_accounts_currency() -> None:
    with pytest.raises(InvalidCreditLimit):
        an_account().change_limit(lira("-0.01"))
    with pytest.raises(CurrencyMismatch):
        an_account().change_limit(Money(Decimal(100), EUR))
