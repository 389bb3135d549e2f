import msgspec
import pytest

from b2b.infrastructure.config import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Cheap hashes, and the tenant of the tests at any host name."""
    return msgspec.structs.replace(settings, password_memory_kib=32, password_passes=1, default_tenant="demo")
