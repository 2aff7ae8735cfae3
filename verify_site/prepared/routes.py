"""The addresses of prepared cases: a conversation's pack, the hand-over code, and the photo helper."""

from __future__ import annotations

from verify_site.parts import Part, View

LARGEST_PHOTO = 10 * 1024 * 1024 + 64 * 1024
"""Bytes of a photo's form: ten megabytes of photo and the fields beside it."""

PREPARED = Part(
    "prepared",
    "",
    "verify_site.prepared",
    (
        View("/prepare/<token>", ("GET",), "pages", "asked"),
        View("/prepare/<token>", ("POST",), "pages", "taken"),
        View("/prepare/<token>/checklist.pdf", ("GET",), "pages", "checklist"),
        View("/hand-over", ("GET",), "hand_over", "start"),
        View("/hand-over", ("POST",), "hand_over", "shown_under"),
        View("/hand-over/delete", ("POST",), "hand_over", "deleted"),
        View("/photo", ("GET",), "photo", "start"),
        View("/photo", ("POST",), "photo", "checked", LARGEST_PHOTO),
    ),
    largest_body=128 * 1024,
    most_fields=60,
)
