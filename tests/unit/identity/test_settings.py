from decimal import Decimal

import pytest

from b2b.application.shared.settings import (
    APPROVALS_ENABLED,
    LOW_STOCK_THRESHOLD,
    MINIMUM_ORDER_AMOUNT,
    SETTINGS,
    SettingInvalid,
    SettingUnknown,
    setting_named,
)


@pytest.mark.parametrize("raw", [True, "5", 5.0, -1, 1_000_001, None])
def test_a_number_of_pieces_is_a_whole_number_within_bounds(raw: object) -> None:
    with pytest.raises(SettingInvalid):
        LOW_STOCK_THRESHOLD.parse(raw)
    assert LOW_STOCK_THRESHOLD.parse(0) == 0


@pytest.mark.parametrize("raw", ["-1", "0.001", "NaN", "Infinity", "1E+30", "abc", True])
def test_an_amount_is_exact_and_bounded(raw: object) -> None:
    with pytest.raises(SettingInvalid):
        MINIMUM_ORDER_AMOUNT.parse(raw)
    assert MINIMUM_ORDER_AMOUNT.parse("250.50") == Decimal("250.50")


def test_a_number_is_no_truth_value() -> None:
    with pytest.raises(SettingInvalid):
        APPROVALS_ENABLED.parse(1)


def test_every_default_is_allowed() -> None:
    for setting in SETTINGS.values():
        assert setting.parse(setting.default) == setting.default


def test_a_name_that_is_no_setting_is_not_found() -> None:
    with pytest.raises(SettingUnknown):
        setting_named("orders.colour")
