"""Carrying out approvals with real keys on both engines: what the registry says afterwards, and under kill -9."""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import time
from pathlib import Path
from typing import Any, TypeAlias

import pypdfium2
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.accounts.words import Role
from casework.applications import drafting, reviewing
from casework.applications.attachments import AttachmentStore, Upload, attach
from casework.applications.file_errors import PhotoRefused
from casework.applications.models import Application, ApplicationEvent, Entry
from casework.applications.photos import attach_photos, check_photos
from casework.applications.words import EntryState, Move, State
from casework.issuing import Report
from documents.certificate import Layout, typeset
from documents.fonts import find_fonts
from policy import load_packs
from registry.authorities import authority
from registry.database import open_registry, writing
from registry.errors import SignerOfAnother
from registry.models import Approval, Certificate, Code, Event, Photo
from registry.models import Authority as Body
from registry.photos import clean_photo
from registry.printing import printable, sheets
from registry.recording import record_photos
from registry.verification import Verdict, match_name, verify_code
from signing.claims import Kind
from signing.codes import digits_of, open_code
from signing.keys import KeySet
from signing.software import SoftwareSigner
from tests.casework.applications.conftest import issue_with
from tests.casework.applications.desk import NOW, VAULT, Desk, Handle, details, identity
from tests.casework.applications.test_rosters import archive
from tests.pictures.test_photo import good, portrait, saved
from tests.province import ADDRESS, add_approvals, code_of, issue_all

Signers: TypeAlias = dict[tuple[str, Kind], SoftwareSigner]


def verdict(desk: Desk, keys: KeySet, code: str) -> Verdict:
    return verify_code(code, keys=keys, registry=desk.engine, address=ADDRESS, now=NOW).verdict


def by_name(desk: Desk, number: str, name: str) -> Verdict:
    return match_name(number, name, registry=desk.engine, now=NOW).verdict


def issued(session: Session, case: Handle) -> Certificate:
    (entry,) = session.scalars(select(Entry).where(Entry.application_id == case.id)).all()
    return session.get_one(Certificate, entry.certificate_id)


def approved(desk: Desk, matter: str, *way: str, photo: AttachmentStore | None = None, **given: Any) -> Handle:
    case = desk.draft(matter, **given)
    if photo is not None:
        attach_photo(desk, case, photo)
    desk.submit(case)
    for organisation in way[:-1]:
        desk.pass_on(case, organisation)
    assert desk.decide(case, way[-1]) is State.APPROVED
    return case


def attach_photo(desk: Desk, case: Handle, store: AttachmentStore, data: bytes | None = None) -> None:
    clerk, upload = desk.member(desk.unit_of(case.application.matter), Role.CLERK), Upload("照片.jpg", data or good())
    version = case.version
    with writing(desk.engine) as session:
        attach(
            session, store, clerk, case.id, upload, version=version, now=NOW, random_bytes=os.urandom, material="photo"
        )


def photos_by_number(desk: Desk) -> dict[str, bytes]:
    """The photo that each valid paper would be printed with."""
    query = select(Certificate.number, Photo.jpeg).join(Photo, Photo.approval_id == Certificate.approval_id)
    with Session(desk.engine) as session:
        return dict(session.execute(query.where(Certificate.state == "valid")).all())


def lost(desk: Desk, signers: Signers, *, photo: bytes | None = None) -> tuple[str, str]:
    """Number and code of Wuhan's one certificate, which somebody has lost; its approval holds `photo`."""
    with writing(desk.engine) as session:
        add_approvals(session, VAULT, "wuhan", 1)
        (issued,) = issue_all(session, signers["wuhan", Kind.CERTIFICATE])
        certificate = session.get_one(Certificate, issued)
        if photo is not None:
            record_photos(session, {certificate.approval_id: photo})
        return certificate.number, code_of(session, issued)


def test_a_lost_certificate_is_replaced_and_reads_so_when_it_is_scanned(
    both: Desk, signers: Signers, keys: KeySet
) -> None:
    number, old_code = lost(both, signers)
    form = details(1, name="张三丰", identity="420101190001010017", approved_on="2026-06-30", number=number)
    case = approved(both, "lost", "wuhan", "wuhan", form=form)
    assert verdict(both, keys, old_code) is Verdict.VALID
    report = issue_with(both.engine, signers, "wuhan")
    assert report == Report(applications=1, papers=1, revoked=0, problems=())
    assert case.state() is State.ISSUED
    with Session(both.engine) as session:
        new = issued(session, case)
        new_code = code_of(session, new.id)
        assert new.number != number
        old = session.scalars(select(Certificate).where(Certificate.number == number)).one()
        assert old.replaced_by == new.id
    assert verdict(both, keys, old_code) is Verdict.REPLACED
    assert verdict(both, keys, new_code) is Verdict.VALID
    assert issue_with(both.engine, signers, "wuhan") == Report(0, 0, 0, ())


