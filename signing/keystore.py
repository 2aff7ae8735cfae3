"""The key store: a directory of encrypted private keys and the set of their public halves.

    store = KeyStore(Path("var/private/keys"), read_passphrase(Path("var/private/passphrase")))
    key = store.create("hb", Purpose.CERTIFICATES, Algorithm.ES256)
    signer = store.signer_for("hb", Purpose.CERTIFICATES)

`keys.json` is the JWK set with states, in order of creation; `<kid>.pem` an encrypted PKCS#8 key (RFC 5958) behind one
line with its SHA-256. Every change holds a lock and replaces one whole file, so concurrent commands lose nothing.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from signing.errors import (
    KeyFileDamaged,
    KeyFileMissing,
    KeyIdTaken,
    KeyNotActive,
    NoActiveKey,
    WrongPassphrase,
)
from signing.keys import Algorithm, KeySet, KeyState, PublicKey, Purpose
from signing.private_files import (
    SECRET,
    locked,
    make_private_directory,
    read_secret,
    require_private_directory,
    write_whole,
)
from signing.software import PrivateKey, SoftwareSigner, new_private_key

_CHECKSUM = b"sha256: "


class KeyStore:
    """Private keys in files; every method raises a `KeyStoreError` where the directory is not as safe as it must be.

    Decrypting a key costs milliseconds, once per signer: take one signer for a batch, and a fresh one for the next, so
    that a key retired in between is no longer used.
    """

    def __init__(self, directory: Path, passphrase: bytes) -> None:
        self.directory = directory
        self._passphrase = passphrase

    def key_set(self) -> KeySet:
        """The public halves of all keys with their states, oldest first; empty for a store without keys."""
        require_private_directory(self.directory)
        try:
            return KeySet.from_jwks(read_secret(self._list).decode(errors="replace"))
        except FileNotFoundError:
            return KeySet()

    def create(self, issuer: str, purpose: Purpose, algorithm: Algorithm = Algorithm.ES256) -> PublicKey:
        """Make and keep a new active key; makes the directory too."""
        return self.add(new_private_key(algorithm), issuer, purpose)

    def add(self, private_key: PrivateKey, issuer: str, purpose: Purpose) -> PublicKey:
        """Keep an existing private key as a new active key; raises `KeyIdTaken` where its id is in use."""
        key = PublicKey.of(private_key.public_key(), purpose=purpose, issuer=issuer)
        make_private_directory(self.directory)
        require_private_directory(self.directory)
        with locked(self._lock):
            keys = self.key_set()
            if any(key.kid == other.kid for other in keys):
                raise KeyIdTaken(kid=key.kid.hex())
            # The private half first: a listed key without its file would be chosen and then fail to sign.
            self._write_private(key, private_key)
            self._write_list(keys.with_key(key))
        return key

    def rotate(self, issuer: str, purpose: Purpose, algorithm: Algorithm = Algorithm.ES256) -> PublicKey:
        """Make a new key, then retire the issuer's earlier active ones of that purpose; there is one at any moment."""
        key = self.create(issuer, purpose, algorithm)
        for old in self._active(issuer, purpose):
            if old.kid == key.kid:
                break
            self.retire(old.kid)
        return key

    def retire(self, kid: bytes) -> PublicKey:
        """Let a key sign no more; what it signed stays genuine. Raises `UnknownKey`, `MoveNotAllowed`."""
        return self._move(kid, KeyState.RETIRED, None)

    def withdraw(self, kid: bytes, withdrawn_from: datetime) -> PublicKey:
        """Trust nothing that a key signed at or after a moment (UTC, whole seconds)."""
        return self._move(kid, KeyState.WITHDRAWN, withdrawn_from)

    def signer(self, kid: bytes) -> SoftwareSigner:
        """The signer of one key.

        Raises `UnknownKey`, `KeyNotActive`, `KeyFileMissing`, `KeyFileDamaged`, `WrongPassphrase` or `FileTooOpen`.
        """
        key = self.key_set().find(kid)
        if key.state is not KeyState.ACTIVE:
            raise KeyNotActive(kid=kid.hex())
        return SoftwareSigner(key, self._read_private(key))

    def signer_for(self, issuer: str, purpose: Purpose) -> SoftwareSigner:
        """The signer of the issuer's newest active key of a purpose; raises `NoActiveKey` or the errors of `signer`."""
        active = self._active(issuer, purpose)
        if not active:
            raise NoActiveKey(issuer=issuer, purpose=purpose.value)
        return SoftwareSigner(active[-1], self._read_private(active[-1]))

    def _active(self, issuer: str, purpose: Purpose) -> list[PublicKey]:
        return [
            key
            for key in self.key_set()
            if key.state is KeyState.ACTIVE and key.issuer == issuer and key.purpose is purpose
        ]

    def _move(self, kid: bytes, state: KeyState, withdrawn_from: datetime | None) -> PublicKey:
        require_private_directory(self.directory)
        with locked(self._lock):
            keys = self.key_set()
            moved = keys.find(kid).moved(state, withdrawn_from)
            self._write_list(keys.with_key(moved))
        return moved

    @property
    def _list(self) -> Path:
        return self.directory / "keys.json"

    @property
    def _lock(self) -> Path:
        return self.directory / ".lock"

    def _private_path(self, key: PublicKey) -> Path:
        return self.directory / f"{key.kid.hex()}.pem"

    def _write_list(self, keys: KeySet) -> None:
        write_whole(self._list, keys.to_jwks().encode(), SECRET)

    def _write_private(self, key: PublicKey, private_key: PrivateKey) -> None:
        pem = private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(self._passphrase))
        # To the cipher a damaged file and a wrong passphrase look alike; the checksum tells them apart. PEM readers
        # skip text before the first boundary (RFC 7468 section 2).
        checksum = _CHECKSUM + sha256(pem).hexdigest().encode() + b"\n"
        write_whole(self._private_path(key), checksum + pem, SECRET)

    def _read_private(self, key: PublicKey) -> PrivateKey:
        path = self._private_path(key)
        try:
            checksum, _, pem = read_secret(path).partition(b"\n")
        except FileNotFoundError:
            raise KeyFileMissing(kid=key.kid.hex(), path=path) from None
        if checksum != _CHECKSUM + sha256(pem).hexdigest().encode():
            raise KeyFileDamaged(path=path)
        try:
            private_key = load_pem_private_key(pem, self._passphrase)
        except ValueError:
            raise WrongPassphrase(kid=key.kid.hex()) from None
        if not isinstance(private_key, ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey):
            raise KeyFileDamaged(path=path)
        if private_key.public_key() != key.loaded:
            raise KeyFileDamaged(path=path)  # the file of another key under this name
        return private_key
