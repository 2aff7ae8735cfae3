"""The one conformance file of verifiers: `python -m tests.vectors.conformance` writes conformance.json.

Each vector names a function, what goes in and what must come out. Every implementation runs all of them: the Python
one in `tests/signing/test_conformance.py`, the browser's in `tests/verify_site/offline/`. It holds every vector of the
other files, so that a verifier needs this one alone, and whole checks of a code with a status list.
"""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any

from signing import cbor
from signing.claims import StatusReference
from signing.codes import sign_code
from signing.keys import KeyState, Purpose
from signing.status_list import LIFE, MEDIA_TYPE, StatusList
from tests.vectors import make, make_receipts
from tests.vectors.make import ES, FOLDER, LETTER, LETTERS, STRANGER, TYPICAL
from tests.vectors.status import ALL_KEYS, NOW, REVOKED, STATUS, URI, high_s, token

FILE = FOLDER / "conformance.json"
ADDRESS = "https://zc.example"
ED_STATUS = make.signer_of(make.private_ed25519("status-lists"), Purpose.STATUS_LISTS)
WITHDRAWN_STATUS = make.signer_of(make.private_es256("status-lists, withdrawn"), Purpose.STATUS_LISTS)
KEYS = ALL_KEYS.with_key(ED_STATUS.key).with_key(WITHDRAWN_STATUS.key.moved(KeyState.WITHDRAWN, NOW))
IN_FORCE = TYPICAL.but(status=StatusReference(1, REVOKED + 1))
GOOD = token()
SAID: dict[Any, Any] = {2: URI, 4: 1_795_838_400, 6: int(NOW.timestamp()), 65534: 43200}
"""The claims of the usual token, without its list."""
LST = StatusList.of([REVOKED]).compressed()


def forged(
    claims: bytes | None = None,
    header: bytes | None = None,
    unprotected: bytes = b"\xa0",
    signer: Any = STATUS,
    head: bytes = b"\xd2\x84",
) -> bytes:
    """A token put together by hand, correctly signed over whatever parts are given."""
    key = signer.key
    payload = claims_of() if claims is None else claims
    header = header_of(1, int(key.algorithm), key.kid) if header is None else header
    signature = signer.sign(cbor.write(["Signature1", header, b"", payload]))
    return head + cbor.write(header) + unprotected + cbor.write(payload) + cbor.write(signature)


def header_of(label: int, algorithm: int, kid: bytes, typ: str = MEDIA_TYPE) -> bytes:
    """A protected header."""
    return cbor.write({label: algorithm, 4: kid, 16: typ})


def claims_of(changed: dict[Any, Any] | None = None, listed: dict[Any, Any] | None = None) -> bytes:
    """The usual claims with some changed (`None` leaves one out)."""
    said = SAID | {65533: listed or {"bits": 1, "lst": LST}} | (changed or {})
    return cbor.write({label: value for label, value in said.items() if value is not None})


def listed(bits: Any, lst: bytes) -> bytes:
    """A token whose list is this."""
    return forged(claims_of(listed={"bits": bits, "lst": lst}))


