"""Who may use the receipts' routes, and what limits them."""

from __future__ import annotations

from tests.verify_site.access.words import EVERYBODY

ACCESS = {
    ("POST", "/receipts"): (EVERYBODY, "receipt budget, and what the check itself costs"),
    ("POST", "/receipts/file"): (EVERYBODY, "receipt budget; the code itself is the permission"),
}
