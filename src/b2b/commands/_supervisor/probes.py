"""Asking a process whether it is ready, with nothing but a socket."""

import asyncio
from contextlib import suppress
from typing import Final

PROBE_SECONDS: Final = 3.0
PAUSE_SECONDS: Final = 0.1


async def until_ready(port: int) -> None:
    while True:
        if await is_ready(port):
            return
        await asyncio.sleep(PAUSE_SECONDS)


async def is_ready(port: int, path: str = "/health/ready") -> bool:
    """Whether the path answers 200 on this machine; False for silence, a refusal and every other answer."""
    with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
        async with asyncio.timeout(PROBE_SECONDS):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(
                    f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()
                )
                status_line = await reader.readuntil(b"\r\n")
                return status_line.split()[1:2] == [b"200"]
            finally:
                writer.close()
    return False
