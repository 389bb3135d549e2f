"""Counting requests in Redis: one script, so that two processes can never both take the last one."""

import asyncio
import time
from collections.abc import Sequence
from contextvars import Context
from datetime import timedelta
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from b2b.application.shared.limits import LET_THROUGH, MINUTE_SECONDS, Allowance, Halving, Limit, Verdict

log = structlog.get_logger(__name__)

# Each step lasts this long; a quota is halved at most so many times.
STRICT_FOR: Final = timedelta(minutes=15)
STEPS_MAX: Final = 3
_STEP_MS: Final = int(STRICT_FOR.total_seconds() * 1000)
# Somebody is suspicious when this share of their quota is refused within a minute.
STRIKES_SHARE: Final = 5
# While Redis is away, requests do not queue for its timeout; it is asked again after this long.
AWAY_SECONDS: Final = 1.0
LOG_SECONDS: Final = 60.0

# The mark of strictness lives for a step's time per halving, so what is left of it says how strict to be.
# Requests of a moment, one after another. KEYS: per limit its counter and its mark. ARGV: a step's ms, then
# per request how many limits it has, and for each of those its quota and its window in ms. Returns per
# request 1 where it may pass, then per limit: the quota that holds, the count, the ms until it ends.
_TAKE: Final = """
local answer = {}
local key, argument = 1, 2
while argument <= #ARGV do
    local limits = tonumber(ARGV[argument])
    local verdict = #answer + 1
    answer[verdict] = 1
    for i = 0, limits - 1 do
        local quota = tonumber(ARGV[argument + 1 + 2 * i])
        local strict = redis.call('PTTL', KEYS[key + 2 * i + 1])
        if strict > 0 then quota = math.max(1, math.floor(quota / 2 ^ math.ceil(strict / ARGV[1]))) end
        local count = tonumber(redis.call('GET', KEYS[key + 2 * i]) or '0')
        if count >= quota then answer[verdict] = 0 end
        answer[#answer + 1] = quota
        answer[#answer + 1] = count
        answer[#answer + 1] = 0
    end
    for i = 0, limits - 1 do
        local place = verdict + 1 + 3 * i
        local counter = KEYS[key + 2 * i]
        local window = tonumber(ARGV[argument + 2 + 2 * i])
        if answer[verdict] == 1 then answer[place + 1] = redis.call('INCR', counter) end
        local left = redis.call('PTTL', counter)
        if left == -1 then
            left = window
            redis.call('PEXPIRE', counter, left)
        end
        answer[place + 2] = left > 0 and left or window
    end
    key = key + 2 * limits
    argument = argument + 1 + 2 * limits
end
return answer
"""

