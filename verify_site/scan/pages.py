"""The scanning page and what an upload is answered with; both work without a script.

GET  /scan                 camera, upload, and a box for a link or digits
POST /scan/upload          one code: its page; several: a verdict each; JSON for programs
"""

from __future__ import annotations

import json
from typing import Any, cast

from flask import Response, current_app, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge

from pictures.errors import EmptyUpload, FileRefused, FileTooLarge
from pictures.opening import MAX_BYTES
from verify_site.answers import members
from verify_site.language import Speech, chosen
from verify_site.limits import limits
from verify_site.problems import status_of, wants_json
from verify_site.rendering import Renderer, asset, page
from verify_site.scan.reading import MOST_SHOWN, Seen, link_to, pages_of, read_file, seen_in
from verify_site.statistics.counting import VIA, Way
from verify_site.wording import Asked


def show() -> Response:
    """The camera, the upload, and the box."""
    return _scan_page(chosen(request.args))


def uploaded() -> Response:
    """The verdict on each code in a file."""
    limits().upload()
    speech = chosen(request.args)
    try:
        pages = pages_of(read_file(_file()))
    except FileRefused as refused:
        if wants_json():
            raise
        return _scan_page(speech, fault=refused.say(speech.language))
    # The page of a single code is the whole answer, and can be reloaded without sending the file again.
    if len(pages) == 1 and not wants_json() and (link := link_to(next(iter(pages)), speech)) is not None:
        mark = f"{'&' if '?' in link else '?'}{VIA}={Way.UPLOAD.value}"
        return cast(Response, redirect(link + mark, 303))
    response = (_as_json if wants_json() else _result)(speech, seen_in(pages, speech), len(pages))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _file() -> bytes:
    """The uploaded bytes: the form's file, as Werkzeug received it, or no bytes where none was chosen."""
    try:
        file = request.files.get("file")
    except RequestEntityTooLarge:
        raise FileTooLarge(size=-(-(request.content_length or 0) >> 20), limit=MAX_BYTES >> 20) from None
    if file is None:
        raise EmptyUpload
    data: bytes = file.read(MAX_BYTES + 1)
    return data


def _scan_page(speech: Speech, fault: str | None = None) -> Response:
    html = _render("scan/scan.html", speech, fault=fault, script=asset("scan.js"))
    return page(html, 422 if fault else 200)


def _result(speech: Speech, seen: list[Seen], found: int) -> Response:
    paged = any(number > 1 for each in seen for number in each.pages)
    html = _render("scan/result.html", speech, seen=seen, found=found, most=MOST_SHOWN, paged=paged)
    return page(html, _status(seen))


def _as_json(_: Speech, seen: list[Seen], found: int) -> Response:
    codes = [{"pages": each.pages, "text": each.text, **members(each.found, Asked.CODE)} for each in seen]
    body = json.dumps({"found": found, "codes": codes}, ensure_ascii=False)
    return Response(body, _status(seen), content_type="application/json")


def _status(seen: list[Seen]) -> int:
    return max((status_of(each.found.verdict) for each in seen), default=200)


def _render(template: str, speech: Speech, **values: Any) -> str:
    other = chosen({"lang": "en"} if speech.language == "zh" else {})
    switch = {"path": other.link("/scan"), "tag": other.tag, "fields": None}
    renderer = cast(Renderer, current_app.extensions["renderer"])
    return renderer(template, speech, switch=switch, scan_style=asset("scan.css"), megabytes=MAX_BYTES >> 20, **values)
