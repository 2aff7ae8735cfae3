"""The public key set as a file: read at start, and again when it changes, so that a rotation needs no restart.

keys = KeyFile(Path("var/public/certificate-keys.json"))     raises KeysFileUnusable
keys.current()                                               the newest key set that could be read
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from messages import SpokenError
from signing.keys import KeySet
from verify_site.errors import KeysFileUnusable

logger = logging.getLogger("verify_site.keys")
LARGEST = 4 * 2**20
"""Bytes; some 15,000 keys."""

Stamp = tuple[int, int, int]


class KeyFile:
    """A JWK set on disk. A broken new version is logged once and the last good one stays in use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp, self._keys = self._read()

    def current(self) -> KeySet:
        """The key set; reads the file again if its time, size or inode has changed."""
        try:
            changed = self._stamp_now() != self._stamp
        except OSError:
            # Absent for the moment (a deployment is replacing it): the last good set stays.
            return self._keys
        if changed:
            self._reload()
        return self._keys

    def _reload(self) -> None:
        try:
            self._stamp, self._keys = self._read()
            logger.info("key set reloaded")
        except KeysFileUnusable as error:
            self._stamp = self._stamp_now()
            logger.warning("key set not reloaded, the last good one stays in use: %s", error.say("en"))

    def _stamp_now(self) -> Stamp:
        found = os.stat(self._path)  # noqa: PTH116 - on every request; Path.stat costs three times as much
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _read(self) -> tuple[Stamp, KeySet]:
        try:
            stamp = self._stamp_now()
            if stamp[1] > LARGEST:
                raise self._unusable("文件过大", "it is too large.")
            return stamp, KeySet.from_jwks(self._path.read_text("utf-8"))
        except OSError as error:
            raise self._unusable(f"{error.strerror}", f"{error.strerror}.") from error
        except SpokenError as error:
            raise self._unusable(error.say("zh"), error.say("en")) from error
        except ValueError as error:
            raise self._unusable("不是 JWK 公钥集", "it is no JWK set.") from error

    def _unusable(self, zh: str, en: str) -> KeysFileUnusable:
        return KeysFileUnusable(path=self._path, why_zh=zh, why_en=en)
