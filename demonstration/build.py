"""Builds the demonstration: a registry with four authorities, their keys, their lists issued and printed.

build(Path("var"), settings, now)     # once; writes var/demonstration.json last, which `make run` looks for
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from casework.applications.attachments import AttachmentStore
from casework.issuing import issue_approved
from demonstration.accounts import open_accounts
from demonstration.cases import make_cases
from demonstration.exchange import exchange_roster
from demonstration.publishing import publish
from documents.certificate import Layout, typeset
from documents.fonts import Fonts, find_fonts
from registry import changes, importing, issuing, numbering, printing
from registry.authorities import authority
from registry.database import SCHEMA, migrate, open_registry, writing
from registry.files import replace_file
from registry.models import Authority, Certificate, Code
from registry.sealing import create_key_file, load_vault
from registry.settings import Settings
from registry.words import Reason, Route
from signing.address import Address
from signing.claims import Level
from signing.codes import digits_of, open_code, sign_code
from signing.keys import Algorithm, KeySet, Purpose, Signer
from signing.keystore import KeyStore
from signing.software import SoftwareSigner, new_private_key

ACTOR = "演示"
LISTS = Path(__file__).parent / "lists"
HUZHOU = "huzhou-2007-35"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Body:
    """One authority of the demonstration: its row, its segment and its list."""

    id: str
    name: str
    name_en: str
    kind: str
    region: str
    first: str
    last: str
    list: str = ""
    """The approved list that it publishes; empty where it has none."""
    printer: str = ""
    jurisdiction: str = "hubei-2013-80"


BODIES = (
    Body(
        *("hubei", "湖北省职称改革工作领导小组办公室", "Hubei Provincial Title Reform Office"),
        *("provincial_office", "420000", "20264200000001", "20264200001000", "hubei-senior.xlsx", "hubei"),
    ),
    Body(
        *("wuhan", "武汉市人力资源和社会保障局", "Wuhan Human Resources and Social Security Bureau"),
        *("prefecture", "420100", "20264201000001", "20264201001000", "wuhan.xlsx", "wuhan"),
    ),
    Body(
        *("yichang", "宜昌市人力资源和社会保障局", "Yichang Human Resources and Social Security Bureau"),
        *("prefecture", "420500", "20264205000001", "20264205001000", "yichang.csv", "yichang"),
    ),
    Body(
        *("hubei-health", "湖北省卫生健康委员会职改办", "Title Office of the Hubei Health Commission"),
        *("provincial_department", "420000", "20264290000001", "20264290001000", "health-department.xlsx", "hubei"),
    ),
    Body(
        *("zhejiang", "浙江省人事厅", "Zhejiang Personnel Department", "province", "330000"),
        *("33000000000001", "33000000001000"),
        jurisdiction=HUZHOU,
    ),
    Body(
        *("huzhou", "湖州市人事局", "Huzhou Personnel Bureau", "city", "330500", "33050000000001", "33050000001000"),
        printer="huzhou",
        jurisdiction=HUZHOU,
    ),
)
PUBLISHING = tuple(body for body in BODIES if body.list)
GRANTERS = {"hubei-2013-80": "hubei", HUZHOU: "zhejiang"}
OLD_PAPERS = (("wuhan", "wuhan-old-papers.csv"), ("huzhou", "huzhou-old-papers.csv"))


@dataclass(frozen=True, slots=True)
class Example:
    """One address to try, and the verdict it will get."""

    verdict: str
    address: str
    number: str
    name: str
    verification_code: str


def build(folder: Path, settings: Settings, now: datetime, say: Say) -> dict[str, object]:
    """Make everything; returns the summary that is also written to `folder/demonstration.json`."""
    for path in (folder / "private", folder / "public", folder / "printed"):
        path.mkdir(parents=True, exist_ok=True)
    (folder / "private").chmod(0o700)
    engine = open_registry(settings.database)
    migrate(engine)
    create_key_file(settings.identity_key_file, os.urandom(32))
    store = make_keys(settings)
    say("机构、号段、密钥 authorities, segments, keys")
    with writing(engine) as session:
        add_bodies(session, now)
    say("导入名单 importing the approved lists")
    take_lists(engine, settings, now)
    say("编号、签名 numbering and signing")
    issue_all(engine, store, now)
    examples = make_examples(engine, store, settings, now)
    say("单位账户和申请 accounts and cases of the units' desk")
    vault, password = load_vault(settings.identity_key_file), new_password()
    open_accounts(engine, vault, password, folder=folder / "private", now=now)
    make_cases(engine, vault, now=now)
    say("换证花名册和照片 a roster of exchanges with its photos")
    attachments = AttachmentStore(settings.attachments, vault)
    to_try = exchange_roster(engine, vault, attachments, LISTS / "huzhou-roster.xlsx", folder / "roster", now=now)
    issue_exchange(engine, store, attachments, now)
    say("打印 printing")
    files = print_all(engine, settings, folder / "printed", find_fonts(font_folders(folder)), now)
    publish(engine, settings, now)
    engine.dispose()
    summary: dict[str, object] = {
        "schema": SCHEMA,
        "printed": files,
        "examples": [asdict(example) for example in examples],
        "roster": to_try,
        "password": password,
    }
    replace_file(folder / "demonstration.json", json.dumps(summary, ensure_ascii=False, indent=1).encode())
    return summary


def new_password() -> str:
    """The one password of all accounts of this demonstration; another one each time it is built."""
    return "-".join(secrets.token_hex(2) for _ in range(4))


def font_folders(folder: Path) -> list[Path]:
    """Where fonts were unpacked for a user who may not install packages."""
    fonts = folder / "fonts"
    return [fonts] if fonts.is_dir() else []


def make_keys(settings: Settings) -> KeyStore:
    """Every authority's keys, the status lists' and, in a store of its own, the receipts': under random passphrases."""
    store = new_store(settings.keystore, settings.passphrase_file)
    for body in BODIES:
        for purpose in (Purpose.CERTIFICATES, Purpose.RECOGNITION_LETTERS):
            store.create(issuer=body.id, purpose=purpose, algorithm=Algorithm.ES256)
    store.create(issuer="hubei", purpose=Purpose.STATUS_LISTS, algorithm=Algorithm.ES256)
    receipts = new_store(settings.receipt_keystore, settings.receipt_passphrase_file)
    receipts.create(issuer="hubei", purpose=Purpose.RECEIPTS, algorithm=Algorithm.ES256)
    return store


