"""The API's addresses: the description as a page and as OpenAPI, one verification, a batch, and a receipt."""

from __future__ import annotations

from verify_site.parts import Part, View

LARGEST_BATCH = 1024 * 1024
"""Bytes of a batch: a thousand codes of some 600 characters."""

API = Part(
    "api",
    "/api",
    "verify_site.api_v1",
    (
        View("", ("GET",), "page", "described"),
        View("/v1/openapi.json", ("GET",), "page", "openapi_json"),
        View("/v1/verifications", ("POST",), "verifications", "verified"),
        View("/v1/verifications/batch", ("POST",), "batch", "verified", largest_body=LARGEST_BATCH),
        View("/v1/receipts", ("POST",), "receipts", "made"),
    ),
)
