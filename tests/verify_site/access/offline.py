"""Who may use the addresses of the check without a network, and what limits them."""

from __future__ import annotations

from tests.verify_site.access.words import EVERYBODY

ACCESS = {
    ("GET", "/offline"): (EVERYBODY, "no limit: no look-up, the check runs in the browser"),
    ("GET", "/offline/service-worker.js"): (EVERYBODY, "no limit: file of the site"),
    ("GET", "/offline/app.webmanifest"): (EVERYBODY, "no limit: constant"),
    ("GET", "/offline/<release>/<name>"): (EVERYBODY, "no limit: files of the site, kept by browsers for good"),
    ("GET", "/status/index.json"): (EVERYBODY, "no limit: public file, cacheable"),
    ("GET", "/status/<int:list_id>.cwt"): (EVERYBODY, "no limit: public file, cacheable"),
}
