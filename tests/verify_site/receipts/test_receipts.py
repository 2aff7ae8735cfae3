"""Receipts over HTTP: made from a check, read back from the paper, and shown with what holds now."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry import changes
from registry.database import writing
from registry.models import Certificate
from registry.rows import LookUp, LookUpFailed
from registry.verification import Verdict
from registry.words import Reason
from signing.receipts import CheckedCertificate, CheckedList, Finding, Receipt, open_receipt, sign_receipt
from tests.documents.paper import copied_text, rasterised, scanned
from tests.province import ADDRESS
from tests.verify_site.papers import Papers
from tests.verify_site.receipts.conftest import Offering, publish
from tests.verify_site.scan.test_upload import scan_of, upload
from verify_site.models import Check
from verify_site.statistics.counting import Counts, Other
from verify_site.statistics.figures import figures

AS_JSON = {"Accept": "application/json"}


def made(offering: Offering, **fields: str) -> bytes:
    """The PDF for a check."""
    answer = offering.client.post("/receipts", data=fields)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.text
    pdf: bytes = answer.data
    return pdf


def code_on(pdf: bytes) -> str:
    """The digits in the one code of a PDF."""
    ((text,),) = [scanned(page) for page in rasterised(pdf)]
    return ADDRESS.code_in(text)


def shown(offering: Offering, code: str, query: str = "") -> str:
    """The words of a receipt's page."""
    answer = offering.client.get(f"/V/{code}{query}")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def receipt_in(offering: Offering, code: str) -> Any:
    """The member `receipt` of the JSON answer, whose verdict says that it is no certificate."""
    answer = offering.client.get(f"/V/{code}", headers=AS_JSON)
    assert (answer.json["verdict"], answer.json["certificate"]) == ("malformed", None)  # type: ignore[index]
    return answer.json["receipt"]  # type: ignore[index]


def revoke(offering: Offering, number: str) -> None:
    with writing(offering.papers.province.engine) as session:
        row = session.scalars(select(Certificate).where(Certificate.number == number)).one()
        changes.revoke(session, row, reason=Reason.FALSE_MATERIAL, actor="测试", now=datetime.now(UTC))


def signed(offering: Offering, receipt: Receipt) -> str:
    return sign_receipt(receipt, offering.store.signer(offering.key.kid)).digits


def opened(offering: Offering, code: str) -> Receipt:
    return open_receipt(code, offering.app.extensions["service"].keys.current()).receipt


def test_a_scanned_certificate_gets_a_receipt_that_its_own_code_proves(offering: Offering) -> None:
    paper = offering.papers.province.examples["valid"]
    pdf = made(offering, code=paper.address)
    code = code_on(pdf)
    (text,) = copied_text(pdf)
    said = receipt_in(offering, code)
    for words in (paper.number, paper.name, said["number"], "证书真实，核验时有效", "证书上的二维码", "省职改办"):
        assert words in text
    assert said["then"]["verdict"] == said["now"]["verdict"] == "valid"
    assert said["then"]["certificate"]["name"] == paper.name
    assert (said["asked"], said["expired"], said["issuer"]["id"]) == ("code", False, "hubei")
    page = shown(offering, code)
    assert "回执真实，证书没有变化" in page
    assert "这是一份核验回执，不是证书" in page
    assert paper.name in page
    assert "Genuine receipt; nothing has changed since" in shown(offering, code, "?lang=en")


def test_a_receipt_shows_that_its_certificate_was_revoked_since(offering: Offering) -> None:
    paper = offering.papers.province.examples["valid"]
    for fields, asked in (
        ({"code": paper.code or ""}, "code"),
        ({"number": paper.number, "verification_code": paper.verification_code}, "verification_code"),
        ({"number": paper.number, "name": f" {paper.name} "}, "name"),
    ):
        code = code_on(made(offering, **fields))
        assert receipt_in(offering, code)["asked"] == asked
        if asked == "name":
            revoke(offering, paper.number)
            said = receipt_in(offering, code)
            assert (said["then"]["verdict"], said["now"]["verdict"]) == ("valid", "revoked")
    code = code_on(made(offering, code=paper.code or ""))
    assert receipt_in(offering, code)["then"]["verdict"] == "revoked"