def unreadable_tokens() -> dict[str, bytes]:
    """What is not a token as STATUS.md writes it, each signed over what it is."""
    kid = STATUS.key.kid
    usual, subject = claims_of(), 1 + len(cbor.write(2) + cbor.write(URI))
    before, behind = usual[: usual.index(b"\xa2\x63lst")], cbor.write(65534) + cbor.write(43200)
    long = StatusList(1, bytes((1 << 17) + 1)).compressed()
    return {
        "nothing": b"",
        "a web page instead of a list": b"<!doctype html><title>404</title>",
        "the last byte is missing": GOOD[:-1],
        "a byte behind the end": GOOD + b"\0",
        "no tag": GOOD[1:],
        "the tag of COSE_Mac0": b"\xd1" + GOOD[1:],
        "a code instead of a list": make.Forge().raw(),
        "something in the unprotected header": forged(unprotected=b"\xa1\x04\x44" + kid),
        "the unprotected header is no map": forged(unprotected=b"\x80"),
        "a signature of 63 bytes": GOOD[:-65] + b"\x3f" + GOOD[-63:],
        "typ of a JWT": forged(header=header_of(1, -7, kid, "application/statuslist+jwt")),
        "no typ": forged(header=cbor.write({1: -7, 4: kid})),
        "a content type in the header": forged(
            header=cbor.write({1: -7, 3: 0, 4: kid, 16: "application/statuslist+cwt"})
        ),
        "the key id as text": forged(header=cbor.write({1: -7, 4: kid.hex(), 16: MEDIA_TYPE})),
        "an issuer among the claims": forged(claims_of({1: "hubei"})),
        "no subject": forged(claims_of({2: None})),
        "no end of life": forged(claims_of({4: None})),
        "no time to live": forged(claims_of({65534: None})),
        "no list": forged(claims_of({65533: None})),
        "the label of the subject as text": forged(claims_of({2: None, "2": URI})),
        "the subject as bytes": forged(claims_of({2: URI.encode()})),
        "a time as text": forged(claims_of({6: "2026-11-21T04:00:00Z"})),
        "a negative time": forged(claims_of({6: -1})),
        "a time beyond 32 bits": forged(claims_of({4: 1 << 32})),
        "a time beyond 53 bits": forged(claims_of({4: 1 << 60})),
        "the claims in another order": forged(b"\xa5" + usual[subject:] + usual[1:subject]),
        "the list in the draft's own order": forged(before + b"\xa2\x64bits\x01\x63lst" + cbor.write(LST) + behind),
        "an address of other lists beside the list": forged(
            claims_of(listed={"bits": 1, "lst": LST, "aggregation_uri": "https://zc.example/"})
        ),
        "three bits": listed(3, LST),
        "no bits": listed(0, LST),
        "bits as text": listed("1", LST),
        "true for one bit": forged(usual.replace(b"\x64bits\x01", b"\x64bits\xf5")),
        "a list that is not compressed": listed(1, bytes(64)),
        "a list cut short": listed(1, LST[:-1]),
        "a list with a wrong checksum": listed(1, LST[:-1] + bytes((LST[-1] ^ 1,))),
        "a byte behind the list": listed(1, LST + b"\0"),
        "an empty list": listed(1, b""),
        "one byte more than 2**20 statuses": listed(1, long),
        "a bomb": listed(1, StatusList(1, bytes(1 << 23)).compressed()),
    }


def untrusted_tokens() -> dict[str, bytes]:
    """Tokens that no trusted key signed."""
    kid = STATUS.key.kid
    return {
        "a key that nobody published": token(signer=make.signer_of(make.private_es256("x"), Purpose.STATUS_LISTS)),
        "a key for certificates": forged(signer=ES),
        "the subject was altered": GOOD.replace(b"zc.example", b"zc.exbmple"),
        "a status was altered": GOOD.replace(LST, LST[:40] + bytes((LST[40] ^ 1,)) + LST[41:]),
        "the other form of the signature": high_s(GOOD),
        "EdDSA named for a P-256 key": forged(header=header_of(1, -8, kid)),
        "signed at the moment of withdrawal": token(signer=WITHDRAWN_STATUS),
    }


