"""Replace, revoke, correct, sign an old paper: the moves, their reasons, their events."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry import changes
from registry.database import writing
from registry.errors import CertificateNotFound, MoveNotAllowed, NotTheIssuer, ReasonNotAllowed, SignerOfAnother
from registry.models import Certificate, Event
from registry.verification import Verdict, match_name, verify_code
from registry.words import ALLOWED_FROM, ALLOWED_REASONS, Move, Reason, State
from tests.province import ADDRESS, NOW, Province, code_of, make_signer

LATER = NOW + timedelta(hours=2)


def find(session: Session, province: Province, what: str) -> Certificate:
    return changes.find_certificate(session, province.examples[what].number)


def replace(
    session: Session, province: Province, certificate: Certificate, reason: Reason = Reason.LOST
) -> Certificate:
    signer = province.signers["wuhan"]
    return changes.replace(
        session, certificate, reason=reason, signer=signer, actor="李", now=NOW, random_bytes=os.urandom
    )


def verdict(province: Province, code: str) -> Verdict:
    return verify_code(code, keys=province.keys, registry=province.engine, address=ADDRESS, now=NOW).verdict


def test_the_successor_is_valid_from_the_same_commit_on_that_replaces_the_old(province: Province) -> None:
    with writing(province.engine) as session:
        successor = replace(session, province, find(session, province, "valid"))
        new_code, number = code_of(session, successor.id), successor.number
        assert successor.name == province.examples["valid"].name
    assert verdict(province, new_code) is Verdict.VALID
    assert verdict(province, province.examples["valid"].address) is Verdict.REPLACED
    assert number != province.examples["valid"].number


def test_a_change_that_fails_leaves_the_old_certificate_valid(province: Province) -> None:
    with pytest.raises(RuntimeError), writing(province.engine) as session:
        replace(session, province, find(session, province, "valid"))
        raise RuntimeError
    assert verdict(province, province.examples["valid"].address) is Verdict.VALID


@pytest.mark.parametrize("what", ["replaced", "revoked"])
@pytest.mark.parametrize("move", [Move.REPLACE, Move.REVOKE, Move.CORRECT])
def test_what_is_no_longer_valid_changes_no_more(province: Province, what: str, move: Move) -> None:
    with pytest.raises(MoveNotAllowed) as refused, writing(province.engine) as session:
        certificate = find(session, province, what)
        if move is Move.REPLACE:
            replace(session, province, certificate)
        elif move is Move.REVOKE:
            changes.revoke(session, certificate, reason=Reason.FALSE_MATERIAL, actor="李", now=NOW)
        else:
            correct(session, province, certificate)
    assert State(what).zh in refused.value.say("zh")


def correct(session: Session, province: Province, certificate: Certificate, field: str = "title") -> None:
    changes.correct(
        session,
        certificate,
        field=field,
        value="高级工程师",
        reason=Reason.MISTYPED,
        signer=province.signers["wuhan"],
        actor="李",
        now=LATER,
        random_bytes=os.urandom,
    )


def test_each_change_has_its_own_reasons(province: Province) -> None:
    with pytest.raises(ReasonNotAllowed, match="false_material"), writing(province.engine) as session:
        changes.revoke(session, find(session, province, "valid"), reason=Reason.LOST, actor="李", now=NOW)
    with pytest.raises(ReasonNotAllowed), writing(province.engine) as session:
        replace(session, province, find(session, province, "valid"), Reason.MISTYPED)


def test_every_move_and_reason_stands_in_the_tables() -> None:
    assert set(ALLOWED_FROM) == set(Move) - {Move.ISSUE, Move.RECORD}
    assert set().union(*ALLOWED_REASONS.values()) == set(Reason)


def test_a_corrected_certificate_has_a_new_code_that_is_valid(province: Province) -> None:
    with writing(province.engine) as session:
        certificate = find(session, province, "valid")
        correct(session, province, certificate)
        new_code = code_of(session, certificate.id)
    assert verdict(province, new_code) is Verdict.VALID
    assert verdict(province, province.examples["valid"].address) is Verdict.CORRECTED


def test_a_correction_keeps_the_old_value_in_its_event(province: Province) -> None:
    with Session(province.engine) as session:
        certificate = changes.find_certificate(session, province.examples["corrected"].number, lock=False)
        event = session.scalars(
            select(Event).where(Event.certificate_id == certificate.id, Event.move == Move.CORRECT.value)
        ).one()
    assert event.details == {"field": "specialty", "old": "专业corrected", "new": "给水排水"}
    assert (event.actor, event.reason) == ("测试", "mistyped")


def test_level_and_number_are_not_corrected_but_issued_anew(province: Province) -> None:
    with pytest.raises(ReasonNotAllowed), writing(province.engine) as session:
        correct(session, province, find(session, province, "valid"), field="level")


def test_only_who_issued_may_replace(province: Province) -> None:
    with pytest.raises(NotTheIssuer, match=r"HB-2\.4\.0\.2"), writing(province.engine) as session:
        changes.replace(
            session,
            find(session, province, "valid"),
            reason=Reason.LOST,
            signer=province.signers["yichang"],
            actor="李",
            now=NOW,
            random_bytes=os.urandom,
        )


def test_an_old_paper_gets_a_code_once_and_then_scans_as_valid(province: Province) -> None:
    with writing(province.engine) as session:
        certificate = find(session, province, "old_paper")
        changes.sign_old_paper(session, certificate, signer=province.signers["wuhan"], actor="李", now=NOW)
        code = code_of(session, certificate.id)
    assert verdict(province, code) is Verdict.VALID
    with pytest.raises(MoveNotAllowed), writing(province.engine) as session:
        certificate = find(session, province, "old_paper")
        changes.sign_old_paper(session, certificate, signer=province.signers["wuhan"], actor="李", now=NOW)
    with pytest.raises(SignerOfAnother), writing(province.engine) as session:
        correct_with = make_signer("yichang")
        certificate = find(session, province, "valid")
        changes.correct(
            session,
            certificate,
            field="name",
            value="王五",
            reason=Reason.MISTYPED,
            signer=correct_with,
            actor="李",
            now=NOW,
            random_bytes=os.urandom,
        )


def test_a_number_with_hyphens_is_found_however_it_is_typed(province: Province) -> None:
    example = province.examples["old_paper"]
    for typed in (example.number, example.number.replace("-", ""), example.number.replace("-", "－")):
        with Session(province.engine) as session:
            assert changes.find_certificate(session, typed, lock=False).number == example.number
        assert match_name(typed, example.name, registry=province.engine, now=NOW).verdict is Verdict.VALID


def test_an_unknown_number_is_said_to_belong_to_nobody(province: Province) -> None:
    with pytest.raises(CertificateNotFound, match="0"), Session(province.engine) as session:
        changes.find_certificate(session, "404", lock=False)
