"""How often was checked, and which other sites codes led to: for the authorities."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request

from registry.chinese_time import date_in_china
from verify_site.desk.edge import edge, reading
from verify_site.desk.page import desk_page
from verify_site.language import chosen
from verify_site.statistics.figures import figures
from verify_site.statistics.view import PERIODS, view

PAGE = "/desk/statistics"


def statistics() -> Response:
    """The last days, as many as asked for of those that the page offers."""
    asked = request.args.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else PERIODS[1]
    until = date_in_china(edge().now)
    with reading() as session:
        found = figures(session, since=until - timedelta(days=days - 1), until=until)
    return desk_page("statistics/page.html", PAGE, **view(found, chosen(request.args)))
