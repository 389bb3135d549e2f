import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import uuid4

import msgspec
import pytest
from litestar import Litestar
from redis.asyncio import Redis

from b2b.api_integration.app import create_app as create_integration
from b2b.api_portal.app import create_app
from b2b.application.shared.limits import LET_THROUGH, Limit
from b2b.infrastructure.config import Settings
from b2b.infrastructure.security.rate_limits import RedisRateLimits
from tests.integration.clients import Client
from tests.integration.identity.signing_in import ME, attempt, problem
from tests.integration.world import World


@pytest.fixture
async def processes(settings: Settings) -> AsyncIterator[list[RedisRateLimits]]:
    """Counters as three processes have them, each with connections of its own."""
    clients = [Redis.from_url(settings.redis_url) for _ in range(3)]
    yield [RedisRateLimits(client) for client in clients]
    for client in clients:
        await client.aclose()


def a_limit(quota: int, *, name: str = "user", window_seconds: int = 60) -> Limit:
    return Limit(name=name, subject=uuid4().hex, quota=quota, window_seconds=window_seconds)


async def test_processes_together_let_exactly_the_quota_through(processes: list[RedisRateLimits]) -> None:
    limit = a_limit(100)

    verdicts = await asyncio.gather(*(processes[turn % 3].take([limit]) for turn in range(300)))

    assert sum(verdict.allowed for verdict in verdicts) == 100
    assert min(verdict.allowances[0].remaining for verdict in verdicts) == 0


async def test_of_two_limits_the_exhausted_one_refuses_and_the_other_is_not_spent(
    processes: list[RedisRateLimits],
) -> None:
    small, large = a_limit(2), a_limit(10, name="address")

    verdicts = [await processes[0].take([large, small]) for _ in range(5)]

    assert [verdict.allowed for verdict in verdicts] == [True, True, False, False, False]
    address, user = verdicts[-1].allowances
    assert (address.remaining, user.remaining) == (8, 0)
    assert 0 < verdicts[-1].retry_after_seconds <= 60


class Held:
    """Notes the commands of a client, and holds the answers while it is closed."""

    def __init__(self, redis: Redis) -> None:
        self.sent: list[object] = []
        self.asked = asyncio.Event()
        self.open = asyncio.Event()
        self._send: Callable[..., Awaitable[object]] = redis.execute_command

    async def __call__(self, *command: object, **options: object) -> object:
        self.sent.append(command[0])
        self.asked.set()
        answer = await self._send(*command, **options)
        await self.open.wait()
        return answer


@pytest.fixture
async def counted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[RedisRateLimits, Held]]:
    """Counters, and their commands from now on."""
    async with Redis.from_url(settings.redis_url) as redis:
        counters = RedisRateLimits(redis)
        await counters.take([a_limit(1)])
        held = Held(redis)
        monkeypatch.setattr(redis, "execute_command", held)
        yield counters, held


async def test_requests_of_a_moment_are_counted_in_one_round_trip_each_as_if_alone(
    counted: tuple[RedisRateLimits, Held], processes: list[RedisRateLimits]
) -> None:
    counters, held = counted
    held.open.set()
    user, address = a_limit(2), a_limit(3, name="address", window_seconds=5)
    strict = a_limit(10)
    for _ in range(13):
        if not (await processes[0].take([strict])).allowed:
            await processes[0].strike([strict])

    verdicts = await asyncio.gather(
        *(counters.take(limits) for limits in ([user], [address, user], [address, user], [strict], [address]))
    )

    assert held.sent == ["EVALSHA"]
    assert [verdict.allowed for verdict in verdicts] == [True, True, False, False, True]
    left = [[given.remaining for given in verdict.allowances] for verdict in verdicts]
    assert left == [[1], [2, 0], [2, 0], [0], [1]]
    assert verdicts[3].allowances[0].quota == 5
    (of_address, of_user), (again,) = verdicts[1].allowances, verdicts[4].allowances
    assert of_address.reset_seconds <= 5 < of_user.reset_seconds <= 60
    assert (of_address.limit, of_user.limit, again.limit) == (address, user, address)


