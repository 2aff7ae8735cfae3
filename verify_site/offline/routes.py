"""The addresses of the check without a network: the web app, and the status lists as static files."""

from __future__ import annotations

from verify_site.parts import Part, View

OFFLINE = Part(
    "offline",
    "/offline",
    "verify_site.offline",
    (
        View("", ("GET",), "pages", "show"),
        View("/service-worker.js", ("GET",), "files", "service_worker"),
        View("/app.webmanifest", ("GET",), "files", "manifest"),
        View("/<release>/<name>", ("GET",), "files", "released"),
    ),
)
STATUS_LISTS = Part(
    "status_lists",
    "/status",
    "verify_site.offline",
    (
        View("/index.json", ("GET",), "files", "status_index"),
        View("/<int:list_id>.cwt", ("GET",), "files", "status_list"),
    ),
)