def test_both_what_was_found_and_what_holds_now_stand_on_the_page(offering: Offering) -> None:
    paper = offering.papers.province.examples["valid"]
    code = code_on(made(offering, code=paper.code or ""))
    revoke(offering, paper.number)
    page = shown(offering, code)
    assert "回执真实，但证书后来有变化" in page
    assert "当时查到 证书真实，核验时有效 现在查到 证书已被撤销，不再有效 撤销日期" in page
    assert "请不要采信这张证书" in page


@pytest.mark.parametrize("what", ["replaced", "revoked", "corrected"])
def test_a_certificate_out_of_force_gets_a_receipt_that_says_so(offering: Offering, what: str) -> None:
    said = receipt_in(offering, code_on(made(offering, code=offering.papers.codes[what])))
    assert said["then"]["verdict"] == said["now"]["verdict"] == what


@pytest.mark.parametrize("what", ["bad_signature", "unknown_key", "untrusted_key", "malformed", "not_registered"])
def test_what_the_registry_does_not_hold_gets_none(offering: Offering, what: str) -> None:
    answer = offering.client.post("/receipts", data={"code": offering.papers.codes[what]})
    assert answer.status_code == 409
    assert "这次核验不出具回执" in answer.text


def test_a_wrong_name_gets_no_receipt_and_says_nothing_more_than_a_number_that_is_not_there(offering: Offering) -> None:
    numbers = (offering.papers.valid.number, "20269999000001")
    answers = [offering.client.post("/receipts", data={"number": number, "name": "李四"}) for number in numbers]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert answers[0].data == answers[1].data


def test_a_receipt_whose_life_is_over_still_shows_what_it_says(offering: Offering) -> None:
    receipt = opened(offering, code_on(made(offering, code=offering.papers.code_of("valid"))))
    before = timedelta(days=200)
    old = replace(receipt, issued_at=receipt.issued_at - before, expires_at=receipt.expires_at - before)
    code = signed(offering, old)
    assert receipt_in(offering, code)["expired"] is True
    page = shown(offering, code)
    assert "回执的有效期已过" in page
    assert offering.papers.province.examples["valid"].name in page


def test_no_altered_receipt_is_shown_as_one(offering: Offering) -> None:
    raw = int(code_on(made(offering, code=offering.papers.code_of("valid"))))
    for bit in range(0, raw.bit_length(), 37):
        answer = offering.client.get(f"/V/{raw ^ 1 << bit}", headers=AS_JSON)
        assert "receipt" not in answer.json  # type: ignore[operator]
        assert answer.json["verdict"] in ("malformed", "bad_signature", "unknown_key")  # type: ignore[index]


def test_a_receipt_signed_with_a_certificate_key_or_a_withdrawn_one_is_not_accepted(offering: Offering) -> None:
    code = code_on(made(offering, code=offering.papers.code_of("valid")))
    offering.store.withdraw(offering.key.kid, datetime(2026, 1, 1, tzinfo=UTC))
    publish(offering.papers, offering.store)
    assert "这份回执不可信" in shown(offering, code)
    assert "receipt" not in offering.client.get(f"/V/{code}", headers=AS_JSON).json  # type: ignore[operator]


def test_a_retired_key_signs_no_more_and_an_unpublished_one_not_yet(offering: Offering) -> None:
    old = code_on(made(offering, code=offering.papers.code_of("valid")))
    offering.store.rotate("hubei", offering.key.purpose)
    assert offering.client.post("/receipts", data={"code": offering.papers.code_of("valid")}).status_code == 404
    publish(offering.papers, offering.store)
    new = code_on(made(offering, code=offering.papers.code_of("valid")))
    for code in (old, new):
        assert receipt_in(offering, code)["then"]["verdict"] == "valid"


def test_a_site_without_a_receipt_key_says_so_politely(client: FlaskClient, papers: Papers) -> None:
    for query, words in (("", "本网站没有开通核验回执"), ("?lang=en", "This site offers no receipts")):
        answer = client.post(f"/receipts{query}", data={"code": papers.valid.code})
        assert answer.status_code == 404
        assert words in answer.text


@pytest.mark.parametrize("fields", [{}, {"code": "1", "name": "某"}, {"number": "1"}, {"x": "1"}])
def test_a_form_that_asks_for_nothing_is_refused(client: FlaskClient, fields: dict[str, str]) -> None:
    assert client.post("/receipts", data=fields).status_code == 422


