"""Loops that run until they are cancelled end then, whatever became of the cancellation on its way."""

import asyncio


def end_where_cancelled() -> None:
    """Raises CancelledError where the task was asked to end, and somebody took that for a fault of their own.

    A statement that breaks off may tell of its connection instead, a client of Redis of a timeout, and a
    group of tasks of what its tasks told. Not for a task that opens such a group itself: before Python 3.13
    each failure in it counts as a cancellation.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
