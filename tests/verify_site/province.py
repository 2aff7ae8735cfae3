"""A small real registry for the site's tests: issued, replaced, revoked, corrected, old and forged papers, by the
registry's own functions.
"""

from __future__ import annotations

import base64
import io
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PIL import Image
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from registry.changes import correct, find_certificate, replace, revoke
from registry.database import writing
from registry.issuing import issue
from registry.models import Approval, Authority, Certificate, Code, Import, Photo
from registry.numbering import grant_segment
from registry.sealing import IdentityVault, load_vault
from registry.settings import Settings
from registry.words import Reason, Route
from signing.address import Address
from signing.claims import Claims, Kind, Level, StatusReference
from signing.codes import sign_code
from signing.keys import Algorithm, KeySet, KeyState, PublicKey, Purpose
from signing.software import SoftwareSigner, new_private_key

ISSUED_AT = datetime(2026, 10, 9, 2, 0, tzinfo=UTC)
CHANGED_AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
OFFICE = "hb-office"
ADDRESS = "https://zc.example"
IDENTITY = "42010119000101001"
"""All but the check digit of a synthetic identity number; the holders below have consecutive ones."""


@dataclass(frozen=True)
class Paper:
    """One printed certificate as its holder has it."""

    code: str
    number: str
    name: str
    verification_code: str
    title: str
    id: int


@dataclass(frozen=True)
class Province:
    """The registry, its keys and one paper of each fate."""

    settings: Settings
    engine: Engine
    signer: SoftwareSigner
    keys: KeySet
    valid: Paper
    replaced: Paper
    revoked: Paper
    corrected: Paper
    successor: Paper
    identity: str
    not_registered: str
    unknown_key: str
    untrusted_key: str

    @property
    def bad_signature(self) -> str:
        """The valid paper's code with one signature bit turned."""
        return str(int(self.valid.code) ^ 2)

    @property
    def codes(self) -> dict[str, str]:
        """A code, or what stands for one, for each verdict that a scanned code can get."""
        return {
            "valid": self.valid.code,
            "replaced": self.replaced.code,
            "revoked": self.revoked.code,
            "corrected": self.corrected.code,
            "not_registered": self.not_registered,
            "bad_signature": self.bad_signature,
            "unknown_key": self.unknown_key,
            "untrusted_key": self.untrusted_key,
            "malformed": self.valid.code[:-40],
        }


def found_province(engine: Engine, database: str, folder: Path) -> Province:
    """Fill an empty, migrated registry and write the site's key files into `folder`."""
    signer, withdrawn, stranger = (_signer() for _ in range(3))
    settings = Settings(
        database=database,
        keys_file=folder / "certificate-keys.json",
        identity_key_file=folder / "identity-key",
        address=ADDRESS,
    )
    settings.identity_key_file.touch(0o600)
    settings.identity_key_file.write_bytes(base64.b64encode(os.urandom(32)))
    keys = KeySet((signer.key, withdrawn.key.moved(KeyState.WITHDRAWN, ISSUED_AT - timedelta(days=1))))
    settings.keys_file.write_text(keys.to_jwks(), "utf-8")
    identity = _with_check_digit(IDENTITY)
    with writing(engine) as session:
        _approve(session, load_vault(settings.identity_key_file), identity)
        issued = _issue(session, signer)
        papers = [_paper(session, certificate_id) for certificate_id in issued]
        valid, replaced, revoked, corrected = papers
        successor = _change(session, papers, signer)
    return Province(
        settings,
        engine,
        signer,
        keys,
        valid,
        replaced,
        revoked,
        corrected,
        successor=successor,
        identity=identity,
        not_registered=sign_code(claims(number="99999999999999"), signer),
        unknown_key=sign_code(claims(), stranger),
        untrusted_key=sign_code(claims(), withdrawn),
    )


def claims(number: str = "20264201000999", name: str = "柳如是") -> Claims:
    """Claims that no registry holds."""
    return Claims(
        kind=Kind.CERTIFICATE,
        number=number,
        name=name,
        title="高级工程师",
        level=Level.DEPUTY_SENIOR,
        specialty="建筑工程",
        approved_on=date(2026, 9, 30),
        issued_on=date(2026, 10, 9),
        signed_at=ISSUED_AT,
        status=StatusReference(1, 7),
    )


