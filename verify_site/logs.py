"""What the site writes down: the route's pattern, the status and the time taken; never a path, query, body or value.

    2026-11-21T20:38:38Z INFO GET /V/<code> 200 1.4 ms

An unexpected error is logged as its class and the lines it passed through, without its message: a message of the
database may quote parameters, which are names and numbers.
"""

from __future__ import annotations

import logging
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

from flask import request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

access = logging.getLogger("verify_site.access")
errors = logging.getLogger("verify_site.errors")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
ROUTE = "certificates.route"
"""Where a request's environment carries its route's pattern for the log."""
FRAMES = 12
"""How many of the innermost lines of an error are logged."""


def to_standard_error(level: int = logging.INFO) -> None:
    """Send the site's log to standard error, once per process."""
    site = logging.getLogger("verify_site")
    if site.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    site.addHandler(handler)
    site.setLevel(level)
    site.propagate = False


def log_error(error: BaseException | None) -> None:
    """Log what kind of error passed through which lines, and nothing that it holds."""
    if error is None:
        return
    kinds = [type(error).__name__]
    while (error.__cause__ or error.__context__) and len(kinds) < FRAMES:
        error = error.__cause__ or error.__context__
        kinds.append(type(error).__name__)
        if error is None:
            break
    trail = _trail(error.__traceback__ if error else None)
    errors.error("unexpected %s at %s", " from ".join(kinds), trail)


def _trail(trace: TracebackType | None) -> str:
    lines = []
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " > ".join(lines[-FRAMES:]) or "?"


def note_route() -> None:
    """Keep the route's pattern for the log; Flask forgets its request before the answer leaves."""
    if request.url_rule is not None:
        request.environ[ROUTE] = request.url_rule.rule


class AccessLog:
    """WSGI middleware: one line for each answered request."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on and log how it was answered."""
        started = time.perf_counter()
        status = "500"

        def note(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            nonlocal status
            status = line[:3]
            return start_response(line, headers, *rest)

        try:
            return self._application(environ, note)
        finally:
            self._log(environ, status, time.perf_counter() - started)

    @staticmethod
    def _log(environ: WSGIEnvironment, status: str, seconds: float) -> None:
        method = environ["REQUEST_METHOD"]
        access.info(
            "%s %s %s %.1f ms",
            method if method in METHODS else "?",
            environ.get(ROUTE, "(no route)"),
            status,
            seconds * 1000,
        )
