"""Headers of every answer, whatever made it: nothing from elsewhere, no frame, no referrer, no storing, and no script
but where `POLICIES` says so.

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
SCRIPT_POLICY = "; ".join((*_POLICY, "script-src 'self'", "connect-src 'self'"))
CAMERA_POLICY = "; ".join((*_POLICY, "script-src 'self'", "connect-src 'self'", "media-src 'self' blob: mediastream:"))
OFFLINE_POLICY = "; ".join(
    (*_POLICY, "script-src 'self'", "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'")
)
POLICIES = {
    "desk/hand-over": SCRIPT_POLICY,
    "guide": SCRIPT_POLICY,
    "look-up": SCRIPT_POLICY,
    "lists": SCRIPT_POLICY,
    "scan": CAMERA_POLICY,
    "offline": OFFLINE_POLICY,
}
"""By a whole path, or by its first part: what may do more than show a page. Only the camera and the check without a
network need a script; elsewhere one makes a page quicker and is never needed.
"""
STANDARD = [
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
_NO_POWERS = "geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
WITHOUT_CAMERA = ("Permissions-Policy", f"camera=(), {_NO_POWERS}")
WITH_CAMERA = ("Permissions-Policy", f"camera=(self), {_NO_POWERS}")
CAMERA_PARTS = frozenset({"scan", "offline"})
NO_STORE = ("Cache-Control", "no-store")
SAME_ORIGIN = ("Cross-Origin-Resource-Policy", "same-origin")
ANY_ORIGIN = ("Cross-Origin-Resource-Policy", "cross-origin")
HSTS = ("Strict-Transport-Security", "max-age=63072000")


class SecureHeaders:
    """WSGI middleware: adds the headers, and `no-store` unless the answer says how it may be cached."""

    def __init__(self, application: WSGIApplication, *, https: bool) -> None:
        self._application = application
        standard = [*STANDARD, *([HSTS] if https else [])]
        self._always = [*standard, WITHOUT_CAMERA]
        self._with_camera = [*standard, WITH_CAMERA]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with the headers added, as one list of bytes, which the server sends in one piece."""

        path = environ.get("PATH_INFO", "")
        part = path.split("/", 2)[1] if path.startswith("/") else ""
        policy = POLICIES.get(path[1:]) or POLICIES.get(part, CONTENT_SECURITY_POLICY)
        always = self._with_camera if part in CAMERA_PARTS else self._always

        def add(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            names = {name.lower() for name, _ in headers}
            headers.append(("Content-Security-Policy", policy))
            headers.extend(always)
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
