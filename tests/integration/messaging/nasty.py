"""What a receiver may do to a request other than answer it."""

import asyncio
import socket
import struct
from typing import Final

from tests.integration.messaging.receiver import Fault

FOREVER: Final = 60.0


async def silence(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(FOREVER)


async def reset(writer: asyncio.StreamWriter) -> None:
    sock: socket.socket = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def cut_off(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-le")


async def garbage(writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x16\x03\x01 this is not the protocol\r\n\r\n")


async def slow_head(writer: asyncio.StreamWriter) -> None:
    await _drip(writer, b"HTTP/1.1 200 OK\r\nx-much: ")


async def slow_body(writer: asyncio.StreamWriter) -> None:
    await _drip(writer, b"HTTP/1.1 500 X\r\ncontent-length: 1000000\r\n\r\n")


async def slow_success(writer: asyncio.StreamWriter) -> None:
    await _drip(writer, b"HTTP/1.1 202 X\r\ncontent-length: 1000000\r\n\r\n")


async def huge_head(writer: asyncio.StreamWriter) -> None:
    await _flood(writer, b"HTTP/1.1 200 OK\r\nx-much: ")


async def huge_body(writer: asyncio.StreamWriter) -> None:
    await _flood(writer, b"HTTP/1.1 500 X\r\ncontent-length: 100000000000\r\n\r\n")


async def _drip(writer: asyncio.StreamWriter, beginning: bytes) -> None:
    writer.write(beginning)
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.1)


async def _flood(writer: asyncio.StreamWriter, beginning: bytes) -> None:
    """Until the other side has had enough."""
    writer.write(beginning)
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


FAULTS: Final[dict[str, Fault]] = {
    "silence": silence,
    "reset": reset,
    "cut_off": cut_off,
    "garbage": garbage,
    "slow_head": slow_head,
    "slow_body": slow_body,
    "huge_head": huge_head,
    "huge_body": huge_body,
}
