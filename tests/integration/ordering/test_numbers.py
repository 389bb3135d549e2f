from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg

from b2b.infrastructure.config import Settings
from tests.integration.world import World

AT_ONCE = 12


def test_the_very_first_numbers_of_a_tenant_may_be_taken_at_once(settings: Settings, world: World) -> None:
    ready = Barrier(AT_ONCE)
    url = settings.database_url.replace("postgresql+psycopg://", "postgresql://")

    def take(_: int) -> object:
        with psycopg.connect(url) as connection:
            connection.execute("select set_config('app.tenant_id', %s, false)", [str(world.tenant_id)])
            ready.wait(20)
            row = connection.execute("select next_number('order')").fetchone()
            assert row
            return row[0]

    with ThreadPoolExecutor(AT_ONCE) as threads:
        taken = list(threads.map(take, range(AT_ONCE)))

    assert sorted(map(str, taken), key=int) == [str(number) for number in range(1, AT_ONCE + 1)]