def test_a_lost_paper_from_before_the_registry_is_recorded_and_replaced(
    desk: Desk, signers: Signers, keys: KeySet
) -> None:
    case = approved(desk, "lost", "wuhan", "wuhan")
    issue_with(desk.engine, signers, "wuhan")
    with Session(desk.engine) as session:
        new = issued(session, case)
        assert verdict(desk, keys, code_of(session, new.id)) is Verdict.VALID
        moves = session.scalars(select(Event.move).order_by(Event.id)).all()
    assert sorted(moves) == ["issue", "record", "replace"]
    assert by_name(desk, "旧2010-00001", "张三乙") is Verdict.REPLACED
    assert by_name(desk, new.number, "张三乙") is Verdict.VALID


def test_a_confirmation_is_a_letter_with_its_own_code_and_the_original_date(
    desk: Desk, signers: Signers, keys: KeySet
) -> None:
    form = details(2, level="副高级", title="高级工程师", issuer="广东省人社厅", approved_on="2015-03-02")
    case = approved(desk, "confirm", "wuhan", "hubei", form=form)
    issue_with(desk.engine, signers, "hubei")
    with Session(desk.engine) as session:
        letter = issued(session, case)
        code = code_of(session, letter.id)
        assert session.scalar(select(func.count()).select_from(Certificate)) == 1
        assert session.scalar(select(func.count()).where(Approval.pending)) == 0
    claims = open_code(code, keys).claims
    assert (claims.kind, str(claims.approved_on), str(claims.issued_on)) == (
        Kind.RECOGNITION_LETTER,
        "2015-03-02",
        "2026-11-20",
    )
    assert verdict(desk, keys, code) is Verdict.VALID
    assert by_name(desk, letter.number, form["name"]) is Verdict.VALID


def test_a_roster_of_exchanges_gets_new_certificates_and_the_old_ones_are_destroyed(
    both: Desk, signers: Signers, keys: KeySet
) -> None:
    case = both.draft("exchange")
    clerk = both.member("works", Role.CLERK)
    with writing(both.engine) as session:
        rows = [details(serial) for serial in range(1, 21)]
        drafting.set_entries(session, clerk, case.id, rows, version=case.version, now=NOW, vault=VAULT)
    both.submit(case)
    both.pass_on(case, "bureau")
    both.decide(case, "huzhou")
    assert issue_with(both.engine, signers, "huzhou") == Report(1, 20, 0, ())
    with Session(both.engine) as session:
        codes = [digits_of(cose) for cose in session.scalars(select(Code.cose))]
        moves = dict(session.execute(select(Event.move, func.count()).group_by(Event.move)).all())
        numbers = set(session.scalars(select(Certificate.number).where(Certificate.state == "valid")))
    assert moves == {"record": 20, "issue": 20, "replace": 20, "destroy": 20}
    assert len(numbers) == 20
    assert {verdict(both, keys, code) for code in codes} == {Verdict.VALID}
    assert by_name(both, "旧2010-00020", details(20)["name"]) is Verdict.REPLACED


@pytest.fixture
def store(tmp_path: Path) -> AttachmentStore:
    return AttachmentStore(tmp_path / "attachments", VAULT)


