"""The HTML pages: home with its forms, the page behind a QR code, the identity box, and how to recognise this site.

Forms answer their POST with the page itself, never stored; what was typed is repeated in the page's own forms, so that
the language can be switched without a cookie.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, cast
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request

from registry.verification import Verdict, Verification
from verify_site import typed
from verify_site.answers import as_json
from verify_site.checking import NETWORK, check_code, check_name, check_verification_code, judge_code
from verify_site.errors import InvalidRequest
from verify_site.language import Speech, chosen
from verify_site.limits import IDENTITIES_OF_ONE_CERTIFICATE, limits
from verify_site.problems import PROBLEMS, RETRY_SECONDS, status_of, wants_json
from verify_site.rendering import PAGE_STEP, Renderer, padded, page
from verify_site.service import service
from verify_site.statistics.counting import VIA, Way
from verify_site.wording import SHOWS_PRINTED, Asked, differences, facts, rows_of, words_of

pages = Blueprint("pages", __name__)
IDENTITY_TRIES = IDENTITIES_OF_ONE_CERTIFICATE.split()[0]


@pages.get("/")
def home() -> Response:
    """The scan hint and the forms."""
    return _home(chosen(request.args), {}, {})


@pages.get("/about")
def about() -> Response:
    """How to check a certificate, how to recognise this site, what it keeps, and the problems of its API."""
    speech = chosen(request.args)
    problems = {problem.slug: problem for problem in PROBLEMS.values()}.values()
    verdicts = [words_of(verdict, Asked.CODE, speech.language) for verdict in Verdict]
    return page(
        _renderer()("about.html", speech, switch=_switch(speech, "/about"), problems=problems, verdicts=verdicts)
    )


@pages.get("/V/<code>")
@pages.get("/v/<code>")
def scanned(code: str) -> Response:
    """The page behind a QR code; JSON for programs."""
    found = check_code(code, _way())
    receipt = _receipt(code, found)
    if receipt is not None:
        return receipt
    if wants_json():
        return as_json(found, Asked.CODE)
    return _verdict(found, Asked.CODE, {"code": code}, f"/V/{quote(code, safe='')}")


def _way() -> Way:
    """How a code came that is asked for by its address: an upload's single code leads there with its own mark."""
    if wants_json():
        return Way.API
    return Way.UPLOAD if request.args.get(VIA) == Way.UPLOAD.value else Way.SCAN


def _receipt(text: str, found: Verification) -> Response | None:
    """The page of a verification receipt, whose code is no certificate's; None for everything else."""
    if not found.is_receipt:
        return None
    answer: Response | None = import_module("verify_site.receipts.pages").answer(text, found)
    return answer


@pages.post("/V/<code>/identity")
@pages.post("/v/<code>/identity")
def scanned_identity(code: str) -> Response:
    """Whether the typed identity number is the holder's, for a scanned code."""
    limits().identity()
    found = judge_code(code)
    return _with_identity(found, Asked.CODE, {"code": code}, f"/V/{quote(code, safe='')}")


@pages.post("/look-up/code")
def pasted() -> Response:
    """The page of a pasted code or link."""
    return _answer_form({"code": typed.code}, lambda values: _pasted(values["code"]))


def _pasted(text: str) -> Response:
    found = check_code(text, Way.TYPED)
    receipt = _receipt(text, found)
    if receipt is not None:
        return receipt
    digits = service().code_in(text)
    path = "/look-up/code" if digits is None else f"/V/{digits}"
    return _verdict(found, Asked.CODE, {"code": text if digits is None else digits}, path)


@pages.post("/look-up/name")
def by_name() -> Response:
    """Number and name: match or not, with title, level, approval date and status."""
    NETWORK.look_up()
    return _answer_form(
        {"number": typed.number, "name": typed.name},
        lambda values: _verdict(
            check_name(values["number"], values["name"], Way.TYPED), Asked.NAME, values, "/look-up/name"
        ),
    )


@pages.post("/look-up/verification-code")
def by_verification_code() -> Response:
    """Number and verification code: everything that is printed."""
    NETWORK.look_up()
    return _answer_form(
        VERIFICATION_CODE_FORM,
        lambda values: _verdict(_typed(values), Asked.VERIFICATION_CODE, values, VERIFICATION_CODE_PATH),
    )


