"""Counting requests in Redis: one script, so that two processes can never both take the last one."""

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from b2b.application.shared.limits import LET_THROUGH, Allowance, Limit, Verdict

log = structlog.get_logger(__name__)

STRICT_FOR: Final = timedelta(minutes=15)
# Somebody is suspicious when this share of their quota is refused within a minute.
STRIKES_SHARE: Final = 5
# While Redis is away, requests do not queue for its timeout; it is asked again after this long.
AWAY_SECONDS: Final = 1.0
LOG_SECONDS: Final = 60.0

# KEYS: per limit its counter and its mark of strictness. ARGV: per limit its quota and its window in ms.
# Returns 1 where the request may pass, then per limit: the quota that holds, the count, the ms until it ends.
_TAKE: Final = """
local answer = {1}
for i = 1, #KEYS, 2 do
    local quota = tonumber(ARGV[i])
    if redis.call('EXISTS', KEYS[i + 1]) == 1 then quota = math.max(1, math.floor(quota / 2)) end
    local count = tonumber(redis.call('GET', KEYS[i]) or '0')
    if count >= quota then answer[1] = 0 end
    answer[#answer + 1] = quota
    answer[#answer + 1] = count
    answer[#answer + 1] = 0
end
for i = 1, #KEYS, 2 do
    local place = 2 + (i - 1) / 2 * 3
    if answer[1] == 1 then answer[place + 1] = redis.call('INCR', KEYS[i]) end
    local left = redis.call('PTTL', KEYS[i])
    if left == -1 then
        left = tonumber(ARGV[i + 1])
        redis.call('PEXPIRE', KEYS[i], left)
    end
    answer[place + 2] = left > 0 and left or tonumber(ARGV[i + 1])
end
return answer
"""


class RedisRateLimits:
    """Exact while Redis answers; without it everybody passes, since a limit must not stop the business."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._take = redis.register_script(_TAKE)
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

    async def strike(self, limits: Sequence[Limit]) -> None:
        for limit in limits:
            strikes = Limit(
                name=f"strikes:{limit.name}",
                subject=limit.subject,
                quota=max(1, limit.quota // STRIKES_SHARE),
            )
            if (await self.take([strikes])).allowed:
                continue
            try:
                await self._redis.set(_strict_key(limit), 1, ex=STRICT_FOR)
            except (RedisError, OSError, TimeoutError) as error:
                self._note_away(error)

    async def _count(self, limits: Sequence[Limit]) -> Verdict:
        keys = [key for limit in limits for key in (_counter_key(limit), _strict_key(limit))]
        arguments = [number for limit in limits for number in (limit.quota, limit.window_seconds * 1000)]
        allowed, *numbers = await self._take(keys=keys, args=arguments)
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

    def _note_away(self, error: Exception) -> None:
        now = time.monotonic()
        self._away_until = now + AWAY_SECONDS
        if now - self._logged_at >= LOG_SECONDS:
            self._logged_at = now
            log.warning("rate_limits.away", error=type(error).__name__)


def _counter_key(limit: Limit) -> str:
    return f"limit:{limit.name}:{limit.subject}"


def _strict_key(limit: Limit) -> str:
    return f"strict:{limit.name}:{limit.subject}"
