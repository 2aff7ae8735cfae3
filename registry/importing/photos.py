"""Holders' photos beside an approved list: JPEG files in one folder, named by identity number."""

from __future__ import annotations

from pathlib import Path

from registry.identity import mask
from registry.photos import MAX_PHOTO_BYTES, require_storable, require_whole

_SUFFIXES = frozenset({".jpg", ".jpeg"})


class Photos:
    """The photos of one folder, found by identity number whatever the case of the file's name."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            path.stem.upper(): path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES and path.is_file()
        }

    def find(self, number: str) -> Path | None:
        """The checked photo of this identity number, None where there is none. Raises `Refused` for a bad one."""
        path = self._files.get(number)
        if path is not None:
            with path.open("rb") as file:
                data = file.read(MAX_PHOTO_BYTES + 1)
            shown = f"{mask(number)}.jpg"
            require_storable(data, shown)
            require_whole(data, shown)
        return path