def _signer() -> SoftwareSigner:
    private = new_private_key(Algorithm.ES256)
    key = PublicKey.of(private.public_key(), purpose=Purpose.CERTIFICATES, issuer=OFFICE)
    return SoftwareSigner(key, private)


def _approve(session: Session, vault: IdentityVault, identity: str) -> None:
    office = Authority(
        id=OFFICE,
        name="湖北省职称改革工作领导小组办公室",
        name_en="Hubei Provincial Title Reform Office",
        kind="provincial_office",
        region="420000",
        jurisdiction="hubei-2013-80",
    )
    batch = Import(authority_id=OFFICE, what="approved", file_sha256="0" * 64, rows=5, actor="test", at=ISSUED_AT)
    session.add(office)
    session.flush()
    session.add(batch)
    session.flush()
    grant_segment(session, issuer=office, granter=office, first="20264201000001", last="20264201009999", now=ISSUED_AT)
    people = [
        ("诸葛望舒", "高级工程师", Level.DEPUTY_SENIOR),
        ("司马青衫", "正高级经济师", Level.FULL_SENIOR),
        ("欧阳明镜", "高级经济师", Level.DEPUTY_SENIOR),
        ("拜合提亚尔·穆太力普", "高级农艺师", Level.DEPUTY_SENIOR),
    ]
    for number, (name, title, level) in enumerate(people):
        session.add(_approval(batch.id, name, title, level, vault, identity=identity if number == 0 else None))
    session.flush()
    first = session.scalars(select(Approval.id).order_by(Approval.id)).first()
    session.add(Photo(approval_id=first, jpeg=_jpeg()))


def _approval(
    import_id: int, name: str, title: str, level: Level, vault: IdentityVault, *, identity: str | None
) -> Approval:
    return Approval(
        import_id=import_id,
        authority_id=OFFICE,
        pending=True,
        name=name,
        identity_kind="resident" if identity else None,
        identity_sealed=vault.seal(identity) if identity else None,
        identity_index=vault.index(identity) if identity else None,
        title=title,
        level=level.value,
        route=Route.EVALUATION.value,
        specialty="建筑工程",
        body="湖北省工程系列高级评委会",
        document="鄂职改办〔2026〕1号",
        approved_on=date(2026, 9, 30),
    )


def _issue(session: Session, signer: SoftwareSigner) -> list[int]:
    office = session.get_one(Authority, OFFICE)
    return issue(session, issuer=office, signer=signer, limit=10, actor="test", now=ISSUED_AT, random_bytes=os.urandom)


def _change(session: Session, papers: list[Paper], signer: SoftwareSigner) -> Paper:
    _, to_replace, to_revoke, to_correct = (find_certificate(session, paper.number) for paper in papers)
    successor = replace(
        session,
        to_replace,
        reason=Reason.LOST,
        signer=signer,
        actor="test",
        now=CHANGED_AT,
        random_bytes=os.urandom,
    )
    revoke(session, to_revoke, reason=Reason.FALSE_MATERIAL, actor="test", now=CHANGED_AT)
    correct(
        session,
        to_correct,
        field="specialty",
        value="植物保护",
        reason=Reason.MISTYPED,
        signer=signer,
        actor="test",
        now=CHANGED_AT,
    )
    session.flush()
    return _paper(session, successor.id)


def _paper(session: Session, certificate_id: int) -> Paper:
    row = session.get_one(Certificate, certificate_id)
    cose = session.scalars(select(Code.cose).where(Code.certificate_id == certificate_id)).one()
    code = str(int.from_bytes(cose, "big"))
    return Paper(code, row.number, row.name, row.verification_code, row.title, row.id)


def _jpeg() -> bytes:
    image = Image.new("RGB", (180, 240), (150, 180, 210))
    image.paste((90, 70, 60), (60, 50, 120, 125))
    image.paste((40, 60, 90), (30, 140, 150, 240))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue()


def _with_check_digit(digits: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return digits + "10X98765432"[total % 11]


def data_uri(jpeg: bytes) -> str:
    """What a page shows for a photo."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()


def address() -> Address:
    """The official address of the tests' site."""
    return Address.parse(ADDRESS)
