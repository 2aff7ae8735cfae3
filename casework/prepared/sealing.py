"""What a hand-over code opens: from it come the row's id and the key under which the row is sealed.

    lock = lock_of(code)
    sealed = lock.seal(plain, expires_on, nonce)
    lock.open(sealed, expires_on)                # raises HandOverDamaged

HKDF-SHA-256 (RFC 5869) derives both from the sixteen symbols; sealing is AES-256-GCM. A sealed row is: version byte 1,
12 bytes of nonce, ciphertext with its 16-byte tag. The row's id and its last day are authenticated with it. The text is
padded to whole steps, so that its length does not tell how long a name is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from casework.prepared.errors import HandOverDamaged

NONCE_LENGTH = 12
ID_LENGTH = 16
_VERSION = b"\x01"
_TAG_LENGTH = 16
_STEP = 512
_CONTEXT = b"prepared case, hand-over code, version 1"


@dataclass(frozen=True, slots=True)
class Lock:
    """The place of a prepared case and the key to it."""

    id: bytes
    _key: bytes = field(repr=False)

    def seal(self, plain: bytes, expires_on: date, nonce: bytes) -> bytes:
        """The bytes as they are stored; the nonce must be fresh."""
        padded = plain + b" " * (-len(plain) % _STEP)
        return _VERSION + nonce + AESGCM(self._key).encrypt(nonce, padded, self._bound(expires_on))

    def open(self, sealed: bytes, expires_on: date) -> bytes:
        """What was sealed, with its padding of spaces; raises `HandOverDamaged`."""
        if sealed[:1] != _VERSION or len(sealed) < 1 + NONCE_LENGTH + _TAG_LENGTH:
            raise HandOverDamaged
        nonce, rest = sealed[1 : 1 + NONCE_LENGTH], sealed[1 + NONCE_LENGTH :]
        try:
            return AESGCM(self._key).decrypt(nonce, rest, self._bound(expires_on))
        except InvalidTag:
            raise HandOverDamaged from None

    def _bound(self, expires_on: date) -> bytes:
        return b"|".join((_CONTEXT, self.id, expires_on.isoformat().encode()))


def lock_of(code: str) -> Lock:
    """The lock of a code as `read_code` returns it."""
    return Lock(_derived(code, b"find")[:ID_LENGTH], _derived(code, b"seal"))


def _derived(code: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_CONTEXT + b", " + purpose).derive(code.encode())
