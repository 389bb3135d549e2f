import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.identity.errors import WeakPassword
from b2b.domain.identity.passwords import LENGTH_MAX, check_password
from b2b.infrastructure.security.passwords import Argon2PasswordHasher

EMAIL = "Ayse1Isik@bayi.example"


def codes_of(password: str) -> set[str]:
    with pytest.raises(WeakPassword) as refused:
        check_password(password, email=EMAIL)
    return {fault.code.removeprefix("password.") for fault in refused.value.faults}


def test_every_fault_of_a_password_is_named_at_once() -> None:
    assert codes_of("a") == {"too_short", "no_upper", "no_digit"}
    assert codes_of("ABCDEFG1") == {"no_lower"}
    assert codes_of("Aa1" + "x" * LENGTH_MAX) == {"too_long"}


@pytest.mark.parametrize("password", [EMAIL, "ayse1isik", "AYSE1ISIK@bayi.example "])
def test_the_email_address_is_no_password(password: str) -> None:
    assert "is_email" in codes_of(password)


@given(st.text(min_size=5, max_size=100))
def test_whatever_else_a_password_of_all_classes_holds_it_is_accepted(rest: str) -> None:
    check_password(f"Aa1{rest}", email="somebody@else.example")


async def test_a_hash_matches_its_password_only_and_has_a_salt_of_its_own() -> None:
    hasher = Argon2PasswordHasher(memory_kib=32, passes=1)

    first, second = await hasher.hash("Şifre123"), await hasher.hash("Şifre123")

    assert first != second
    assert first.startswith("$argon2id$")
    assert await hasher.verify(first, "Şifre123")
    assert not await hasher.verify(first, "Sifre123")
    assert not await hasher.verify(None, "Şifre123")
    assert not await hasher.verify("not a hash", "Şifre123")


async def test_a_hash_of_weaker_days_is_outdated() -> None:
    weak, strong = (
        Argon2PasswordHasher(memory_kib=32, passes=1),
        Argon2PasswordHasher(memory_kib=64, passes=2),
    )

    made = await weak.hash("Strong123")

    assert strong.outdated(made)
    assert not weak.outdated(made)
