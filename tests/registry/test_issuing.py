"""Issuing: batches that are whole or not at all, also with eight processes and under kill -9."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from registry import issuing
from registry.authorities import authority
from registry.database import open_registry, writing
from registry.errors import OutsideJurisdiction, SegmentUsedUp, SignerOfAnother
from registry.models import Approval, Certificate, Code, Event, Segment
from registry.sealing import IdentityVault
from registry.verification import Verdict, verify_code
from registry.words import Move, Route
from signing.claims import Level
from signing.codes import digits_of
from signing.keys import KeySet
from signing.software import SoftwareSigner
from tests.province import ADDRESS, NOW, add_approvals, add_bodies, issue_all, make_signer

VAULT = IdentityVault(bytes(32))


def prepare(engine: Engine, count: int, issuer: str = "wuhan") -> SoftwareSigner:
    """A registry in which `count` people await a certificate; returns the issuer's signer."""
    with writing(engine) as session:
        add_bodies(session)
        add_approvals(session, VAULT, issuer, count)
    return make_signer(issuer)


def test_every_approved_person_gets_one_number_one_code_and_one_event(engine: Engine) -> None:
    signer = prepare(engine, 40)
    with writing(engine) as session:
        assert len(issue_all(session, signer)) == 40
        assert issue_all(session, signer) == []
    with Session(engine) as session:
        for table in (Certificate, Code, Event):
            assert session.scalar(select(func.count()).select_from(table)) == 40
        assert not session.scalar(select(func.count()).where(Approval.pending))
        certificate = session.scalars(select(Certificate).order_by(Certificate.number)).first()
        assert certificate is not None
        assert (certificate.number, str(certificate.issued_on)) == ("20260002000001", "2026-11-21")
        events = set(session.execute(select(Event.move, Event.actor)))
        assert events == {(Move.ISSUE.value, "测试")}
        codes = [digits_of(cose) for cose in session.scalars(select(Code.cose))]
    keys = KeySet((signer.key,))
    verdicts = {verify_code(code, keys=keys, registry=engine, address=ADDRESS, now=NOW).verdict for code in codes}
    assert verdicts == {Verdict.VALID}


def test_a_batch_that_needs_more_numbers_than_are_left_writes_nothing(engine: Engine) -> None:
    signer = prepare(engine, 501)
    with pytest.raises(SegmentUsedUp), writing(engine) as session:
        issue_all(session, signer)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Certificate)) == 0
        assert session.scalar(select(func.count()).where(Approval.pending)) == 501
        assert session.scalar(select(func.sum(Segment.next - Segment.first))) == 0


@pytest.mark.parametrize(
    ("level", "route", "rule"),
    [
        (Level.DEPUTY_SENIOR, Route.EVALUATION, "HB-2.1.1"),
        (Level.INTERMEDIATE, Route.NATIONAL_EXAM, "HB-1.2.1"),
        (Level.INTERMEDIATE, Route.PROVINCIAL_EXAM, "HB-1.2.2"),
    ],
)
def test_a_city_that_oversteps_is_refused_with_the_rule(engine: Engine, level: Level, route: Route, rule: str) -> None:
    with writing(engine) as session:
        add_bodies(session)
        add_approvals(session, VAULT, "wuhan", 1, level=level, route=route)
    with pytest.raises(OutsideJurisdiction) as refused, writing(engine) as session:
        issue_all(session, make_signer("wuhan"))
    assert rule in refused.value.say("en")
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Certificate)) == 0


def test_another_authoritys_key_signs_nothing(engine: Engine) -> None:
    prepare(engine, 1)
    with pytest.raises(SignerOfAnother), writing(engine) as session:
        issuing.issue(
            session,
            issuer=authority(session, "wuhan"),
            signer=make_signer("yichang"),
            limit=1,
            actor="x",
            now=NOW,
            random_bytes=os.urandom,
        )


def _issue_in_a_process(url: str, signer: SoftwareSigner, batches: int) -> None:
    engine = open_registry(url, wait=60)
    for _ in range(batches):
        with writing(engine) as session:
            issue_all(session, signer, limit=5)
    engine.dispose()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_eight_processes_at_once_give_no_number_twice_and_leave_no_gap(engine: Engine, registry_url: str) -> None:
    signer = prepare(engine, 200)
    engine.dispose()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_issue_in_a_process, args=(registry_url, signer, 6)) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    with Session(engine) as session:
        numbers = sorted(session.scalars(select(Certificate.number)))
        approvals = session.scalars(select(Certificate.approval_id)).all()
    assert numbers == [f"2026000200{serial:04d}" for serial in range(1, 201)]
    assert len(set(approvals)) == 200


def _issue_and_tell(url: str, signer: SoftwareSigner, pipe: int) -> None:
    engine = open_registry(url)
    while True:
        with writing(engine) as session:
            ids = issue_all(session, signer, limit=3)
        os.write(pipe, " ".join(map(str, ids)).encode() + b"\n")


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_kill_9_at_any_moment_loses_nothing_acknowledged_and_leaves_no_gap(engine: Engine, registry_url: str) -> None:
    signer = prepare(engine, 450)
    engine.dispose()
    context, acknowledged = multiprocessing.get_context("fork"), []
    for turn in range(30):
        reading, writing_end = os.pipe()
        child = context.Process(target=_issue_and_tell, args=(registry_url, signer, writing_end))
        child.start()
        os.close(writing_end)
        heard = os.read(reading, 4096)
        time.sleep(0.0007 * turn)
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        with os.fdopen(reading, "rb") as rest:
            heard += rest.read()
        acknowledged += [int(each) for each in heard.split()]
    with Session(engine) as session:
        numbers = sorted(session.scalars(select(Certificate.number)))
        ids = set(session.scalars(select(Certificate.id)))
        coded = set(session.scalars(select(Code.certificate_id)))
        told = set(session.scalars(select(Event.certificate_id)))
        waiting = session.scalar(select(func.count()).where(Approval.pending))
    assert set(acknowledged) <= ids
    assert len(acknowledged) >= 90
    assert ids == coded == told
    assert numbers == [f"2026000200{serial:04d}" for serial in range(1, len(numbers) + 1)]
    assert waiting == 450 - len(ids)
