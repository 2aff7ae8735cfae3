"""Opening and verifying one code, against the signature check alone, and against two libraries from PyPI."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import claim169
import cwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from benchmarks.measuring import Line, Row, Scale, Task, WrongAnswer, against, in_turns
from benchmarks.people import NOW, TITLE, people
from benchmarks.registries import ISSUER, LIST_ID, LIST_KEY, certificate_row, make_signer
from registry.issuing import sign_row
from signing import jwk
from signing.codes import digits_of, open_code
from signing.envelope import unverified_envelope
from signing.keys import KeySet
from signing.software import SoftwareSigner

LEAST = 0.85
METHOD = (
    "500 distinct codes of one ES256 key, opened from their digits to claims and digest (`signing.codes.open_code`); "
    "bare is `cryptography`'s verify over the same messages under the same key, signatures already DER; in turns, "
    "median of the rounds' ratios. `cwt` decodes the bytes of the very same codes and leaves a dict; its time starts "
    "after the digits. `claim169` opens its own format (Base45, zlib) with the nearest fields it has: number, "
    "name, title, specialty, approval date, issuer and time of signing; no level, issue date, status or key id."
)


def measure(scale: Scale, folder: Path) -> Row:  # noqa: ARG001 - every row is asked alike
    """The row."""
    signer = make_signer()
    codes = [_signed(signer, serial) for serial in range(scale.of(500, 50))]
    tasks = {
        "ours": _ours(signer, codes),
        "bare": _bare(signer, codes),
        "claim169 ES256": _claim169(*_es256(signer), scale.of(500, 50)),
        "claim169 Ed25519": _claim169(*_ed25519(), scale.of(500, 50)),
        "cwt": _cwt(signer, codes),
    }
    rates = in_turns(tasks, rounds=scale.of(41, 3))
    return Row("Open and verify one code", METHOD, tuple(_lines(rates)))


def _lines(rates: dict[str, list[float]]) -> list[Line]:
    bare = rates["bare"]
    return [
        against("open and verify one code", rates["ours"], bare, least=LEAST),
        against("PyPI `claim169`, ES256", rates["claim169 ES256"], bare),
        against("PyPI `claim169`, Ed25519 instead", rates["claim169 Ed25519"], bare),
        against("PyPI `cwt`, ES256", rates["cwt"], bare),
    ]


def _signed(signer: SoftwareSigner, serial: int) -> bytes:
    person = _PEOPLE[serial]
    cose: bytes = sign_row(certificate_row(person), {LIST_ID: LIST_KEY}, signer, NOW)["cose"]
    return cose


_PEOPLE = list(people(500))


def _ours(signer: SoftwareSigner, codes: Sequence[bytes]) -> Task:
    keys, digits = KeySet((signer.key,)), [digits_of(cose) for cose in codes]

    def task() -> int:
        for code in digits:
            open_code(code, keys)
        return len(digits)

    return task


def _bare(signer: SoftwareSigner, codes: Sequence[bytes]) -> Task:
    key = signer.private_key.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError("the comparison is over P-256")
    algorithm = ec.ECDSA(SHA256())
    pairs = []
    for cose in codes:
        envelope = unverified_envelope(cose)
        r, s = (int.from_bytes(half, "big") for half in (envelope.signature[:32], envelope.signature[32:]))
        pairs.append((encode_dss_signature(r, s), envelope.signed_bytes))

    def task() -> int:
        for signature, message in pairs:
            key.verify(signature, message, algorithm)
        return len(pairs)

    return task


def _cwt(signer: SoftwareSigner, codes: Sequence[bytes]) -> Task:
    members = jwk.public_members(signer.key.loaded)
    x, y = jwk.decoded(members["x"]), jwk.decoded(members["y"])
    key = cwt.COSEKey.new({1: 2, 2: signer.key.kid, 3: -7, -1: 1, -2: x, -3: y})
    reader: Any = cwt.CWT.new()
    return _each(codes, lambda code: reader.decode(code, key))


def _es256(signer: SoftwareSigner) -> tuple[Any, Any, bytes, bytes]:
    """How claim169 writes and reads with our own key."""
    if not isinstance(signer.private_key, ec.EllipticCurvePrivateKey):
        raise TypeError("the comparison is over P-256")
    private = signer.private_key.private_numbers().private_value.to_bytes(32, "big")
    public = signer.private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return claim169.encode_with_ecdsa_p256, claim169.decode_with_ecdsa_p256, private, public


def _ed25519() -> tuple[Any, Any, bytes, bytes]:
    """The same with the other algorithm, in which it is faster."""
    key = ed25519.Ed25519PrivateKey.generate()
    private, public = key.private_bytes_raw(), key.public_key().public_bytes_raw()
    return claim169.encode_with_ed25519, claim169.decode_with_ed25519, private, public


def _claim169(write: Any, read: Any, private: bytes, public: bytes, count: int) -> Task:
    texts = []
    for person in _PEOPLE[:count]:
        fields = claim169.Claim169Input(id=person.number, full_name=person.name)
        fields.address, fields.legal_status = person.specialty, TITLE
        fields.date_of_birth = f"{person.approved_on:%Y%m%d}"
        about = claim169.CwtMetaInput(issuer=ISSUER)
        about.issued_at = int(NOW.timestamp())
        texts.append(write(fields, about, private))
    if read(texts[0], public, validate_timestamps=False).claim169.full_name != _PEOPLE[0].name:
        raise WrongAnswer("claim169 read another name than was written")
    return _each(texts, lambda text: read(text, public, validate_timestamps=False))


def _each(items: Sequence[Any], do: Callable[[Any], object]) -> Task:
    def task() -> int:
        for item in items:
            do(item)
        return len(items)

    return task
