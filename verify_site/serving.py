"""How the site is served: granian, with the flags that `make run`, production and the benchmarks share.

os.execv(*granian("127.0.0.1", 8000, workers=2, threads=4))
"""

from __future__ import annotations

import sys
from pathlib import Path


def granian(host: str, port: int, *, workers: int, threads: int) -> tuple[str, list[str]]:
    """The server's program and its whole argument list. Its own access log stays off: it would hold codes."""
    server = str(Path(sys.executable).with_name("granian"))
    arguments = ["--interface", "wsgi", "--factory", "--no-ws", "--log-level", "warning", "--host", host]
    arguments += ["--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads)]
    return server, [server, *arguments, "verify_site.wsgi:create"]
