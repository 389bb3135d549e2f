from datetime import date

import msgspec

from demo.erp.catalogue import Profile
from demo.erp.dataset import Edition, resources
from tests.integration.integration_api.pushing import Erp
from tests.integration.world import World


async def test_all_that_the_demos_erp_says_is_accepted_and_nothing_changes_the_second_time(
    erp: Erp, world: World
) -> None:
    world.builder.connection.execute("delete from stock_levels; delete from warehouses")
    for again in (False, True):
        for resource in resources(Edition(Profile.SMALL, date(2026, 11, 21))):
            answer = await erp.lines(resource.name, map(msgspec.json.encode, resource.items()))
            counted = answer["unchanged"] if again else answer["created"]
            assert (answer["results"], counted) == ([], resource.size), resource.name