async def test_who_comes_while_others_are_counted_goes_with_the_next_of_them(
    counted: tuple[RedisRateLimits, Held],
) -> None:
    counters, held = counted
    limit = a_limit(10)
    asking = [asyncio.create_task(counters.take([limit]))]
    await held.asked.wait()
    asking += [asyncio.create_task(counters.take([limit])) for _ in range(4)]
    await asyncio.sleep(0)

    # One of those who are being counted, and one of those who wait.
    for place in (0, 2):
        asking[place].cancel()
    await asyncio.sleep(0)
    held.open.set()
    verdicts = await asyncio.gather(*asking, return_exceptions=True)

    assert held.sent == ["EVALSHA", "EVALSHA"]
    gone = [isinstance(verdict, asyncio.CancelledError) for verdict in verdicts]
    assert gone == [True, False, True, False, False]
    assert (await counters.take([limit])).allowances[0].remaining == 4


async def test_a_window_begins_with_its_first_request_and_ends(processes: list[RedisRateLimits]) -> None:
    limit = a_limit(1, window_seconds=1)
    assert (await processes[0].take([limit])).allowed
    assert not (await processes[1].take([limit])).allowed

    await asyncio.sleep(1.1)

    assert (await processes[1].take([limit])).allowed


async def test_who_is_refused_again_and_again_has_half_for_a_while(
    processes: list[RedisRateLimits],
) -> None:
    limit = a_limit(10)

    for _ in range(2):
        await processes[0].strike([limit])
    assert (await processes[0].take([limit])).allowances[0].quota == 10
    await processes[0].strike([limit])

    verdicts = [await processes[1].take([limit]) for _ in range(9)]
    assert verdicts[0].allowances[0].quota == 5
    assert sum(verdict.allowed for verdict in verdicts) == 4


async def test_more_storms_leave_an_eighth_and_it_is_given_back_step_by_step(
    processes: list[RedisRateLimits], settings: Settings
) -> None:
    limit = a_limit(80)
    told = []
    for _ in range(5):
        storm = [await processes[turn % 3].strike([limit]) for turn in range(17)]
        told += [halving.quota for found in storm for halving in found]
        await forget(settings, f"limit:strikes:user:{limit.subject}")

    assert told == [40, 20, 10]
    assert (await processes[0].take([limit])).allowances[0].quota == 10
    mark = f"strict:user:{limit.subject}"
    for minutes, quota in ((29, 20), (14, 40)):
        await forget(settings, mark, in_minutes=minutes)
        assert (await processes[1].take([limit])).allowances[0].quota == quota
        assert (await processes[2].halved([limit]))[0].quota == quota
    await forget(settings, mark)
    assert (await processes[0].take([limit])).allowances[0].quota == 80
    assert await processes[0].halved([limit]) == []


async def forget(settings: Settings, key: str, *, in_minutes: int = 0) -> None:
    """Time passes for one of the counters."""
    async with Redis.from_url(settings.redis_url) as redis:
        await redis.pexpire(key, in_minutes * 60_000)


async def test_without_redis_everybody_passes_and_nobody_waits() -> None:
    away = RedisRateLimits(Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.5))
    started = asyncio.get_running_loop().time()

    verdicts = await asyncio.gather(*(away.take([a_limit(1)]) for _ in range(50)))
    verdicts += [await away.take([a_limit(1)]) for _ in range(50)]
    await away.strike([a_limit(1)])

    assert set(verdicts) == {LET_THROUGH}
    assert asyncio.get_running_loop().time() - started < 1


