"""Tokens: each holds a user's licence until it ends or is given back."""

import base64
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from demo.logo.books import Company


class SignInRefused(Exception):
    """What the token's address answers with 400."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error, self.description = error, description


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who may sign in. An empty `client` accepts any program, as older installations do."""

    user: str = "LOGO"
    password: str = "LOGO"  # noqa: S105  the user that a new installation has
    client: str = ""


@dataclass
class Sessions:
    account: Account
    lifetime: timedelta = timedelta(minutes=20)
    licences: int = 2
    given: int = 0
    most_at_once: int = 0
    _open: dict[str, tuple[Company, datetime]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def sign_in(self, form: Mapping[str, str], authorization: str) -> dict[str, object]:
        """Raises `SignInRefused`."""
        self._check(form, authorization)
        company = Company(int(form.get("firmno", "1")), int(form.get("periodno", "1")))
        now = datetime.now(UTC)
        with self._lock:
            self._open = {token: one for token, one in self._open.items() if one[1] > now}
            if len(self._open) >= self.licences:
                raise SignInRefused("invalid_grant", "There is no free user licence.")
            token = secrets.token_urlsafe(48)
            self._open[token] = (company, now + self.lifetime)
            self.given += 1
            self.most_at_once = max(self.most_at_once, len(self._open))
        return {
            "access_token": token,
            "token_type": "bearer",
            "expires_in": int(self.lifetime.total_seconds()),
            "userName": form["username"],
            "firmNo": str(company.firm),
            ".issued": format_datetime(now, usegmt=True),
            ".expires": format_datetime(now + self.lifetime, usegmt=True),
        }

    def company(self, authorization: str) -> Company | None:
        """Whose books the bearer reads; None for nobody that is signed in."""
        found = self._open.get(authorization.removeprefix("Bearer "))
        return found[0] if found and found[1] > datetime.now(UTC) else None

    def end(self, authorization: str) -> None:
        with self._lock:
            self._open.pop(authorization.removeprefix("Bearer "), None)

    def end_all(self) -> None:
        """As when somebody throws everybody out at the server."""
        with self._lock:
            self._open.clear()

    def _check(self, form: Mapping[str, str], authorization: str) -> None:
        if form.get("grant_type") != "password":
            raise SignInRefused("unsupported_grant_type", "The grant type is not supported.")
        if (form.get("username"), form.get("password")) != (self.account.user, self.account.password):
            raise SignInRefused("invalid_grant", "The user name or the password is wrong.")
        expected = "Basic " + base64.b64encode(self.account.client.encode()).decode()
        if self.account.client and authorization != expected:
            raise SignInRefused("invalid_client", "The program is not known.")
