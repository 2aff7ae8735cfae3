"""What an import found, by row, in words for the operator.

    report.accepted
    report.as_text("zh")     # 第 14 行 · 身份证号：该证件号码与第 9 行重复。请只保留一行。
    report.as_dict()         # the same as JSON

Problems name rows and fields, never a whole identity number. Equal warnings are told once, with their count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from messages import Language
from messages.advice import Advice
from registry.importing.fields import Field

MOST_SHOWN = 1_000
"""Problems of each severity that are kept; the rest are counted."""


class Severity(StrEnum):
    """An error keeps the whole file out, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where (a row as the spreadsheet program numbers it), which field, what and the cure."""

    severity: Severity
    row: int | None
    field: Field | None
    advice: Advice
    count: int = 1
    """Rows that have this same problem, `row` being the first."""

    def line(self, language: Language) -> str:
        """One line of the report."""
        chinese = language == "zh"
        places = []
        if self.row is not None:
            places.append(f"第 {self.row} 行" if chinese else f"Row {self.row}")
        if self.count > 1:
            places[-1:] = [
                f"{''.join(places[-1:])}等 {self.count} 行" if chinese else f"{places[-1]} and {self.count - 1} more"
            ]
        if self.field is not None:
            places.append(self.field.zh if chinese else self.field.en)
        sentence = self.advice.sentence(language)
        return f"{' · '.join(places)}{'：' if chinese else ': '}{sentence}" if places else sentence

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "severity": self.severity.value,
            "row": self.row,
            "rows": self.count,
            "field": self.field.value if self.field else None,
            "what": {"zh": self.advice.zh, "en": self.advice.en},
            "cure": {"zh": self.advice.cure_zh, "en": self.advice.cure_en},
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one import: `new` rows were written unless there is an error; then nothing was."""

    rows: int
    new: int
    present: int
    problems: tuple[Problem, ...]
    errors: int
    warnings: int
    photos: int = 0
    without_photo: int = 0

    @property
    def accepted(self) -> bool:
        """Whether the list was taken in."""
        return self.errors == 0

    def as_text(self, language: Language) -> str:
        """The whole report for a terminal."""
        lines = [problem.line(language) for problem in self.problems]
        shown = sum(problem.count for problem in self.problems)
        hidden = self.errors + self.warnings - shown
        if hidden > 0:
            lines.append(f"……另有 {hidden} 处未列出。" if language == "zh" else f"… and {hidden} more.")
        return "\n".join([*lines, self._summary_zh() if language == "zh" else self._summary_en()])

    def _summary_zh(self) -> str:
        if not self.accepted:
            return (
                f"共 {self.rows} 行，{self.errors} 处错误，{self.warnings} 处提醒。没有导入任何内容；请改正后重新导入。"
            )
        photos = f" 照片 {self.photos} 张，缺 {self.without_photo} 张。" if self.photos or self.without_photo else ""
        return f"共 {self.rows} 行：新增 {self.new} 行，此前已登记 {self.present} 行，{self.warnings} 处提醒。{photos}"

    def _summary_en(self) -> str:
        if not self.accepted:
            return (
                f"{self.rows} rows, {self.errors} errors, {self.warnings} warnings. Nothing was imported; correct the "
                "list and import it again."
            )
        photos = f" {self.photos} photos, {self.without_photo} missing." if self.photos or self.without_photo else ""
        return f"{self.rows} rows: {self.new} new, {self.present} registered before, {self.warnings} warnings.{photos}"

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "accepted": self.accepted,
            "rows": self.rows,
            "new": self.new,
            "present": self.present,
            "errors": self.errors,
            "warnings": self.warnings,
            "photos": self.photos,
            "without_photo": self.without_photo,
            "problems": [problem.as_dict() for problem in self.problems],
        }


@dataclass(slots=True)
class Findings:
    """Collects problems while the rows pass by; holds no more than `MOST_SHOWN` of each severity."""

    errors: int = 0
    warnings: int = 0
    _errors: list[Problem] = field(default_factory=list)
    _warnings: dict[tuple[Field | None, Advice], list[int]] = field(default_factory=dict)

    def refuse(self, row: int, where: Field, advice: Advice) -> None:
        """Add an error."""
        self.errors += 1
        if len(self._errors) < MOST_SHOWN:
            self._errors.append(Problem(Severity.ERROR, row, where, advice))

    def warn(self, row: int, where: Field | None, advice: Advice) -> None:
        """Add a warning."""
        self.warnings += 1
        key = (where, advice)
        if key in self._warnings:
            self._warnings[key][1] += 1
        elif len(self._warnings) < MOST_SHOWN:
            self._warnings[key] = [row, 1]

    def problems(self) -> tuple[Problem, ...]:
        """All that are kept: errors by row, then warnings by row."""
        doubts = [
            Problem(Severity.WARNING, row, where, advice, n) for (where, advice), (row, n) in self._warnings.items()
        ]
        return (*sorted(self._errors, key=_row), *sorted(doubts, key=_row))


def _row(problem: Problem) -> int:
    return problem.row or 0
