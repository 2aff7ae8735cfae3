"""Conditions and verdicts in words, as a lawyer would read them aloud.

condition_in_words(pack, case, rule.when, "zh")   →  "级别：中级或初级；且评审或认定的单位：市州"
"""

from __future__ import annotations

from datetime import date

from messages import Language
from policy.conditions import ALWAYS, TODAY, AllOf, Answer, AnyOf, Condition, DateIs, FactIs, Not, Relation
from policy.dates import written
from policy.pack import Pack
from policy.schema import NAME_IN_BRACES, Case, Fact, Text
from policy.vocabulary import OutcomeVerdict, StatementKind, SubmitterKind

Words = dict[Language, str]

VERDICTS: dict[OutcomeVerdict, Words] = {
    OutcomeVerdict.PROCEED: {"zh": "可以办理", "en": "Proceed"},
    OutcomeVerdict.FIX_FIRST: {"zh": "先补齐再办", "en": "Fix first"},
    OutcomeVerdict.WAIT: {"zh": "还要等", "en": "Wait"},
    OutcomeVerdict.REDIRECT: {"zh": "换个地方办", "en": "Another door"},
    OutcomeVerdict.REFUSE: {"zh": "不予办理", "en": "Refused"},
    OutcomeVerdict.NOT_REQUIRED: {"zh": "不用办", "en": "Not required"},
    OutcomeVerdict.OUT_OF_SCOPE: {"zh": "不在范围内", "en": "Out of scope"},
    OutcomeVerdict.NEEDS_HUMAN: {"zh": "要先问清", "en": "Ask a person"},
}
KINDS: dict[StatementKind, Words] = {
    StatementKind.MATERIAL: {"zh": "材料", "en": "Paper"},
    StatementKind.STEP: {"zh": "步骤", "en": "Step"},
    StatementKind.CONDITION: {"zh": "条件", "en": "Condition"},
    StatementKind.REFUSAL: {"zh": "不予办理", "en": "Refusal"},
    StatementKind.DEADLINE: {"zh": "时间", "en": "Time"},
    StatementKind.FEE: {"zh": "费用", "en": "Fee"},
    StatementKind.NOTE: {"zh": "说明", "en": "Note"},
}
SUBMITTERS: dict[SubmitterKind, Words] = {
    SubmitterKind.UNIT: {"zh": "单位", "en": "unit"},
    SubmitterKind.AGENCY: {"zh": "人事代理机构", "en": "personnel agency"},
    SubmitterKind.AUTHORITY: {"zh": "主管机关", "en": "authority"},
}
_RELATIONS: dict[Relation, Words] = {
    Relation.BEFORE: {"zh": "早于", "en": "before"},
    Relation.UNTIL: {"zh": "不晚于", "en": "on or before"},
    Relation.IS: {"zh": "正好是", "en": "exactly on"},
    Relation.FROM: {"zh": "不早于", "en": "on or after"},
    Relation.AFTER: {"zh": "晚于", "en": "after"},
}
_AND: Words = {"zh": "；且", "en": "; and "}
_OR: Words = {"zh": "；或", "en": "; or "}
_BRACKETS: Words = {"zh": "（{}）", "en": "({})"}
_YES_NO: dict[bool, Words] = {True: {"zh": "是", "en": "yes"}, False: {"zh": "否", "en": "no"}}


def condition_in_words(pack: Pack, case: Case, condition: Condition, language: Language) -> str:
    """A condition in words; empty for one that always holds."""
    if condition == ALWAYS:
        return ""
    return _Speaker(pack, case, language).say(condition, nested=False)


def wording_with_names(pack: Pack, case: Case, text: Text, language: Language) -> str:
    """A wording whose places name what will stand there: `最早［登报日期满6个月］报送`."""
    speaker = _Speaker(pack, case, language)
    return NAME_IN_BRACES.sub(lambda found: f"［{speaker.name(found.group(1))}］", text.say(language))


class _Speaker:
    """Says conditions of one case in one language."""

    def __init__(self, pack: Pack, case: Case, language: Language) -> None:
        self.pack = pack
        self.case = case
        self.language = language

    def say(self, condition: Condition, *, nested: bool) -> str:
        """A condition; brackets keep parts inside parts together."""
        if isinstance(condition, FactIs):
            return self._fact(condition)
        if isinstance(condition, DateIs):
            return self._date(condition)
        if isinstance(condition, Not):
            inner = self.say(condition.part, nested=True)
            return f"不是：{inner}" if self.language == "zh" else f"not: {inner}"
        assert isinstance(condition, (AllOf, AnyOf))  # noqa: S101 - the language of conditions is closed
        joint = (_AND if isinstance(condition, AllOf) else _OR)[self.language]
        joined = joint.join(self.say(part, nested=True) for part in condition.parts)
        return _BRACKETS[self.language].format(joined) if nested and len(condition.parts) > 1 else joined

    def _fact(self, leaf: FactIs) -> str:
        fact = self.pack.facts[leaf.fact]
        either = "或" if self.language == "zh" else " or "
        colon = "：" if self.language == "zh" else ": "
        answers = either.join(answer_in_words(fact, answer, self.language) for answer in leaf.answers)
        return f"{fact.label.say(self.language)}{colon}{answers}"

    def _date(self, leaf: DateIs) -> str:
        other = written(leaf.other, self.language) if isinstance(leaf.other, date) else self.name(leaf.other)
        gap = "" if self.language == "zh" else " "
        return f"{self.name(leaf.name)}{gap}{_RELATIONS[leaf.relation][self.language]}{gap}{other}"

    def name(self, name: str) -> str:
        """What a named date is, in words."""
        if name == TODAY:
            return "今天" if self.language == "zh" else "today"
        computed = self.case.computed.get(name)
        label = self.pack.facts[computed.of if computed else name].label.say(self.language)
        if computed is None:
            return label
        if computed.new_year is not None:
            years = computed.new_year
            return (
                f"{label}后第{years}年的1月1日"
                if self.language == "zh"
                else f"1 January {years} year(s) after: {label}"
            )
        months = computed.months
        return f"{label}满{months}个月" if self.language == "zh" else f"{label} plus {months} months"


def answer_in_words(fact: Fact, answer: Answer, language: Language) -> str:
    """One answer as people see it."""
    if isinstance(answer, bool):
        return _YES_NO[answer][language]
    if isinstance(answer, date):
        return written(answer, language)
    return next((choice.label.say(language) for choice in fact.choices if choice.id == answer), answer)
