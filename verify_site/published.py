"""What is there for machines: the public key set, health and readiness, robots and the icon that browsers ask for."""

from __future__ import annotations

import json
import threading
import time

from flask import Blueprint, Response, current_app, request

from registry.database import require_current_schema
from registry.errors import RegistryError
from verify_site.errors import NotReady
from verify_site.rendering import STATIC
from verify_site.service import service

published = Blueprint("published", __name__)
KEYS_MAX_AGE = 300
READY_FOR = 1.0
"""Seconds for which one readiness check answers all, so that asking cannot become a load."""
HEALTHY = json.dumps({"status": "ok"}).encode()
READY = json.dumps({"status": "ready"}).encode()
ROBOTS = (
    b"User-agent: *\nDisallow: /V/\nDisallow: /v/\nDisallow: /look-up/\nDisallow: /api/\nDisallow: /guide/c/\n"
    b"Disallow: /lists/\nDisallow: /desk\n"
)
_checking = threading.Lock()


@published.get("/.well-known/certificate-keys.json")
def certificate_keys() -> Response:
    """Every public key that verifies codes, as a JWK set; any site may read it."""
    response = Response(service().keys.current().to_jwks(), content_type="application/jwk-set+json")
    response.headers["Cache-Control"] = f"public, max-age={KEYS_MAX_AGE}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    response.make_conditional(request)
    return response


@published.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return Response(HEALTHY, content_type="application/json")


@published.get("/readyz")
def readyz() -> Response:
    """The registry is reachable and at this program's schema, and there is a key to verify with."""
    ready_until: float = current_app.extensions.get("ready_until", 0.0)
    if time.monotonic() > ready_until:
        with _checking:
            _check()
            current_app.extensions["ready_until"] = time.monotonic() + READY_FOR
    return Response(READY, content_type="application/json")


def _check() -> None:
    try:
        require_current_schema(service().registry)
    except RegistryError as error:
        raise NotReady(what=type(error).__name__) from error
    if len(service().keys.current()) == 0:
        raise NotReady(what="the key set is empty")


@published.get("/robots.txt")
def robots() -> Response:
    """Search engines may know the site, not who was looked up on it."""
    return Response(
        ROBOTS, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"}
    )


@published.get("/favicon.ico")
def favicon() -> Response:
    """The icon, for browsers that ask without reading the page."""
    return Response(
        (STATIC / "icons" / "site.svg").read_bytes(),
        content_type="image/svg+xml",
        headers={"Cache-Control": "public, max-age=86400"},
    )
