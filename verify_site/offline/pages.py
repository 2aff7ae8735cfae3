"""The page of the check without a network: the box, the camera, what it can say and what it cannot."""

from __future__ import annotations

import json
from typing import cast

from flask import Response, current_app, request

from signing.status_list import LIFE
from verify_site.language import chosen
from verify_site.offline.files import current_release, path_of
from verify_site.offline.words import words_for
from verify_site.rendering import Renderer, page
from verify_site.service import service


def show() -> Response:
    """The page, whole: what the script shows travels in it, so that nothing is asked for later."""
    speech = chosen(request.args)
    other = chosen({"lang": "en"} if speech.language == "zh" else {})
    render = cast(Renderer, current_app.extensions["renderer"])
    return page(
        render(
            "offline/check.html",
            speech,
            switch={"path": other.link("/offline"), "tag": other.tag, "fields": None},
            words=json.dumps(words_for(speech), ensure_ascii=False),
            address=service().address.origin,
            worker=f"/offline/service-worker.js?release={current_release()}",
            script=path_of("page.js"),
            style=path_of("offline.css"),
            days=LIFE.days,
        )
    )
