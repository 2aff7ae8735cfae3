"""Independent COSE implementations read our codes, and ours reads theirs."""

from __future__ import annotations

from typing import Any

import cbor2
import cwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cwt.enums import COSEHeaders
from pycose.headers import KID
from pycose.headers import Algorithm as AlgorithmHeader
from pycose.keys.ec2 import EC2Key
from pycose.keys.okp import OKPKey
from pycose.messages.sign1message import Sign1Message

from signing import jwk
from signing.cbor import read, write
from signing.codes import _to_bytes, open_code, sign_code
from signing.keys import low_s
from signing.payload import write_claims
from signing.software import SoftwareSigner
from tests.vectors.make import ED, ES, KEYS, LONGEST, TYPICAL, to_digits

BOTH = pytest.mark.parametrize("signer", [ES, ED], ids=["ES256", "EdDSA"])


def private_number(signer: SoftwareSigner) -> bytes:
    if isinstance(signer.private_key, ec.EllipticCurvePrivateKey):
        return signer.private_key.private_numbers().private_value.to_bytes(32, "big")
    return signer.private_key.private_bytes_raw()


def pycose_key(signer: SoftwareSigner) -> Any:
    numbers = jwk.public_members(signer.key.loaded)
    x = jwk.decoded(numbers["x"])
    if signer is ED:
        return OKPKey(crv="ED25519", x=x, d=private_number(signer))
    return EC2Key(crv="P_256", x=x, y=jwk.decoded(numbers["y"]), d=private_number(signer))


def cwt_key(signer: SoftwareSigner) -> Any:
    """A COSE_Key (RFC 9052 section 7), because a key id in cwt's JWKs is text and ours is bytes."""
    numbers = jwk.public_members(signer.key.loaded)
    shared = {
        2: signer.key.kid,
        3: int(signer.key.algorithm),
        -2: jwk.decoded(numbers["x"]),
        -4: private_number(signer),
    }
    if signer is ED:
        return cwt.COSEKey.new({1: 1, -1: 6} | shared)
    return cwt.COSEKey.new({1: 2, -1: 1, -3: jwk.decoded(numbers["y"])} | shared)


def with_low_s(raw: bytes, signer: SoftwareSigner) -> bytes:
    """What the format asks of every ES256 signer and a general library does not do."""
    return raw if signer is ED else raw[:-64] + low_s(raw[-64:])


@BOTH
@pytest.mark.parametrize("said", [TYPICAL, LONGEST], ids=["typical", "longest"])
def test_pycose_verifies_our_codes(signer: SoftwareSigner, said: Any) -> None:
    message = Sign1Message.decode(_to_bytes(sign_code(said, signer)))
    message.key = pycose_key(signer)
    assert message.verify_signature()
    assert message.payload == write_claims(said)


@BOTH
def test_a_code_made_by_pycose_opens(signer: SoftwareSigner) -> None:
    name = "EDDSA" if signer is ED else "ES256"
    message = Sign1Message(
        phdr={AlgorithmHeader: name, KID: signer.key.kid}, payload=write_claims(TYPICAL), key=pycose_key(signer)
    )
    raw = with_low_s(message.encode(), signer)
    assert open_code(to_digits(raw), KEYS).claims == TYPICAL


@BOTH
@pytest.mark.parametrize("said", [TYPICAL, LONGEST], ids=["typical", "longest"])
def test_cwt_verifies_our_codes(signer: SoftwareSigner, said: Any) -> None:
    raw = _to_bytes(sign_code(said, signer))
    assert cwt.COSE.new().decode(raw, cwt_key(signer)) == write_claims(said)


@BOTH
def test_a_code_made_by_cwt_opens(signer: SoftwareSigner) -> None:
    protected = {COSEHeaders.ALG: int(signer.key.algorithm), COSEHeaders.KID: signer.key.kid}
    raw = cwt.COSE.new().encode(write_claims(TYPICAL), cwt_key(signer), protected=protected)
    assert open_code(to_digits(with_low_s(raw, signer)), KEYS).claims == TYPICAL


def test_cbor2_writes_and_reads_the_same_claims() -> None:
    content = write_claims(LONGEST)
    assert cbor2.loads(content) == read(content)
    assert cbor2.dumps(cbor2.loads(content), canonical=True) == content


VALUES: list[Any] = [
    0,
    23,
    24,
    255,
    256,
    65_535,
    65_536,
    1 << 32,
    -1,
    -24,
    -25,
    -256,
    -257,
    b"",
    b"x" * 300,
    "",
    "张" * 99,
]
VALUES += [[], [1, [2]], {}, {10: 1, -1: 2, 100: 3, "a": 4, b"b": 5}]


@pytest.mark.parametrize("value", VALUES)
def test_cbor2_encodes_every_type_and_size_as_we_do(value: Any) -> None:
    assert write(value) == cbor2.dumps(value, canonical=True) or isinstance(value, dict)
    assert cbor2.loads(write(value)) == value == read(write(value))
