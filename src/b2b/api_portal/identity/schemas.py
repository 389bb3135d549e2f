"""What people send to sign in and to manage users. No text may hold U+0000, which no database column can."""

from typing import Annotated

import msgspec
from msgspec import Meta

PLAIN = r"^[^\x00]*$"

PartnerCode = Annotated[str, Meta(min_length=1, max_length=40, pattern=PLAIN, examples=["B-00042"])]
Email = Annotated[str, Meta(min_length=3, max_length=254, pattern=PLAIN, examples=["ayse@bayi.example"])]
# Longer than the policy allows, so that the policy's own sentence is what people read.
Password = Annotated[str, Meta(min_length=1, max_length=1024, pattern=PLAIN)]


class SignInRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Dealers' users name their company's partner code; staff leave it out."""

    email: Email
    password: Password
    partner_code: PartnerCode | None = None


class RefreshRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    refresh_token: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9._-]+$")]
