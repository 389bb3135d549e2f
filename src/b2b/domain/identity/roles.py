from collections.abc import Iterable, Set
from enum import StrEnum

from b2b.domain.identity.errors import PermissionNotGrantable, RoleProtected
from b2b.domain.shared.aggregate import AggregateRoot
from b2b.domain.shared.ids import RoleId


class UserKind(StrEnum):
    """A dealer's user belongs to exactly one customer, staff to none."""

    DEALER = "dealer"
    STAFF = "staff"


class Role(AggregateRoot):
    """A named set of permissions, for users of one kind.

    - A system role comes with the product: it keeps its permissions and is never deleted.
    - The protected role may do everything; one active user always has it.
    """

    def __init__(
        self,
        *,
        id: RoleId,
        code: str,
        name: str,
        kind: UserKind,
        permissions: Iterable[str],
        grantable: Set[str],
    ) -> None:
        self.id = id
        self.code = code
        self.kind = kind
        self.is_system = False
        self.is_protected = False
        self.version = 1
        self.name = name
        self.permissions = _granted(permissions, grantable)

    def change(self, *, name: str, permissions: Iterable[str], grantable: Set[str]) -> bool:
        """Whether the permissions changed, so that the tokens of those who have the role are outdated."""
        granted = _granted(permissions, grantable)
        self.check_own()
        changed = granted != self.permissions
        self.name = name
        self.permissions = granted
        return changed

    def check_own(self) -> None:
        """Raises `RoleProtected` for a role that the product brought."""
        if self.is_system:
            raise RoleProtected(role=self.code)


def _granted(permissions: Iterable[str], grantable: Set[str]) -> list[str]:
    wanted = set(permissions)
    if foreign := sorted(wanted - grantable):
        raise PermissionNotGrantable(permissions=", ".join(foreign))
    return sorted(wanted)
