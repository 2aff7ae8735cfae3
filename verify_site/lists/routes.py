"""The addresses of lists. A list's own address holds an unguessable token, the only key to what is stored for it."""

from __future__ import annotations

from verify_site.parts import LARGEST_BODY, Part, View

LARGEST_FILE = 21 * 1024 * 1024
"""Bytes of an upload, with the form around a file of 20 MB."""
LARGEST_TEXT = 10 * 1024 * 1024
"""Bytes of pasted lines: ten thousand of the longest codes."""

LISTS = Part(
    "lists",
    "/lists",
    "verify_site.lists",
    (
        View("", ("GET",), "pages", "form"),
        View("", ("POST",), "pages", "uploaded", LARGEST_FILE),
        View("/template.xlsx", ("GET",), "pages", "template"),
        View("/<token>", ("GET",), "pages", "standing"),
        View("/<token>/results.xlsx", ("GET",), "downloads", "workbook"),
        View("/<token>/results.csv", ("GET",), "downloads", "text"),
        View("/<token>/outcome.svg", ("GET",), "downloads", "picture"),
        View("/<token>/receipt", ("POST",), "downloads", "receipt", LARGEST_BODY),
        View("/<token>/delete", ("POST",), "pages", "deleted", LARGEST_BODY),
    ),
    largest_body=LARGEST_TEXT,
)
