"""The addresses of scanning: the page with camera and upload, single frames of the camera, and files."""

from __future__ import annotations

from verify_site.parts import Part, View

LARGEST_FRAME = 128 * 1024
"""Bytes of one grey picture from the camera; the script sends at most 100 KB."""
FORM_MEMORY = 256 * 1024
"""Bytes of a form in memory: Werkzeug reads files in pieces of 64 KB, and counts the piece at hand too."""
LARGEST_UPLOAD = 20 * 1024 * 1024 + 16 * 1024
"""Bytes of the largest file and of what a form wraps around it."""

SCAN = Part(
    "scan",
    "/scan",
    "verify_site.scan",
    (
        View("", ("GET",), "pages", "show"),
        View("/frame", ("POST",), "frames", "read", LARGEST_FRAME),
        View("/upload", ("POST",), "pages", "uploaded", LARGEST_UPLOAD),
    ),
    largest_body=FORM_MEMORY,
)
