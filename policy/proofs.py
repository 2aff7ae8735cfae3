"""What `python -m policy check` proves about a pack, beyond what its files' shape guarantees.

    report = prove(pack, today)
    report.problems      empty when the pack may be relied on

Every path ends in an outcome; no question comes twice or changes nothing; no statement contradicts another or its
verdict; nothing in the data is out of reach. The walk is exhaustive (`policy.exploration`), so this is a proof over
the data, not a sample of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from policy.exploration import Entry, Reached, Walk, explore
from policy.outcomes import Outcome
from policy.pack import Pack
from policy.schema import HAS_ROUTE, Text
from policy.vocabulary import OutcomeVerdict, StatementKind, StepKind, SubmitterKind

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True)
class Problem:
    """Something that `check` found: the case (or the pack), and what is wrong in both languages."""

    where: str
    zh: str
    en: str


@dataclass(frozen=True)
class Proof:
    """The walks over all cases of a pack and what is wrong; no problems means that everything is proven."""

    pack: Pack
    walks: tuple[Walk, ...]
    problems: tuple[Problem, ...]

    @property
    def states(self) -> int:
        """All states of all cases."""
        return sum(walk.states for walk in self.walks)

    @property
    def outcomes(self) -> int:
        """Distinct outcomes of all cases."""
        return sum(len(walk.outcomes) for walk in self.walks)


@dataclass(frozen=True)
class VerdictRule:
    """What an outcome with a verdict must contain (any of these kinds) and must not contain."""

    needs: frozenset[StatementKind] = frozenset()
    forbids: frozenset[StatementKind] = frozenset()


_K = StatementKind
VERDICT_RULES: dict[OutcomeVerdict, VerdictRule] = {
    OutcomeVerdict.PROCEED: VerdictRule(frozenset({_K.MATERIAL, _K.STEP}), frozenset({_K.REFUSAL})),
    OutcomeVerdict.FIX_FIRST: VerdictRule(frozenset({_K.CONDITION, _K.STEP}), frozenset({_K.REFUSAL})),
    OutcomeVerdict.WAIT: VerdictRule(frozenset({_K.DEADLINE}), frozenset({_K.REFUSAL})),
    OutcomeVerdict.REDIRECT: VerdictRule(frozenset({_K.STEP}), frozenset({_K.MATERIAL, _K.REFUSAL})),
    OutcomeVerdict.REFUSE: VerdictRule(frozenset({_K.REFUSAL})),
    OutcomeVerdict.NOT_REQUIRED: VerdictRule(frozenset(), frozenset({_K.MATERIAL, _K.REFUSAL, _K.DEADLINE})),
    OutcomeVerdict.OUT_OF_SCOPE: VerdictRule(frozenset(), frozenset({_K.MATERIAL, _K.REFUSAL})),
    OutcomeVerdict.NEEDS_HUMAN: VerdictRule(frozenset(), frozenset({_K.REFUSAL})),
}


def prove(pack: Pack, today: date) -> Proof:
    """Walk every case of a pack and collect everything that is wrong."""
    walks = tuple(explore(pack, case, today) for case in pack.cases.values())
    problems = [problem for walk in walks for problem in _of_walk(pack, walk)]
    return Proof(pack, walks, (*problems, *_of_pack(pack, walks)))


def _of_walk(pack: Pack, walk: Walk) -> Iterator[Problem]:
    where = walk.case.id
    for path in walk.dead_ends:
        yield Problem(where, f"走不到结论：{path}", f"No outcome: {path}")
    for path in walk.loops:
        yield Problem(where, f"重复提问：{path}", f"A question comes twice: {path}")
    for fact in sorted(walk.pointless):
        yield Problem(where, f"问题 {fact} 从不影响结论", f"The question {fact} never changes anything")
    for reached in walk.outcomes.values():
        for zh, en in _of_outcome(pack, reached):
            place = f"{reached.outcome.entry} ({reached.path})"
            yield Problem(where, f"{place}：{zh}", f"{place}: {en}")
    for kind, name in sorted(set(_case_entries(walk)) - walk.entries):
        yield Problem(where, f"{kind} {name} 永远到不了", f"Nothing reaches the {kind} {name}")


def _case_entries(walk: Walk) -> Iterator[Entry]:
    yield from (("outcome", outcome.id) for outcome in walk.case.outcomes)
    yield from (("statement", statement.id) for statement in walk.case.statements)
    yield from (("route step", step.id) for step in walk.case.route)
    yield from (("submitter line", str(index)) for index, _ in enumerate(walk.case.submitter, 1))
    yield from (("authority line", str(index)) for index, _ in enumerate(walk.case.authority, 1))


def _of_pack(pack: Pack, walks: Iterable[Walk]) -> Iterator[Problem]:
    reached: set[Entry] = set().union(*(walk.entries for walk in walks))
    expected: list[Entry] = [
        *(("fact", fact) for fact in pack.facts),
        *(("choice", f"{fact.id}={answer}") for fact in pack.facts.values() for answer in fact.answers),
        *(("authority", authority) for authority in pack.authorities),
        *(("submitter", submitter) for submitter in pack.submitters),
        *(("form", form) for form in pack.forms),
    ]
    for kind, name in expected:
        if (kind, name) not in reached:
            yield Problem(pack.id, f"{kind} {name} 永远到不了", f"Nothing reaches the {kind} {name}")
    for text in _wordings(pack):
        if not _CHINESE.search(text.zh) or not _LATIN_WORD.search(text.en):
            yield Problem(pack.id, f"两种语言不全：{text.zh}", f"Not in both languages: {text.en}")


def _wordings(pack: Pack) -> Iterator[Text]:
    for fact in pack.facts.values():
        yield from (fact.label, fact.question, fact.help, fact.why, *(choice.label for choice in fact.choices))
    for clause in pack.clauses.values():
        yield clause.summary
    yield from (authority.name for authority in pack.authorities.values())
    yield from (form.name for form in pack.forms.values())
    for submitter in pack.submitters.values():
        yield submitter.text
    for case in pack.cases.values():
        yield from (case.title, case.summary)
        yield from (outcome.headline for outcome in case.outcomes)
        yield from (statement.text for statement in case.statements)
        yield from (step.text for step in case.route)


def _of_outcome(pack: Pack, reached: Reached) -> Iterator[tuple[str, str]]:
    outcome = reached.outcome
    if outcome.submitter.kind not in SubmitterKind:
        yield "提交人不是单位、机构或机关", "The submitter is no unit, agency or authority"
    if not outcome.statements:
        yield "没有任何说明", "It has no statement"
    for statement in outcome.statements:
        if not statement.clauses or not set(statement.clauses) <= set(pack.clauses):
            yield f"{statement.id} 没有本通知的条款", f"{statement.id} cites no clause of this notice"
    topics = Counter(statement.topic for statement in outcome.statements if statement.topic)
    for topic in (topic for topic, count in topics.items() if count > 1):
        yield f"关于 {topic} 的说明互相矛盾", f"Statements on {topic} contradict each other"
    yield from _against_verdict(outcome, reached.on)
    yield from _against_route(pack, outcome)


def _against_route(pack: Pack, outcome: Outcome) -> Iterator[tuple[str, str]]:
    """A case with an effect has a way to it: submitted first, decided once and last, each step by a clause."""
    if outcome.effect is None or outcome.verdict not in HAS_ROUTE:
        return
    does = [step.does for step in outcome.route]
    if does[:1] != [StepKind.SUBMIT] or does.count(StepKind.SUBMIT) != 1:
        yield "路径不是以一个报送步骤开始", "The route does not begin with its one submit step"
    if does[-1:] != [StepKind.DECIDE] or does.count(StepKind.DECIDE) != 1:
        yield "路径不是以一个决定步骤结束", "The route does not end in its one decide step"
    for step in outcome.route:
        if not step.clauses or not set(step.clauses) <= set(pack.clauses):
            yield f"步骤 {step.id} 没有本通知的条款", f"The step {step.id} cites no clause of this notice"


def _against_verdict(outcome: Outcome, on: date) -> Iterator[tuple[str, str]]:
    rule = VERDICT_RULES[outcome.verdict]
    kinds = {statement.kind for statement in outcome.statements}
    verdict = outcome.verdict.value
    if rule.needs and not rule.needs & kinds:
        yield f"结论 {verdict} 缺少应有的说明", f"The verdict {verdict} lacks the statement that it needs"
    for kind in sorted(kind.value for kind in rule.forbids & kinds):
        yield f"结论 {verdict} 不应有 {kind}", f"The verdict {verdict} must not stand with a {kind}"
    later = outcome.earliest_date is not None and outcome.earliest_date > on
    if later != (outcome.verdict is OutcomeVerdict.WAIT):
        yield "最早日期与结论不符", "The earliest date does not fit the verdict"
    if outcome.verdict is OutcomeVerdict.NEEDS_HUMAN and not any(each.ask for each in outcome.statements):
        yield "没有写明该问谁", "Nobody is named whom to ask"