async def test_where_redis_says_nothing_nobody_waits_for_two_failures() -> None:
    async def keep_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(keep_silent, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        async with Redis.from_url(f"redis://127.0.0.1:{port}/0", socket_timeout=1.0, retry=None) as redis:
            counters = RedisRateLimits(redis)
            first = asyncio.create_task(counters.take([a_limit(1)]))
            await asyncio.sleep(0.5)
            began_at = asyncio.get_running_loop().time()

            verdicts = await asyncio.gather(first, *(counters.take([a_limit(1)]) for _ in range(3)))

            assert asyncio.get_running_loop().time() - began_at < 1.0
    assert set(verdicts) == {LET_THROUGH}


@pytest.fixture
async def strict(settings: Settings) -> AsyncIterator[list[Litestar]]:
    """Two portals and an integration API with quotas that a test can exhaust."""
    changed = msgspec.structs.replace(
        settings,
        user_requests_per_minute=6,
        page_requests_per_minute=6,
        api_key_requests_per_minute=5,
        sign_in_attempts_per_minute=3,
    )
    apps = [create_app(changed), create_app(changed), create_integration(changed)]
    yield apps
    for app in apps:
        await app.state.dishka_container.close()


async def test_a_persons_quota_holds_over_all_processes(strict: list[Litestar], world: World) -> None:
    token = world.dealers["D-1"].token()
    clients = [Client.of(app).as_user(token) for app in strict[:2]]

    answers = await asyncio.gather(*(clients[turn % 2].get(ME) for turn in range(20)))

    passed = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code != 200]
    assert len(passed) == 6
    assert {problem(answer) for answer in refused} == {(429, "quota.exceeded")}
    for answer in refused:
        assert 0 < int(answer.headers["retry-after"]) <= 60
        assert '"user";r=0;t=' in answer.headers["ratelimit"]
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["x-request-id"]
    assert '"user";q=6;w=60' in passed[0].headers["ratelimit-policy"]
    neighbour = Client.of(strict[0]).as_user(world.dealers["D-2"].token())
    assert (await neighbour.get(ME)).status_code == 200


async def test_a_keys_quota_counts_its_first_request_too(strict: list[Litestar], world: World) -> None:
    machine = Client.of(strict[2]).as_key(world.add_api_key())

    answers = [await machine.get("/api/integration/v1/orders") for _ in range(7)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert '"api_key";r=4' in answers[0].headers["ratelimit"]


async def test_an_address_has_a_quota_whoever_asks(settings: Settings, world: World) -> None:
    few = msgspec.structs.replace(settings, address_requests_per_minute=4, trusted_proxies=1)
    app = create_app(few)
    client = Client.of(app)
    here = {"X-Forwarded-For": f"2001:db8::{uuid4().hex[:4]}"}

    answers = [
        await client.get(ME, headers=here | {"Authorization": f"Bearer {token}"})
        for token in ["x", "y", world.dealers["D-1"].token(), world.dealers["D-2"].token(), "z", "z"]
    ]
    elsewhere = await client.get(ME, headers={"X-Forwarded-For": "2001:db9::1"})
    await app.state.dishka_container.close()

    assert [answer.status_code for answer in answers[:2]] == [401, 401]
    assert {answer.status_code for answer in answers[4:]} == {429}
    assert elsewhere.status_code == 401


async def test_attempts_to_sign_in_are_few_per_address_and_person(
    strict: list[Litestar], world: World
) -> None:
    client = Client.of(strict[0])
    email = f"{uuid4().hex}@d-1.example"

    answers = [await attempt(client, email=email) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
    assert answers[-1].json()["code"] == "auth.too_many_attempts"
    assert int(answers[-1].headers["retry-after"]) > 0
    assert (await attempt(client)).status_code == 401


async def test_health_and_documents_are_not_counted(strict: list[Litestar]) -> None:
    client = Client.of(strict[0])

    for path in ("/health/live", "/metrics", "/schema/openapi.json"):
        answer = await client.get(path)
        assert answer.status_code == 200
        assert "ratelimit" not in answer.headers
