"""Public keys, the set of them that a verifier trusts, and the one protocol that a signer follows.

    keys = KeySet.from_jwks(path.read_text())
    keys.find(kid).verify(signature, message)      # raises BadSignature or HighS; returns nothing

A signer is anything with a `key` and a `sign`: a file (`signing.software`), later a PKCS#11 token or SM2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import Enum, IntEnum
from hashlib import sha256
from typing import Protocol, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

from signing import jwk
from signing.claims import Kind
from signing.errors import BadSignature, HighS, InvalidKeyDetail, InvalidKeySet, MoveNotAllowed, UnknownKey

LoadedKey: TypeAlias = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey

KEY_ID_SIZE = 4
SIGNATURE_SIZE = 64
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # NIST SP 800-186 section 3.2.1.3
HIGHEST_LOW_S = (P256_ORDER // 2).to_bytes(32, "big")
_ECDSA = ec.ECDSA(Prehashed(SHA256()))
_ISSUER = re.compile(r"[\x21-\x7e]{1,64}")


class Algorithm(IntEnum):
    """The signature algorithms; the number is the one that COSE gives them (RFC 9053 section 2)."""

    ES256 = -7
    EDDSA = -8

    @property
    def jose_name(self) -> str:
        """The name in a JWK (RFC 7518 section 3.1, RFC 8037 section 3.1)."""
        return "ES256" if self is Algorithm.ES256 else "EdDSA"


_EDDSA = Algorithm.EDDSA


class Purpose(Enum):
    """The one thing that a key may sign: one kind of document, or status lists."""

    CERTIFICATES = "certificates"
    RECOGNITION_LETTERS = "recognition-letters"
    RECEIPTS = "receipts"
    STATUS_LISTS = "status-lists"

    kind: Kind | None
    """The document kind of this purpose; a status list is no document."""


Purpose.CERTIFICATES.kind = Kind.CERTIFICATE
Purpose.RECOGNITION_LETTERS.kind = Kind.RECOGNITION_LETTER
Purpose.RECEIPTS.kind = Kind.RECEIPT
Purpose.STATUS_LISTS.kind = None


class KeyState(Enum):
    """What a key may still do: an active one signs, a retired one only verifies, a withdrawn one up to a moment."""

    ACTIVE = "active"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


ALLOWED_MOVES = {
    KeyState.ACTIVE: frozenset({KeyState.RETIRED, KeyState.WITHDRAWN}),
    KeyState.RETIRED: frozenset({KeyState.WITHDRAWN}),
    KeyState.WITHDRAWN: frozenset[KeyState](),
}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key and what it may be trusted for.

    `kid` is the first 4 bytes of the RFC 7638 thumbprint (SHA-256), `issuer` an authority's id (1 to 64 visible ASCII
    characters). `withdrawn_from` is set exactly when the state is withdrawn: later codes of the key are not trusted.
    """

    kid: bytes
    algorithm: Algorithm
    purpose: Purpose
    issuer: str
    state: KeyState
    withdrawn_from: datetime | None
    loaded: LoadedKey = field(repr=False, compare=False)
    _check: Callable[..., None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_check", self.loaded.verify)  # bound once: looking it up costs every verification
        if not _ISSUER.fullmatch(self.issuer):
            raise InvalidKeyDetail(
                member="issuer",
                rule_zh="应为 1 至 64 个可见 ASCII 字符",
                rule_en="write 1 to 64 visible ASCII characters",
            )
        since = self.withdrawn_from
        if (since is not None) != (self.state is KeyState.WITHDRAWN) or (since and not _is_whole_utc(since)):
            raise InvalidKeyDetail(
                member="withdrawn_from",
                rule_zh="仅停止信任的密钥有此时间，且须为 UTC 整秒",
                rule_en="a withdrawn key, and no other, has this time, in UTC and whole seconds",
            )

    @classmethod
    def of(
        cls,
        loaded: LoadedKey,
        *,
        purpose: Purpose,
        issuer: str,
        state: KeyState = KeyState.ACTIVE,
        withdrawn_from: datetime | None = None,
    ) -> PublicKey:
        """Describe a loaded key: algorithm and key id follow from it."""
        algorithm = Algorithm.ES256 if isinstance(loaded, ec.EllipticCurvePublicKey) else Algorithm.EDDSA
        kid = sha256(jwk.thumbprint_input(loaded)).digest()[:KEY_ID_SIZE]
        return cls(kid, algorithm, purpose, issuer, state, withdrawn_from, loaded)

    def verify(self, signature: bytes, message: bytes) -> bytes:
        """The SHA-256 of a message that this key signed, with these 64 bytes.

        Raises `BadSignature`, or `HighS` for the forbidden form. The digest comes back because ECDSA needs it anyway.
        """
        if len(signature) != SIGNATURE_SIZE:
            raise BadSignature
        digest = sha256(message).digest()
        try:
            if self.algorithm is _EDDSA:
                self._check(signature, message)
            elif signature[32:] > HIGHEST_LOW_S:
                raise HighS
            else:
                self._check(_der(signature), digest, _ECDSA)
        except InvalidSignature:
            raise BadSignature from None
        return digest

    def moved(self, state: KeyState, withdrawn_from: datetime | None = None) -> PublicKey:
        """This key in another state; raises `MoveNotAllowed` where no such move exists."""
        if state not in ALLOWED_MOVES[self.state]:
            raise MoveNotAllowed(kid=self.kid.hex(), old=self.state.value, new=state.value)
        return replace(self, state=state, withdrawn_from=withdrawn_from)


class Signer(Protocol):
    """Whatever holds a private key: a file today, a PKCS#11 token or an SM2 module later."""

    @property
    def key(self) -> PublicKey:
        """The public half."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The signature over a message: 64 bytes, for ES256 r and s of 32 bytes each, with `low_s` applied."""
        ...


def _der(signature: bytes) -> bytes:
    """A raw signature as the ECDSA-Sig-Value of RFC 3279 section 2.2.3, twice as fast as by way of two integers."""
    r, s = signature[:32].lstrip(b"\0"), signature[32:].lstrip(b"\0")
    if not r or r[0] & 0x80:
        r = b"\0" + r
    if not s or s[0] & 0x80:
        s = b"\0" + s
    return b"\x30%c\x02%c%b\x02%c%b" % (len(r) + len(s) + 4, len(r), r, len(s), s)


def low_s(signature: bytes) -> bytes:
    """The lower of the two interchangeable forms of a raw P-256 signature (r, s) and (r, n - s)."""
    if signature[32:] <= HIGHEST_LOW_S:
        return signature
    return signature[:32] + (P256_ORDER - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")


class KeySet:
    """The public keys that a verifier trusts, in the order of their creation; it never changes once made."""

    __slots__ = ("_by_kid", "keys")

    def __init__(self, keys: tuple[PublicKey, ...] = ()) -> None:
        self.keys = keys
        self._by_kid = {key.kid: key for key in keys}
        if len(self._by_kid) != len(keys):
            raise InvalidKeySet([("有两个密钥的编号相同", "two keys have the same id")])

    def __iter__(self) -> Iterator[PublicKey]:
        return iter(self.keys)

    def __len__(self) -> int:
        return len(self.keys)

    def find(self, kid: bytes) -> PublicKey:
        """The key with this 4-byte id; raises `UnknownKey`."""
        try:
            return self._by_kid[kid]
        except KeyError:
            raise UnknownKey(kid=kid.hex()) from None

    def with_key(self, key: PublicKey) -> KeySet:
        """This set with one key added at the end, or replaced in its place."""
        if key.kid not in self._by_kid:
            return KeySet((*self.keys, key))
        return KeySet(tuple(key if old.kid == key.kid else old for old in self.keys))

    @classmethod
    def from_jwks(cls, text: str) -> KeySet:
        """Read a JWK set (RFC 7517) as `FORMAT.md` section 7 says; raises `InvalidKeySet` with all problems.

        Nothing unknown is skipped: a member that this version does not know might be the one that limits the key.
        """
        problems = jwk.Problems()
        keys: list[PublicKey] = []
        for number, entry in enumerate(jwk.entries(text, problems), start=1):
            key = _read_key(entry, problems.within(number))
            if key and any(key.kid == other.kid for other in keys):
                problems.within(number).add("与前面的密钥编号相同", "has the same id as an earlier key")
            elif key:
                keys.append(key)
        if problems.found:
            raise InvalidKeySet(problems.found)
        return cls(tuple(keys))

    def to_jwks(self) -> str:
        """The JWK set as text; equal sets give equal text, and `from_jwks` reads it back."""
        return jwk.to_text([key_members(key) for key in self.keys])


def key_members(key: PublicKey) -> dict[str, str]:
    """The JWK of a key: the members of `FORMAT.md` section 7, in that order."""
    members = jwk.public_members(key.loaded) | {
        "kid": key.kid.hex(),
        "alg": key.algorithm.jose_name,
        "use": "sig",
        "purpose": key.purpose.value,
        "issuer": key.issuer,
        "state": key.state.value,
    }
    if key.withdrawn_from is not None:
        members["withdrawn_from"] = key.withdrawn_from.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return members


def _read_key(entry: object, problems: jwk.Problems) -> PublicKey | None:
    members = jwk.checked_members(entry, problems)
    if members is None:
        return None
    try:
        key = PublicKey.of(
            jwk.load(members),
            purpose=Purpose(members["purpose"]),
            issuer=members["issuer"],
            state=KeyState(members["state"]),
            withdrawn_from=read_moment(members["withdrawn_from"]) if "withdrawn_from" in members else None,
        )
    except InvalidKeyDetail as error:
        problems.add(error.say("zh"), error.say("en"))
    except ValueError as error:
        problems.add(f"有无效的值（{error}）", f"has an invalid value ({error})")
    else:
        if members["kid"] == key.kid.hex() and members["alg"] == key.algorithm.jose_name:
            return key
        problems.add("的 kid 或 alg 与密钥本身不符", "has a kid or alg that does not follow from the key itself")
    return None


def read_moment(text: str) -> datetime:
    """A moment in UTC from RFC 3339 text with an offset, to the whole second; raises `ValueError`."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or moment.microsecond:
        raise ValueError(f"{text}: write 2026-11-21T00:00:00Z")
    return moment.astimezone(UTC)


def _is_whole_utc(moment: datetime) -> bool:
    return moment.utcoffset() == timedelta(0) and moment.microsecond == 0
