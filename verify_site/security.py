"""Headers of every answer, whatever made it: nothing from elsewhere, no frame, no referrer, no storing, and no script
but the guide's.

Applied as WSGI middleware, so that an answer made while handling an error has them too, at the cost of one list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_POLICY = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
CONTENT_SECURITY_POLICY = "; ".join(_POLICY)
GUIDE_POLICY = "; ".join((*_POLICY, "script-src 'self'", "connect-src 'self'"))
"""The guide alone has a script, which sends its forms without loading the page anew; it is never needed."""
STANDARD = [
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
NO_STORE = ("Cache-Control", "no-store")
SAME_ORIGIN = ("Cross-Origin-Resource-Policy", "same-origin")
ANY_ORIGIN = ("Cross-Origin-Resource-Policy", "cross-origin")
HSTS = ("Strict-Transport-Security", "max-age=63072000")


class SecureHeaders:
    """WSGI middleware: adds the headers, and `no-store` unless the answer says how it may be cached."""

    def __init__(self, application: WSGIApplication, *, https: bool) -> None:
        self._application = application
        self._always = [*STANDARD, *([HSTS] if https else [])]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with the headers added, as one list of bytes, which the server sends in one piece."""

        path = environ.get("PATH_INFO", "")
        policy = GUIDE_POLICY if path == "/guide" or path.startswith("/guide/") else CONTENT_SECURITY_POLICY

        def add(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            names = {name.lower() for name, _ in headers}
            headers.append(("Content-Security-Policy", policy))
            headers.extend(self._always)
            if "cache-control" not in names:
                headers.append(NO_STORE)
            shared = "access-control-allow-origin" in names
            headers.append(ANY_ORIGIN if shared else SAME_ORIGIN)
            return start_response(line, headers, *rest)

        parts = self._application(environ, add)
        try:
            return list(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
