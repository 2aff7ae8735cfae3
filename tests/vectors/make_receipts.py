"""Write the test vectors of receipts (`signing/FORMAT.md` section 10): `python -m tests.vectors.make_receipts`.

Fixed like the others, under the same keys.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from signing import cbor
from signing.claims import Level
from signing.codes import sign_code
from signing.keys import KeySet, KeyState, Purpose, Signer
from signing.payload import write_claims
from signing.receipts import Basis, CheckedCertificate, CheckedList, Finding, Receipt, sign_receipt, write_receipt
from tests.vectors.make import ES, FOLDER, KEYS, RECEIPTS, TYPICAL, Forge, private_ed25519, private_es256, signer_of

ED_RECEIPTS = signer_of(private_ed25519("receipts"), Purpose.RECEIPTS)
WITHDRAWN_RECEIPTS = signer_of(private_es256("withdrawn receipts"), Purpose.RECEIPTS)
STRANGER = signer_of(private_es256("stranger to receipts"), Purpose.RECEIPTS)
WITHDRAWN_FROM = datetime(2026, 6, 1, tzinfo=UTC)
RECEIPT_KEYS = KeySet((*KEYS.keys, ED_RECEIPTS.key, WITHDRAWN_RECEIPTS.key.moved(KeyState.WITHDRAWN, WITHDRAWN_FROM)))

ISSUED_AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
CHECKED = CheckedCertificate(
    basis=Basis.CODE,
    finding=Finding.VALID,
    number="20264201000123",
    name="张三丰",
    title="高级工程师",
    level=Level.DEPUTY_SENIOR,
    entry=1_121_790,
)
ONE = Receipt(ISSUED_AT, ISSUED_AT + timedelta(days=180), state=48_213, subject=CHECKED)
TYPED = replace(ONE, subject=replace(CHECKED, basis=Basis.NAME, entry=None))
LIST = Receipt(
    ISSUED_AT,
    ISSUED_AT + timedelta(days=180),
    state=48_213,
    subject=CheckedList(
        checked_at=ISSUED_AT - timedelta(minutes=7),
        counts={Finding.VALID: 297, Finding.REVOKED: 1, Finding.NO_MATCH: 2},
        sha256=sha256(b"the file with the results").digest(),
    ),
)
LONGEST = Receipt(
    ISSUED_AT,
    ISSUED_AT + timedelta(days=180),
    state=(1 << 32) - 1,
    subject=replace(
        CHECKED,
        number="鄂职高证字第某号2024123100000000",
        name="长" * 50,
        title="教" * 19,
        entry=(1 << 36) - 1,
    ),
)
FULL_LIST = replace(
    LIST,
    subject=CheckedList(ISSUED_AT, dict.fromkeys(Finding, 10_000 // len(Finding)), bytes(range(32))),
)


def good(desc: str, receipt: Receipt, signer: Signer = RECEIPTS) -> dict[str, Any]:
    """A vector that opens."""
    new = sign_receipt(receipt, signer)
    return {"desc": desc, "code": new.digits, "number": new.number, "receipt": as_json(receipt)}


def bad(desc: str, error: str, code: str) -> dict[str, Any]:
    """A vector that must not open as a receipt."""
    return {"desc": desc, "code": code, "wantErr": error}


def as_json(receipt: Receipt) -> dict[str, Any]:
    """A receipt as the vectors write it: numbers as in the format, times in seconds since 1970."""
    said: dict[str, Any] = {
        "issued_at": int(receipt.issued_at.timestamp()),
        "expires_at": int(receipt.expires_at.timestamp()),
        "state": receipt.state,
    }
    subject = receipt.subject
    if isinstance(subject, CheckedList):
        counts = {str(int(finding)): count for finding, count in subject.counts.items()}
        checked_at = int(subject.checked_at.timestamp())
        return said | {"basis": 4, "checked_at": checked_at, "counts": counts, "sha256": subject.sha256.hex()}
    return said | {
        "basis": int(subject.basis),
        "finding": int(subject.finding),
        "number": subject.number,
        "name": subject.name,
        "title": subject.title,
        "level": int(subject.level),
        "entry": subject.entry,
    }


def with_fields(
    receipt: Receipt = ONE, outer: dict[int, Any] | None = None, without: tuple[int, ...] = (), **changed: Any
) -> str:
    """A correctly signed receipt with labels of its map changed (`c3="x"`) or left out, or its outer map extended."""
    content: Any = cbor.read(write_receipt(receipt))
    content |= outer or {}
    for label in without:
        content.pop(label, None)
        content[-65537].pop(label, None)
    content[-65537] |= {int(name[1:]): value for name, value in changed.items()}
    return Forge(RECEIPTS, payload=cbor.write(content)).digits()


def good_receipts() -> list[dict[str, Any]]:
    """What a verifier has to accept."""
    findings = (Finding.REPLACED, Finding.REVOKED, Finding.CORRECTED)
    found = [(each, replace(ONE, subject=replace(CHECKED, finding=each))) for each in findings]
    typed_code = replace(ONE, subject=replace(CHECKED, basis=Basis.VERIFICATION_CODE))
    return [
        good("a receipt for a certificate in force", ONE),
        good("the same under Ed25519", ONE, ED_RECEIPTS),
        *(good(f"a certificate found {finding.name.lower()}", receipt) for finding, receipt in found),
        good("number and verification code were typed", typed_code),
        good("number and name were typed: no entry", TYPED),
        good("a list of 300", LIST),
        good("a list in which everything was found", FULL_LIST),
        good("the longest receipt", LONGEST),
        good("a life that is over: it opens", replace(ONE, expires_at=ISSUED_AT + timedelta(seconds=1))),
        good("an empty registry", replace(TYPED, state=0)),
    ]


def bad_receipts() -> list[dict[str, Any]]:
    """What a verifier has to refuse as a receipt."""
    digits = sign_receipt(ONE, RECEIPTS).digits
    late = replace(ONE, issued_at=WITHDRAWN_FROM, expires_at=WITHDRAWN_FROM + timedelta(days=1))
    altered = Forge(RECEIPTS, payload=write_receipt(ONE)).raw().replace("张三丰".encode(), "张三峰".encode())
    return [
        bad("a receipt signed with the key for certificates", "WrongPurpose", Forge(ES, write_receipt(ONE)).digits()),
        bad("a certificate signed with the key for receipts", "WrongKind", Forge(RECEIPTS).digits()),
        bad("a certificate", "WrongKind", sign_code(TYPICAL, ES)),
        bad("the name on a receipt was altered", "BadSignature", str(int.from_bytes(altered, "big"))),
        bad("a receipt's other form of signature", "HighS", Forge(RECEIPTS, write_receipt(ONE), flip_s=True).digits()),
        bad("a receipt key that nobody published", "UnknownKey", sign_receipt(ONE, STRANGER).digits),
        bad(
            "a receipt signed when its key was withdrawn", "WithdrawnKey", sign_receipt(late, WITHDRAWN_RECEIPTS).digits
        ),
        bad("half a receipt", "NotSign1", digits[:200]),
        bad("bytes behind a receipt's claims", "TrailingBytes", Forge(RECEIPTS, write_receipt(ONE) + b"\0").digits()),
        bad("a receipt without an end of its life", "MissingClaim", with_fields(without=(4,))),
        bad("a receipt with an audience", "UnknownClaim", with_fields(outer={3: "x"})),
        bad("a receipt that ends when it begins", "InvalidClaim", with_fields(outer={4: int(ISSUED_AT.timestamp())})),
        bad("a receipt whose end is text", "InvalidClaim", with_fields(outer={4: "2027"})),
        bad("a receipt with a specialty", "UnknownClaim", with_fields(c6="建筑工程")),
        bad("a receipt without a finding", "MissingClaim", with_fields(without=(11,))),
        bad("a receipt without a basis", "MissingClaim", with_fields(without=(10,))),
        bad("basis 0", "InvalidClaim", with_fields(c10=0)),
        bad("basis 5", "InvalidClaim", with_fields(c10=5)),
        bad("a finding of no certificate: no match", "InvalidClaim", with_fields(c11=11)),
        bad("finding 0", "InvalidClaim", with_fields(c11=0)),
        bad("a state beyond 32 bits", "InvalidClaim", with_fields(c12=1 << 32)),
        bad("a state as text", "InvalidClaim", with_fields(c12="48213")),
        bad("an entry for number and name", "UnknownClaim", with_fields(c10=3)),
        bad("no entry for a code", "MissingClaim", with_fields(without=(13,))),
        bad("an entry beyond 36 bits", "InvalidClaim", with_fields(c13=1 << 36)),
        bad("a space in the number on a receipt", "InvalidClaim", with_fields(c2="2026 4201")),
        bad("a receipt with an empty name", "InvalidClaim", with_fields(c3="")),
        bad(
            "a receipt whose texts are too long together",
            "InvalidClaim",
            with_fields(LONGEST, c4="教" * 20, c12=1, c13=1),
        ),
        bad("a receipt's level 8", "InvalidClaim", with_fields(c5=8)),
        bad("a list without rows", "InvalidClaim", with_fields(LIST, c15={})),
        bad("a list of 10,001 rows", "InvalidClaim", with_fields(LIST, c15={1: 10_000, 2: 1})),
        bad("a finding that never occurred", "InvalidClaim", with_fields(LIST, c15={1: 0})),
        bad("finding 14 in a list", "InvalidClaim", with_fields(LIST, c15={14: 1})),
        bad("counts as a list", "InvalidClaim", with_fields(LIST, c15=[1])),
        bad("a digest of 31 bytes", "InvalidClaim", with_fields(LIST, c16=bytes(31))),
        bad("a digest as text", "InvalidClaim", with_fields(LIST, c16="00" * 16)),
        bad("a list checked after the receipt", "InvalidClaim", with_fields(LIST, c14=int(ISSUED_AT.timestamp()) + 1)),
        bad("a list with a certificate's number", "UnknownClaim", with_fields(LIST, c2="1")),
        bad("counts out of order", "NonCanonical", counts_out_of_order()),
        bad("a certificate's claims with kind 3", "UnknownClaim", claims_of_a_certificate()),
    ]


def counts_out_of_order() -> str:
    """The findings of a list in another order than that of their labels."""
    content = write_receipt(LIST).replace(b"\x03\x01\x0b\x02", b"\x0b\x02\x03\x01")
    return Forge(RECEIPTS, payload=content).digits()


def claims_of_a_certificate() -> str:
    """A certificate that calls itself a receipt, signed with the key for receipts."""
    content: Any = cbor.read(write_claims(TYPICAL))
    content[-65537][1] = 3
    content[4] = 1_900_000_000
    return Forge(RECEIPTS, payload=cbor.write(content)).digits()


def text() -> str:
    """The whole file."""
    content = {"keys": json.loads(RECEIPT_KEYS.to_jwks()), "receipts": good_receipts() + bad_receipts()}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    (FOLDER / "receipts.json").write_text(text(), encoding="utf-8")
