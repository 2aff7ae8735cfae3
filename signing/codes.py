"""Sign claims into a code, open a code into claims: the two halves of `FORMAT.md`.

    digits = sign_code(claims, signer)
    code = open_code(digits, keys)          # the steps of FORMAT.md section 5, in that order
    code.claims, code.key, code.digest

`read_unverified` shows what a code says without proof; only `inspect` and a page that says so may use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from signing import envelope, payload
from signing.claims import Claims, Kind
from signing.errors import (
    AlgorithmMismatch,
    CodeTooLong,
    KeyNotActive,
    LeadingZeros,
    NotDigits,
    SignerFault,
    WithdrawnKey,
    WrongKind,
    WrongPurpose,
)
from signing.keys import HIGHEST_LOW_S, SIGNATURE_SIZE, Algorithm, KeySet, KeyState, PublicKey, Signer


class SignedCode(NamedTuple):
    """A code whose signature holds under a trusted key.

    `digest` is SHA-256 over the signed bytes (the Sig_structure) and never over the signature, so that no second
    signature over the same claims by the same key is a second code.
    """

    claims: Claims
    key: PublicKey
    digest: bytes


@dataclass(frozen=True, slots=True)
class UnverifiedCode:
    """What digits say, unproven: anybody can write this. `algorithm` is the COSE number in the header."""

    algorithm: int
    kid: bytes
    claims: Claims


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code just signed: its bytes (COSE_Sign1), and the digest by which a registry finds it again."""

    cose: bytes
    digest: bytes


def sign_code(claims: Claims, signer: Signer) -> str:
    """The code of these claims: decimal digits, at most 920. Raises what `sign_bytes` raises."""
    return digits_of(sign_bytes(claims, signer).cose)


def sign_bytes(claims: Claims, signer: Signer) -> NewCode:
    """Sign these claims, for a registry that keeps bytes and digest.

    Raises `KeyNotActive`, `WrongPurpose` where the key signs another document kind, and `SignerFault` where the signer
    returns something that no verifier would accept.
    """
    return sign_content(payload.write_claims(claims), claims.kind, signer)


def sign_content(content: bytes, kind: Kind, signer: Signer) -> NewCode:
    """Sign a payload of one kind. Raises what `sign_bytes` raises."""
    key = signer.key
    if key.state is not KeyState.ACTIVE:
        raise KeyNotActive(kid=key.kid.hex())
    if key.purpose.kind is not kind:
        raise WrongPurpose(kid=key.kid.hex())
    message = envelope.to_be_signed(key.algorithm, key.kid, content)
    signature = signer.sign(message)
    if len(signature) != SIGNATURE_SIZE or (key.algorithm is Algorithm.ES256 and signature[32:] > HIGHEST_LOW_S):
        raise SignerFault(kid=key.kid.hex())
    cose = envelope.write_envelope(key.algorithm, key.kid, content, signature)
    return NewCode(cose, sha256(message).digest())


def digits_of(cose: bytes) -> str:
    """The decimal digits that stand for the bytes of a code."""
    return str(int.from_bytes(cose, "big"))


def open_code(digits: str, keys: KeySet, expect: Kind | None = None) -> SignedCode:
    """Verify a code and return what it says; never returns anything unproven.

    `expect` asks for one document kind. Raises a subclass of `MalformedCode`, `BadSignature`, `UnknownKey` or
    `UntrustedKey`, the first that applies in the order of `FORMAT.md` section 5. No clock is consulted: a verifier
    whose clock is wrong must not call a certificate false.
    """
    content = verified_content(digits, keys)
    claims = payload.read_claims(content.payload)
    require_trusted(content.key, claims.kind, claims.signed_at)
    if expect is not None and claims.kind is not expect:
        raise WrongKind(found=claims.kind.zh, found_en=claims.kind.en, expected=expect.zh, expected_en=expect.en)
    return SignedCode(claims, content.key, content.digest)


class VerifiedContent(NamedTuple):
    """A payload with a right signature, not yet read: whether its key may say that is still to be asked."""

    payload: bytes
    key: PublicKey
    digest: bytes


def verified_content(digits: str, keys: KeySet) -> VerifiedContent:
    """Steps 1 to 9 of `FORMAT.md` section 5, which all kinds of codes share."""
    unverified = envelope.unverified_envelope(_to_bytes(digits))
    key = keys.find(unverified.kid)
    if unverified.algorithm != key.algorithm:
        raise AlgorithmMismatch
    return VerifiedContent(unverified.payload, key, key.verify(unverified.signature, unverified.signed_bytes))


def require_trusted(key: PublicKey, kind: Kind, signed_at: datetime) -> None:
    """Steps 11 and 12: raises `WrongPurpose` or `WithdrawnKey`."""
    if kind is not key.purpose.kind:
        raise WrongPurpose(kid=key.kid.hex())
    if key.withdrawn_from is not None and signed_at >= key.withdrawn_from:
        raise WithdrawnKey(kid=key.kid.hex())


def read_unverified(digits: str) -> UnverifiedCode:
    """What a code says, without any key; raises a subclass of `MalformedCode`."""
    unverified = envelope.unverified_envelope(_to_bytes(digits))
    return UnverifiedCode(unverified.algorithm, unverified.kid, payload.read_claims(unverified.payload))


def _to_bytes(digits: str) -> bytes:
    if len(digits) > envelope.MAX_DIGITS:
        raise CodeTooLong(limit=envelope.MAX_DIGITS)
    # Bytes because `str.isdigit` looks every character up in a Unicode table, at the cost of the whole conversion.
    if not (digits.isascii() and digits.encode().isdigit()):
        raise NotDigits
    if digits[0] == "0":
        raise LeadingZeros
    number = int(digits)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")
