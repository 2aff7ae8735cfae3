"""Files of the web app and of the registry: scripts under their release, the service worker, the status lists.

A release is a digest of the app's files and stands in their addresses. So a browser keeps them for good, never mixes
two releases, and takes a new service worker exactly when something changed.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from flask import Response, abort, request

from registry.settings import Settings
from signing.status_list import MAX_TOKEN, MEDIA_TYPE
from verify_site.language import N_, chosen
from verify_site.offline.words import icons
from verify_site.rendering import STATIC, asset
from verify_site.service import service

FOLDER = STATIC / "offline"
FOR_GOOD = "public, max-age=31536000, immutable"
ALWAYS_ASK = "max-age=0, must-revalidate"
LISTS_MAX_AGE = 300
"""Seconds for which a browser or a CDN may hand out a status list again."""
LARGEST_INDEX = 2**20
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
APP_NAME = N_("职称证书核验（离线）")
APP_SHORT_NAME = N_("证书核验")


@cache
def current_release() -> str:
    """The digest of all files of the app, as they were when this process first asked."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def path_of(name: str) -> str:
    """The address of a file of the app."""
    return f"/offline/{current_release()}/{name}"


def released(release: str, name: str) -> Response:
    """A file of the app, or the list of all that the app needs."""
    if release != current_release():
        abort(404)
    if name == "files.json":
        return _json({"pages": ["/offline", "/offline?lang=en"], "files": _files()}, FOR_GOOD)
    path = FOLDER / name
    if path.suffix not in TYPES or path not in _sources():
        abort(404)
    return _file(path.read_bytes(), TYPES[path.suffix], FOR_GOOD)


@cache
def _sources() -> tuple[Path, ...]:
    return tuple(sorted(FOLDER.iterdir()))


def _files() -> list[str]:
    """Everything that a page of the app loads."""
    shared = [asset("site.css"), "/offline/app.webmanifest", "/static/icons/site.svg"]
    own = [path_of(path.name) for path in _sources() if path.name != "service-worker.js"]
    return [*shared, *own, *(f"/static/icons/{icon}.svg" for icon in sorted(icons()))]


def service_worker() -> Response:
    """The script that keeps the app; its scope is the page /offline and what is below it."""
    response = _file((FOLDER / "service-worker.js").read_bytes(), TYPES[".js"], ALWAYS_ASK)
    response.headers["Service-Worker-Allowed"] = "/offline"
    return response


def manifest() -> Response:
    """What a phone shows and opens once the app is installed."""
    speech = chosen(request.args)
    icon = {"src": "/static/icons/site.svg", "type": "image/svg+xml", "sizes": "any", "purpose": "any"}
    described = {
        "name": speech.text(APP_NAME),
        "short_name": speech.text(APP_SHORT_NAME),
        "lang": speech.tag,
        "id": "/offline",
        "start_url": speech.link("/offline"),
        "scope": "/offline",
        "display": "standalone",
        "background_color": "#f4f6f8",
        "theme_color": "#12395b",
        "icons": [icon],
    }
    return _json(described, f"public, max-age={LISTS_MAX_AGE}", "application/manifest+json")


def status_index() -> Response:
    """What `python -m registry publish` wrote beside the lists: their numbers, and the issuers' names."""
    return _published("index.json", LARGEST_INDEX, "application/json")


def status_list(list_id: int) -> Response:
    """A status list token, for anybody and from any site."""
    return _published(f"{list_id}.cwt", MAX_TOKEN, MEDIA_TYPE)


def _published(name: str, largest: int, content_type: str) -> Response:
    settings: Settings = service().settings
    try:
        with (settings.status_lists / name).open("rb") as file:
            content = file.read(largest + 1)
    except FileNotFoundError:
        abort(404)
    if len(content) > largest:
        abort(404)
    response = _file(content, content_type, f"public, max-age={LISTS_MAX_AGE}")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _json(value: object, cache_control: str, content_type: str = "application/json") -> Response:
    return _file(json.dumps(value, ensure_ascii=False).encode(), content_type, cache_control)


def _file(content: bytes, content_type: str, cache_control: str) -> Response:
    response = Response(content, content_type=content_type, headers={"Cache-Control": cache_control})
    response.add_etag()
    response.make_conditional(request)
    return response