def test_the_photos_of_a_roster_are_printed_on_the_new_certificates(
    both: Desk, signers: Signers, store: AttachmentStore, tmp_path: Path
) -> None:
    case, clerk = both.draft("exchange"), both.member("works", Role.CLERK)
    packed = archive({f"{identity(serial)}.jpg": good() for serial in (1, 3)})
    checked = check_photos(io.BytesIO(packed), load_packs()["huzhou-2007-35"], "exchange")
    rows, version = [details(serial) for serial in range(1, 4)], case.version
    with writing(both.engine) as session:
        drafting.set_entries(session, clerk, case.id, rows, version=version, now=NOW, vault=VAULT)
        attach_photos(
            session,
            store,
            clerk,
            case.id,
            checked,
            version=version + 1,
            now=NOW,
            vault=VAULT,
            random_bytes=os.urandom,
        )
    both.submit(case)
    both.pass_on(case, "bureau")
    both.decide(case, "huzhou")
    assert issue_with(both.engine, signers, "huzhou", store) == Report(1, 3, 0, ())
    photos = photos_by_number(both)
    assert sorted(photos) == ["ZJ100001", "ZJ100003"]
    assert set(photos.values()) == {clean_photo(good())}
    with Session(both.engine) as session:
        huzhou = authority(session, "huzhou")
        pages = sheets(session, huzhou, printable(session, huzhou, (), 10), ADDRESS)
    assert [page.photo is not None for page in pages] == [True, False, True]
    (tmp_path / "sheet.pdf").write_bytes(typeset(pages[:2], Layout.A5, find_fonts()))
    assert pictures_of(tmp_path / "sheet.pdf") == [1, 0]


