"""Identity numbers at rest: sealed, so that a copy of the database tells nobody's, and found by a keyed index.

    vault = load_vault(Path("var/private/identity-key"))
    vault.unseal(vault.seal(number)) == number
    row.identity_index == vault.index(number)

The 32-byte key comes from a file, never from the database. Two keys are derived from it (HKDF-SHA-256), one for
sealing (AES-256-GCM under a random nonce) and one for the index (HMAC-SHA-256), so that neither use weakens the other.
A sealed number is: version byte 1, 12 bytes of nonce, ciphertext with its 16-byte tag.

Other secrets at rest are sealed alike under keys of their own, by their purpose:

    vault.sealer("desk, second factor").seal(secret, about=b"person 7")
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from registry.errors import IdentityKeyProblem, RegistryError

KEY_LENGTH = 32
_VERSION = b"\x01"
_NONCE_LENGTH = 12
_TAG_LENGTH = 16
_CONTEXT = b"certificate registry, identity number, version 1"
_TOO_OPEN = stat.S_IRWXG | stat.S_IRWXO
_LARGEST_FILE = 1024


class SealBroken(RegistryError):
    """What is sealed cannot be opened: another key sealed it, or its bytes were changed."""

    zh = (
        "登记库里加密保存的内容无法解密：密钥不是当初使用的那一个，或数据已损坏。"
        "请核对 CERT_IDENTITY_KEY_FILE 指向的密钥文件。"
    )
    en = (
        "What is sealed in the registry cannot be opened: another key sealed it, or the data is damaged. Check the key "
        "file that CERT_IDENTITY_KEY_FILE names."
    )


class Sealer:
    """Seals, opens and indexes bytes for one purpose; what another purpose sealed does not open here."""

    __slots__ = ("_cipher", "_context", "_index_key")

    def __init__(self, key: bytes, context: bytes) -> None:
        self._context = context
        self._cipher = AESGCM(_derived(key, context, b"seal"))
        self._index_key = _derived(key, context, b"index")

    def seal(self, plain: bytes, *, about: bytes = b"") -> bytes:
        """The bytes as they may be stored, bound to `about` (the row they belong to); every call gives other bytes."""
        nonce = os.urandom(_NONCE_LENGTH)
        return _VERSION + nonce + self._cipher.encrypt(nonce, plain, self._context + about)

    def unseal(self, sealed: bytes, *, about: bytes = b"") -> bytes:
        """What was sealed about the same thing. Raises `SealBroken`."""
        if sealed[:1] != _VERSION or len(sealed) < 1 + _NONCE_LENGTH + _TAG_LENGTH:
            raise SealBroken
        nonce, ciphertext = sealed[1 : 1 + _NONCE_LENGTH], sealed[1 + _NONCE_LENGTH :]
        try:
            return self._cipher.decrypt(nonce, ciphertext, self._context + about)
        except InvalidTag:
            raise SealBroken from None

    def index(self, plain: bytes) -> bytes:
        """32 bytes that are equal for equal input and tell nothing without the key."""
        return hmac.digest(self._index_key, plain, "sha256")


class IdentityVault:
    """Seals, opens and indexes identity numbers in their normalised spelling (`registry.identity`)."""

    __slots__ = ("_other_purposes", "_sealer")

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_LENGTH:
            raise ValueError(f"an identity key has {KEY_LENGTH} bytes")
        self._sealer = Sealer(key, _CONTEXT)
        self._other_purposes = _derived(key, _CONTEXT, b"other purposes")

    def seal(self, number: str) -> bytes:
        """The number as bytes fit for the database; every call gives other bytes."""
        return self._sealer.seal(number.encode())

    def unseal(self, sealed: bytes) -> str:
        """The number that was sealed. Raises `SealBroken`."""
        return self._sealer.unseal(sealed).decode()

    def index(self, number: str) -> bytes:
        """32 bytes that are equal for equal numbers and tell nothing without the key."""
        return self._sealer.index(number.encode())

    def sealer(self, purpose: str) -> Sealer:
        """What seals for another purpose than identity numbers, under keys of its own."""
        return Sealer(self._other_purposes, f"certificate registry, {purpose}, version 1".encode())


def _derived(key: bytes, context: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=None, info=context + b", " + use).derive(key)


def load_vault(path: Path) -> IdentityVault:
    """The vault whose key a file holds as base64. Raises `IdentityKeyProblem` with what to do."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read(_LARGEST_FILE)
    except FileNotFoundError:
        raise _problem(
            path,
            "文件不存在。请从备份恢复；新建登记库请先运行：python -m registry init",
            "the file does not exist. Restore it from its backup; for a new registry run: python -m registry init",
        ) from None
    except (PermissionError, IsADirectoryError):
        raise _problem(
            path,
            "没有读取权限，或不是文件。请检查路径和属主。",
            "it cannot be read, or is no file. Check its path and owner.",
        ) from None
    if mode & _TOO_OPEN:
        raise _problem(
            path, f"其他用户可以访问它。请运行：chmod 600 {path}", f"others may read it. Run: chmod 600 {path}"
        )
    return IdentityVault(_decoded(path, text))


def _decoded(path: Path, text: bytes) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_LENGTH:
        raise _problem(
            path,
            f"内容应为 {KEY_LENGTH} 字节的 base64。请从备份恢复，不要新建：新密钥打不开已登记的号码。",
            f"it must hold {KEY_LENGTH} bytes as base64. Restore the backup; a new key cannot open what is registered.",
        )
    return key


def create_key_file(path: Path, key: bytes) -> None:
    """Write a new key of 32 random bytes (mode 0600); a key is never overwritten.

    Raises `IdentityKeyProblem` where the file exists.
    """
    if len(key) != KEY_LENGTH:
        raise ValueError(f"an identity key has {KEY_LENGTH} bytes")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise _problem(
            path,
            "文件已经存在，不会覆盖。确需新密钥时请先把旧文件移走并保管好。",
            "the file exists and is never overwritten. Move it away first, and keep it.",
        ) from None
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _problem(path: Path, zh: str, en: str) -> IdentityKeyProblem:
    return IdentityKeyProblem(path=path, why_zh=zh, why_en=en)
