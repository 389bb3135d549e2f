"""Numbers, money and dates as the reader's language writes them. Times are Istanbul's."""

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import get_decimal_symbol, get_group_symbol

from b2b.api_portal.web.i18n import LANGUAGE, ntr, tr
from b2b.application.shared.values import MoneyValue

ZONE: Final = ZoneInfo("Europe/Istanbul")
LOCALES: Final = {"tr": "tr_TR", "en": "en_GB"}
SYMBOLS: Final = {"TRY": "₺", "EUR": "€", "USD": "$", "GBP": "£"}
MINUS: Final = "\u2212"
_THOUSAND: Final = Decimal(1000)
_MILLION: Final = Decimal(1_000_000)
_DAY: Final = timedelta(days=1)
_RECENT: Final = timedelta(days=2)


@lru_cache
def _separators(language: str) -> tuple[str, str]:
    locale = LOCALES[language]
    return get_group_symbol(locale), get_decimal_symbol(locale)


def number(value: Decimal | float | str, places: int = 0) -> str:
    """Grouped digits: 1.234,50 or 1,234.50."""
    group, point = _separators(LANGUAGE.get())
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,f}".replace(",", "\0").replace(".", point).replace("\0", group).replace("-", MINUS)


def money(value: MoneyValue, places: int | None = None) -> str:
    """With the currency's sign in front; all its minor units unless `places` says how many."""
    decimals = len(value.amount.partition(".")[2]) if places is None else places
    return amount(value.amount, value.currency, decimals)


def amount(value: Decimal | str, currency: str, places: int = 2) -> str:
    """An amount that comes without its currency, such as a unit price of up to four decimals."""
    text = number(value, places)
    sign = MINUS if text.startswith(MINUS) else ""
    return f"{sign}{SYMBOLS.get(currency, currency + ' ')}{text.removeprefix(MINUS)}"


def price(value: str, currency: str) -> str:
    """A unit price with the decimals that it has: 12.50, 0.0375."""
    return amount(value, currency, len(value.partition(".")[2]))


def short_amount(value: Decimal, currency: str) -> str:
    """For charts: ₺864k, ₺1.25M; in Turkish ₺864 B, ₺1,25 Mn."""
    _, point = _separators(LANGUAGE.get())
    turkish = LANGUAGE.get() == "tr"
    sign, size = (MINUS, -value) if value < 0 else ("", value)
    symbol = SYMBOLS.get(currency, currency + " ")
    if size >= _MILLION:
        digits = f"{size / _MILLION:.2f}".replace(".", point)
        return f"{sign}{symbol}{digits}{' Mn' if turkish else 'M'}"
    if size >= _THOUSAND:
        return f"{sign}{symbol}{size / _THOUSAND:.0f}{' B' if turkish else 'k'}"
    return f"{sign}{symbol}{size:.0f}"


@lru_cache(maxsize=4096)
def _day(value: date, pattern: str, language: str) -> str:
    return format_date(value, pattern, locale=LOCALES[language])


def day(value: date | datetime, pattern: str = "d MMM y") -> str:
    """A business day; a moment is the day that it was in Istanbul."""
    local = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
    return _day(local, pattern, LANGUAGE.get())


def moment(value: datetime, pattern: str = "d MMM y HH:mm") -> str:
    return format_datetime(value.astimezone(ZONE), pattern, locale=LOCALES[LANGUAGE.get()])


def beginning_of(first: date) -> datetime:
    """When a day begins in Istanbul; before the second that there is, UTC has no moments."""
    return datetime.combine(max(first, date.min + _DAY), time.min, ZONE)


def end_of(last: date) -> datetime:
    """When a day is over in Istanbul; the very last that there is ends as it begins."""
    return datetime.combine(min(last, date.max - _DAY) + _DAY, time.min, ZONE)


def ago(value: datetime, now: datetime) -> str:
    """How long since, as people say it; a date from the day before yesterday on."""
    passed = now - value
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return tr("just now")
    if minutes < 60:
        return ntr("%(num)s min ago", "%(num)s min ago", minutes)
    if minutes < 24 * 60:
        return ntr("%(num)s h ago", "%(num)s h ago", minutes // 60)
    return tr("yesterday") if passed < _RECENT else day(value)


def initials(name: str) -> str:
    """Two letters for a round picture. Turkish i keeps its dot."""
    words = [word for word in name.split() if word[:1].isalpha()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[:2] for word in words[:1]]
    return "".join(letters).replace("i", "İ").replace("ı", "I").upper()
