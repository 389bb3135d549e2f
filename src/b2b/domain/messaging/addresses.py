"""Where webhooks may go: a plain URL, and an address of the public internet unless a tenant opts out."""

import ipaddress
from typing import Final
from urllib.parse import SplitResult, urlsplit

from b2b.domain.messaging.errors import EndpointUrlRefused

SCHEMES: Final = frozenset({"http", "https"})
URL_LENGTH_MAX: Final = 2000
# RFC 6052: an IPv4 address behind a translator, in the last 32 bits.
_TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def check_url(url: str, *, private_allowed: bool) -> None:
    """Raises `EndpointUrlRefused`. Names are looked up when sending, since what they name changes."""
    parts = _split(url)
    if parts.scheme not in SCHEMES:
        raise EndpointUrlRefused(reason="The URL must begin with http:// or https://.")
    if parts.username is not None or parts.password is not None:
        raise EndpointUrlRefused(reason="The URL must not carry credentials.")
    if not parts.hostname or parts.fragment:
        raise EndpointUrlRefused(reason="The URL must name a host and have no fragment.")
    if not private_allowed and _is_plainly_private(parts.hostname):
        raise EndpointUrlRefused(reason="The address is private.")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, however it is wrapped."""
    try:
        parsed: IpAddress = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _wrapped(parsed)
    if inner is not None:
        return is_public(str(inner))
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def _wrapped(address: IpAddress) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour


def _split(url: str) -> SplitResult:
    if len(url) > URL_LENGTH_MAX or any(ord(letter) <= 0x20 or ord(letter) == 0x7F for letter in url):
        raise EndpointUrlRefused(reason="The URL is too long, or has blanks or control characters.")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise EndpointUrlRefused(reason="This is not a URL.") from None
    return parts


def _is_plainly_private(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return not is_public(host)
