"""What the simulator is told through its environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from demo.erp.catalogue import Profile

API_PATH: Final = "/api/integration/v1"


class SettingsFault(Exception):
    """A variable that is missing or cannot be used; the text is a sentence for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`integration_url` is the server's root: the API's path and `/health/ready` are below it.

    `webhook_secret` is for an endpoint that somebody registered by hand: then none is registered here.
    """

    integration_url: str
    api_key: str
    host: str
    port: int
    home: Path
    profile: Profile
    webhook_secret: str | None
    invoice_delay_seconds: float
    # The address that the portal delivers to; another than ours where a proxy stands between.
    public_url: str

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Self:
        host, port = environment.get("B2B_ERP_HOST", "127.0.0.1"), _port(environment)
        return cls(
            integration_url=_url(_required(environment, "B2B_INTEGRATION_URL")),
            api_key=_required(environment, "B2B_API_KEY"),
            host=host,
            port=port,
            home=Path(environment.get("B2B_DEMO_HOME", ".b2b/demo")),
            profile=_profile(environment),
            webhook_secret=environment.get("B2B_WEBHOOK_SECRET") or None,
            invoice_delay_seconds=_delay(environment),
            public_url=environment.get("B2B_ERP_URL", f"http://{host}:{port}").rstrip("/"),
        )


def _required(environment: Mapping[str, str], name: str) -> str:
    if value := environment.get(name, "").strip():
        return value
    raise SettingsFault(f"{name} is not set.")


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise SettingsFault("B2B_INTEGRATION_URL must start with http:// or https://.")
    return text.rstrip("/").removesuffix(API_PATH)


def _port(environment: Mapping[str, str]) -> int:
    text = environment.get("B2B_ERP_PORT", "8090")
    if text.isdecimal() and 0 < int(text) < 65_536:
        return int(text)
    raise SettingsFault("B2B_ERP_PORT must be a port between 1 and 65535.")


def _profile(environment: Mapping[str, str]) -> Profile:
    text = environment.get("B2B_DEMO_PROFILE", Profile.FULL)
    if text in list(Profile):
        return Profile(text)
    raise SettingsFault("B2B_DEMO_PROFILE must be full or small.")


def _delay(environment: Mapping[str, str]) -> float:
    try:
        seconds = float(environment.get("B2B_ERP_INVOICE_DELAY_SECONDS", "2"))
    except ValueError:
        seconds = -1.0
    if 0 <= seconds <= 86_400:
        return seconds
    raise SettingsFault("B2B_ERP_INVOICE_DELAY_SECONDS must be a number of seconds.")
