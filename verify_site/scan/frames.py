"""One look of the camera: a grey JPEG, or the text that the browser's own detector read; nothing of it is kept.

POST /scan/frame   image/jpeg | text/plain   ->   {"codes": [{"address": "/V/2183…"}]}                  ours
                                                  {"codes": [{"headline", "meaning", "steps", "host",
                                                             "text"}]}               another's

Ours is not looked up here: its own page does that. What leads elsewhere is counted, so that look-alike sites are found.
"""

from __future__ import annotations

import json
from typing import Final

from flask import Response, request

from pictures.codes import read_codes
from pictures.errors import FileRefused
from pictures.kinds import Kind, kind_of
from pictures.opening import open_picture
from verify_site.checking import check_code
from verify_site.errors import BadFrame
from verify_site.language import Speech, chosen
from verify_site.limits import limits
from verify_site.scan.reading import link_to, shortened
from verify_site.statistics.counting import Way
from verify_site.wording import Asked, words_of

MOST_PIXELS: Final = 1_500_000
WORK: Final = 1_500_000
"""Pixels of all looks at one frame: the next frame is a better second look."""
MOST_CODES: Final = 5


def read() -> Response:
    """What a frame shows, for the script to act on."""
    limits().frame()
    speech = chosen(request.args)
    codes = [_described(text, speech) for text in _texts()[:MOST_CODES]]
    return Response(json.dumps({"codes": codes}, ensure_ascii=False), content_type="application/json")


def _texts() -> tuple[str, ...]:
    if request.mimetype == "text/plain":
        text = request.get_data().decode("utf-8", "replace").strip()
        return (text,) if text else ()
    data = request.get_data()
    if kind_of(data) is not Kind.JPEG:
        raise BadFrame
    try:
        picture = open_picture(data, grey=True, most_pixels=MOST_PIXELS)
    except FileRefused as refused:
        raise BadFrame from refused
    return read_codes(picture, work=WORK)


def _described(text: str, speech: Speech) -> dict[str, object]:
    link = link_to(text, speech)
    if link is not None:
        return {"address": link}
    found = check_code(text, Way.SCAN)
    words = words_of(found.verdict, Asked.CODE, speech.language)
    return {
        "headline": words.headline,
        "meaning": words.meaning,
        "steps": words.steps,
        "host": found.foreign_host,
        "text": shortened(text),
    }
