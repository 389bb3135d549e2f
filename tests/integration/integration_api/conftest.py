import pytest

from tests.integration.clients import Client
from tests.integration.integration_api.pushing import Erp
from tests.integration.world import World


@pytest.fixture
def erp(integration: Client, world: World) -> Erp:
    """Holds every scope of the tenant of `world`."""
    return Erp(integration.as_key(world.add_api_key()))
