from b2b.domain.shared.errors import Conflict, Forbidden, Invalid, NotFound, TooManyRequests, Unauthenticated


class SignInRefused(Unauthenticated):
    """One answer for every reason, so that nobody learns which accounts exist."""

    code = "auth.sign_in_refused"
    title = "Partner code, e-mail or password is wrong, or the account is locked for a while."


class TooManySignIns(TooManyRequests):
    code = "auth.too_many_attempts"
    title = "Too many attempts to sign in; wait a little."


class TokenInvalid(Unauthenticated):
    code = "auth.token_invalid"
    title = "This access token is not valid."


class TokenExpired(Unauthenticated):
    code = "auth.token_expired"
    title = "This access token has expired; refresh it."


class SessionEnded(Unauthenticated):
    code = "auth.session_ended"
    title = "Your session has ended; sign in again."


class AccessChanged(Unauthenticated):
    code = "auth.token_outdated"
    title = "Your rights have changed; refresh your token."


class AccessSuspended(Forbidden):
    code = "access.suspended"
    title = "This account is suspended."


class DealerNotActive(Conflict):
    code = "acting.dealer_not_active"
    title = "This dealer is suspended or closed; nobody can work for it."


class NotActing(Forbidden):
    code = "acting.not_acting"
    title = "You do not work for a dealer now."


class ActingEnded(Forbidden):
    code = "acting.ended"
    title = "You no longer work for this dealer."


class KeyRefused(Unauthenticated):
    code = "auth.key_refused"
    title = "This API key is unknown, expired or revoked."


class KeyMissing(Unauthenticated):
    code = "auth.key_missing"
    title = "This API needs a key in the X-API-Key header, or a bearer token."


class RefreshInvalid(Unauthenticated):
    code = "auth.refresh_invalid"
    title = "This refresh token is unknown or has expired; sign in again."


class RefreshReused(Unauthenticated):
    code = "auth.refresh_reused"
    title = "This refresh token was used before; its session has been ended."


class AddressRefused(Forbidden):
    code = "auth.address_refused"
    title = "This API key may not be used from this address."


class WrongPassword(Invalid):
    code = "password.wrong"
    title = "The current password is wrong."


class WeakPassword(Invalid):
    code = "password.weak"
    title = "This password is too easy to guess."


class InvalidEmail(Invalid):
    code = "user.invalid_email"
    title = "This is not an e-mail address."


class UserNotFound(NotFound):
    code = "user.not_found"
    title = "There is no such user."


class UserExists(Conflict):
    code = "user.already_exists"
    title = "This company has a user with this e-mail address already."


class RoleNotFound(NotFound):
    code = "role.not_found"
    title = "There is no such role."


class RoleExists(Conflict):
    code = "role.already_exists"
    title = "There is a role with this code already."


class RoleInUse(Conflict):
    code = "role.in_use"
    title = "Users have this role; take it from them first."


class RoleProtected(Conflict):
    code = "role.protected"
    title = "This role is part of the product and stays as it is."


class RoleOfOtherKind(Invalid):
    code = "role.other_kind"
    title = "Dealers' roles are for dealers' users, staff roles for staff."


class PermissionNotGrantable(Invalid):
    code = "role.permission_not_grantable"
    title = "A role of this kind cannot have this permission."


class BeyondOwnRights(Forbidden):
    code = "access.beyond_own"
    title = "You cannot give, or change those who have, more rights than you have yourself."


class LastAdministrator(Conflict):
    code = "user.last_administrator"
    title = "This is the last active administrator; make another one first."


class SessionNotFound(NotFound):
    code = "session.not_found"
    title = "There is no such session."


class ApiClientNotFound(NotFound):
    code = "api_client.not_found"
    title = "There is no such API client."


class ApiClientExists(Conflict):
    code = "api_client.already_exists"
    title = "There is an API client with this name already."


class ApiKeyNotFound(NotFound):
    code = "api_key.not_found"
    title = "There is no such API key."


class ApiKeyRevoked(Conflict):
    code = "api_key.revoked"
    title = "This API key was revoked before."


class ScopeUnknown(Invalid):
    code = "api_key.scope_unknown"
    title = "There is no such scope."


class InvalidNetwork(Invalid):
    code = "api_key.invalid_network"
    title = "This is not an address or a network in CIDR notation."


class ApiKeyExpired(Conflict):
    code = "api_key.expired"
    title = "This API key has expired; make another one."


class OverlapOutOfRange(Invalid):
    code = "api_key.overlap_out_of_range"
    title = "The former secret stays good for 0 hours up to 30 days."


class LimitOutOfRange(Invalid):
    code = "api_key.limit_out_of_range"
    title = "A key may ask from once to a million times a minute."


class ExpiryInThePast(Invalid):
    code = "api_key.expiry_in_the_past"
    title = "A key cannot expire before it is made."


class TenantUnknown(NotFound):
    code = "tenant.not_found"
    title = "No company is served at this address."


class InvalidTenantCode(Invalid):
    code = "tenant.invalid_code"
    title = "A tenant's code has 2 to 40 letters a-z, digits and hyphens, and begins with a letter."
