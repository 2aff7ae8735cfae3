"""The guide's addresses: a conversation, the notices it rests on, and both as JSON."""

from __future__ import annotations

from verify_site.parts import Part, View

LARGEST_TEXT = 128 * 1024
"""Bytes of a guide's form: ten thousand pasted characters, each up to twelve bytes once a form has encoded it."""

GUIDE = Part(
    "guide",
    "/guide",
    "verify_site.guide",
    (
        View("", ("GET",), "pages", "start"),
        View("", ("POST",), "pages", "started"),
        View("/c/<token>", ("GET",), "pages", "resumed"),
        View("/c/<token>", ("POST",), "pages", "replied"),
        View("/c/<token>/calendar.ics", ("GET",), "pages", "calendar"),
        View("/<notice>/newspaper", ("GET", "POST"), "pages", "newspaper"),
        View("/<notice>", ("GET",), "notices", "cases"),
        View("/<notice>/clauses", ("GET",), "notices", "clauses"),
        View("/<notice>/<case>/map", ("GET",), "notices", "case_map"),
        View("/<notice>/<case>/map.svg", ("GET",), "notices", "case_picture"),
    ),
    largest_body=LARGEST_TEXT,
)
GUIDE_API = Part(
    "guide_api",
    "/api/v1/guide",
    "verify_site.guide",
    (
        View("", ("POST",), "api", "opened"),
        View("/<conversation>/replies", ("POST",), "api", "replied"),
    ),
    largest_body=LARGEST_TEXT,
)
