from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from b2b.api_portal.web import formats
from b2b.api_portal.web.i18n import LANGUAGE, choose
from b2b.application.shared.values import MoneyValue

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def turkish() -> Iterator[None]:
    before = LANGUAGE.set("tr")
    yield
    LANGUAGE.reset(before)


@pytest.fixture
def english() -> Iterator[None]:
    before = LANGUAGE.set("en")
    yield
    LANGUAGE.reset(before)


@pytest.mark.usefixtures("turkish")
def test_turkish_money_has_points_between_thousands() -> None:
    assert formats.money(MoneyValue("1234567.50", "TRY")) == "₺1.234.567,50"
    assert formats.price("0.0375", "TRY") == "₺0,0375"
    assert formats.short_amount(Decimal(1_250_000), "TRY") == "₺1,25 Mn"


@pytest.mark.usefixtures("english")
def test_english_money_has_commas_and_a_real_minus() -> None:
    assert formats.money(MoneyValue("-1234.50", "EUR")) == "\u2212€1,234.50"
    assert formats.money(MoneyValue("1234.50", "CHF"), 0) == "CHF 1,235"


@pytest.mark.usefixtures("english")
def test_a_moment_is_istanbuls() -> None:
    late = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)

    assert formats.day(late) == "22 Nov 2026"
    assert formats.moment(late, "HH:mm") == "01:30"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(hours=30), "yesterday"),
        (timedelta(days=5), "16 Nov 2026"),
    ],
)
def test_how_long_ago_is_said_as_people_say_it(passed: timedelta, words: str) -> None:
    assert formats.ago(NOON - passed, NOON) == words


def test_initials_keep_turkish_letters() -> None:
    assert formats.initials("irem polat") == "İP"
    assert formats.initials("Işıltı") == "IŞ"


def test_the_language_is_the_chosen_one_else_the_browsers() -> None:
    assert choose("en", "tr") == "en"
    assert choose(None, "de, en-GB;q=0.8") == "en"
    assert choose("xx", "de") == "tr"


def test_a_day_is_over_at_midnight_in_istanbul_and_the_last_of_all_ends_too() -> None:
    assert formats.end_of(date(2026, 11, 21)).isoformat() == "2026-11-22T00:00:00+03:00"
    assert formats.end_of(date.max).year == date.max.year


def test_a_day_begins_at_midnight_in_istanbul_and_every_day_has_a_beginning() -> None:
    assert formats.beginning_of(date(2026, 11, 21)).isoformat() == "2026-11-21T00:00:00+03:00"
    assert formats.beginning_of(date.min).astimezone(UTC) < formats.beginning_of(date(1, 1, 3))
    assert formats.beginning_of(date.max).date() == date.max
