"""Which Chinese font the sheet is printed in, and which characters it cannot print.

    fonts = find_fonts()
    fonts.missing_glyphs("张三")  # set()

Only fonts named here are used, so that a sheet looks the same on every machine that has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

from documents.errors import NoChineseFont

STANDARD_DIRECTORIES = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts"),
)


@dataclass(frozen=True, slots=True)
class Face:
    """A font family and its files, the regular weight first."""

    family: str
    files: tuple[Path, ...]

    def characters(self) -> frozenset[int]:
        """The code points that the regular weight draws."""
        return _characters(self.files[0], self.family)


@dataclass(frozen=True, slots=True)
class Fonts:
    """The font of the sheet and the fonts that lend it rare characters, in this order."""

    main: Face
    rare: tuple[Face, ...] = ()

    def missing_glyphs(self, text: str) -> set[str]:
        """The characters of a text that no font draws; control and invisible characters are among them."""
        return self._without(text, (self.main, *self.rare))

    def faces_for(self, text: str) -> tuple[Face, ...]:
        """The faces a text needs, in order; the rare ones, slow to load, only if the main one lacks a character."""
        return (self.main, *self.rare) if self._without(text, (self.main,)) else (self.main,)

    @staticmethod
    def _without(text: str, faces: tuple[Face, ...]) -> set[str]:
        missing = set(text)
        for face in faces:
            if missing:  # a rare font is only opened when it has something to do
                known = face.characters()
                missing = {character for character in missing if ord(character) not in known}
        return missing


# Families by preference, with the file names that Debian and the makers use; serif first, as on official paper.
MAIN = (
    ("Noto Serif CJK SC", ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc")),
    ("Noto Serif CJK SC", ("NotoSerifCJKsc-Regular.otf", "NotoSerifCJKsc-Bold.otf")),
    ("Noto Serif SC", ("NotoSerifSC-Regular.otf", "NotoSerifSC-Bold.otf")),
    ("WenQuanYi Micro Hei", ("wqy-microhei.ttc",)),
)
RARE = (("HanaMinA", ("HanaMinA.ttf",)), ("HanaMinB", ("HanaMinB.ttf",)))


def find_fonts(extra: Iterable[Path] = (), standard: Iterable[Path] = STANDARD_DIRECTORIES) -> Fonts:
    """The best fonts below the `extra` directories, then the standard ones; raises `NoChineseFont`."""
    directories = [directory.expanduser() for directory in (*extra, *standard)]
    found: dict[str, Path] = {}
    for directory in directories:
        for path in sorted(directory.rglob("*.[to]t[cf]")):
            found.setdefault(path.name, path)
    mains = list(_faces(MAIN, found))
    if not mains:
        raise NoChineseFont(directories=", ".join(map(str, directories)))
    return Fonts(mains[0], tuple(_faces(RARE, found)))


def _faces(known: Iterable[tuple[str, tuple[str, ...]]], found: dict[str, Path]) -> Iterator[Face]:
    for family, (regular, *others) in known:
        if regular in found:
            yield Face(family, (found[regular], *(found[name] for name in others if name in found)))


@lru_cache(maxsize=8)
def _characters(path: Path, family: str) -> frozenset[int]:
    """Reading a character map takes a quarter of a second, so it is kept."""
    if path.suffix == ".ttc":
        with TTCollection(path, lazy=True) as collection:
            fonts = collection.fonts
            font = next((font for font in fonts if font["name"].getBestFamilyName() == family), fonts[0])
            return frozenset(font.getBestCmap())
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