# KEYS: the counter of refusals and the mark. ARGV: how many are borne, the window's ms, a step's ms, the most
# steps. Returns the mark's ms where this refusal made it stricter, else 0: one process alone is told.
_STRIKE: Final = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if count ~= tonumber(ARGV[1]) + 1 then return 0 end
local before = math.ceil(math.max(0, redis.call('PTTL', KEYS[2])) / ARGV[3])
local steps = math.min(before + 1, tonumber(ARGV[4]))
redis.call('SET', KEYS[2], steps, 'PX', steps * ARGV[3])
return steps > before and steps * ARGV[3] or 0
"""


_Waiting = tuple[Sequence[Limit], asyncio.Future[Verdict]]


class RedisRateLimits:
    """Exact while Redis answers; without it everybody passes, since a limit must not stop the business."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._take = redis.register_script(_TAKE)
        self._strike = redis.register_script(_STRIKE)
        self._waiting: list[_Waiting] = []
        self._counting: asyncio.Task[None] | None = None
        self._away_until = 0.0
        self._logged_at = -LOG_SECONDS

    async def take(self, limits: Sequence[Limit]) -> Verdict:
        if time.monotonic() < self._away_until:
            return LET_THROUGH
        try:
            return await self._count(limits)
        except (RedisError, OSError, TimeoutError) as error:
            self._note_away(error)
            return LET_THROUGH

    async def strike(self, limits: Sequence[Limit]) -> list[Halving]:
        if time.monotonic() < self._away_until:
            return []
        try:
            left = [await self._count_strike(limit) for limit in limits]
        except (RedisError, OSError, TimeoutError) as error:
            self._note_away(error)
            return []
        return _halvings(limits, left)

    async def halved(self, limits: Sequence[Limit]) -> list[Halving]:
        if not limits or time.monotonic() < self._away_until:
            return []
        try:
            async with self._redis.pipeline(transaction=False) as pipeline:
                for limit in limits:
                    # Queued: what it answers comes with the others'.
                    _ = pipeline.pttl(_strict_key(limit))
                left = await pipeline.execute()
        except (RedisError, OSError, TimeoutError) as error:
            self._note_away(error)
            return []
        return _halvings(limits, left)

    async def _count_strike(self, limit: Limit) -> int:
        keys = [f"limit:strikes:{limit.name}:{limit.subject}", _strict_key(limit)]
        borne = max(1, limit.quota // STRIKES_SHARE)
        left: int = await self._strike(keys=keys, args=[borne, MINUTE_SECONDS * 1000, _STEP_MS, STEPS_MAX])
        return left

    async def _count(self, limits: Sequence[Limit]) -> Verdict:
        """Whoever comes while others are being counted goes with the next of them, in one round trip."""
        verdict: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()
        self._waiting.append((limits, verdict))
        if self._counting is None:
            # Of many callers, so in the context of none.
            self._counting = asyncio.create_task(self._count_waiting(), context=Context())
        return await verdict

    async def _count_waiting(self) -> None:
        together: list[_Waiting] = []
        try:
            while self._waiting:
                together, self._waiting = self._waiting, []
                found = await self._verdicts([limits for limits, _ in together])
                for (_, verdict), answer in zip(together, found, strict=True):
                    # Somebody may have gone away meanwhile.
                    if not verdict.done():
                        verdict.set_result(answer)
        except BaseException as error:
            # Nobody waits for a second failure, nor for ever.
            for _, verdict in (*together, *self._waiting):
                _give_up(verdict, error)
            self._waiting = []
            if not isinstance(error, Exception):
                raise
        finally:
            self._counting = None

    async def _verdicts(self, asked: Sequence[Sequence[Limit]]) -> list[Verdict]:
        keys: list[str] = []
        arguments: list[int] = [_STEP_MS]
        for limits in asked:
            arguments.append(len(limits))
            for limit in limits:
                keys += (_counter_key(limit), _strict_key(limit))
                arguments += (limit.quota, limit.window_seconds * 1000)
        numbers: list[int] = await self._take(keys=keys, args=arguments)
        verdicts = []
        place = 0
        for limits in asked:
            end = place + 1 + 3 * len(limits)
            verdicts.append(_verdict(limits, numbers[place:end]))
            place = end
        return verdicts

    def _note_away(self, error: Exception) -> None:
        now = time.monotonic()
        self._away_until = now + AWAY_SECONDS
        if now - self._logged_at >= LOG_SECONDS:
            self._logged_at = now
            log.warning("rate_limits.away", error=type(error).__name__)


def _give_up(verdict: asyncio.Future[Verdict], error: BaseException) -> None:
    if verdict.done():
        return
    if isinstance(error, Exception):
        verdict.set_exception(error)
    else:
        verdict.cancel()


def _verdict(limits: Sequence[Limit], answer: Sequence[int]) -> Verdict:
    allowed, *numbers = answer
    return Verdict(
        allowed=allowed == 1,
        allowances=tuple(
            Allowance(
                limit=limit,
                quota=quota,
                remaining=max(0, quota - count),
                reset_seconds=-(-milliseconds // 1000),
            )
            for limit, quota, count, milliseconds in zip(
                limits, numbers[::3], numbers[1::3], numbers[2::3], strict=True
            )
        ),
    )


def _halvings(limits: Sequence[Limit], left: Sequence[int]) -> list[Halving]:
    """Of those whose marks have milliseconds left."""
    return [
        Halving(
            limit=limit,
            quota=max(1, limit.quota // 2 ** -(-milliseconds // _STEP_MS)),
            for_seconds=-(-milliseconds // 1000),
        )
        for limit, milliseconds in zip(limits, left, strict=True)
        if milliseconds > 0
    ]


def _counter_key(limit: Limit) -> str:
    return f"limit:{limit.name}:{limit.subject}"


def _strict_key(limit: Limit) -> str:
    return f"strict:{limit.name}:{limit.subject}"
