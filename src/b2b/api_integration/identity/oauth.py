"""OAuth 2.0 for machines: the client-credentials grant (RFC 6749, section 4.4), with a key as the client."""

import base64
import binascii
from typing import Any, Final
from urllib.parse import unquote_plus

import msgspec
from litestar.datastructures import FormMultiDict, UploadFile

from b2b.application.identity.grant_token import BadGrant, GrantFault

GRANT_TYPE: Final = "client_credentials"
FORM: Final = "application/x-www-form-urlencoded"
LENGTH_MAX: Final = 1000
FIELDS: Final = ("grant_type", "scope", "client_id", "client_secret")


class TokenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked; `key` is the key that client and secret make together."""

    key: str
    scope: str | None


class OAuthError(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 6749, section 5.2."""

    error: str
    error_description: str


def token_request(form: FormMultiDict, authorization: str) -> TokenRequest:
    """Raises `BadGrant`. Fields that the standard does not name are left alone, as it says."""
    given = {name: _once(form, name) for name in FIELDS}
    if given["grant_type"] is None:
        raise BadGrant(GrantFault.INVALID_REQUEST, "grant_type is missing.")
    if given["grant_type"] != GRANT_TYPE:
        raise BadGrant(GrantFault.UNSUPPORTED_GRANT_TYPE, f"The only grant is {GRANT_TYPE}.")
    client = _client(given["client_id"], given["client_secret"], authorization)
    return TokenRequest(key="_".join(client), scope=given["scope"])


def _once(form: FormMultiDict, name: str) -> str | None:
    values: list[Any] = form.getall(name, [])
    if len(values) > 1:
        raise BadGrant(GrantFault.INVALID_REQUEST, f"{name} is there more than once.")
    if not values or values[0] == "":
        return None
    if isinstance(values[0], UploadFile) or len(values[0]) > LENGTH_MAX:
        raise BadGrant(GrantFault.INVALID_REQUEST, f"{name} is no short text.")
    return str(values[0])


def _client(client_id: str | None, secret: str | None, authorization: str) -> tuple[str, str]:
    """By HTTP Basic or in the body, never both."""
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() == "basic":
        if client_id is not None or secret is not None:
            raise BadGrant(GrantFault.INVALID_REQUEST, "Credentials come in the header or in the body.")
        client_id, secret = _decoded(credentials.strip())
    if not client_id or not secret:
        raise BadGrant(GrantFault.INVALID_CLIENT, "client_id and client_secret are missing.")
    return client_id, secret


def _decoded(credentials: str) -> tuple[str, str]:
    """Each part is form-encoded within the Basic credentials (RFC 6749, section 2.3.1)."""
    try:
        name, separator, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeError, ValueError):
        name = separator = secret = ""
    if not separator:
        raise BadGrant(GrantFault.INVALID_CLIENT, "These Basic credentials cannot be read.")
    return unquote_plus(name), unquote_plus(secret)
