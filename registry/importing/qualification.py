"""The part of a row that many rows share: title, level, series, specialty, route, body, document and region.

A list of thousands names a few dozen combinations of these, so each combination is judged once and remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from messages.advice import Advice
from registry.errors import OutsideJurisdiction
from registry.importing.fields import Field
from registry.importing.values import read_route
from registry.names import plain_text
from registry.regions import find_region, within
from registry.titles import check_title, parse_level
from registry.words import Route
from signing.claims import MAX_SPECIALTY, MAX_TITLE, Level
from tables.rows import Cell
from tables.values import EMPTY, Refused, text_of

T = TypeVar("T")

MAX_BODY = 60
MAX_DOCUMENT = 60
MOST_REMEMBERED = 4096

SHARED_FIELDS = (
    Field.TITLE,
    Field.LEVEL,
    Field.SERIES,
    Field.SPECIALTY,
    Field.ROUTE,
    Field.BODY,
    Field.DOCUMENT,
    Field.REGION,
)
"""The cells that `Judge.judge` takes, in order."""

UNKNOWN_LEVEL = Advice(
    "级别“{text}”不认识。",
    "The level “{text}” is not known.",
    "请写正高级、副高级、中级、助理级或员级。",
    "Write 正高级, 副高级, 中级, 助理级 or 员级.",
)

OTHER_REGION = Advice(
    "“{region}”不在{authority}的辖区内：{citation}（{rule}）规定按照属地管理原则办理。",
    "“{region}” lies outside {authority_en}'s territory: {citation} ({rule}) hands it to the local authority.",
    "请交由当地机构办理，或更正地区。",
    "Hand the row to that authority, or correct the region.",
)

UNKNOWN_REGION = Advice(
    "地区“{region}”不在已知的市州之中，无法核对辖区。",
    "The region “{region}” is not known, so the territory was not checked.",
    "请核对写法；无误则无需处理。",
    "Check its spelling; if it is right, nothing is to be done.",
)


@dataclass(frozen=True, slots=True)
class Territory:
    """Where an authority is competent, and the clause that says so."""

    authority: str
    authority_en: str
    region: str
    citation: str
    rule: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What all rows of one import are checked against."""

    today: date
    default_route: Route
    territory: Territory
    number_length: int
    """Characters that a number given later will take."""
    may_issue: Callable[[Route, Level], None]
    """Raises `OutsideJurisdiction`."""


@dataclass(slots=True)
class Qualification:
    """What a combination of cells says, and what is wrong with it; complete only where there is no error."""

    title: str = ""
    level: Level = Level.INTERMEDIATE
    route: Route = Route.EVALUATION
    specialty: str = ""
    body: str = ""
    document: str = ""
    errors: list[tuple[Field, Advice]] = field(default_factory=list)
    warnings: list[tuple[Field, Advice]] = field(default_factory=list)


class Judge:
    """Judges combinations of cells, each once."""

    def __init__(self, circumstances: Circumstances) -> None:
        self._given = circumstances
        self._known: dict[tuple[Cell, ...], Qualification] = {}

    def judge(self, cells: tuple[Cell, ...]) -> Qualification:
        """What the cells of `SHARED_FIELDS` say."""
        known = self._known.get(cells)
        if known is None:
            # A list in which every combination is new gains nothing from remembering, so the memory stays small.
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            known = self._known[cells] = self._judged(cells)
        return known

    def _judged(self, cells: tuple[Cell, ...]) -> Qualification:
        title, level, series, specialty, route, body, document, region = cells
        found = Qualification()

        def read(where: Field, cell: Cell, reader: Callable[[Cell], T], otherwise: T) -> T:
            try:
                return reader(cell)
            except Refused as refusal:
                found.errors.append((where, refusal.advice))
                return otherwise

        found.title = read(Field.TITLE, title, _title, "")
        found.level = read(Field.LEVEL, level, _level, Level.INTERMEDIATE)
        found.specialty = read(Field.SPECIALTY, specialty, _specialty, "")
        found.route = read(Field.ROUTE, route, self._route, Route.EVALUATION)
        found.body = read(Field.BODY, body, _body, "")
        found.document = read(Field.DOCUMENT, document, _document, "")
        where = read(Field.REGION, region, text_of, "")
        if not found.errors:
            self._judge_together(found, series if isinstance(series, str) else None)
        if where.strip():
            self._judge_region(found, where)
        return found

    def _route(self, cell: Cell) -> Route:
        return read_route(text_of(cell), self._given.default_route)

    def _judge_together(self, found: Qualification, series: str | None) -> None:
        try:
            self._given.may_issue(found.route, found.level)
        except OutsideJurisdiction as error:
            found.errors.append((Field.LEVEL, Advice(error.say("zh"), error.say("en"), "", "")))
        doubt = check_title(found.title, found.level, series)
        if doubt is not None:
            found.warnings.append((Field.TITLE, doubt))

    def _judge_region(self, found: Qualification, text: str) -> None:
        territory, region = self._given.territory, find_region(text)
        if region is None:
            found.warnings.append((Field.REGION, UNKNOWN_REGION.filled(region=text[:30])))
        elif not within(region, territory.region):
            advice = OTHER_REGION.filled(
                region=text[:30],
                authority=territory.authority,
                authority_en=territory.authority_en,
                citation=territory.citation,
                rule=territory.rule,
            )
            found.errors.append((Field.REGION, advice))


def _title(cell: Cell) -> str:
    return plain_text(text_of(cell), MAX_TITLE)


def _specialty(cell: Cell) -> str:
    return plain_text(text_of(cell), MAX_SPECIALTY)


def _body(cell: Cell) -> str:
    return plain_text(text_of(cell), MAX_BODY) if cell is not None else ""


def _document(cell: Cell) -> str:
    return plain_text(text_of(cell), MAX_DOCUMENT) if cell is not None else ""


def _level(cell: Cell) -> Level:
    text = text_of(cell)
    level = parse_level(text)
    if level is None:
        raise Refused(UNKNOWN_LEVEL.filled(text=text[:20]) if text.strip() else EMPTY)
    return level
