"""No refusal reaches a Turkish reader in English or in the decoder's notation."""

from collections.abc import Iterator

import msgspec
import pytest

from b2b.api_portal.web.complaints import error_text, fault_text
from b2b.api_portal.web.forms import errors_by_field
from b2b.api_portal.web.i18n import LANGUAGE
from b2b.api_shared.inputs import QuantityNumber, Reason
from b2b.application.shared.faults import faults_of
from b2b.domain.identity.passwords import check_password
from b2b.domain.inventory.availability import QuantityRules
from b2b.domain.shared.errors import DomainError, Fault, InvalidRequest
from scripts.error_codes import concrete_errors
from tests.unit.web.test_translations import turkish


@pytest.fixture(autouse=True)
def _in_turkish() -> Iterator[None]:
    before = LANGUAGE.set("tr")
    yield
    LANGUAGE.reset(before)


class Form(msgspec.Struct):
    reason: Reason
    quantity: QuantityNumber
    name: str


@pytest.mark.parametrize("kind", concrete_errors(), ids=lambda kind: kind.code)
def test_every_code_has_a_turkish_sentence(kind: type[DomainError]) -> None:
    assert turkish().get(kind.title)
    assert error_text(kind()) != kind.title


def test_what_the_decoder_says_becomes_a_sentence() -> None:
    error = InvalidRequest(faults=faults_of({"reason": "", "quantity": 0}, Form))

    assert errors_by_field(error) == {
        "reason": "Bu alanı doldurun.",
        "quantity": "1 değerinden küçük olamaz.",
        "name": "Bu alan zorunludur.",
    }


@pytest.mark.parametrize(
    "detail",
    [
        "Expected `int`, got `str`",
        "Expected `str` of length <= 40",
        "Expected `array` of length >= 1",
        "Invalid UUID",
        "Invalid RFC3339 encoded date",
        "Invalid enum value 'x'",
        "Invalid decimal string",
        "There is no product SKU-9.",
        "SKU-9 has no price for you; ask your representative.",
        "SKU-9: 5 requested, 3 available.",
        "5 wanted, 3 available.",
        "SKU-9: at most 1000000.",
        "3 must approve, and 1 can.",
        "Say why the status changes.",
    ],
)
def test_no_fault_is_told_in_english(detail: str) -> None:
    told = fault_text(Fault(pointer="/x", code="value.invalid", detail=detail))

    assert told != detail
    assert "`" not in told


def test_figures_stay_in_the_sentence() -> None:
    told = [fault_text(fault) for fault in QuantityRules(minimum=4, step=3).check(2, pointer="")]

    assert told == ["En az 4 olmalı.", "3 katları hâlinde sipariş edilir."]


def test_a_weak_password_is_explained_in_turkish() -> None:
    with pytest.raises(DomainError) as refused:
        check_password("abc", email="a@example.com")

    assert [fault_text(fault) for fault in refused.value.faults] == [
        "En az 8 karakter olmalı.",
        "En az bir büyük harf olmalı.",
        "En az bir rakam olmalı.",
    ]
