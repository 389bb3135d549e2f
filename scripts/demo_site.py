"""The running demo as a browser knows it: where it is, who may sign in, and their session's cookie."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import httpx
import msgspec

ROOT: Final = Path(__file__).resolve().parent.parent
TOKEN: Final = re.compile(r'name="_csrf_token" value="([^"]+)"')
CHROMIUM: Final = (
    "Debian's chromium is not installed: apt-get install chromium (browser tests, pictures, Lighthouse)"
)


class User(msgspec.Struct, frozen=True):
    role: str
    email: str
    password: str
    partner_code: str | None = None


class _Demo(msgspec.Struct, frozen=True):
    portal_url: str
    integration_url: str
    api_key: str
    users: list[User]


@dataclass(frozen=True, slots=True)
class DemoSite:
    url: str
    integration_url: str
    api_key: str
    users: list[User]

    @classmethod
    def running(cls) -> "DemoSite":
        """Of `make demo` in another terminal. Raises `click.ClickException` where there is none."""
        file = Path(os.environ.get("B2B_HOME", ".b2b")) / "demo.json"
        try:
            demo = msgspec.json.decode(file.read_bytes(), type=_Demo)
            httpx.get(f"{demo.portal_url}/health/ready").raise_for_status()
        except (OSError, httpx.HTTPError) as error:
            raise click.ClickException("No demo is running: start one with `make demo`.") from error
        return cls(demo.portal_url, demo.integration_url, demo.api_key, demo.users)

    def user(self, role: str, partner_code: str | None = None) -> User:
        """The first of that role."""
        for user in self.users:
            if user.role == role and partner_code in {None, user.partner_code}:
                return user
        raise click.ClickException(f"The demo has nobody with the role {role}.")

    def client(self, role: str, partner_code: str | None = None) -> httpx.Client:
        """The portal's API as one of them."""
        user = self.user(role, partner_code)
        body = {"email": user.email, "password": user.password, "partner_code": user.partner_code}
        answer = httpx.post(f"{self.url}/api/v1/auth/token", json=body, timeout=30)
        answer.raise_for_status()
        bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=bearer, timeout=30)

    def machine(self) -> httpx.Client:
        """The integration API as the demo's ERP."""
        key = {"X-API-Key": self.api_key}
        return httpx.Client(base_url=f"{self.integration_url}/api/integration/v1", headers=key, timeout=30)

    def session_cookie(self, role: str, partner_code: str | None = None) -> tuple[str, str]:
        """Name and value, as the page of signing in gives them."""
        user = self.user(role, partner_code)
        return session_cookie(self.url, user.email, user.password, user.partner_code)


def session_cookie(url: str, email: str, password: str, partner_code: str | None = None) -> tuple[str, str]:
    """Name and value. Raises `click.ClickException` where somebody is not let in."""
    shown = httpx.get(f"{url}/sign-in", timeout=60)
    token = TOKEN.search(shown.text)
    if token is None:
        raise click.ClickException("The page of signing in has no form.")
    fields = {"email": email, "password": password, "partner_code": partner_code or ""}
    answer = httpx.post(
        f"{url}/sign-in",
        data={"_csrf_token": token[1], **fields},
        headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies_of(shown))},
        timeout=60,
    )
    for name, value in cookies_of(answer):
        if name.endswith("session") and value:
            return name, value
    raise click.ClickException(f"Signing in as {email} was answered with {answer.status_code}.")


def chromium() -> str:
    """Raises `click.ClickException` where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise click.ClickException(CHROMIUM)
    return found


def cookies_of(answer: httpx.Response) -> list[tuple[str, str]]:
    """As sent: a jar would keep none of those that are for https alone."""
    sent = answer.headers.get_list("set-cookie")
    pairs = [line.partition(";")[0].partition("=") for line in sent]
    return [(name.strip(), value) for name, _, value in pairs]
