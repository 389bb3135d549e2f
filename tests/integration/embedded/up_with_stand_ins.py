"""`b2b up` with small stand-ins for its four services: real servers, real migrations, real supervision.

STAND_IN_FAILS names one that ends at once.
"""

import os
import sys
from collections.abc import Mapping

from b2b.commands._supervisor.children import ChildPlan
from b2b.commands._supervisor.console import Console
from b2b.commands._supervisor.plan import PORT_VARIABLES, SERVICES
from b2b.commands._supervisor.run import Up
from b2b.infrastructure.embedded import home_of

# The grandchild holds the port and the pipe after the leader is killed, as a server's workers would.
STAND_IN = """
import http.server, os, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"{os.getppid()} {os.environ['B2B_DATABASE_URL']} {os.environ['B2B_REDIS_URL']}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer.allow_reuse_address = True
server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answer)
if os.fork() == 0:
    server.serve_forever()
server.socket.close()
os.wait()
"""


def services(environ: Mapping[str, str]) -> list[ChildPlan]:
    failing = os.environ.get("STAND_IN_FAILS")
    return [
        ChildPlan(
            name=name,
            command=(
                sys.executable,
                "-c",
                "raise SystemExit('no such thing')" if name == failing else STAND_IN,
                environ[PORT_VARIABLES[name]],
            ),
            port=int(environ[PORT_VARIABLES[name]]),
            environment=environ,
        )
        for name in SERVICES
    ]


if __name__ == "__main__":
    up = Up(home=home_of(os.environ), environ=os.environ, console=Console(), demo=False, services=services)
    up.run()
