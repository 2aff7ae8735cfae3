"""What a workbook says about its sheets: which is the first that can be seen, which styles are dates, its texts."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from tables import limits
from tables.errors import BrokenFile, EmptyFile, UnpacksTooLarge
from tables.package import Package
from tables.strings import SharedStrings
from tables.xml import Attributes, each_element, feed, new_parser

_SHEET = "/worksheet"
_STRINGS = "/sharedStrings"
_STYLES = "/styles"
_WORKBOOK = "/officeDocument"
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
# What stands in quotes, in brackets or behind a backslash is text or a colour, not a place for a date.
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Workbook:
    """The parts that reading one sheet needs."""

    sheet: str
    strings: SharedStrings
    date_styles: frozenset[str]
    epoch_1904: bool
    other_sheets: int


@dataclass(slots=True)
class _Contents:
    sheets: list[Attributes] = field(default_factory=list)
    epoch_1904: bool = False

    def visit(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            self.sheets.append(attributes)
        elif name == "workbookPr":
            self.epoch_1904 = attributes.get("date1904") in ("1", "true")


@dataclass(slots=True)
class _Relation:
    kind: str
    target: str


def open_workbook(package: Package) -> Workbook:
    """Read everything but the sheet itself. Raises `BrokenFile`, `EmptyFile` or `UnpacksTooLarge`."""
    main = next((r.target for r in _relations(package, "").values() if r.kind.endswith(_WORKBOOK)), None)
    if main is None:
        raise BrokenFile
    contents = _Contents()
    each_element([package.small_part(main)], contents.visit)
    relations = _relations(package, main)
    seen = [sheet for sheet in contents.sheets if sheet.get("state", "visible") == "visible"]
    targets = [relations[key] for key in map(_relation_id, seen) if key in relations]
    sheets = [relation.target for relation in targets if relation.kind.endswith(_SHEET)]
    if not sheets:
        raise EmptyFile
    parts = {kind: r.target for r in relations.values() for kind in (_STRINGS, _STYLES) if r.kind.endswith(kind)}
    return Workbook(
        sheet=sheets[0],
        strings=_strings(package, parts.get(_STRINGS)),
        date_styles=_date_styles(package, parts.get(_STYLES)),
        epoch_1904=contents.epoch_1904,
        other_sheets=len(sheets) - 1,
    )


def _relation_id(sheet: Attributes) -> str:
    return next((value for name, value in sheet.items() if name.endswith(":id")), "")


def _relations(package: Package, part: str) -> dict[str, _Relation]:
    """The relations of a part by their id, targets as names within the archive."""
    folder, name = posixpath.split(part)
    found: dict[str, _Relation] = {}

    def visit(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
            found[attributes.get("Id", "")] = _Relation(attributes.get("Type", ""), target)

    each_element([package.small_part(posixpath.join(folder, "_rels", f"{name}.rels"))], visit)
    return found


def _date_styles(package: Package, part: str | None) -> frozenset[str]:
    """The style numbers, as cells write them, that show a number as a date."""
    if part is None or not package.has(part):
        return frozenset()
    formats: dict[str, str] = {}
    used: list[str] = []
    within_cells = False

    def visit(name: str, attributes: Attributes) -> None:
        nonlocal within_cells
        if name == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            within_cells = name == "cellXfs"
        elif name == "xf" and within_cells:
            used.append(attributes.get("numFmtId", "0"))

    each_element([package.small_part(part)], visit)
    return frozenset(str(number) for number, id_ in enumerate(used) if _is_date(id_, formats))


def _is_date(id_: str, formats: dict[str, str]) -> bool:
    code = formats.get(id_)
    if code is None:
        return id_.isdigit() and int(id_) in _BUILT_IN_DATES
    bare = _LITERAL.sub("", code.split(";")[0]).lower()
    return "y" in bare or "d" in bare


def _strings(package: Package, part: str | None) -> SharedStrings:
    strings = SharedStrings()
    if part is None or not package.has(part):
        return strings
    most = limits.MAX_SHARED_STRINGS
    if package.count(part, "si", limit=most, tags_each=limits.MAX_TAGS_PER_STRING) > most:
        raise UnpacksTooLarge
    reader = _StringsReader(strings)
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    for chunk in package.chunks(part):
        feed(parser, chunk)
    feed(parser, b"", final=True)
    return strings


class _StringsReader:
    """Collects the text of each item: runs are joined, phonetic readings (rPh) left out."""

    def __init__(self, strings: SharedStrings) -> None:
        self._strings = strings
        self._text = ""
        self._collecting = False
        self._reading_aloud = False
        self._depth = 0

    def start(self, name: str, _: Attributes) -> None:
        self._depth += 1
        if self._depth > limits.MAX_DEPTH:
            raise BrokenFile
        local = name.rpartition(":")[2]
        if local == "si":
            self._text = ""
        elif local == "t":
            self._collecting = not self._reading_aloud
        elif local == "rPh":
            self._reading_aloud = True

    def end(self, name: str) -> None:
        self._depth -= 1
        local = name.rpartition(":")[2]
        if local == "t":
            self._collecting = False
        elif local == "si":
            if len(self._strings) >= limits.MAX_SHARED_STRINGS:
                raise UnpacksTooLarge
            self._strings.append(unescaped(self._text))
        elif local == "rPh":
            self._reading_aloud = False

    def data(self, text: str) -> None:
        if self._collecting and len(self._text) <= limits.MAX_CELL:
            self._text = (self._text + text)[: limits.MAX_CELL + 1]


def unescaped(text: str) -> str:
    """Resolve the _x000D_ form in which XLSX writes characters that XML cannot hold."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
