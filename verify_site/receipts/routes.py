"""The addresses of receipts. What stands behind a receipt's own code is `/V/<digits>`, as for everything signed."""

from __future__ import annotations

from verify_site.parts import Part, View

LARGEST_FILE = 21 * 1024 * 1024
"""Bytes of a list's results, with the form around them."""

RECEIPTS = Part(
    "receipts",
    "/receipts",
    "verify_site.receipts",
    (
        View("", ("POST",), "pages", "made"),
        View("/file", ("POST",), "pages", "compared", LARGEST_FILE),
    ),
)
