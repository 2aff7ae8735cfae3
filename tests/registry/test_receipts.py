"""What a receipt can ask of the registry later, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from registry import changes
from registry.database import open_registry, writing
from registry.models import Certificate, Event
from registry.receipts import holds_now, newest_event
from registry.verification import Verdict
from registry.words import Reason
from signing.receipts import Basis, CheckedCertificate, Finding, Receipt
from tests.province import NOW, Province
from tests.vectors.make_receipts import CHECKED, LIST, ONE

LATER = NOW + timedelta(days=30)


def receipt_for(province: Province, what: str, finding: Finding = Finding.VALID) -> Receipt:
    """A receipt for an example, signed when the province was made and a day after its changes."""
    example = province.examples[what]
    with writing(province.engine) as session:
        number = select(Certificate.id).where(Certificate.number == example.number)
        entry = session.scalars(number).one()
    subject = replace(CHECKED, number=example.number, name=example.name, entry=entry, finding=finding)
    issued_at = NOW + timedelta(days=1)
    return Receipt(issued_at, issued_at + timedelta(days=180), newest_event(province.engine), subject)


def now(province: Province, receipt: Receipt) -> Verdict:
    return holds_now(receipt, registry=province.engine, now=LATER).verdict


def change(province: Province, receipt: Receipt, move: str) -> None:
    assert isinstance(receipt.subject, CheckedCertificate)
    with writing(province.engine) as session:
        row = session.get_one(Certificate, receipt.subject.entry)
        if move == "revoke":
            changes.revoke(session, row, reason=Reason.ISSUED_IN_ERROR, actor="测试", now=LATER)
        else:
            row.changed_at, row.change_reason, row.name = LATER, Reason.NAME_CHANGED.value, "新姓名"


@pytest.mark.parametrize("what", ["valid", "replaced", "revoked", "corrected"])
def test_what_did_not_change_reads_as_it_was_found(province: Province, what: str) -> None:
    assert now(province, receipt_for(province, what, Finding[what.upper()])) == what


def test_what_was_revoked_or_corrected_since_reads_so_with_its_day_and_reason(province: Province) -> None:
    receipt = receipt_for(province, "valid")
    change(province, receipt, "correct")
    assert now(province, receipt) is Verdict.CORRECTED
    change(province, receipt, "revoke")
    found = holds_now(receipt, registry=province.engine, now=LATER)
    assert (found.verdict, str(found.changed_on), found.reason) == ("revoked", "2026-12-21", Reason.ISSUED_IN_ERROR)


def test_number_and_name_are_asked_again_as_they_were(province: Province) -> None:
    found = receipt_for(province, "valid")
    typed = replace(found, subject=replace(found.subject, basis=Basis.NAME, entry=None))  # type: ignore[arg-type]
    assert now(province, typed) is Verdict.VALID
    change(province, found, "correct")
    assert now(province, typed) is Verdict.NO_MATCH


def test_an_entry_that_is_not_there_is_not_registered_and_no_answer_is_unknown(province: Province) -> None:
    assert now(province, ONE) is Verdict.NOT_REGISTERED
    nowhere = open_registry("sqlite:////nowhere/registry.sqlite3", read_only=True)
    assert holds_now(ONE, registry=nowhere, now=LATER).verdict is Verdict.STATUS_UNKNOWN


def test_a_lists_receipt_has_no_one_certificate_to_ask_for(province: Province) -> None:
    with pytest.raises(TypeError):
        holds_now(LIST, registry=province.engine, now=LATER)


def test_the_state_is_the_newest_event_and_nought_before_any(province: Province) -> None:
    with writing(province.engine) as session:
        newest = session.scalars(select(Event.id).order_by(Event.id.desc())).first()
    assert newest_event(province.engine) == newest
