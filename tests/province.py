"""A small province with real keys and real certificates, for tests of the registry and of the site.

province = make_province(engine, folder, now)
province.examples["replaced"].address      # what its QR code holds
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from registry import changes, issuing, numbering
from registry.authorities import authority
from registry.database import writing
from registry.models import Approval, Authority, Certificate, Code, Event, Import, Photo
from registry.sealing import IdentityVault, create_key_file, load_vault
from registry.settings import Settings
from registry.verification_code import new_verification_code
from registry.words import Move, Reason, Route
from signing.address import Address
from signing.claims import Level
from signing.codes import digits_of, open_code, sign_code
from signing.keys import Algorithm, KeySet, PublicKey, Purpose
from signing.software import SoftwareSigner, new_private_key

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
ADDRESS = Address.parse("https://zs.example.gov.cn")
BODIES = {
    "hubei": ("省职改办", "Provincial title office", "provincial_office", "420000"),
    "wuhan": ("武汉市人社局", "Wuhan HR bureau", "prefecture", "420100"),
    "yichang": ("宜昌市人社局", "Yichang HR bureau", "prefecture", "420500"),
    "health": ("省卫健委职改办", "Health commission title office", "provincial_department", "420000"),
}
IDENTITY = "420101190001010017"
TINY_JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc0000b080001000101011100ffc40014000100000000"
    "00000000000000000000000affc40014100100000000000000000000000000000000ffda0008010100003f0037ffd9"
)


@dataclass(frozen=True, slots=True)
class Example:
    """One paper, as its holder has it."""

    number: str
    name: str
    verification_code: str
    code: str | None
    identity: str = IDENTITY

    @property
    def address(self) -> str:
        """What the QR code on it holds."""
        assert self.code is not None
        return ADDRESS.of(self.code)


@dataclass(frozen=True, slots=True)
class Province:
    """A registry with its keys."""

    engine: Engine
    settings: Settings
    keys: KeySet
    signers: dict[str, SoftwareSigner]
    vault: IdentityVault
    examples: dict[str, Example]


def make_signer(issuer: str, purpose: Purpose = Purpose.CERTIFICATES) -> SoftwareSigner:
    """A fresh key of an issuer."""
    private = new_private_key(Algorithm.ES256)
    return SoftwareSigner(PublicKey.of(private.public_key(), purpose=purpose, issuer=issuer), private)


def add_bodies(session: Session, now: datetime = NOW) -> None:
    """Four authorities; each has a segment of 500 numbers."""
    for name, (zh, en, kind, region) in BODIES.items():
        session.add(Authority(id=name, name=zh, name_en=en, kind=kind, region=region, jurisdiction="hubei-2013-80"))
    session.flush()
    for place, name in enumerate(BODIES, start=1):
        first = f"2026{place:04d}000001"
        numbering.grant_segment(
            session,
            issuer=authority(session, name),
            granter=authority(session, "hubei"),
            first=first,
            last=str(int(first) + 499),
            now=now,
        )


def add_approvals(
    session: Session,
    vault: IdentityVault,
    issuer: str,
    count: int,
    *,
    level: Level = Level.INTERMEDIATE,
    title: str = "工程师",
    name: str = "张三丰",
    route: Route = Route.EVALUATION,
) -> None:
    """`count` people who await a certificate of `issuer`."""
    batch = Import(authority_id=issuer, what="approved", file_sha256="", rows=count, actor="测试", at=NOW)
    session.add(batch)
    session.flush()
    sealed = vault.seal(IDENTITY)
    session.execute(
        insert(Approval),
        [
            {
                "import_id": batch.id,
                "authority_id": issuer,
                "pending": True,
                "name": name if count == 1 else f"{name}{serial}",
                "identity_kind": "resident",
                "identity_sealed": sealed,
                "identity_index": vault.index(IDENTITY),
                "title": title,
                "level": level.value,
                "route": route.value,
                "specialty": f"建筑工程{serial}" if serial else "建筑工程",
                "body": "武汉市工程系列中级评审委员会",
                "document": "",
                "approved_on": date(2026, 6, 30),
            }
            for serial in range(count)
        ],
    )


def issue_all(session: Session, signer: SoftwareSigner, now: datetime = NOW, limit: int = 1000) -> list[int]:
    """Issue what awaits."""
    issuer = authority(session, signer.key.issuer)
    return issuing.issue(
        session, issuer=issuer, signer=signer, limit=limit, actor="测试", now=now, random_bytes=os.urandom
    )


def code_of(session: Session, certificate_id: int) -> str:
    """The newest code of a certificate."""
    query = select(Code.cose).where(Code.certificate_id == certificate_id).order_by(Code.signed_at.desc())
    cose = session.scalars(query).first()
    assert cose is not None
    return digits_of(cose)


def make_province(engine: Engine, folder: Path) -> Province:
    """Everything at once: one example paper for each thing that can have become of it."""
    key_file = folder / "identity-key"
    create_key_file(key_file, os.urandom(32))
    vault = load_vault(key_file)
    signers = {name: make_signer(name) for name in BODIES}
    keys_file = folder / "keys.json"
    keys = KeySet(tuple(signer.key for signer in signers.values()))
    keys_file.write_text(keys.to_jwks())
    settings = Settings(
        database=engine.url.render_as_string(hide_password=False),
        keys_file=keys_file,
        keystore=folder / "no-private-keys-here",
        identity_key_file=key_file,
        address=ADDRESS.origin,
    )
    with writing(engine) as session:
        add_bodies(session)
        examples = _make_examples(session, vault, signers)
    return Province(engine, settings, keys, signers, vault, examples)


def _make_examples(session: Session, vault: IdentityVault, signers: dict[str, SoftwareSigner]) -> dict[str, Example]:
    examples: dict[str, Example] = {}
    made: dict[str, Certificate] = {}
    wanted = ("valid", "replaced", "revoked", "corrected", "with_photo")
    for issue_order, verdict in enumerate(wanted):
        add_approvals(session, vault, "wuhan", 1, name=f"{'甲乙丙丁戊'[issue_order]}证人", title="工程师")
        approval = session.scalars(select(Approval).order_by(Approval.id.desc()).limit(1)).one()
        approval.specialty = f"专业{verdict}"[:30]
        session.flush()
        (certificate_id,) = issue_all(session, signers["wuhan"])
        made[verdict] = session.get_one(Certificate, certificate_id)
        examples[verdict] = _example(session, made[verdict])
    later = NOW.replace(hour=5)
    signer = signers["wuhan"]
    changes.replace(
        session,
        made["replaced"],
        reason=Reason.LOST,
        signer=signer,
        actor="测试",
        now=later,
        random_bytes=os.urandom,
    )
    changes.revoke(session, made["revoked"], reason=Reason.FALSE_MATERIAL, actor="测试", now=later)
    changes.correct(
        session,
        made["corrected"],
        field="specialty",
        value="给水排水",
        reason=Reason.MISTYPED,
        signer=signer,
        actor="测试",
        now=later,
        random_bytes=os.urandom,
    )
    session.add(Photo(approval_id=made["with_photo"].approval_id, jpeg=TINY_JPEG))
    examples["old_paper"] = _old_paper(session, vault)
    examples |= _forgeries(examples["valid"], signers)
    return examples


def _example(session: Session, certificate: Certificate) -> Example:
    code = code_of(session, certificate.id)
    return Example(certificate.number, certificate.name, certificate.verification_code, code)


def _old_paper(session: Session, vault: IdentityVault) -> Example:
    """A certificate of 2005 that has a number and no code."""
    add_approvals(session, vault, "wuhan", 1, name="己证人", title="会计师")
    approval = session.scalars(select(Approval).order_by(Approval.id.desc()).limit(1)).one()
    approval.pending = False
    (certificate_id,) = numbering.take_positions(session, "wuhan", 1, random_bytes=os.urandom)
    fields = {name: getattr(approval, name) for name in ("name", "title", "level", "specialty", "approved_on")}
    certificate = Certificate(
        id=certificate_id,
        approval_id=approval.id,
        issuer_id="wuhan",
        kind=1,
        number="鄂武2005-00123",
        issued_on=date(2005, 9, 1),
        verification_code=new_verification_code(os.urandom),
        state="valid",
        **fields,
    )
    session.add(certificate)
    session.flush()
    session.add(Event(certificate_id=certificate_id, move=Move.RECORD.value, actor="测试", at=NOW))
    return Example(certificate.number, certificate.name, certificate.verification_code, None)


def _forgeries(valid: Example, signers: dict[str, SoftwareSigner]) -> dict[str, Example]:
    assert valid.code is not None
    signer = signers["wuhan"]
    claims = open_code(valid.code, KeySet((signer.key,))).claims
    better = claims.but(title="高级工程师", level=Level.DEPUTY_SENIOR)
    stranger = make_signer("wuhan")
    imposter = SoftwareSigner(replace(signer.key, loaded=stranger.key.loaded), stranger.private_key)
    return {
        # Signed with the authority's own key, yet never recorded: the key was misused.
        "not_registered": replace(valid, code=sign_code(better, signer)),
        "bad_signature": replace(valid, code=sign_code(better, imposter)),
        "unknown_key": replace(valid, code=sign_code(better, stranger)),
    }
