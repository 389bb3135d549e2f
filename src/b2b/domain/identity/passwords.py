"""What a password must be like, and how long somebody who guesses must wait."""

from datetime import timedelta
from typing import Final

from b2b.domain.identity.errors import WeakPassword
from b2b.domain.shared.errors import Fault

LENGTH_MIN: Final = 8
# Hashing costs time by length; nobody types more.
LENGTH_MAX: Final = 256

FAILURES_MAX: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)


def check_password(password: str, *, email: str, pointer: str = "/password") -> None:
    """Raises `WeakPassword` with every fault: length, classes of characters, the e-mail address itself."""
    faults = [
        Fault(pointer=pointer, code=f"password.{code}", detail=detail)
        for code, detail, broken in (
            ("too_short", f"At least {LENGTH_MIN} characters.", len(password) < LENGTH_MIN),
            ("too_long", f"At most {LENGTH_MAX} characters.", len(password) > LENGTH_MAX),
            ("no_lower", "At least one small letter.", not any(map(str.islower, password))),
            ("no_upper", "At least one capital letter.", not any(map(str.isupper, password))),
            ("no_digit", "At least one digit.", not any(map(str.isdigit, password))),
            ("is_email", "Not your e-mail address.", _is_email(password, email)),
        )
        if broken
    ]
    if faults:
        raise WeakPassword(faults=faults)


def _is_email(password: str, email: str) -> bool:
    return password.strip().casefold() in {email.casefold(), email.partition("@")[0].casefold()}
