"""Who may use the guide's routes, and what limits them."""

from __future__ import annotations

from tests.verify_site.access.words import EVERYBODY

ACCESS = {
    ("GET", "/guide"): (EVERYBODY, "no limit: no look-up"),
    ("POST", "/guide"): (EVERYBODY, "turn budget"),
    ("GET", "/guide/c/<token>"): (EVERYBODY, "turn budget; the link is the whole conversation, nothing is stored"),
    ("POST", "/guide/c/<token>"): (EVERYBODY, "turn budget"),
    ("GET", "/guide/c/<token>/calendar.ics"): (EVERYBODY, "turn budget"),
    ("GET", "/guide/<notice>"): (EVERYBODY, "no limit: no look-up"),
    ("GET", "/guide/<notice>/clauses"): (EVERYBODY, "no limit: no look-up"),
    ("GET", "/guide/<notice>/newspaper"): (EVERYBODY, "no limit: no look-up"),
    ("POST", "/guide/<notice>/newspaper"): (EVERYBODY, "turn budget"),
    ("GET", "/guide/<notice>/<case>/map"): (EVERYBODY, "no limit: no look-up"),
    ("GET", "/guide/<notice>/<case>/map.svg"): (EVERYBODY, "no limit: drawn once"),
    ("POST", "/api/v1/guide"): (EVERYBODY, "turn budget"),
    ("POST", "/api/v1/guide/<conversation>/replies"): (EVERYBODY, "turn budget"),
}