def status_checks() -> list[dict[str, Any]]:
    """A genuine code, and each thing that a list can say of it or fail to say."""
    in_force, not_in_force = ({"verdict": verdict, "as_of": seconds(NOW)} for verdict in ("in_force", "not_in_force"))
    code, revoked = sign_code(IN_FORCE, ES), sign_code(TYPICAL, ES)
    last = sign_code(TYPICAL.but(status=StatusReference(1, (1 << 20) - 1)), ES)
    new = sign_code(IN_FORCE.but(signed_at=NOW + timedelta(seconds=1)), ES)
    first = sign_code(TYPICAL.but(status=StatusReference(1, 0)), ES)
    second_list = sign_code(TYPICAL.but(status=StatusReference(2, 0)), ES)
    checks = [
        checked("in force", code, GOOD, in_force),
        checked("not in force", revoked, GOOD, not_in_force),
        checked("the last place of a list", last, GOOD, in_force),
        checked("a letter in force", sign_code(LETTER.but(status=IN_FORCE.status), LETTERS), GOOD, in_force),
        checked("a list under Ed25519", revoked, token(signer=ED_STATUS), not_in_force),
        checked("a list of two bits: status 1", first, listed(2, StatusList(2, b"\1").compressed()), not_in_force),
        checked("a list of two bits: status 2", first, listed(2, StatusList(2, b"\2").compressed()), not_in_force),
        checked("a list of eight bits: status 3", first, listed(8, StatusList(8, b"\3").compressed()), not_in_force),
        checked("a list of four bits: status 0", first, listed(4, StatusList(4, b"\x10").compressed()), in_force),
        checked("a list signed by a key one second before its withdrawal", revoked,
                token(signer=WITHDRAWN_STATUS, now=NOW - timedelta(seconds=1)),
                {"verdict": "not_in_force", "as_of": seconds(NOW) - 1}),
        checked("the last second of a list", code, GOOD, in_force, NOW + LIFE - timedelta(seconds=1)),
        checked("a clock five minutes behind", code, GOOD, in_force, NOW - timedelta(minutes=5)),
        unknown("a clock further behind", code, GOOD, "StatusListFromFuture", NOW - timedelta(seconds=301)),
        unknown("the first second after a list's life", code, GOOD, "StatusListExpired", NOW + LIFE),
        unknown("revoked, but the list is past its life", revoked, GOOD, "StatusListExpired", NOW + LIFE),
        unknown("no list", code, None, "StatusListMissing"),
        unknown("another list of this registry", second_list, GOOD, "StatusListOfAnother"),
        unknown("a list of another site", code, token(uri="https://evil.example/status/1.cwt"), "StatusListOfAnother"),
        unknown("the list's address in upper case", code, token(uri=URI.upper()), "StatusListOfAnother"),
        unknown("a code signed a second after its list", new, GOOD, "StatusListOlder"),
        unknown("a place beyond the end", code, token(StatusList.of([], 8)), "StatusListTooShort"),
        unknown("a list of no statuses", first, token(StatusList(1, b"")), "StatusListTooShort"),
    ]  # fmt: skip
    checks += [unknown(f"list: {desc}", code, raw, "StatusListUnreadable") for desc, raw in unreadable_tokens().items()]
    return checks + [
        unknown(f"list: {desc}", code, raw, "StatusListUntrusted") for desc, raw in untrusted_tokens().items()
    ]


def other_checks() -> list[dict[str, Any]]:
    """Whole checks that end before a list is looked at."""
    code = sign_code(TYPICAL, ES)
    cases: list[tuple[str, str, dict[str, Any]]] = [
        ("the whole address", f"{ADDRESS}/V/{code}", {"verdict": "not_in_force", "as_of": seconds(NOW)}),
        ("another site", f"https://evil.example/V/{code}",
         {"verdict": "foreign", "fault": "ForeignAddress", "host": "evil.example"}),
        ("some words", "张三丰的证书", {"verdict": "malformed", "fault": "NotACode"}),
        ("a stranger's key", sign_code(TYPICAL, STRANGER), {"verdict": "unknown_key", "fault": "UnknownKey"}),
        ("a forged title", make.to_digits(make.Forge().raw().replace("高级".encode(), "正高".encode())),
         {"verdict": "bad_signature", "fault": "BadSignature"}),
        ("a key withdrawn before", sign_code(TYPICAL, make.WITHDRAWN),
         {"verdict": "untrusted_key", "fault": "WithdrawnKey"}),
    ]  # fmt: skip
    return [checked(desc, text, GOOD, want) for desc, text, want in cases]


