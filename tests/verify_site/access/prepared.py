"""Who may use the routes of prepared cases, and what limits them."""

from __future__ import annotations

from tests.verify_site.access.words import EVERYBODY

ACCESS = {
    ("GET", "/prepare/<token>"): (EVERYBODY, "turn budget"),
    ("POST", "/prepare/<token>"): (EVERYBODY, "pack budget; stores what the person asks for, sealed; submits nothing"),
    ("GET", "/prepare/<token>/checklist.pdf"): (EVERYBODY, "pack budget"),
    ("GET", "/hand-over"): (EVERYBODY, "no limit: a form"),
    ("POST", "/hand-over"): (EVERYBODY, "hand-over budget for codes whose check symbol fits; the code is the right"),
    ("POST", "/hand-over/delete"): (EVERYBODY, "hand-over budget; the code is the right"),
    ("GET", "/photo"): (EVERYBODY, "no limit: a form"),
    ("POST", "/photo"): (EVERYBODY, "photo budget; nothing is kept"),
}
