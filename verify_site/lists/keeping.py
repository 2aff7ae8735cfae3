"""Where a list lives for its day: a folder named by its token, everything in it sealed under the token.

    kept = KeptList.new(directory, token_bytes)          kept.write("about", b"…")
    KeptList.found(directory, token)                     raises ListGone
    remove_old(directory, now)

The token stands in the list's address and nowhere on disk: folder name and key are both derived from it (HKDF), so the
disk alone opens nothing. A lock, not a time, says whether somebody works on it; the kernel frees the lock of the dead.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from verify_site.errors import ListGone

LIFE = timedelta(hours=24)
TOKEN_SIZE = 24
"""Random bytes of a token, 192 bits: nobody finds a list by trying."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_FOLDER = re.compile(r"[0-9a-f]{32}")
_NONCE_SIZE = 12
_CONTEXT = b"list of certificates, version 1, "
_LOCK, _WAITING = "lock", "waiting"


@dataclass(frozen=True, slots=True)
class KeptList:
    """One list's folder and the key to it."""

    folder: Path
    _key: bytes = field(repr=False)
    token: str = field(repr=False)

    @classmethod
    def new(cls, directory: Path, random: bytes) -> KeptList:
        """An empty folder for a list whose token are these random bytes."""
        kept = cls._of(directory, urlsafe_b64encode(random).decode())
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept.folder.mkdir(mode=0o700)
        (kept.folder / _WAITING).touch()
        return kept

    @classmethod
    def found(cls, directory: Path, token: str) -> KeptList:
        """The folder of a token; raises `ListGone`."""
        if not _TOKEN.fullmatch(token):
            raise ListGone
        kept = cls._of(directory, token)
        if not kept.folder.is_dir():
            raise ListGone
        return kept

    @classmethod
    def _of(cls, directory: Path, token: str) -> KeptList:
        return cls(directory / _derived(token, b"folder", 16).hex(), _derived(token, b"key", 32), token)

    def has(self, name: str) -> bool:
        """Whether a sealed file of that name is there."""
        return (self.folder / name).exists()

    def names(self, prefix: str) -> list[str]:
        """The sealed files whose names begin so, in order."""
        with suppress(FileNotFoundError):
            return sorted(path.name for path in self.folder.iterdir() if path.name.startswith(prefix))
        raise ListGone

    def write(self, name: str, content: bytes) -> None:
        """Seal a file, whole or not at all, together with its name. Raises `ListGone` where the list was deleted."""
        nonce = os.urandom(_NONCE_SIZE)
        sealed = nonce + AESGCM(self._key).encrypt(nonce, content, name.encode())
        beside = self.folder / f".{name}.{os.getpid()}"
        try:
            beside.write_bytes(sealed)
            beside.rename(self.folder / name)
        except FileNotFoundError:
            raise ListGone from None

    def read(self, name: str) -> bytes:
        """Open a sealed file. Raises `ListGone` where it is not there or not as it was sealed."""
        try:
            sealed = (self.folder / name).read_bytes()
            return AESGCM(self._key).decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], name.encode())
        except (FileNotFoundError, InvalidTag):
            raise ListGone from None

    def drop(self, name: str) -> None:
        """Remove one file, if it is there."""
        (self.folder / name).unlink(missing_ok=True)

    def lock(self) -> int | None:
        """Take the right to work on this list: a file descriptor that holds it, None where somebody has it."""
        try:
            descriptor = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:
            raise ListGone from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def place(self) -> int:
        """How many lists that somebody works on, or will, came before this one."""
        mine = self._came_at()
        return sum(came < mine and _is_locked(folder) for folder, came in _waiting(self.folder.parent))

    def _came_at(self) -> float:
        with suppress(FileNotFoundError):
            return (self.folder / _WAITING).stat().st_mtime
        return 0.0

    def no_longer_waits(self) -> None:
        """Leave the queue."""
        self.drop(_WAITING)

    def remove(self) -> None:
        """Delete everything of this list."""
        shutil.rmtree(self.folder, ignore_errors=True)


def remove_old(directory: Path, now: datetime) -> int:
    """Delete the lists whose day is over; returns how many. A folder that cannot be read or removed stays."""
    oldest = (now - LIFE).timestamp()
    removed = 0
    with suppress(OSError):
        for folder in list(directory.iterdir()):
            if _FOLDER.fullmatch(folder.name) and _made_at(folder) < oldest:
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
    return removed


def _made_at(folder: Path) -> float:
    """When a list was taken in: its description is written once; without one the upload was cut off."""
    for path in (folder / "about", folder):
        with suppress(FileNotFoundError):
            return path.stat().st_mtime
    return float("inf")


def _waiting(directory: Path) -> Iterator[tuple[Path, float]]:
    for marker in directory.glob(f"*/{_WAITING}"):
        with suppress(FileNotFoundError):
            yield marker.parent, marker.stat().st_mtime


def _is_locked(folder: Path) -> bool:
    with suppress(FileNotFoundError), (folder / _LOCK).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _derived(token: str, purpose: bytes, size: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=size, salt=None, info=_CONTEXT + purpose).derive(token.encode())
