"""The desk's first page."""

from __future__ import annotations

from flask import Response

from verify_site.desk.page import desk_page


def home() -> Response:
    """Who is signed in, and for which organisation."""
    return desk_page("desk/home.html", "/desk")
