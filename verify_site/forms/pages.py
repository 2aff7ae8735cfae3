"""The pages and files of the forms. All of it is public and the same for everybody, so that it may be cached.

GET /forms?q=                        GET /forms/<notice>/<form>
GET /forms/<notice>/<form>/<file>    GET /forms/<notice>/<case>.zip
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import quote, urlencode

from flask import Response, abort, current_app, request

from documents.forms import Form, load_forms
from policy import load_packs
from verify_site.forms.files import BlankFile, files_of, zip_of
from verify_site.forms.view import field_rows, offered_of, shelves_of
from verify_site.guide.pages import pack_of
from verify_site.language import Speech, chosen, spoken
from verify_site.rendering import Renderer, asset, page
from verify_site.service import service

LONGEST_QUERY = 100
"""Characters of a search; the rest is not looked at."""
FRESH = 300
"""Seconds for which a page or file may be kept without asking again."""


def catalogue() -> Response:
    """All forms by notice and case, or those that are searched for."""
    speech, query = chosen(request.args), request.args.get("q", "")[:LONGEST_QUERY].strip()
    shelves = shelves_of(load_packs(), _forms(), query, speech)
    found = {offered.form.id for shelf in shelves for case in shelf.cases for offered in case.offered}
    path = "/forms" + (f"?{urlencode({'q': query})}" if query else "")
    return _page("forms/catalogue.html", speech, path, shelves=shelves, query=query, found=len(found))


def form_page(notice: str, form: str) -> Response:
    """One form: whom it concerns, its files, its fields and how each is known."""
    speech, pack, found = chosen(request.args), pack_of(notice), _form(notice, form)
    return _page(
        "forms/form.html",
        speech,
        f"/forms/{found.id}",
        pack=pack,
        offered=offered_of(pack, found, speech),
        cases=[pack.case(case) for case in found.cases],
        fields=field_rows(pack, found, speech),
    )


def blank(notice: str, form: str, file: str) -> Response:
    """A blank form."""
    found = {each.name: each for each in files_of(_form(notice, form))}
    return _download(found[file]) if file in found else abort(404)


def all_of_case(notice: str, case: str) -> Response:
    """All forms of a case."""
    pack = pack_of(notice)
    forms = [form for form in _forms().values() if form.notice == notice and case in form.cases]
    if case not in pack.cases or not forms:
        abort(404)
    return _download(zip_of(case, pack.cases[case].title.zh, forms))


def _forms() -> Mapping[str, Form]:
    return load_forms(service().settings.form_templates)


def _form(notice: str, form: str) -> Form:
    found = _forms().get(f"{notice}/{form}")
    return found if found is not None else abort(404)


def _download(file: BlankFile) -> Response:
    response = Response(file.body, content_type=file.media_type)
    named = f"attachment; filename=\"{file.name}\"; filename*=UTF-8''{quote(file.saved_as)}"  # RFC 6266
    response.headers["Content-Disposition"] = named
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    response.set_etag(file.digest)
    return cast(Response, response.make_conditional(request))


def _page(template: str, speech: Speech, path: str, **values: Any) -> Response:
    other = spoken("en" if speech.language == "zh" else "zh")
    in_other = path + (other.query.replace("?", "&") if "?" in path else other.query)
    switch = {"path": in_other, "tag": other.tag, "fields": None}
    renderer = cast(Renderer, current_app.extensions["renderer"])
    everywhere = {"lang": speech.language, "guide_style": asset("guide.css"), "forms_style": asset("forms.css")}
    response = page(renderer(template, speech, switch=switch, **everywhere, **values))
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return response
