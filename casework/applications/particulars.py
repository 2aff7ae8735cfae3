"""A person and the certificate concerned, as typed into a form, and what can be read of it.

    read = read_particulars({"name": "张三", "identity": "4201…", "level": "中级", …}, today=today)
    read.level, read.findings                    # Level.INTERMEDIATE, what could not be read and why

A draft may hold anything; what cannot be read is told when it is shown and refused when it is submitted. The field ids
are those of the forms (`documents.forms`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from casework.applications.errors import DetailsRefused
from casework.applications.findings import Finding
from casework.applications.words import Kind
from messages.advice import Advice
from registry.identity import Identity, IdentityKind, InvalidIdentity, identity_kind, parse_identity
from registry.names import InvalidName, normalise_number, plain_text, printed_name
from registry.titles import parse_level
from signing.claims import MAX_NUMBER, MAX_SPECIALTY, MAX_TITLE, Level, check_text_bytes
from signing.errors import InvalidClaim
from tables.values import EMPTY, Refused, read_date

T = TypeVar("T")
Details = Mapping[str, str]

LONGEST = 2000
MOST_FIELDS = 60
FIRST_YEAR = 1949
MAX_BODY = MAX_DOCUMENT = 60
"""Characters that the registry keeps of an evaluating body and of a document's number (`registry.models.Approval`)."""

LABELS: dict[str, tuple[str, str]] = {
    "name": ("姓名", "Name"),
    "identity": ("身份证号", "Identity number"),
    "title": ("资格名称", "Title"),
    "level": ("级别", "Level"),
    "specialty": ("专业", "Specialty"),
    "approved_on": ("取得时间", "Obtained on"),
    "number": ("证书编号", "Certificate number"),
    "issued_on": ("发证时间", "Issued on"),
    "issuer": ("发证机关", "Issuing authority"),
    "evaluating_body": ("评审组织", "Evaluating body"),
    "document_number": ("公布文件文号", "Announcing document"),
}
_EVERY = ("name", "identity", "title", "level", "specialty", "approved_on", "number")
REQUIRED: dict[Kind, tuple[str, ...]] = {
    Kind.REPLACEMENT: _EVERY,
    Kind.CONFIRMATION: (*_EVERY, "issuer"),
    Kind.TRANSFER: (*_EVERY, "issuer"),
    Kind.EXCHANGE: _EVERY,
    Kind.COLLECTION: (),
}
"""The fields without which an application of a kind cannot be submitted."""

UNKNOWN_LEVEL = Advice(
    "级别不认识。",
    "The level is not known.",
    "请写正高级、副高级、中级、助理级或员级。",
    "Write 正高级, 副高级, 中级, 助理级 or 员级.",
)
IN_THE_FUTURE = Advice("日期在今天之后。", "The date lies after today.", "请核对日期。", "Check the date.")
TOO_EARLY = Advice("日期早于 1949 年。", "The date lies before 1949.", "请核对日期。", "Check the date.")
TOO_LONG_TOGETHER = Advice(
    "姓名、资格名称、专业与编号合计过长，二维码放不下。",
    "Name, title, specialty and number together are too long for the code.",
    "请缩短专业名称。",
    "Shorten the specialty.",
)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What could be read; empty or None where a text could not, which a finding then names."""

    name: str
    identity: Identity | None
    title: str
    level: Level | None
    specialty: str
    approved_on: date | None
    number: str
    findings: tuple[Finding, ...] = ()


def checked_details(details: Details) -> dict[str, str]:
    """The texts as they are kept: stripped, the empty ones left out. Raises `DetailsRefused`."""
    kept = {name: text.strip() for name, text in details.items() if text.strip()}
    names_fit = all(name.isascii() and name.replace("_", "").isalnum() and len(name) <= 40 for name in kept)
    if not names_fit or len(kept) > MOST_FIELDS or any(len(text) > LONGEST for text in kept.values()):
        raise DetailsRefused(most=MOST_FIELDS, longest=LONGEST)
    return kept


def read_particulars(details: Details, *, today: date, row: int | None = None) -> Particulars:
    """Read what was typed; an empty field is no finding here, since a draft may be incomplete."""
    return _Reader(details, today, row).particulars()


def missing(kind: Kind, details: Details, *, row: int | None = None) -> tuple[Finding, ...]:
    """A finding for each field that an application of this kind must have and that is empty."""
    return tuple(
        Finding(EMPTY, name, LABELS[name], row) for name in REQUIRED[kind] if not details.get(name, "").strip()
    )


class _Reader:
    """Reads the fields of one person and collects what is wrong."""

    def __init__(self, details: Details, today: date, row: int | None) -> None:
        self.details = details
        self.today = today
        self.row = row
        self.findings: list[Finding] = []

    def particulars(self) -> Particulars:
        """Everything that could be read."""
        read = self._read
        day = read("approved_on", self._day, None)
        read("issued_on", self._day, None)
        read("evaluating_body", lambda text: plain_text(text, MAX_BODY), "")
        read("document_number", lambda text: plain_text(text, MAX_DOCUMENT), "")
        found = Particulars(
            name=read("name", printed_name, ""),
            identity=read("identity", self._identity, None),
            title=read("title", lambda text: plain_text(text, MAX_TITLE), ""),
            level=read("level", _level, None),
            specialty=read("specialty", lambda text: plain_text(text, MAX_SPECIALTY), ""),
            approved_on=day,
            number=read("number", lambda text: plain_text(normalise_number(text), MAX_NUMBER), ""),
        )
        self._together(found)
        return Particulars(
            found.name,
            found.identity,
            found.title,
            found.level,
            found.specialty,
            found.approved_on,
            found.number,
            tuple(self.findings),
        )

    def _read(self, name: str, reader: Callable[[str], T], otherwise: T) -> T:
        text = self.details.get(name, "").strip()
        if not text:
            return otherwise
        try:
            return reader(text)
        except (Refused, InvalidName, InvalidIdentity) as refusal:
            self._find(name, refusal.advice)
            return otherwise

    def _find(self, name: str, advice: Advice) -> None:
        self.findings.append(Finding(advice, name, LABELS[name], self.row))

    def _identity(self, text: str) -> Identity:
        stated: IdentityKind | None = identity_kind(self.details.get("identity_kind", ""))
        return parse_identity(text, today=self.today, stated=stated)

    def _day(self, text: str) -> date:
        day = read_date(text)
        if day > self.today:
            raise Refused(IN_THE_FUTURE)
        if day.year < FIRST_YEAR:
            raise Refused(TOO_EARLY)
        return day

    def _together(self, found: Particulars) -> None:
        try:
            check_text_bytes(found.number, found.name, found.title, found.specialty)
        except InvalidClaim:
            self._find("specialty", TOO_LONG_TOGETHER)


def _level(text: str) -> Level:
    level = parse_level(text)
    if level is None:
        raise Refused(UNKNOWN_LEVEL)
    return level
