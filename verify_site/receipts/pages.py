"""Receipts over HTTP: made from a fresh check, shown behind their own code, and a list's file held against one.

POST /receipts        {"code"} | {"number", "name"} | {"number", "verification_code"}  →  a PDF
GET  /V/<digits>      what a receipt said and what holds now (called by `verify_site.pages`)
POST /receipts/file   {"code"} and the XLSX file of a list  →  the receipt's page, same or not
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import file_digest
from typing import Any, cast
from urllib.parse import quote

from flask import Response, abort, current_app, request

from documents.receipt import Said, typeset_receipt
from registry.receipts import authority_names, newest_event
from registry.verification import Verdict, Verification
from signing.errors import UntrustedKey
from signing.receipts import CheckedCertificate, CheckedList, Receipt
from verify_site import answers, typed
from verify_site.checking import NETWORK, check_code, check_name, check_verification_code
from verify_site.errors import WrongMembers
from verify_site.fonts import fonts
from verify_site.language import chosen
from verify_site.limits import limits
from verify_site.problems import RETRY_SECONDS, status_of, wants_json
from verify_site.receipts.making import paper, receipt_of
from verify_site.receipts.reading import Held, held_in, members
from verify_site.receipts.signer import sign_receipt_of
from verify_site.receipts.wording import ASKED, BASES, counted, words_then
from verify_site.rendering import Renderer, page
from verify_site.service import service
from verify_site.statistics.counting import Way
from verify_site.wording import CHANGED, Asked, facts, words_of


def made() -> Response:
    """A receipt for what is checked anew."""
    limits().receipt()
    state = newest_event(service().registry)
    found, asked, values = _checked()
    return receipt_file(receipt_of(found, asked, values, state=state))


def _checked() -> tuple[Verification, Asked, Mapping[str, str]]:
    form = request.form
    match sorted(form):
        case ["code"]:
            text = typed.code(form["code"])
            return check_code(text, Way.TYPED), Asked.CODE, {"code": text}
        case ["name", "number"]:
            NETWORK.look_up()
            number, name = typed.number(form["number"]), typed.name(form["name"])
            return check_name(number, name, Way.TYPED), Asked.NAME, {"number": number, "name": name}
        case ["number", "verification_code"]:
            NETWORK.look_up()
            number, code = typed.number(form["number"]), typed.verification_code(form["verification_code"])
            found = check_verification_code(number, code, Way.TYPED)
            return found, Asked.VERIFICATION_CODE, {"number": number, "verification_code": code}
        case other:
            raise WrongMembers(field=", ".join(other)[:100])


def receipt_file(receipt: Receipt) -> Response:
    """A receipt signed, typeset and sent as a file; `Content-Location` is where its own code leads."""
    served = service()
    signed = sign_receipt_of(receipt, settings=served.settings, keys=served.keys.current())
    issuer = Said(*authority_names(signed.issuer, registry=served.registry))
    demonstration = served.settings.demonstration
    sheet = paper(receipt, signed, issuer=issuer, address=served.address, demonstration=demonstration)
    response = Response(typeset_receipt(sheet, fonts()), content_type="application/pdf")
    name = f"receipt-{signed.number}.pdf"
    in_chinese = quote(f"核验回执 {signed.number}.pdf")
    response.headers["Content-Disposition"] = f"attachment; filename=\"{name}\"; filename*=UTF-8''{in_chinese}"
    response.headers["Content-Location"] = f"{served.address.origin}/V/{signed.digits}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def answer(text: str, found: Verification) -> Response | None:
    """The answer to a code that is no certificate's: its receipt as page or JSON, None where it holds none."""
    if wants_json():
        return in_json(text, found)
    try:
        held = held_in(text)
    except UntrustedKey:
        return _render("receipts/untrusted.html", text)
    return None if held is None else _shown(held, text)


def in_json(text: str, found: Verification) -> Response | None:
    """The answer to a receipt's code for programs; None where no receipt can be trusted in it."""
    try:
        held = held_in(text)
    except UntrustedKey:
        return None
    if held is None:
        return None
    body = {**answers.members(found, Asked.CODE), "receipt": members(held)}
    return Response(json.dumps(body, ensure_ascii=False), content_type="application/json")


def compared() -> Response:
    """Whether an uploaded file is the one whose digest a list's receipt holds; the file is read and not kept."""
    limits().receipt()
    text, file = typed.code(request.form.get("code", "")), request.files.get("file")
    try:
        held = held_in(text)
    except UntrustedKey:
        held = None
    if held is None or not isinstance(held.signed.receipt.subject, CheckedList):
        abort(404)
    if file is None or not file.filename:
        return _shown(held, text)
    same = file_digest(file.stream, "sha256").digest() == held.signed.receipt.subject.sha256  # type: ignore[arg-type]
    return _shown(held, text, same=same)


def _shown(held: Held, text: str, *, same: bool | None = None) -> Response:
    speech = chosen(request.args)
    receipt, subject = held.signed.receipt, held.signed.receipt.subject
    issuer_zh, issuer_en = authority_names(held.signed.key.issuer, registry=service().registry)
    shared: dict[str, Any] = {
        "number": held.signed.number,
        "issuer": issuer_zh if speech.language == "zh" else issuer_en,
        "expired": held.expired,
        "expires_at": speech.moment(receipt.expires_at),
        "checked_at": speech.moment(receipt.checked_at),
        "state": receipt.state,
    }
    if isinstance(subject, CheckedList):
        counts, sha256 = counted(subject.counts, speech), subject.sha256.hex()
        return _render("receipts/list.html", text, counts=counts, sha256=sha256, same=same, **shared)
    assert held.now is not None  # noqa: S101 - `held_in` asks for every certificate
    return _of_one(subject, held.now, text, shared)


def _of_one(checked: CheckedCertificate, now: Verification, text: str, shared: Mapping[str, Any]) -> Response:
    speech, asked = chosen(request.args), ASKED[checked.basis]
    words = words_of(now.verdict, asked, speech.language)
    level = checked.level.zh if speech.language == "zh" else checked.level.en.capitalize()
    response = _render(
        "receipts/receipt.html",
        text,
        checked=checked,
        level=level,
        basis=speech.text(BASES[checked.basis]),
        then=words_then(checked, speech)[0],
        now=words,
        now_at=speech.moment(now.checked_at),
        now_facts=facts(now, asked, speech) if now.verdict in CHANGED else [],
        unknown=now.verdict is Verdict.STATUS_UNKNOWN,
        changed=now.verdict.name != checked.finding.name,
        **shared,
    )
    response.status_code = status_of(now.verdict)
    if response.status_code == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _render(template: str, text: str, **values: Any) -> Response:
    speech = chosen(request.args)
    digits = service().code_in(text)
    other = chosen({"lang": "en"} if speech.language == "zh" else {})
    switch = {"path": other.link(f"/V/{digits}"), "tag": other.tag, "fields": None}
    renderer = cast(Renderer, current_app.extensions["renderer"])
    response = page(renderer(template, speech, switch=switch, code=digits, **values))
    response.headers["X-Robots-Tag"] = "noindex"
    return response
