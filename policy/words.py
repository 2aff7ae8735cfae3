"""Conditions and verdicts in words, as a lawyer would read them aloud.

condition_in_words(pack, case, rule.when, "zh")   →  "级别：中级或初级；且评审或认定的单位：市州"
"""

from __future__ import annotations

from datetime import date

from messages import Language
from policy.conditions import ALWAYS, TODAY, AllOf, Answer, Condition, DateIs, FactIs, Not, Relation, Several
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
_NOT: Words = {"zh": "不是：", "en": "Not:"}
_EACH: Words = {"zh": "下面各项都是：", "en": "All of:"}
_EITHER: Words = {"zh": "下面任一项：", "en": "Any of:"}
_YES_NO: dict[bool, Words] = {True: {"zh": "是", "en": "yes"}, False: {"zh": "否", "en": "no"}}


def condition_in_words(pack: Pack, case: Case, condition: Condition, language: Language) -> list[str]:
    """A condition in lines; nested ones as an indented list. Empty for one that always holds."""
    return [] if condition == ALWAYS else _Speaker(pack, case, language).lines(condition, depth=0)


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

    def lines(self, condition: Condition, depth: int) -> list[str]:
        """A condition line by line; comparisons that stand side by side share a line."""
        indent = "　" * depth + ("· " if depth else "")
        if isinstance(condition, Not):
            inner = self.lines(condition.part, depth + 1)
            return [f"{indent}{_NOT[self.language]}", *inner]
        if not isinstance(condition, Several):
            return [indent + self._leaf(condition)]
        every = isinstance(condition, AllOf)
        comparisons = [part for part in condition.parts if isinstance(part, (FactIs, DateIs))]
        if len(comparisons) == len(condition.parts):
            joint = (_AND if every else _OR)[self.language]
            return [indent + joint.join(map(self._leaf, comparisons))]
        head = (_EACH if every else _EITHER)[self.language]
        return [indent + head, *(line for part in condition.parts for line in self.lines(part, depth + 1))]

    def _leaf(self, leaf: FactIs | DateIs) -> str:
        return self._fact(leaf) if isinstance(leaf, FactIs) else self._date(leaf)

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