def new_store(folder: Path, passphrase_file: Path) -> KeyStore:
    """An empty key store under a passphrase that nobody typed."""
    passphrase = secrets.token_urlsafe(24)
    folder.mkdir(mode=0o700, parents=True)
    with os.fdopen(os.open(passphrase_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(passphrase)
    return KeyStore(folder, passphrase.encode())


def add_bodies(session: Session, now: datetime) -> None:
    """The authorities and their number segments, granted by the province."""
    for body in BODIES:
        session.add(
            Authority(
                id=body.id,
                name=body.name,
                name_en=body.name_en,
                kind=body.kind,
                region=body.region,
                jurisdiction=body.jurisdiction,
            )
        )
    session.flush()
    for body in BODIES:
        issuer, granter = authority(session, body.id), authority(session, GRANTERS[body.jurisdiction])
        numbering.grant_segment(session, issuer=issuer, granter=granter, first=body.first, last=body.last, now=now)


def take_lists(engine: Engine, settings: Settings, now: datetime) -> None:
    """Import every bundled list, and the papers from before the registry."""
    vault = load_vault(settings.identity_key_file)
    approved = [(body.id, body.list, importing.import_approved) for body in PUBLISHING]
    for body, file, take in [*approved, *((*old, importing.import_issued) for old in OLD_PAPERS)]:
        with writing(engine) as session:
            report = take(
                session,
                LISTS / file,
                authority=authority(session, body),
                vault=vault,
                default_route=Route.EVALUATION,
                actor=ACTOR,
                now=now,
                random_bytes=os.urandom,
            )
        if not report.accepted:
            raise RuntimeError(f"the bundled list {file} is not accepted:\n{report.as_text('en')}")


def issue_all(engine: Engine, store: KeyStore, now: datetime) -> None:
    """Number and sign every approval."""
    for body in PUBLISHING:
        signer = store.signer_for(body.id, Purpose.CERTIFICATES)
        with writing(engine) as session:
            issuer = authority(session, body.id)
            issuing.issue(
                session, issuer=issuer, signer=signer, limit=1000, actor=ACTOR, now=now, random_bytes=os.urandom
            )


def issue_exchange(engine: Engine, store: KeyStore, attachments: AttachmentStore, now: datetime) -> None:
    """Carry out the exchange that Huzhou approved, as `python -m casework issue-approved` does."""
    signer = store.signer_for("huzhou", Purpose.CERTIFICATES)
    report = issue_approved(
        engine,
        "huzhou",
        store=attachments,
        signer_for=lambda _: signer,
        actor=ACTOR,
        now=now,
        random_bytes=os.urandom,
    )
    if report.problems:
        raise RuntimeError(report.problems[0].en)


def make_examples(engine: Engine, store: KeyStore, settings: Settings, now: datetime) -> list[Example]:
    """Replace, revoke and correct one certificate each, forge another, and tell how to try them."""
    address = Address.parse(settings.address)
    signer = store.signer_for("wuhan", Purpose.CERTIFICATES)
    with writing(engine) as session:
        wuhan = session.scalars(
            select(Certificate)
            .where(Certificate.issuer_id == "wuhan", Certificate.number.startswith("2026"))
            .order_by(Certificate.number)
            .limit(12)
        ).all()
        valid, replaced, revoked, corrected = wuhan[0], wuhan[2], wuhan[3], wuhan[5]
        codes = {each.id: _code(session, each) for each in (valid, replaced, revoked, corrected)}
        changes.replace(
            session, replaced, reason=Reason.LOST, signer=signer, actor=ACTOR, now=now, random_bytes=os.urandom
        )
        changes.revoke(session, revoked, reason=Reason.FALSE_MATERIAL, actor=ACTOR, now=now)
        changes.correct(
            session,
            corrected,
            field="specialty",
            value="建筑与土木工程",
            reason=Reason.MISTYPED,
            signer=signer,
            actor=ACTOR,
            now=now,
            random_bytes=os.urandom,
        )
        forged = forge(codes[valid.id], store.key_set(), signer)
        tried = [("valid", valid, codes[valid.id]), ("replaced", replaced, codes[replaced.id])]
        tried += [("revoked", revoked, codes[revoked.id]), ("corrected", corrected, codes[corrected.id])]
        tried += [("bad_signature", valid, forged)]
        return [
            Example(verdict, address.of(code), each.number, each.name, each.verification_code)
            for verdict, each, code in tried
        ]


def _code(session: Session, certificate: Certificate) -> str:
    cose = session.scalars(select(Code.cose).where(Code.certificate_id == certificate.id)).one()
    return digits_of(cose)


def forge(code: str, keys: KeySet, signer: Signer) -> str:
    """What a forger could print: a higher title under the authority's key id, signed by a key of the forger's own."""
    private = new_private_key(Algorithm.ES256)
    stolen_name = replace(signer.key, loaded=private.public_key())
    claims = open_code(code, keys).claims.but(title="高级工程师", level=Level.DEPUTY_SENIOR)
    return sign_code(claims, SoftwareSigner(stolen_name, private))


def print_all(engine: Engine, settings: Settings, folder: Path, fonts: Fonts, now: datetime) -> list[str]:
    """One PDF per authority, printed by whom the notice names."""
    address, files = Address.parse(settings.address), []
    for body in (body for body in BODIES if body.printer):
        with writing(engine) as session:
            issuer = authority(session, body.id)
            found = printing.printable(session, issuer, (), 1000)
            printing.require_printer(session, authority(session, body.printer), issuer, found)
            pages = printing.sheets(session, issuer, found, address)
            pdf = typeset(pages, Layout.A4_TWO_UP, fonts, demonstration=True)
            printing.record_print(session, [each.id for each in found], actor=ACTOR, now=now)
        file = folder / f"{body.id}.pdf"
        replace_file(file, pdf)
        files.append(str(file))
    return files


def clear(folder: Path) -> None:
    """Remove what an interrupted first start left behind; fonts stay."""
    for part in ("private", "public", "printed", "receipts", "attachments", "lists", "roster"):
        shutil.rmtree(folder / part, ignore_errors=True)
    for file in folder.glob("registry.sqlite3*"):
        file.unlink()