def list_receipt(offering: Offering, file: bytes) -> str:
    now = datetime.now(UTC).replace(microsecond=0)
    checked = CheckedList(now, {Finding.VALID: 297, Finding.NO_MATCH: 3}, sha256(file).digest())
    return signed(offering, Receipt(now, now + timedelta(days=180), 5, checked))


def test_a_lists_receipt_tells_its_file_from_any_other(offering: Offering) -> None:
    code = list_receipt(offering, b"the results")
    page = shown(offering, code)
    assert "297 行 证书真实，目前有效 3 行 没有查到相符的证书" in page
    said = receipt_in(offering, code)
    assert said["then"] == {"counts": {"valid": 297, "no_match": 3}, "sha256": sha256(b"the results").hexdigest()}
    assert said["now"] is None
    for content, words in ((b"the results", "没有被改动"), (b"the result", "被改动、另存过")):
        data = {"code": code, "file": (BytesIO(content), "x.xlsx")}
        answer = offering.client.post("/receipts/file", data=data)
        assert 'role="status">' in answer.text
        assert words in answer.text.partition('role="status">')[2].partition("</p>")[0]
    assert offering.client.post("/receipts/file", data={"code": "1"}).status_code == 404
    of_one = code_on(made(offering, code=offering.papers.code_of("valid")))
    assert offering.client.post("/receipts/file", data={"code": of_one}).status_code == 404


def test_a_registry_that_does_not_answer_leaves_the_receipt_genuine_and_the_present_unknown(
    offering: Offering, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_on(made(offering, code=offering.papers.code_of("valid")))
    ask = LookUp.__call__

    def silent_on_certificates(look_up: LookUp, **values: Any) -> list[tuple[Any, ...]]:
        if "entry" in values:
            raise LookUpFailed
        return ask(look_up, **values)

    monkeypatch.setattr(LookUp, "__call__", silent_on_certificates)
    answer = offering.client.get(f"/V/{code}")
    assert answer.status_code == 503
    assert "现在的状态暂时查不到" in answer.text
    assert offering.papers.province.examples["valid"].name in answer.text


def test_a_receipt_pasted_on_the_home_page_is_read_too(offering: Offering) -> None:
    code = code_on(made(offering, code=offering.papers.code_of("valid")))
    answer = offering.client.post("/look-up/code", data={"code": ADDRESS.of(code)})
    assert "回执真实" in answer.text


def test_nothing_of_a_receipt_is_logged(offering: Offering, caplog: pytest.LogCaptureFixture) -> None:
    paper = offering.papers.province.examples["valid"]
    with caplog.at_level("DEBUG"):
        code = code_on(made(offering, number=paper.number, name=paper.name))
        shown(offering, code)
    for secret in (code, paper.name, paper.number):
        assert secret not in caplog.text


def test_a_receipt_is_counted_as_one_and_a_files_single_code_as_an_upload(offering: Offering) -> None:
    code, receipt = offering.papers.code_of("valid"), code_on(made(offering, code=offering.papers.code_of("valid")))
    counts = offering.app.extensions["counts"] = Counts()
    client, engine, day = offering.client, offering.papers.province.engine, date(2026, 11, 21)
    for each in (code, receipt):
        client.get(upload(client, scan_of(ADDRESS.of(each))).headers["Location"])
        client.get(f"/V/{each}?via=elsewhere")
        client.post("/api/v1/verifications", json={"code": each})
    counts.flush(engine, day)
    with Session(engine) as session:
        found = {(row.way, row.verdict): row.count for row in session.scalars(select(Check))}
        by_outcome = figures(session, since=day, until=day).by_outcome
    ways = ("upload", "scan", "api")
    assert found == {(way, what): 1 for way in ways for what in ("valid", "receipt")}
    assert by_outcome == {Verdict.VALID: 3, Other.RECEIPT: 3}


def test_what_a_receipt_says_of_one_certificate_is_bounded_by_its_type(offering: Offering) -> None:
    receipt = opened(offering, code_on(made(offering, code=offering.papers.code_of("valid"))))
    assert isinstance(receipt.subject, CheckedCertificate)
    assert receipt.expires_at - receipt.issued_at == timedelta(days=180)
    assert receipt.state > 0
