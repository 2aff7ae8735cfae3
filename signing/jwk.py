"""Public keys as JSON Web Keys (RFC 7517, RFC 7518 section 6.2, RFC 8037 section 2): members, thumbprints, strictness.

`signing.keys` says what the members mean; this module only knows how they are written.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec, ed25519

_REQUIRED = ("kty", "crv", "x", "kid", "alg", "purpose", "issuer", "state")
_OPTIONAL = ("y", "use", "withdrawn_from")


@dataclass(frozen=True, slots=True)
class Problems:
    """What is wrong with a key set, in Chinese and English, collected so that all of it can be corrected at once."""

    found: list[tuple[str, str]] = field(default_factory=list)
    where: tuple[str, str] = ("", "")

    def within(self, number: int) -> Problems:
        """The same list, each new line naming this key (counted from 1)."""
        return Problems(self.found, (f"第 {number} 个密钥", f"key {number} "))

    def add(self, zh: str, en: str) -> None:
        """Note one problem."""
        self.found.append((self.where[0] + zh, self.where[1] + en))


def public_members(key: ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey) -> dict[str, str]:
    """The members that are the key itself: those of its RFC 7638 thumbprint."""
    if isinstance(key, ed25519.Ed25519PublicKey):
        return {"kty": "OKP", "crv": "Ed25519", "x": encoded(key.public_bytes_raw())}
    numbers = key.public_numbers()
    x, y = (encoded(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def thumbprint_input(key: ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey) -> bytes:
    """The bytes whose SHA-256 is the thumbprint (RFC 7638 section 3)."""
    return json.dumps(public_members(key), sort_keys=True, separators=(",", ":")).encode()


def load(members: dict[str, str]) -> ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey:
    """The key that checked members describe; raises `ValueError` for anything that is not on its curve."""
    match members["kty"], members["crv"], "y" in members:
        case "OKP", "Ed25519", False:
            return ed25519.Ed25519PublicKey.from_public_bytes(decoded(members["x"]))
        case "EC", "P-256", True:
            x, y = (int.from_bytes(decoded(members[name]), "big") for name in ("x", "y"))
            return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    raise ValueError("kty, crv")


def entries(text: str, problems: Problems) -> Sequence[object]:
    """The entries of a JWK set; an empty sequence and a noted problem where the text is none."""
    try:
        document = json.loads(text, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError):
        problems.add("不是 JSON，或有重复的成员", "it is not JSON, or repeats a member")
        return ()
    if not isinstance(document, dict) or list(document) != ["keys"] or not isinstance(document["keys"], list):
        problems.add('不是 JWK 集：应为 {"keys": [...]}', 'it is no JWK set: write {"keys": [...]}')
        return ()
    return document["keys"]


def checked_members(entry: object, problems: Problems) -> dict[str, str] | None:
    """An entry whose members are all known, all there and all text; else `None` and the problems noted."""
    if not isinstance(entry, dict):
        problems.add("不是 JSON 对象", "is no JSON object")
        return None
    before = len(problems.found)
    if "d" in entry:
        problems.add("含有私钥。请立即停用该密钥", "holds a private key. Stop using that key at once")
    for name in entry:
        if name not in _REQUIRED and name not in _OPTIONAL and name != "d":
            problems.add(f"有未知成员 {name[:40]}", f"has the unknown member {name[:40]}")
        elif not isinstance(entry[name], str):
            problems.add(f"的 {name} 不是文字", f"has a {name} that is not text")
    for name in _REQUIRED:
        if name not in entry:
            problems.add(f"缺少 {name}", f"lacks {name}")
    if entry.get("use", "sig") != "sig":
        problems.add("的 use 不是 sig", "has a use other than sig")
    return None if len(problems.found) > before else entry


def to_text(keys: list[dict[str, str]]) -> str:
    """A JWK set as indented text with a final line break."""
    return json.dumps({"keys": keys}, ensure_ascii=False, indent=2) + "\n"


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("duplicate member")
    return members


def encoded(raw: bytes) -> str:
    """Base64url without padding (RFC 7515 section 2)."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The 32 bytes of a coordinate; anything that would not be written the same way again is refused."""
    try:
        raw = urlsafe_b64decode(text + "=")
    except ValueError:
        raise ValueError("x, y") from None
    if len(raw) != 32 or encoded(raw) != text:
        raise ValueError("x, y")
    return raw