def receipt_checks() -> list[dict[str, Any]]:
    """Whole checks of receipts: what they state is read, and never taken for the certificate."""
    vectors = {each["desc"]: each for each in receipt_vectors()}
    good, life_over, withdrawn = (
        vectors[desc]
        for desc in (
            "a receipt for a certificate in force",
            "a life that is over: it opens",
            "a receipt signed when its key was withdrawn",
        )
    )
    stated, over = ({"verdict": "receipt", "number": each["number"]} for each in (good, life_over))
    untrusted = {"verdict": "untrusted_key", "fault": "WithdrawnKey"}
    end = make_receipts.ONE.expires_at
    return [
        checked("a receipt", good["code"], GOOD, {**stated, "expired": False}, keys="receipts"),
        checked("a receipt when its life ends", good["code"], None, {**stated, "expired": True}, end, "receipts"),
        checked("a receipt whose life is over", life_over["code"], None, {**over, "expired": True}, end, "receipts"),
        checked("a receipt of a withdrawn key", withdrawn["code"], None, untrusted, keys="receipts"),
    ]


def receipt_vectors() -> list[dict[str, Any]]:
    """The vectors of receipts.json."""
    return make_receipts.good_receipts() + make_receipts.bad_receipts()


def checked(
    desc: str, text: str, raw: bytes | None, want: dict[str, Any], now: datetime = NOW, keys: str = "lists"
) -> dict[str, Any]:
    """One whole check."""
    token_text = None if raw is None else b64encode(raw).decode()
    given = {"text": text, "keys": keys, "token": token_text, "now": seconds(now)}
    return {"desc": f"check: {desc}", "function": "check", "in": given, "want": want}


def unknown(desc: str, text: str, raw: bytes | None, why: str, now: datetime = NOW) -> dict[str, Any]:
    """A check that ends with an open standing."""
    return checked(desc, text, raw, {"verdict": "status_unknown", "why": why}, now)


def seconds(moment: datetime) -> int:
    """Seconds since 1970."""
    return int(moment.timestamp())


def older_vectors() -> list[dict[str, Any]]:
    """The vectors of the other files in this one's form."""
    files = {name: json.loads(text) for name, text in make.files().items()}
    opened = [
        {
            "desc": f"code: {each['desc']}",
            "function": "open_code",
            "in": {"digits": each["code"], "keys": each["keys"], "expect": each.get("expect")},
            "want": {"claims": each["claims"]} if "claims" in each else {"fault": each["wantErr"]},
        }
        for each in files["codes.json"]
    ]
    found = [
        {
            "desc": f"text: {each['desc']}",
            "function": "code_in",
            "in": {"text": each["text"]},
            "want": {"digits": each["code"]}
            if "code" in each
            else {"fault": each["wantErr"]} | ({"host": each["host"]} if "host" in each else {}),
        }
        for each in files["addresses.json"]
    ]
    read = [
        {
            "desc": f"key set: {each['desc']}",
            "function": "read_key_set",
            "in": {"jwks": each["jwks"]},
            "want": {"kids": each["kids"]} if "kids" in each else {"fault": each["wantErr"]},
        }
        for each in files["key-sets.json"]
    ]
    receipts = [
        {
            "desc": f"receipt: {each['desc']}",
            "function": "open_receipt",
            "in": {"digits": each["code"], "keys": "receipts"},
            "want": {"number": each["number"], "receipt": each["receipt"]}
            if "receipt" in each
            else {"fault": each["wantErr"]},
        }
        for each in receipt_vectors()
    ]
    return opened + receipts + found + read


def content() -> str:
    """The whole file."""
    keys = {"main": make.KEYS, "lists": KEYS, "receipts": make_receipts.RECEIPT_KEYS}
    document = {
        "about": "Every verifier of FORMAT.md and STATUS.md gives these answers. Times are seconds since 1970.",
        "address": ADDRESS,
        "key_sets": {name: json.loads(each.to_jwks()) for name, each in keys.items()},
        "vectors": older_vectors() + status_checks() + other_checks() + receipt_checks(),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(content(), encoding="utf-8")
