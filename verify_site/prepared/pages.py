"""The pack of a conversation: what it holds, a form for what its papers ask, and the pack itself.

    GET  /prepare/<token>                  the form     POST /prepare/<token>    the pack, a ZIP file
    GET  /prepare/<token>/checklist.pdf    the checklist alone

What a person types goes into the files that they take away; the site keeps it only, sealed, where they ask for it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import quote

from flask import Response, current_app, redirect, request

from casework.prepared import DAYS, store_case
from documents.checklist import typeset_checklist
from documents.forms import FieldKind, FormError
from registry.database import writing
from verify_site.fonts import fonts
from verify_site.guide.view import cited
from verify_site.language import N_, Speech, chosen, spoken
from verify_site.limits import limits
from verify_site.prepared.filled import Filled, read_fields, said
from verify_site.prepared.pack import Paper, hand_over_paper, papers_of, zipped
from verify_site.prepared.ready import Ready, ready_at
from verify_site.prepared.sheets import checklist_of
from verify_site.rendering import Renderer, asset, page
from verify_site.service import service

KEEP = {
    "answers": N_("要交接码。交接码下只存问答的结果，不存姓名和号码。"),
    "all": N_("要交接码，并且为单位保存我填写的内容90天（加密，凭交接码才能打开）。"),
    "nothing": N_("不要交接码。本站什么也不存。"),
}
"""What is stored for the unit; the first is chosen beforehand."""
PACK = N_("办理包")
CHECKLIST = N_("办理清单")


def asked(token: str) -> Response:
    """What the pack holds, and a form for what its papers ask; without a pack, the conversation."""
    limits().guide()
    speech = chosen(request.args)
    ready = ready_at(token, speech.language)
    return _back(token, speech) if ready is None else _form(ready, speech, Filled(ready.known))


def taken(token: str) -> Response:
    """The pack."""
    limits().pack()
    speech = chosen(request.args)
    ready = ready_at(token, speech.language)
    if ready is None:
        return _back(token, speech)
    filled = read_fields(ready.fields, request.form)
    if filled.errors:
        return _form(ready, speech, filled, status=422)
    try:
        papers = papers_of(ready, filled.values, speech)
    except FormError as error:
        return _form(ready, speech, filled, unprintable=error.say(speech.language), status=422)
    papers += _handed_over(ready, filled.values, speech)
    title = ready.case.title.say(speech.language).replace("/", " ")
    return download(zipped(ready, papers, speech), "application/zip", f"{speech.text(PACK)}-{title}.zip", "pack.zip")


def checklist(token: str) -> Response:
    """The checklist alone."""
    limits().pack()
    speech = chosen(request.args)
    ready = ready_at(token, speech.language)
    if ready is None:
        return _back(token, speech)
    pdf = typeset_checklist(checklist_of(ready, speech), fonts())
    return download(pdf, "application/pdf", f"{speech.text(CHECKLIST)}.pdf", "checklist.pdf")


def download(data: bytes, kind: str, name: str, plain_name: str) -> Response:
    """A file to keep; its name in the reader's language, and a plain one for old clients (RFC 6266)."""
    disposition = f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name)}"
    return Response(data, content_type=kind, headers={"Content-Disposition": disposition, "X-Robots-Tag": "noindex"})


def prepared_page(template: str, speech: Speech, path: str, *, status: int = 200, **values: Any) -> Response:
    """A page of this part; it is a person's own and stays out of search engines."""
    other = spoken("en" if speech.language == "zh" else "zh")
    switch = {"path": other.link(path), "tag": other.tag, "fields": None}
    renderer = cast(Renderer, current_app.extensions["renderer"])
    everywhere = {"guide_style": asset("guide.css"), "own_style": asset("prepared.css"), "lang": speech.language}
    response = page(renderer(template, speech, switch=switch, **everywhere, **values), status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _handed_over(ready: Ready, values: Mapping[str, str], speech: Speech) -> list[Paper]:
    """Store what was asked for; the sheet with its code. Nothing where nothing was wanted or this site stores nothing.

    All other papers are made by then, so that nothing is stored for a pack that cannot be printed.
    """
    keep = request.form.get("keep", "nothing")
    if keep not in ("answers", "all") or not service().settings.desk:
        return []
    personal = keep == "all"
    prepared = ready.prepared(values if personal else {})
    with writing(service().writer) as session:
        code = store_case(session, prepared, now=datetime.now(UTC), random_bytes=os.urandom)
    return [hand_over_paper(ready, code, speech, personal=personal)]


def _back(token: str, speech: Speech) -> Response:
    return cast(Response, redirect(speech.link(f"/guide/c/{token}"), 303))


def _form(
    ready: Ready, speech: Speech, filled: Filled, *, unprintable: str | None = None, status: int = 200
) -> Response:
    path = f"/prepare/{ready.turn.token}"
    return prepared_page(
        "prepared/pack.html",
        speech,
        path,
        status=status,
        action=speech.link(path),
        checklist=speech.link(f"{path}/checklist.pdf"),
        back=speech.link(f"/guide/c/{ready.turn.token}"),
        title=ready.case.title.say(speech.language),
        submitter=ready.outcome.submitter.text.say(speech.language),
        submitter_cites=cited(ready.pack, ready.outcome.submitter.clauses, speech),
        forms=[form.title if speech.language == "zh" else form.title_en for form in ready.forms],
        newspaper=ready.newspaper is not None,
        calendar=ready.waits,
        photo=f"{speech.link('/photo')}{'&' if speech.query else '?'}notice={ready.pack.id}"
        if ready.pack.photos
        else None,
        fields=[(each, each.label.say(speech.language)) for each in ready.fields],
        kinds=FieldKind,
        values=filled.values,
        errors=said(filled.errors, speech.language),
        unprintable=unprintable,
        keeps=list(KEEP.items()) if service().settings.desk else [],
        kept=request.form.get("keep", next(iter(KEEP))),
        days=DAYS,
    )
