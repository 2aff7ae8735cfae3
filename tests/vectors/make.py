"""Write the test vectors of `signing/FORMAT.md`: `python -m tests.vectors.make`.

Everything is fixed, keys and signatures included (RFC 6979), so a second run changes no byte. The private keys are
public known by standing here; nothing but tests may trust them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from signing import cbor
from signing.claims import Claims, Kind, Level, StatusReference
from signing.codes import sign_code
from signing.keys import P256_ORDER, KeySet, KeyState, PublicKey, Purpose, Signer
from signing.payload import write_claims
from signing.software import PrivateKey, SoftwareSigner

FOLDER = Path(__file__).parent
WITHDRAWN_FROM = datetime(2026, 6, 1, tzinfo=UTC)


def private_es256(seed: str) -> ec.EllipticCurvePrivateKey:
    """A P-256 key that follows from a word."""
    return ec.derive_private_key(int.from_bytes(sha256(seed.encode()).digest(), "big") % P256_ORDER, ec.SECP256R1())


def private_ed25519(seed: str) -> ed25519.Ed25519PrivateKey:
    """An Ed25519 key that follows from a word."""
    return ed25519.Ed25519PrivateKey.from_private_bytes(sha256(seed.encode()).digest())


def signer_of(
    private: PrivateKey, purpose: Purpose = Purpose.CERTIFICATES, issuer: str = "example-hr"
) -> SoftwareSigner:
    """An active signer, whatever state a key set later gives its key."""
    return SoftwareSigner(PublicKey.of(private.public_key(), purpose=purpose, issuer=issuer), private)


ES = signer_of(private_es256("certificates"))
ED = signer_of(private_ed25519("certificates"))
LETTERS = signer_of(private_es256("letters"), Purpose.RECOGNITION_LETTERS)
RECEIPTS = signer_of(private_es256("receipts"), Purpose.RECEIPTS)
RETIRED = signer_of(private_es256("retired"))
WITHDRAWN = signer_of(private_es256("withdrawn"))
STRANGER = signer_of(private_es256("stranger"))

KEYS = KeySet(
    (
        ES.key,
        ED.key,
        LETTERS.key,
        RECEIPTS.key,
        RETIRED.key.moved(KeyState.RETIRED),
        WITHDRAWN.key.moved(KeyState.WITHDRAWN, WITHDRAWN_FROM),
    )
)

TYPICAL = Claims(
    kind=Kind.CERTIFICATE,
    number="20264201000123",
    name="张三丰",
    title="高级工程师",
    level=Level.DEPUTY_SENIOR,
    specialty="建筑工程",
    approved_on=date(2026, 9, 30),
    issued_on=date(2026, 11, 20),
    signed_at=datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
    status=StatusReference(1, 73214),
)
LETTER = TYPICAL.but(kind=Kind.RECOGNITION_LETTER, number="鄂认字第2026-0042号", name="李四")
MINORITY_NAME = "阿卜杜热合曼·买买提依明·艾合买提江·吐尔逊古丽·阿不都热木"
LONGEST = TYPICAL.but(
    number="鄂职高证字第号" + "20241231000000000"[:17],
    name="长" * 30,
    title="教" * 20,
    specialty="专" * 20 + "AI",
    status=StatusReference(65535, (1 << 20) - 1),
    approved_on=date(1950, 1, 1),
)


@dataclass(frozen=True)
class Forge:
    """A code put together by hand, correctly signed over whatever parts are given, so that only they are at fault."""

    signer: Signer = ES
    payload: bytes | None = None
    protected: bytes | None = None
    unprotected: bytes = b"\xa0"
    head: bytes = b"\xd2\x84"
    tail: bytes = b""
    flip_s: bool = False
    signature_head: bytes = b"\x58\x40"

    def raw(self) -> bytes:
        """The bytes."""
        key = self.signer.key
        payload = write_claims(TYPICAL) if self.payload is None else self.payload
        protected = cbor.write({1: int(key.algorithm), 4: key.kid}) if self.protected is None else self.protected
        signed = b"\x84\x6aSignature1" + cbor.write(protected) + b"\x40" + cbor.write(payload)
        signature = self.signer.sign(signed)
        if self.flip_s:
            other = P256_ORDER - int.from_bytes(signature[32:], "big")
            signature = signature[:32] + other.to_bytes(32, "big")
        body = cbor.write(protected) + self.unprotected + cbor.write(payload)
        return self.head + body + self.signature_head + signature + self.tail

    def digits(self) -> str:
        """The decimal digits."""
        return to_digits(self.raw())


def to_digits(raw: bytes) -> str:
    """The decimal digits of some bytes."""
    return str(int.from_bytes(raw, "big"))


def claims_with(outer: dict[int, Any] | None = None, without: tuple[int, ...] = (), **changed: Any) -> bytes:
    """The typical payload with certificate labels changed (`c3="x"`), left out, or the outer map extended."""
    claims: dict[Any, Any] = {6: 1_795_161_600, -65537: certificate_map()}
    for label in without:
        claims[-65537].pop(label, None)
    claims[-65537] |= {int(name[1:]): value for name, value in changed.items()}
    return cbor.write(claims | (outer or {}))


def certificate_map() -> dict[Any, Any]:
    """The certificate map of the typical claims."""
    payload = cbor.read(write_claims(TYPICAL))
    assert isinstance(payload, dict)
    certificate = payload[-65537]
    assert isinstance(certificate, dict)
    return dict(certificate)


def as_json(claims: Claims) -> dict[str, Any]:
    """Claims as the vectors write them."""
    return {
        "kind": int(claims.kind),
        "number": claims.number,
        "name": claims.name,
        "title": claims.title,
        "level": int(claims.level),
        "specialty": claims.specialty,
        "approved_on": claims.approved_on.isoformat(),
        "issued_on": claims.issued_on.isoformat(),
        "signed_at": claims.signed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "status": [claims.status.list_id, claims.status.index],
    }


def good(desc: str, claims: Claims, signer: Signer = ES) -> dict[str, Any]:
    """A vector that opens."""
    return {"desc": desc, "code": sign_code(claims, signer), "keys": "main", "claims": as_json(claims)}


def bad(desc: str, error: str, code: str, **more: str) -> dict[str, Any]:
    """A vector that must not open."""
    return {"desc": desc, "code": code, "keys": "main", "wantErr": error, **more}


def good_codes() -> list[dict[str, Any]]:
    """What a verifier has to accept."""
    return [
        good("the example of FORMAT.md section 9", TYPICAL),
        good("the same under Ed25519", TYPICAL, ED),
        good("a recognition letter, whose number is Chinese", LETTER, LETTERS),
        good("one rare character outside the basic plane, U+2CC56", TYPICAL.but(name="王𬱖")),
        good(
            "a character that Unicode got in 2022 (U+31350), after many libraries",
            TYPICAL.but(name="李\U00031350"),
        ),
        good("a minority name of 30 characters with middle dots", TYPICAL.but(name=MINORITY_NAME)),
        good("a foreign name with single spaces", TYPICAL.but(name="Anne Marie O'Neill")),
        good("approved before 1970: a negative day", TYPICAL.but(approved_on=date(1963, 5, 1))),
        good("approved on 1970-01-01: day 0", TYPICAL.but(approved_on=date(1970, 1, 1))),
        good("approved on 1969-12-31: day -1", TYPICAL.but(approved_on=date(1969, 12, 31))),
        good("a day of one byte", TYPICAL.but(approved_on=date(1970, 8, 1))),
        good("the first and the last day", TYPICAL.but(approved_on=date(1900, 1, 1), issued_on=date(2099, 12, 31))),
        good("a legacy number in Chinese", TYPICAL.but(number="鄂职证字第123号", level=Level.SENIOR_UNSTATED)),
        good("junior without a stated grade", TYPICAL.but(title="技术员", level=Level.JUNIOR_UNSTATED)),
        good("the first status list and index", TYPICAL.but(status=StatusReference(0, 0))),
        good("the last status list and index", TYPICAL.but(status=StatusReference(65535, 1_048_575))),
        good("the shortest texts", TYPICAL.but(number="1", name="王", title="工", specialty="农")),
        good("the longest code: 913 digits", LONGEST),
        good("a retired key still verifies", TYPICAL, RETIRED),
        good(
            "a withdrawn key, signed one second before",
            TYPICAL.but(signed_at=datetime(2026, 5, 31, 23, 59, 59, tzinfo=UTC)),
            WITHDRAWN,
        ),
        good("the first second that can be signed", TYPICAL.but(signed_at=datetime(2000, 1, 1, tzinfo=UTC))),
    ]


def text_codes() -> list[dict[str, Any]]:
    """Faults of the digits themselves."""
    digits = sign_code(TYPICAL, ES)
    return [
        bad("no digits at all", "NotDigits", ""),
        bad("a letter among the digits", "NotDigits", digits[:100] + "O" + digits[101:]),
        bad("full-width digits, which section 8 would have normalised", "NotDigits", "２１８" + digits[3:]),
        bad("a sign in front", "NotDigits", "+" + digits),
        bad("an underscore between digits", "NotDigits", digits[:10] + "_" + digits[10:]),
        bad("a line break behind", "NotDigits", digits + "\n"),
        bad("a leading zero", "LeadingZeros", "0" + digits),
        bad("only a zero", "LeadingZeros", "0"),
        bad("921 digits", "CodeTooLong", "2" * 921),
        bad("over-long, and no digits either: the length decides", "CodeTooLong", "x" * 1000),
        bad("the first digit of a code is missing", "NotSign1", digits[1:]),
        bad("a number that somebody made up", "NotSign1", "12345678901234"),
    ]


def envelope_codes() -> list[dict[str, Any]]:
    """Faults of CBOR and COSE."""
    raw, kid = Forge().raw(), ES.key.kid
    long_head = b"\xd2\x84\x58\x09" + raw[3:]
    protected = cbor.write({1: -7, 4: kid})
    return [
        bad("the last byte is missing", "Truncated", to_digits(raw[:-1])),
        bad("only the tag", "Truncated", to_digits(raw[:1])),
        bad("a byte behind the end", "TrailingBytes", to_digits(raw + b"\x00")),
        bad("a longer head than needed", "NonCanonical", to_digits(long_head)),
        bad("an array of indefinite length", "NonCanonical", to_digits(b"\xd2\x9f" + raw[2:] + b"\xff")),
        bad("a float", "NotCbor", to_digits(b"\xd2\x84\xf9\x3c\x00" + raw[12:])),
        bad("a reserved head", "NotCbor", to_digits(b"\xd2\x84\x5c" + raw[3:])),
        bad("nested too deeply", "TooDeep", to_digits(b"\xd2\x84\x81\x81\x81\x00" + raw[12:])),
        bad("no tag", "NotSign1", to_digits(raw[1:])),
        bad("the tag of COSE_Sign", "NotSign1", to_digits(b"\xd8\x62" + raw[1:])),
        bad("three elements", "NotSign1", to_digits(b"\xd2\x83" + raw[2:-66])),
        bad("a detached payload", "NotSign1", to_digits(raw[:13] + b"\xf6" + raw[-66:])),
        bad("a signature of 63 bytes", "NotSign1", to_digits(raw[:-65] + b"\x3f" + raw[-63:])),
        bad("the protected header is no map", "NotSign1", Forge(protected=b"\x80").digits()),
        bad("an unprotected parameter", "UnknownHeader", Forge(unprotected=b"\xa1\x04\x44" + kid).digits()),
        bad(
            "a content type in the header", "UnknownHeader", Forge(protected=cbor.write({1: -7, 3: 0, 4: kid})).digits()
        ),
        bad("crit in the header", "UnknownHeader", Forge(protected=cbor.write({1: -7, 2: [99], 4: kid})).digits()),
        bad("no protected header", "MissingHeader", Forge(protected=b"").digits()),
        bad("no algorithm", "MissingHeader", Forge(protected=cbor.write({4: kid})).digits()),
        bad("no key id", "MissingHeader", Forge(protected=cbor.write({1: -7})).digits()),
        bad("the algorithm as text", "InvalidHeader", Forge(protected=cbor.write({1: "ES256", 4: kid})).digits()),
        bad("a key id of 5 bytes", "InvalidHeader", Forge(protected=cbor.write({1: -7, 4: kid + b"\0"})).digits()),
        bad(
            "header labels out of order", "NonCanonical", Forge(protected=b"\xa2\x04\x44" + kid + b"\x01\x26").digits()
        ),
        bad("two algorithms", "DuplicateLabel", Forge(protected=b"\xa3\x01\x26\x01\x27\x04\x44" + kid).digits()),
        bad("bytes behind the header map", "TrailingBytes", Forge(protected=protected + b"\x00").digits()),
    ]


def signature_codes() -> list[dict[str, Any]]:
    """Faults of keys and signatures."""
    ed_header_es_key = cbor.write({1: -8, 4: ES.key.kid})
    es_header_ed_key = cbor.write({1: -7, 4: ED.key.kid})
    es384 = cbor.write({1: -35, 4: ES.key.kid})
    raw = Forge().raw()
    altered = raw.replace("张三丰".encode(), "张三峰".encode())
    at_withdrawal = sign_code(TYPICAL.but(signed_at=WITHDRAWN_FROM), WITHDRAWN)
    return [
        bad("a key that nobody published", "UnknownKey", sign_code(TYPICAL, STRANGER)),
        bad("EdDSA named for a P-256 key", "AlgorithmMismatch", Forge(protected=ed_header_es_key).digits()),
        bad("ES256 named for an Ed25519 key", "AlgorithmMismatch", Forge(ED, protected=es_header_ed_key).digits()),
        bad("ES384 named for a P-256 key", "AlgorithmMismatch", Forge(protected=es384).digits()),
        bad("the name was altered", "BadSignature", to_digits(altered)),
        bad("the last bit of the signature is flipped", "BadSignature", to_digits(raw[:-1] + bytes((raw[-1] ^ 1,)))),
        bad("an Ed25519 signature, altered", "BadSignature", to_digits(Forge(ED).raw()[:-1] + b"\x7f")),
        bad("a signature of zeros", "BadSignature", to_digits(raw[:-64] + bytes(64))),
        bad("s = n - s: the same signature in its other form", "HighS", Forge(flip_s=True).digits()),
        bad("another key's signature under this key's id", "BadSignature", to_digits(swapped(RETIRED.key.kid))),
        bad("signed at the very moment of withdrawal", "WithdrawnKey", at_withdrawal),
        bad("signed after withdrawal", "WithdrawnKey", sign_code(TYPICAL, WITHDRAWN)),
        bad("a certificate signed with the key for letters", "WrongPurpose", Forge(LETTERS).digits()),
        bad(
            "a letter signed with the key for certificates",
            "WrongPurpose",
            Forge(payload=write_claims(LETTER)).digits(),
        ),
        bad("a letter where a certificate is asked for", "WrongKind", sign_code(LETTER, LETTERS), expect="certificate"),
    ]


def swapped(kid: bytes) -> bytes:
    """A genuine code in which only the key id was exchanged."""
    return Forge().raw().replace(ES.key.kid, kid)


def claim_codes() -> list[dict[str, Any]]:
    """Correctly signed payloads that this format does not allow."""
    receipt = cbor.write({6: 1_795_161_600, -65537: {1: 3, 2: "anything", 77: 1}})
    cases: list[tuple[str, str, bytes]] = [
        ("the payload ends early", "Truncated", write_claims(TYPICAL)[:-1]),
        ("bytes behind the claims", "TrailingBytes", write_claims(TYPICAL) + b"\x00"),
        ("text that is not UTF-8", "NotCbor", write_claims(TYPICAL).replace("张".encode(), b"\xff\xff\xff")),
        (
            "the time in a longer form than needed",
            "NonCanonical",
            write_claims(TYPICAL).replace(b"\x06\x1a", b"\x06\x1b\0\0\0\0"),
        ),
        (
            "the level twice",
            "DuplicateLabel",
            b"\xa2" + write_claims(TYPICAL)[1:].replace(b"\xa9\x01\x01", b"\xaa\x01\x01\x01\x01"),
        ),
        ("an expiry time", "UnknownClaim", claims_with(outer={4: 1_800_000_000})),
        ("a tenth entry", "UnknownClaim", claims_with(c10="x")),
        ("no signing time", "MissingClaim", cbor.write({-65537: certificate_map()})),
        ("no certificate map", "MissingClaim", cbor.write({6: 1_795_161_600})),
        ("no name", "MissingClaim", claims_with(without=(3,))),
        ("no status", "MissingClaim", claims_with(without=(9,))),
        ("claims that are no map", "InvalidClaim", cbor.write([1, 2])),
        ("the certificate is no map", "InvalidClaim", cbor.write({6: 1_795_161_600, -65537: 1})),
        ("a signing time before 2000", "InvalidClaim", claims_with(outer={6: 900_000_000})),
        ("a signing time beyond 32 bits", "InvalidClaim", claims_with(outer={6: 1 << 40})),
        ("a receipt", "ReceiptCode", claims_with(c1=3)),
        ("a receipt with claims of a later version", "ReceiptCode", receipt),
        ("kind 0", "InvalidClaim", claims_with(c1=0)),
        ("kind 4", "InvalidClaim", claims_with(c1=4)),
        ("an empty number", "InvalidClaim", claims_with(c2="")),
        ("a number of 25 characters", "InvalidClaim", claims_with(c2="1" * 25)),
        ("a number of 42 bytes", "InvalidClaim", claims_with(c2="号" * 14)),
        ("a number with a space", "InvalidClaim", claims_with(c2="2026 42")),
        ("the number as an integer", "InvalidClaim", claims_with(c2=20264201000123)),
        ("a name of 51 characters", "InvalidClaim", claims_with(c3="a" * 51)),
        ("a name with a line break", "InvalidClaim", claims_with(c3="张\n三")),
        ("a name with a right-to-left override", "InvalidClaim", claims_with(c3="张\u202e三")),
        ("a name with a zero-width space", "InvalidClaim", claims_with(c3="张\u200b三")),
        ("a name with a private-use character", "InvalidClaim", claims_with(c3="张\ue000")),
        ("a name with an ideographic space", "InvalidClaim", claims_with(c3="张\u3000三")),
        ("a name that begins with a space", "InvalidClaim", claims_with(c3=" 张三")),
        ("a name that is not in NFC", "InvalidClaim", claims_with(c3="Rene\u0301")),
        ("a compatibility ideograph, which NFC replaces", "InvalidClaim", claims_with(c3="\uf900")),
        ("a title of 21 characters", "InvalidClaim", claims_with(c4="工" * 21)),
        ("level 0", "InvalidClaim", claims_with(c5=0)),
        ("level 8", "InvalidClaim", claims_with(c5=8)),
        ("a specialty of 31 characters", "InvalidClaim", claims_with(c6="a" * 31)),
        ("texts of 251 bytes together", "InvalidClaim", claims_with(c3="长" * 50, c4="教" * 20, c6="工" * 9)),
        ("a day in 1899", "InvalidClaim", claims_with(c7=-25_568)),
        ("a day in 2100", "InvalidClaim", claims_with(c8=47_482)),
        ("a day as text", "InvalidClaim", claims_with(c7="2026-09-30")),
        ("a day that no calendar has", "InvalidClaim", claims_with(c7=1 << 50)),
        ("a status of one number", "InvalidClaim", claims_with(c9=[1])),
        ("status list 65,536", "InvalidClaim", claims_with(c9=[65_536, 0])),
        ("status index 2**20", "InvalidClaim", claims_with(c9=[1, 1 << 20])),
    ]
    return [bad(desc, error, Forge(payload=payload).digits()) for desc, error, payload in cases]


OUR_ADDRESS = "https://zc.example"


def addresses() -> list[dict[str, Any]]:
    """What section 8 finds in a text, for the official address https://zc.example."""
    found = [
        ("as the QR symbol holds it", "HTTPS://ZC.EXAMPLE/V/218"),
        ("as a browser shows it", "https://zc.example/V/218"),
        ("lower case throughout, http", "http://zc.example/v/218"),
        ("without a scheme, as browsers hide it", "zc.example/V/218"),
        ("with a language and a fragment", "https://zc.example/V/218?lang=en#top"),
        ("with a final slash", "https://zc.example/V/218/"),
        ("the path", "/V/218"),
        ("the path without its slash", "v/218"),
        ("the digits", "218"),
        ("full-width digits", "２１８"),
        ("spaces, an ideographic space, a zero-width space, a line break", " 2\u30001\u200b8\r\n"),
        ("a full-width address", "ｈｔｔｐｓ：／／ｚｃ．ｅｘａｍｐｌｅ／Ｖ／２１８"),
    ]
    foreign = [
        ("another host", "https://evil.example/V/218", "evil.example"),
        ("another host without a scheme", "evil.example/V/218", "evil.example"),
        ("another host with another path", "https://evil.example/", "evil.example"),
        ("our host as a user name", "https://zc.example@evil.example/V/218", "evil.example"),
        ("our host as user name and password", "https://zc.example:443@evil.example/V/218", "evil.example"),
        ("our host behind a backslash", "https://evil.example\\@zc.example/V/218", "evil.example"),
        ("our host with a final dot", "https://zc.example./V/218", "zc.example."),
        ("our host with a port", "https://zc.example:8443/V/218", "zc.example:8443"),
        ("our host as a part of another", "https://zc.example.evil.example/V/218", "zc.example.evil.example"),
        ("www in front", "https://www.zc.example/V/218", "www.zc.example"),
        ("a Cyrillic letter", "https://zс.example/V/218", "xn--z-7tb.example"),
        ("markup as host", "https://<b>x</b>.example/V/218", "?b?x?"),
    ]
    nothing = [
        ("nothing", ""),
        ("only white space", " \u3000\n"),
        ("words", "张三丰的证书"),
        ("our host, another path", "https://zc.example/about"),
        ("our host, no digits", "https://zc.example/V/"),
        ("our host, letters", "https://zc.example/V/12x"),
        ("another scheme", "weixin://dl/business"),
        ("a script", "javascript:alert(1)//zc.example/V/218"),
        ("a minus sign", "-218"),
        ("Arabic-Indic digits, which NFKC leaves as they are", "٢١٨"),
        ("a user name before our host", "https://me@zc.example/V/218"),
    ]
    return (
        [{"desc": desc, "text": text, "address": OUR_ADDRESS, "code": "218"} for desc, text in found]
        + [
            {"desc": desc, "text": text, "address": OUR_ADDRESS, "wantErr": "ForeignAddress", "host": host}
            for desc, text, host in foreign
        ]
        + [{"desc": desc, "text": text, "address": OUR_ADDRESS, "wantErr": "NotACode"} for desc, text in nothing]
        + [{"desc": "4,001 characters", "text": "1" * 4001, "address": OUR_ADDRESS, "wantErr": "CodeTooLong"}]
    )


