"""The closed lists of the registry: routes, actions, states, moves, reasons, with their words in both languages."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A closed list whose members carry a Chinese and an English word."""

    zh: str
    en: str

    def __new__(cls, value: str, zh: str = "", en: str = "") -> Self:
        """Make one member: stored value, Chinese word, English word."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = en
        return member


class Route(Word):
    """How the title was obtained (鄂职改办〔2013〕80号 一; exams of a city or county: 湖人专〔2007〕35号 一)."""

    EVALUATION = "evaluation", "评审", "evaluation"
    RECOGNITION = "recognition", "认定", "recognition"
    PROVINCIAL_EXAM = "provincial_exam", "全省统一考试", "provincial exam"
    NATIONAL_EXAM = "national_exam", "全国统一考试", "national exam"
    CITY_EXAM = "city_exam", "市人事局考试", "city exam"
    COUNTY_EXAM = "county_exam", "县区人事局考试", "county exam"


class Action(Word):
    """What an authority does with a certificate, each allowed or not by the jurisdiction table."""

    PRINT = "print", "印制", "print"
    NUMBER = "number", "编号", "number"
    ISSUE = "issue", "签发", "issue"


class State(Word):
    """What holds for a certificate today."""

    VALID = "valid", "有效", "valid"
    REPLACED = "replaced", "已被新证书取代", "replaced"
    REVOKED = "revoked", "已撤销", "revoked"


class Move(Word):
    """What can happen to a certificate; the event that is written carries it."""

    ISSUE = "issue", "签发", "issued"
    RECORD = "record", "补录", "recorded"
    SIGN = "sign", "补签二维码", "signed"
    REPLACE = "replace", "补发", "replaced"
    REVOKE = "revoke", "撤销", "revoked"
    CORRECT = "correct", "更正", "corrected"
    PRINT = "print", "打印", "printed"
    DESTROY = "destroy", "旧证收回销毁", "destroyed on paper"


ALLOWED_FROM: dict[Move, frozenset[State]] = {
    Move.SIGN: frozenset({State.VALID}),
    Move.REPLACE: frozenset({State.VALID}),
    Move.REVOKE: frozenset({State.VALID}),
    Move.CORRECT: frozenset({State.VALID}),
    Move.PRINT: frozenset({State.VALID}),
    Move.DESTROY: frozenset({State.REPLACED}),
}
"""The state a certificate must have for each move; REPLACE leads to REPLACED, REVOKE to REVOKED, the others stay."""


class Reason(Word):
    """Why a certificate changed."""

    LOST = "lost", "遗失", "lost"
    DAMAGED = "damaged", "损毁", "damaged"
    MISPRINTED = "misprinted", "印制错误", "misprinted"
    EXCHANGED = "exchanged", "统一换发", "exchanged"
    FALSE_MATERIAL = "false_material", "提交虚假材料", "false material"
    ISSUED_IN_ERROR = "issued_in_error", "误发", "issued in error"
    APPROVAL_WITHDRAWN = "approval_withdrawn", "原资格被取消", "approval withdrawn"
    MISTYPED = "mistyped", "登记有误", "mistyped"
    NAME_CHANGED = "name_changed", "依法改名", "name changed by law"


ALLOWED_REASONS: dict[Move, frozenset[Reason]] = {
    Move.REPLACE: frozenset({Reason.LOST, Reason.DAMAGED, Reason.MISPRINTED, Reason.EXCHANGED}),
    Move.REVOKE: frozenset({Reason.FALSE_MATERIAL, Reason.ISSUED_IN_ERROR, Reason.APPROVAL_WITHDRAWN}),
    Move.CORRECT: frozenset({Reason.MISTYPED, Reason.NAME_CHANGED}),
}
"""The reasons each change may have; a move that is absent takes none."""
