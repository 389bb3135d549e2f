"""What people send to sign in and to manage users, roles and keys."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from b2b.api_shared.inputs import WITHOUT_NUL
from b2b.domain.identity.roles import UserKind

PartnerCode = Annotated[str, Meta(min_length=1, max_length=40, pattern=WITHOUT_NUL, examples=["D-0001"])]
Email = Annotated[
    str, Meta(min_length=3, max_length=254, pattern=WITHOUT_NUL, examples=["ayse@bayi.example"])
]
# Longer than the policy allows, so that the policy's own sentence is what people read.
Password = Annotated[str, Meta(min_length=1, max_length=1024, pattern=WITHOUT_NUL)]
FullName = Annotated[str, Meta(min_length=1, max_length=200, pattern=WITHOUT_NUL, examples=["Ayşe Işık"])]
Language = Annotated[str, Meta(pattern="^(tr|en)$", examples=["tr"])]
RoleCode = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{1,59}$", examples=["purchasing"])]
RoleCodes = Annotated[list[RoleCode], Meta(max_length=20)]
PermissionName = Annotated[str, Meta(max_length=60, pattern=WITHOUT_NUL, examples=["orders.view"])]
Name = Annotated[str, Meta(min_length=1, max_length=120, pattern=WITHOUT_NUL, examples=["ERP"])]


class SignInRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Dealers' users name their company's partner code; staff leave it out."""

    email: Email
    password: Password
    partner_code: PartnerCode | None = None


class RefreshRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    refresh_token: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9._-]+$")]


class OwnPasswordRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    current_password: Password
    new_password: Password


class PasswordRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    password: Password


class CreateUserRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Without a password the user cannot sign in until one is set."""

    email: Email
    full_name: FullName
    roles: RoleCodes
    password: Password | None = None
    language: Language = "tr"


class EditUserRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    email: Email | UnsetType = UNSET
    full_name: FullName | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    roles: RoleCodes | UnsetType = UNSET


class CreateRoleRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: RoleCode
    name: Name
    kind: UserKind
    permissions: Annotated[list[PermissionName], Meta(max_length=100)]


class EditRoleRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Name
    permissions: Annotated[list[PermissionName], Meta(max_length=100)]


Networks = Annotated[
    list[Annotated[str, Meta(max_length=60, pattern=WITHOUT_NUL, examples=["10.0.0.0/8"])]],
    Meta(max_length=50),
]
RequestsPerMinute = Annotated[int, Meta(ge=1, le=1_000_000, examples=[500])]


class ApiClientRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Name
    contact: Annotated[str, Meta(max_length=254, pattern=WITHOUT_NUL)] | None = None


class ApiKeyRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """No networks: usable from any address. No end: until it is revoked. No limit: as every key."""

    name: Name
    scopes: Annotated[
        list[Annotated[str, Meta(max_length=60, pattern=WITHOUT_NUL, examples=["orders:read"])]],
        Meta(min_length=1, max_length=50),
    ]
    allowed_networks: Networks = []
    expires_at: Annotated[datetime, Meta(tz=True)] | None = None
    requests_per_minute: RequestsPerMinute | None = None


class EditApiKeyRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is. No networks: from any address; a limit of null: as every key."""

    allowed_networks: Networks | UnsetType = UNSET
    requests_per_minute: RequestsPerMinute | UnsetType | None = UNSET


class RotationRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long the former secret stays good; 0 ends it at once. Without it, as the tenant's setting says."""

    overlap_hours: Annotated[int, Meta(ge=0, le=720, examples=[24])] | None = None


class RevocationRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=WITHOUT_NUL, examples=["Leaked."])]
