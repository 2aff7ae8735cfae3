"""Files that must be whole or absent, and readable by their owner only.

write_whole(path, content, SECRET)     # mode 0600, or nothing changed
read_secret(path)                      # refuses wider permissions, links and devices
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import get_native_id

from signing.errors import (
    DirectoryTooOpen,
    FileTooOpen,
    KeyStoreMissing,
    NotARegularFile,
    PassphraseMissing,
    PassphraseTooShort,
)

SECRET = 0o600
PUBLIC = 0o644
# PKCS#8 files get 2,048 rounds of PBKDF2 from OpenSSL, so the passphrase itself has to be strong.
MIN_PASSPHRASE = 16
_FOR_OTHERS = 0o077


def write_whole(path: Path, content: bytes, mode: int) -> None:
    """Put `content` at `path` in one step: written beside it, flushed to the disk, then renamed.

    On any failure the file at `path` is what it was before and nothing else remains. The mode is set on the open file
    before the content is written, so that neither umask nor a reader in between matters.
    """
    beside = path.with_name(f".{path.name}.{get_native_id()}.new")
    with suppress(FileNotFoundError):
        beside.unlink()  # left by a killed process whose thread had the same number
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, SECRET)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        beside.rename(path)
    except BaseException:
        with suppress(FileNotFoundError):
            beside.unlink()
        raise
    _flush_directory(path.parent)


def read_secret(path: Path) -> bytes:
    """The content of a regular file that only its owner may touch.

    Raises `FileTooOpen`, `NotARegularFile`, or `FileNotFoundError`. The open file is examined, not its name, so nothing
    can be exchanged between the check and the reading.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ELOOP:  # what O_NOFOLLOW says to a symbolic link
            raise NotARegularFile(path=path) from None
        raise
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotARegularFile(path=path)
        if status.st_mode & _FOR_OTHERS:
            raise FileTooOpen(path=path, mode=f"{stat.S_IMODE(status.st_mode):04o}")
        return file.read()


def read_passphrase(path: Path) -> bytes:
    """The passphrase in a file of mode 0600, without its final line break.

    Raises `PassphraseMissing`, or `PassphraseTooShort` below 16 bytes, besides the errors of `read_secret`.
    """
    try:
        passphrase = read_secret(path).removesuffix(b"\n").removesuffix(b"\r")
    except FileNotFoundError:
        raise PassphraseMissing(path=path) from None
    if not passphrase:
        raise PassphraseMissing(path=path)
    if len(passphrase) < MIN_PASSPHRASE:
        raise PassphraseTooShort(path=path, least=MIN_PASSPHRASE)
    return passphrase


def require_private_directory(directory: Path) -> None:
    """Raise `KeyStoreMissing`, or `DirectoryTooOpen` where others than the owner have any right to it."""
    try:
        mode = directory.stat().st_mode
    except FileNotFoundError:
        raise KeyStoreMissing(path=directory) from None
    if not stat.S_ISDIR(mode):
        raise KeyStoreMissing(path=directory)
    if mode & _FOR_OTHERS:
        raise DirectoryTooOpen(path=directory, mode=f"{stat.S_IMODE(mode):04o}")


def make_private_directory(directory: Path) -> None:
    """Create a directory of mode 0700 whatever the umask is, with its parents; leave an existing one as it is."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        directory.mkdir(mode=0o700)
        directory.chmod(0o700)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on a file, waiting for other processes and threads; a killed holder frees it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, SECRET)
    try:
        os.fchmod(descriptor, SECRET)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _flush_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
