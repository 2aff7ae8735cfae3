"""Signing with a private key in memory: the private half, for command lines and tests only.

private = new_private_key(Algorithm.ES256)
signer = SoftwareSigner(PublicKey.of(private.public_key(), purpose=Purpose.CERTIFICATES, issuer="hb"), private)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from signing.errors import KeyNotActive
from signing.keys import Algorithm, KeyState, PublicKey, low_s

PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey

# RFC 6979: no randomness at signing time, so a weak source of it cannot give the key away.
_ECDSA = ec.ECDSA(SHA256(), deterministic_signing=True)


def new_private_key(algorithm: Algorithm) -> PrivateKey:
    """A fresh key from the operating system's randomness, the only source that may make one."""
    if algorithm is Algorithm.ES256:
        return ec.generate_private_key(ec.SECP256R1())
    return ed25519.Ed25519PrivateKey.generate()


@dataclass(frozen=True, slots=True)
class SoftwareSigner:
    """A `Signer` over a private key in memory; the same message always gives the same signature."""

    key: PublicKey
    private_key: PrivateKey = field(repr=False, compare=False)

    def sign(self, message: bytes) -> bytes:
        """64 bytes; raises `KeyNotActive` for a retired or withdrawn key."""
        if self.key.state is not KeyState.ACTIVE:
            raise KeyNotActive(kid=self.key.kid.hex())
        if isinstance(self.private_key, ed25519.Ed25519PrivateKey):
            return self.private_key.sign(message)
        r, s = decode_dss_signature(self.private_key.sign(message, _ECDSA))
        return low_s(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