def key_sets() -> list[dict[str, Any]]:
    """JWK sets to accept, and to refuse as a whole."""
    plain: dict[str, str] = json.loads(KeySet((ES.key,)).to_jwks())["keys"][0]
    okp: dict[str, str] = json.loads(KeySet((ED.key,)).to_jwks())["keys"][0]
    moment = "2026-06-01T00:00:00Z"
    wrong: list[tuple[str, Any]] = [
        ("not JSON", "{"),
        ("no set", "[]"),
        ("another member beside keys", {"keys": [], "issuer": "x"}),
        ("a repeated member", '{"keys": [], "keys": []}'),
        ("a key that is no object", {"keys": [1]}),
        ("the same key twice", {"keys": [plain, plain]}),
        ("an unknown member", {"keys": [plain | {"exp": "2027"}]}),
        ("a private key", {"keys": [plain | {"d": "AA"}]}),
        ("a member that is not text", {"keys": [plain | {"issuer": 7}]}),
        ("no purpose", {"keys": [{name: value for name, value in plain.items() if name != "purpose"}]}),
        ("an unknown purpose", {"keys": [plain | {"purpose": "anything"}]}),
        ("an unknown state", {"keys": [plain | {"state": "paused"}]}),
        ("a use other than sig", {"keys": [plain | {"use": "enc"}]}),
        ("another kid than the thumbprint's", {"keys": [plain | {"kid": "00000000"}]}),
        ("another algorithm than the key's", {"keys": [plain | {"alg": "EdDSA"}]}),
        ("another curve", {"keys": [plain | {"crv": "P-384"}]}),
        ("a point off its curve", {"keys": [plain | {"y": plain["x"]}]}),
        ("a coordinate with padding", {"keys": [plain | {"x": plain["x"] + "="}]}),
        ("an Ed25519 key with a y", {"keys": [okp | {"y": plain["y"]}]}),
        ("an empty issuer", {"keys": [plain | {"issuer": ""}]}),
        ("withdrawn without a moment", {"keys": [plain | {"state": "withdrawn"}]}),
        ("a moment without being withdrawn", {"keys": [plain | {"withdrawn_from": moment}]}),
        (
            "a moment without an offset",
            {"keys": [plain | {"state": "withdrawn", "withdrawn_from": "2026-06-01T00:00:00"}]},
        ),
    ]
    accepted = [("no keys yet", KeySet()), ("all that the codes use", KEYS)]
    return [
        {"desc": desc, "jwks": keys.to_jwks(), "kids": [key.kid.hex() for key in keys]} for desc, keys in accepted
    ] + [
        {"desc": desc, "jwks": text if isinstance(text, str) else json.dumps(text), "wantErr": "InvalidKeySet"}
        for desc, text in wrong
    ]


def files() -> dict[str, str]:
    """File names and their whole contents."""
    codes = good_codes() + text_codes() + envelope_codes() + signature_codes() + claim_codes()
    contents = {
        "keys.json": {"main": json.loads(KEYS.to_jwks())},
        "codes.json": codes,
        "addresses.json": addresses(),
        "key-sets.json": key_sets(),
    }
    return {name: json.dumps(content, ensure_ascii=False, indent=1) + "\n" for name, content in contents.items()}


if __name__ == "__main__":
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
