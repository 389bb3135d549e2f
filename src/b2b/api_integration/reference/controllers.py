"""The codes that items are written in."""

from functools import cache
from typing import Final

import msgspec
from babel import Locale
from litestar import Controller, get

from b2b.api_integration.bulk.documents import PROBLEMS
from b2b.domain.shared.money import Currency
from b2b.domain.shared.reference import COUNTRIES, CURRENCIES, UNITS


class CodeName(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    name: str
    name_en: str


class CurrencyName(msgspec.Struct, frozen=True, kw_only=True):
    """`digits` is how many decimals an amount of the currency has."""

    code: str
    name: str
    name_en: str
    digits: int


class ReferenceData(msgspec.Struct, frozen=True, kw_only=True):
    """Countries of ISO 3166-1, currencies of ISO 4217, units of UN/ECE Recommendation 20."""

    countries: list[CodeName]
    currencies: list[CurrencyName]
    units: list[CodeName]


@cache
def reference_data() -> ReferenceData:
    turkish, english = Locale("tr"), Locale("en")
    return ReferenceData(
        countries=[
            CodeName(code=code, name=turkish.territories[code], name_en=english.territories[code])
            for code in sorted(COUNTRIES)
        ],
        currencies=[
            CurrencyName(
                code=code,
                name=turkish.currencies.get(code, code),
                name_en=english.currencies.get(code, code),
                digits=_digits(code),
            )
            for code in sorted(CURRENCIES)
        ],
        units=[CodeName(code=code, name=name, name_en=name_en) for code, (name, name_en) in UNITS.items()],
    )


def _digits(code: str) -> int:
    exponent = Currency(code).minor_unit.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


class ReferenceController(Controller):
    path = "/reference-data"
    tags = ("Catalogue",)

    @get(
        operation_id="getReferenceData",
        summary="Codes of countries, currencies and units, with their names",
        description="Items are written in these codes. Names are in Turkish and in English.",
        responses={status: PROBLEMS[status] for status in (401, 429)},
    )
    async def get_reference_data(self) -> ReferenceData:
        return reference_data()


CONTROLLERS: Final = (ReferenceController,)
