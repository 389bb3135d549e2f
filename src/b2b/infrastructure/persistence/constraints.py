"""What the database refuses: one map from the name of a violated constraint to the domain's error."""

from typing import Final

from psycopg import errors
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from b2b.domain.shared.errors import Conflict, DomainError

_RULES: Final[dict[str, type[DomainError]]] = {}
# No connection to be had, a connection that was lost, a server that goes down or ends a circle of waiting.
UNAVAILABLE: Final = (
    NoConnectionFree,
    OperationalError,
    InterfaceError,
    errors.OperationalError,
    errors.InterfaceError,
)


class AlreadyExists(Conflict):
    code = "resource.already_exists"
    title = "Something with the same identity exists already."


class ReferenceBroken(Conflict):
    code = "resource.reference_broken"
    title = "This refers to something that does not exist."


def register(constraint: str, rule: type[DomainError]) -> None:
    """Let the violation of a named constraint surface as this error."""
    _RULES[constraint] = rule


def broken_rule(error: IntegrityError) -> DomainError | None:
    return rule_of(error.orig)


def rule_of(cause: BaseException | None) -> DomainError | None:
    """The driver names the constraint in a field of its own; no message is searched."""
    if not isinstance(cause, errors.IntegrityError):
        return None
    name = cause.diag.constraint_name
    if name in _RULES:
        return _RULES[name]()
    if isinstance(cause, errors.UniqueViolation):
        return AlreadyExists(constraint=name)
    if isinstance(cause, errors.ForeignKeyViolation):
        return ReferenceBroken(constraint=name)
    return None
