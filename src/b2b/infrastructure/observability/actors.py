"""What a worker does with its messages: how many, how long, with what outcome."""

import threading
import time
from typing import Any, Final

from dramatiq import Broker, Message
from dramatiq.middleware import Middleware
from prometheus_client import Counter, Gauge, Histogram

DONE: Final = "done"
FAILED: Final = "failed"

SECONDS: Final = Histogram(
    "b2b_actor_seconds",
    "Time that an actor worked on a message.",
    ("actor", "queue", "outcome"),
    buckets=(0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120),
)
RUNNING: Final = Gauge("b2b_actors_running", "Messages that are being worked on.", ("queue",))
PASSED_BY: Final = Counter(
    "b2b_actor_passed_by", "Wake-ups that were dropped since every turn of their queue was taken.", ("queue",)
)


class ActorMeasures(Middleware):
    """A message is begun and ended by the same thread."""

    def __init__(self) -> None:
        self._own = threading.local()

    def before_process_message(self, broker: Broker, message: Any) -> None:
        self._own.began_at = time.perf_counter()
        RUNNING.labels(message.queue_name).inc()

    def after_process_message(
        self, broker: Broker, message: Any, *, result: Any = None, exception: BaseException | None = None
    ) -> None:
        self._end(message, DONE if exception is None else FAILED)

    def after_skip_message(self, broker: Broker, message: Any) -> None:
        RUNNING.labels(message.queue_name).dec()

    def _end(self, message: "Message[Any]", outcome: str) -> None:
        RUNNING.labels(message.queue_name).dec()
        seconds = time.perf_counter() - self._own.began_at
        SECONDS.labels(message.actor_name, message.queue_name, outcome).observe(seconds)