def pictures_of(path: Path) -> list[int]:
    """How many photographs each page shows; the QR code is drawn."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [len(list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))) for page in pdf]


def test_a_new_photo_takes_the_place_of_the_old_one_for_every_kind_of_paper(
    desk: Desk, signers: Signers, store: AttachmentStore
) -> None:
    number, _ = lost(desk, signers, photo=b"the old photo")
    form = details(1, name="张三丰", identity="420101190001010017", approved_on="2026-06-30", number=number)
    approved(desk, "lost", "wuhan", "wuhan", form=form, photo=store)
    letter = details(2, level="副高级", issuer="广东省人社厅")
    approved(desk, "confirm", "wuhan", "hubei", form=letter, photo=store)
    approved(desk, "exchange", "bureau", "huzhou", form=details(3), photo=store)
    for issuer in ("wuhan", "hubei", "huzhou"):
        assert not issue_with(desk.engine, signers, issuer, store).problems
    photos = photos_by_number(desk)
    assert len(photos) == 3
    assert set(photos.values()) == {clean_photo(good())}


def test_a_lost_file_leaves_the_application_approved_and_is_told(
    desk: Desk, signers: Signers, store: AttachmentStore, tmp_path: Path
) -> None:
    case = approved(desk, "lost", "wuhan", "wuhan", photo=store)
    (sealed,) = (tmp_path / "attachments").iterdir()
    sealed.rename(tmp_path / "away")
    (problem,) = issue_with(desk.engine, signers, "wuhan", store).problems
    assert "备份" in problem.zh
    assert case.state() is State.APPROVED
    (tmp_path / "away").rename(sealed)
    assert issue_with(desk.engine, signers, "wuhan", store).papers == 1
    assert len(photos_by_number(desk)) == 1


def test_a_photo_that_breaks_the_notice_is_refused_with_the_clause(desk: Desk, store: AttachmentStore) -> None:
    case = desk.draft("confirm")
    with pytest.raises(PhotoRefused, match=r"HB-3\.4\.6"):
        attach_photo(desk, case, store, saved(portrait().convert("L")))


def test_a_transferred_title_gets_a_certificate_here_with_its_original_date(desk: Desk, signers: Signers) -> None:
    case = approved(desk, "transfer", "bureau", "huzhou", form=details(4, issuer="江苏省人社厅"))
    issue_with(desk.engine, signers, "huzhou")
    with Session(desk.engine) as session:
        paper = issued(session, case)
    assert (paper.kind, str(paper.approved_on), paper.number) == (Kind.CERTIFICATE, "2010-06-30", "ZJ100001")


def test_what_the_notice_forbids_is_noted_once_and_the_others_go_on(desk: Desk, signers: Signers) -> None:
    exam = approved(desk, "lost", "wuhan", "hubei", facts={"route": "national_exam", "issuer": None}, serial=1)
    good = approved(
        desk, "lost", "wuhan", "hubei", facts={"level": "senior", "issuer": None}, form=details(2, level="副高级")
    )
    report = issue_with(desk.engine, signers, "hubei")
    assert report.applications == 1
    assert [problem.reference for problem in report.problems] == [exam.application.reference]
    assert "HB-1.2.1" in report.problems[0].zh
    assert (exam.state(), good.state()) == (State.APPROVED, State.ISSUED)
    issue_with(desk.engine, signers, "hubei")
    with Session(desk.engine) as session:
        assert session.scalar(select(func.count()).where(ApplicationEvent.move == Move.PROBLEM.value)) == 1
        assert session.scalar(select(func.count()).select_from(Code)) == 1


def test_a_number_that_is_registered_for_somebody_else_replaces_nobodys_certificate(
    desk: Desk, signers: Signers
) -> None:
    case = approved(desk, "lost", "wuhan", "wuhan")
    with writing(desk.engine) as session:
        add_approvals(session, VAULT, "wuhan", 1)
        (other,) = issue_all(session, signers["wuhan", Kind.CERTIFICATE])
        number = session.get_one(Certificate, other).number
        entry = session.scalars(select(Entry).where(Entry.application_id == case.id)).one()
        entry.number = number
    (problem,) = issue_with(desk.engine, signers, "wuhan").problems
    assert number in problem.zh
    with Session(desk.engine) as session:
        assert session.get_one(Certificate, other).state == "valid"


def test_what_false_material_obtained_is_revoked_by_the_command(desk: Desk, signers: Signers, keys: KeySet) -> None:
    case = approved(desk, "confirm", "wuhan", "hubei", form=details(3, level="副高级"))
    issue_with(desk.engine, signers, "hubei")
    with writing(desk.engine) as session:
        reviewing.record_false_material(
            session,
            desk.member("hubei", Role.DECIDER),
            case.id,
            version=case.version,
            finding="评审表是伪造的。",
            now=NOW,
            revoke=True,
        )
        code = code_of(session, issued(session, case).id)
    assert verdict(desk, keys, code) is Verdict.VALID
    assert issue_with(desk.engine, signers, "hubei").revoked == 1
    assert verdict(desk, keys, code) is Verdict.REVOKED
    assert [entry.state for entry in case.entries()] == [EntryState.REVOKED]
    assert issue_with(desk.engine, signers, "hubei") == Report(0, 0, 0, ())


def test_another_authoritys_key_issues_nothing(desk: Desk, signers: Signers) -> None:
    case = approved(desk, "lost", "wuhan", "wuhan")
    wrong = {("wuhan", kind): signers["yichang", kind] for kind in (Kind.CERTIFICATE, Kind.RECOGNITION_LETTER)}
    with pytest.raises(SignerOfAnother):
        issue_with(desk.engine, wrong, "wuhan")
    assert case.state() is State.APPROVED


def test_who_may_issue_in_huzhou_follows_its_own_table(desk: Desk) -> None:
    with Session(desk.engine) as session:
        kinds = {name: session.get_one(Body, name).kind for name in ("zhejiang", "huzhou", "deqing")}
        assert authority(session, "huzhou").jurisdiction == "huzhou-2007-35"
    assert kinds == {"zhejiang": "province", "huzhou": "city", "deqing": "county"}


def _issue_and_tell(url: str, signers: Signers, store: AttachmentStore, pipe: int) -> None:
    engine = open_registry(url)
    os.write(pipe, b"started\n")
    issue_with(engine, signers, "wuhan", store)
    os.write(pipe, b"done\n")


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_kill_9_in_the_middle_issues_nothing_twice_and_loses_nothing(
    both: Desk, registry_url: str, signers: Signers, store: AttachmentStore
) -> None:
    cases = [approved(both, "lost", "wuhan", "wuhan", serial=serial, photo=store) for serial in range(1, 7)]
    both.engine.dispose()
    context = multiprocessing.get_context("fork")
    for turn in range(6):
        reading, writing_end = os.pipe()
        child = context.Process(target=_issue_and_tell, args=(registry_url, signers, store, writing_end))
        child.start()
        os.close(writing_end)
        with os.fdopen(reading, "rb") as heard:
            heard.readline()
            time.sleep(0.004 * turn)
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            child.join()
    issue_with(both.engine, signers, "wuhan", store)
    assert {case.state() for case in cases} == {State.ISSUED}
    with Session(both.engine) as session:
        new = session.scalars(select(Entry.certificate_id)).all()
        numbers = sorted(session.scalars(select(Certificate.number).where(Certificate.state == "valid")))
        moves = dict(session.execute(select(Event.move, func.count()).group_by(Event.move)).all())
        told = session.scalar(select(func.count()).where(ApplicationEvent.move == Move.ISSUE.value))
        codes = session.scalar(select(func.count()).select_from(Code))
        assert session.scalar(select(func.count()).where(Application.state == State.ISSUED.value)) == 6
    assert len(set(new)) == len(photos_by_number(both)) == 6
    assert numbers == [f"2026000200{serial:04d}" for serial in range(1, 7)]
    assert (moves, told, codes) == ({"record": 6, "issue": 6, "replace": 6}, 6, 6)
