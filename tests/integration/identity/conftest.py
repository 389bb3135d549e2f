from collections.abc import Callable
from uuid import UUID

import msgspec
import pytest
from argon2 import PasswordHasher

from b2b.infrastructure.config import Settings
from tests.integration.world import World

PASSWORD = "Dogru-Parola-1"
# As cheap as Argon2 gets; a test of sign-in is not one of its cost.
HASH = PasswordHasher(time_cost=1, memory_cost=32, parallelism=4).hash(PASSWORD)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Cheap hashes, and the tenant of the tests at any host name."""
    return msgspec.structs.replace(
        settings,
        password_memory_kib=32,
        password_passes=1,
        default_tenant="demo",
        sign_in_attempts_per_minute=1_000_000,
    )


@pytest.fixture
def with_password(world: World) -> Callable[[UUID], None]:
    def give(user: UUID) -> None:
        world.builder.connection.execute(
            "update users set password_hash = %s where tenant_id = %s and id = %s",
            [HASH, world.tenant_id, user],
        )

    return give
