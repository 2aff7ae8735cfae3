"""Who may use the scanning page, and what limits it."""

from __future__ import annotations

from tests.verify_site.access.words import EVERYBODY

ACCESS = {
    ("GET", "/scan"): (EVERYBODY, "no limit: no look-up"),
    ("POST", "/scan/frame"): (EVERYBODY, "frame budget, and scan budget for codes that are not ours; nothing is kept"),
    ("POST", "/scan/upload"): (EVERYBODY, "upload budget, scan budget, two files at once; nothing is kept"),
}