@pages.post("/look-up/verification-code/identity")
def typed_identity() -> Response:
    """Whether the typed identity number is the holder's, for a number and verification code."""
    NETWORK.look_up()
    limits().identity()
    return _answer_form(
        VERIFICATION_CODE_FORM,
        lambda values: _with_identity(_typed(values), Asked.VERIFICATION_CODE, values, VERIFICATION_CODE_PATH),
    )


VERIFICATION_CODE_PATH = "/look-up/verification-code"
VERIFICATION_CODE_FORM: Mapping[str, Callable[[str], str]] = {
    "number": typed.number,
    "verification_code": typed.verification_code,
}


def _typed(values: Mapping[str, str]) -> Verification:
    return check_verification_code(values["number"], values["verification_code"], Way.TYPED)


def _renderer() -> Renderer:
    return cast(Renderer, current_app.extensions["renderer"])


def _home(speech: Speech, values: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    html = _renderer()("home.html", speech, switch=_switch(speech, "/"), values=values, errors=errors)
    return page(html, 422 if errors else 200)


def _answer_form(fields: Mapping[str, Callable[[str], str]], answer: Callable[[dict[str, str]], Response]) -> Response:
    """Clean the fields and answer, or show the form again with a sentence at each fault.

    A link or the digits of a code are answered as such, whichever box they were pasted into.
    """
    speech = chosen(request.args)
    raw = {field: request.form.get(field, "") for field in fields}
    code = next(filter(typed.is_code, raw.values()), None)
    if code is not None and "code" not in fields:
        return _pasted(typed.code(code))
    values, errors = {}, {}
    for field, clean in fields.items():
        try:
            values[field] = clean(raw[field])
        except InvalidRequest as error:
            errors[field] = error.say(speech.language)
    if not errors:
        return answer(values)
    form = request.path.rpartition("/look-up/")[2].partition("/")[0]
    return _home(
        speech, {f"{form}.{k}": v[:200] for k, v in raw.items()}, {f"{form}.{k}": v for k, v in errors.items()}
    )


def _switch(speech: Speech, path: str, fields: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The way to this page in the other language: a link, or a form where the page answers a POST."""
    other = chosen({"lang": "en"} if speech.language == "zh" else {})
    return {"path": other.link(path), "tag": other.tag, "fields": fields}


def _with_identity(found: Verification, asked: Asked, values: Mapping[str, str], path: str) -> Response:
    """The verdict page with the answer of the identity box."""
    if found.certificate_id is None:
        return _verdict(found, asked, values, path)
    text = request.form.get("identity", "")
    if typed.is_code(text):
        return _pasted(typed.code(text))
    limits().identity_of(found.certificate_id)
    try:
        identity = typed.identity(text)
    except InvalidRequest as error:
        return _verdict(found, asked, values, path, fault=error.say(chosen(request.args).language))
    same = service().same_person(found.certificate_id, identity)
    return _verdict(found, asked, values, path, same=same)


def _verdict(
    found: Verification,
    asked: Asked,
    values: Mapping[str, str],
    path: str,
    *,
    same: bool | None = None,
    fault: str | None = None,
) -> Response:
    """The verdict page; `same` and `fault` are the identity box's answer."""
    speech = chosen(request.args)
    is_code = path.startswith("/V/")
    shown = (found.printed or found.brief) if found.verdict in SHOWS_PRINTED else None
    html = _renderer()(
        "verdict.html",
        speech,
        words=words_of(found.verdict, asked, speech.language),
        verdict=found.verdict.value,
        asked=asked.value,
        facts=facts(found, asked, speech),
        rows=rows_of(shown, speech) if shown else [],
        differences=differences(found, speech),
        photo=service().photo(found.certificate_id) if found.has_photo and found.certificate_id is not None else None,
        checked_at=speech.moment(found.checked_at),
        values=values,
        same=same,
        fault=fault,
        identity_action=speech.link(f"{path}/identity") if found.certificate_id is not None else None,
        identity_fields={} if is_code else values,
        identity_tries=IDENTITY_TRIES,
        switch=_switch(speech, path, None if is_code else values),
    )
    response = page(html if asked is Asked.CODE else padded(html, PAGE_STEP), status_of(found.verdict))
    if response.status_code == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
