"""Where a request came from, as far as the proxies in front of us can be believed."""

import ipaddress
from collections.abc import Mapping
from typing import Final

from litestar.types import HTTPScope

from b2b.application.shared.access import Origin

USER_AGENT_LENGTH_MAX: Final = 400


def headers_of(scope: HTTPScope) -> dict[str, str]:
    """The first of each name; X-Forwarded-For joined, since each proxy may add a line of its own."""
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name == "x-forwarded-for" and name in found:
            found[name] += f",{value}"
        else:
            found.setdefault(name, value)
    return found


def origin_of(scope: HTTPScope, headers: Mapping[str, str], *, trusted_proxies: int) -> Origin:
    request_id = scope.get("state", {}).get("request_id")
    agent = headers.get("user-agent")
    return Origin(
        ip=client_address(scope, headers, trusted_proxies=trusted_proxies),
        user_agent=agent.replace("\0", "")[:USER_AGENT_LENGTH_MAX] if agent else None,
        request_id=request_id if isinstance(request_id, str) else None,
    )


def client_address(scope: HTTPScope, headers: Mapping[str, str], *, trusted_proxies: int) -> str | None:
    """The address that the outermost trusted proxy saw; what stands left of it anybody may have written."""
    client = scope.get("client")
    chain = [part.strip() for part in headers.get("x-forwarded-for", "").split(",") if part.strip()]
    chain.append(client[0] if client else "")
    return _plain(chain[max(0, len(chain) - 1 - trusted_proxies)])


def _plain(text: str) -> str | None:
    """None for anything but an address (a proxy may write `unknown`); a mapped IPv4 address as itself."""
    try:
        address = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
