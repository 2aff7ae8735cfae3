"""What keeps an application from being submitted: where, what is wrong, the cure, and the clauses behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from messages import Language
from messages.advice import Advice


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right; `field` is a form field's or a material's id, `row` a roster's row, if it is in one."""

    advice: Advice
    field: str | None = None
    label: tuple[str, str] | None = None
    row: int | None = None
    clauses: tuple[str, ...] = ()

    def line(self, language: Language) -> str:
        """One line: 第 14 行 · 身份证号：证件号码的末位校验码不对……（HZ-3.1.2）"""
        chinese = language == "zh"
        places = []
        if self.row is not None:
            places.append(f"第 {self.row} 行" if chinese else f"Row {self.row}")
        if self.label is not None:
            places.append(self.label[0] if chinese else self.label[1])
        where = f"{' · '.join(places)}{'：' if chinese else ': '}" if places else ""
        cited = "、".join(self.clauses)
        brackets = f"（{cited}）" if chinese else f" ({cited})"
        return f"{where}{self.advice.sentence(language)}{brackets if cited else ''}"


def lines(findings: Iterable[Finding], language: Language) -> str:
    """All findings, one a line."""
    return "\n".join(finding.line(language) for finding in findings)
