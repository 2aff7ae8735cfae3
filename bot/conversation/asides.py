"""Questions in the middle: fees, where and when, forms, and may-I-submit-myself, answered from the notice's data.

    answer_aside(Intent.FEES, standing, moment, "zh")   # Aside(opening="关于费用：", lines=(Line(...), …))

What a notice leaves open is answered with whom to ask. A statement that depends on a fact not known yet is told with
its condition; one that what is known already excludes is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.conversation import wording
from bot.conversation.standing import Moment, Standing
from bot.conversation.wording import say
from bot.understanding import Intent
from messages import Language
from policy import Authority, Case, Pack, StatementKind, Submitter, SubmitterKind, citations
from policy.conditions import Condition, Several
from policy.evaluation import Situation
from policy.words import condition_in_words, wording_with_names

ASIDES = (Intent.FEES, Intent.WHERE_WHEN, Intent.FORMS, Intent.SELF_SUBMIT)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of an answer, with the rules it rests on. `kind` is a statement's kind, or what else it names."""

    kind: str
    text: str
    clauses: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    form: str | None = None


def _line(pack: Pack, kind: str, text: str, clauses: tuple[str, ...], form: str | None = None) -> Line:
    return Line(kind, text, clauses, tuple(citations(pack, clauses)), form)


@dataclass(frozen=True, slots=True)
class Aside:
    """An answer beside the conversation, which goes on where it was."""

    opening: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """One case, with what is known about it, in one language."""

    pack: Pack
    case: Case
    situation: Situation
    language: Language

    def told(self, when: Condition, text: str) -> str | None:
        """A text as it holds: alone, on its condition, or not at all."""
        truth = when.look(self.situation)
        if isinstance(truth, bool):
            return text if truth else None
        lines = condition_in_words(self.pack, self.case, _open_part(when, self.situation), self.language)
        separator = "；" if self.language == "zh" else "; "
        condition = separator.join(line.lstrip("　· ") for line in lines)
        return say(wording.ON_CONDITION, self.language, condition=condition, text=text)

    def ordered(self, entries: Iterable[tuple[Condition, str]]) -> Iterator[tuple[int, str]]:
        """The entries of an ordered list that can still be the first to hold, by their place in it."""
        open_before = False
        for place, (when, text) in enumerate(entries):
            truth = when.look(self.situation)
            if truth is True:
                yield place, say(wording.OTHERWISE, self.language, text=text) if open_before else text
                return
            told = self.told(when, text)
            if told:
                open_before = True
                yield place, told

    def reachable(self) -> set[str]:
        """The outcomes that are still possible."""
        reachable: set[str] = set()
        for outcome in self.case.outcomes:
            truth = outcome.when.look(self.situation)
            if truth is True:
                return reachable | {outcome.id}
            if truth is not False:
                reachable.add(outcome.id)
        return reachable

    def statements(self, kinds: Sequence[StatementKind], *, with_form: bool = False) -> Iterator[Line]:
        """Statements of these kinds that may still stand in the outcome."""
        reachable = self.reachable()
        siblings = [rule for rule in self.case.statements if rule.topic and reachable & set(rule.within or reachable)]
        for rule in self.case.statements:
            wanted = rule.kind in kinds and (not with_form or rule.form)
            if not wanted or (rule.within is not None and not reachable & set(rule.within)):
                continue
            # "From ［a date］" says nothing yet where a sibling says the same in general.
            if rule.text.names and any(other.topic == rule.topic and not other.text.names for other in siblings):
                continue
            text = self.told(rule.when, wording_with_names(self.pack, self.case, rule.text, self.language))
            if text:
                yield _line(self.pack, rule.kind.value, text, rule.clauses, rule.form)

    def doors(self) -> Iterator[Line]:
        """Who may submit, as far as it is known."""
        submitters = [self.pack.submitters[entry.take] for entry in self.case.submitter]
        texts = [submitter.text.say(self.language) for submitter in submitters]
        whens = [entry.when for entry in self.case.submitter]
        for place, text in self.ordered(zip(whens, texts, strict=True)):
            yield _line(self.pack, "submitter", text, submitters[place].clauses)

    def offices(self) -> Iterator[Line]:
        """The authorities that can still be the right one."""
        authorities = [self.pack.authorities[entry.take] for entry in self.case.authority]
        texts = [_office_text(authority, self.language) for authority in authorities]
        whens = [entry.when for entry in self.case.authority]
        for place, text in self.ordered(zip(whens, texts, strict=True)):
            yield _line(self.pack, "authority", text, authorities[place].clauses)


def _office_text(authority: Authority, language: Language) -> str:
    named = say(wording.OFFICE_IS, language, office=authority.name.say(language))
    return f"{named} {authority.contact.say(language)}" if authority.contact else named


def _open_part(condition: Condition, situation: Situation) -> Condition:
    """What is left of a condition once the parts that are known are dropped."""
    if not isinstance(condition, Several):
        return condition
    parts = [_open_part(part, situation) for part in condition.parts if isinstance(part.look(situation), str)]
    return parts[0] if len(parts) == 1 else type(condition)(tuple(parts))


def answer_aside(intent: Intent, standing: Standing, moment: Moment, language: Language) -> Aside:
    """The answer to a side question; without a notice, what it depends on."""
    pack = standing.pack
    if intent is Intent.SELF_SUBMIT:
        return _self_submit(standing, moment, language)
    if pack is None:
        return Aside(say(wording.ASIDE_PLACE, language))
    cases = list(_cases(pack, standing, moment, language))
    if intent is Intent.FEES:
        return _fees(pack, standing, cases, language)
    if intent is Intent.FORMS:
        return _forms(pack, standing, cases, language)
    return _where(pack, standing, cases, language)


def _cases(pack: Pack, standing: Standing, moment: Moment, language: Language) -> Iterator[_Case]:
    """The open case, or all of a notice's cases that answer somebody."""
    cases = [standing.case] if standing.case else [case for case in pack.cases.values() if case.intents]
    for case in cases:
        yield _Case(pack, case, Situation(pack, case, standing.known, moment.on), language)


def _decided(standing: Standing, kinds: Sequence[StatementKind], language: Language) -> tuple[Line, ...]:
    """The statements of these kinds in the outcome, once there is one."""
    if standing.outcome is None or standing.pack is None:
        return ()
    pack = standing.pack
    return tuple(
        _line(pack, each.kind.value, each.text.say(language), each.clauses, each.form.id if each.form else None)
        for each in standing.outcome.statements
        if each.kind in kinds
    )


def _told(standing: Standing, cases: Iterable[_Case], kinds: Sequence[StatementKind], language: Language) -> list[Line]:
    lines = _decided(standing, kinds, language) if standing.outcome else ()
    return _once([*(lines or [line for case in cases for line in case.statements(kinds)])])


def _once(lines: Iterable[Line]) -> list[Line]:
    return list({line.text: line for line in lines}.values())


def _fees(pack: Pack, standing: Standing, cases: Sequence[_Case], language: Language) -> Aside:
    lines = _told(standing, cases, [StatementKind.FEE], language)
    if lines:
        return Aside(say(wording.FEES_ARE, language), tuple(lines))
    return Aside(
        say(wording.SILENT_ON_FEES, language, citation=pack.notice.citation, office=_office(standing, pack, language))
    )


def _office(standing: Standing, pack: Pack, language: Language) -> str:
    """Whom to ask: the outcome's authority, or the first that the notice names."""
    authority = standing.outcome.authority if standing.outcome else next(iter(pack.authorities.values()))
    return authority.name.say(language)


def _where(pack: Pack, standing: Standing, cases: Sequence[_Case], language: Language) -> Aside:
    offices: Iterable[Line]
    if standing.outcome:
        authority = standing.outcome.authority
        offices = [_line(pack, "authority", _office_text(authority, language), authority.clauses)]
    else:
        offices = [line for case in cases for line in case.offices()]
    times = _told(standing, cases, [StatementKind.DEADLINE], language) if standing.case else []
    silent = Line("note", say(wording.NO_ADDRESS, language))
    return Aside(say(wording.WHERE_IS, language), (*_once(offices), *times, silent))


def _forms(pack: Pack, standing: Standing, cases: Sequence[_Case], language: Language) -> Aside:
    every = list(StatementKind)
    if standing.outcome:
        lines = [line for line in _decided(standing, every, language) if line.form]
    elif standing.case:
        lines = [line for case in cases for line in case.statements(every, with_form=True)]
    else:
        lines = [_line(pack, "form", form.name.say(language), form.clauses, form.id) for form in pack.forms.values()]
    opening = wording.FORMS_ARE if lines else wording.NO_FORMS
    return Aside(say(opening, language), tuple(_once(lines)))


def _self_submit(standing: Standing, moment: Moment, language: Language) -> Aside:
    """The unit rule with its clauses, the right door, and what to prepare."""
    rule = say(wording.ONLY_UNITS, language)
    pack = standing.pack
    if pack is None:
        rules = [_unit_rule(each, language) for each in moment.packs.values()]
        return Aside(f"{rule}{_gap(language)}{say(wording.ONLY_UNITS_PLACE, language)}", tuple(rules))
    if standing.case is None:
        return Aside(rule, tuple(_doors_of(pack, language)))
    if standing.outcome:
        submitter = standing.outcome.submitter
        doors = [_line(pack, "submitter", submitter.text.say(language), submitter.clauses)]
    else:
        doors = [line for case in _cases(pack, standing, moment, language) for line in case.doors()]
    materials = _told(standing, _cases(pack, standing, moment, language), [StatementKind.MATERIAL], language)
    return Aside(rule, (*_once(doors), *materials))


def _doors_of(pack: Pack, language: Language) -> Iterator[Line]:
    """The doors of a notice before the matter is known: the first of each kind among the cases that answer people."""
    taken = [entry.take for case in pack.cases.values() if case.intents for entry in case.submitter]
    doors: dict[SubmitterKind, Submitter] = {}
    for submitter in (pack.submitters[take] for take in taken):
        doors.setdefault(submitter.kind, submitter)
    for submitter in doors.values():
        yield _line(pack, "submitter", submitter.text.say(language), submitter.clauses)


def _unit_rule(pack: Pack, language: Language) -> Line:
    """A notice's unit rule: its first submitter of the kind unit, and where the notice applies."""
    units = [submitter for submitter in pack.submitters.values() if submitter.kind is SubmitterKind.UNIT]
    submitter = (units or list(pack.submitters.values()))[0]
    colon = "：" if language == "zh" else ": "
    place = pack.notice.applies_to.say(language)
    return _line(pack, "submitter", f"{place}{colon}{submitter.text.say(language)}", submitter.clauses)


def _gap(language: Language) -> str:
    return "" if language == "zh" else " "
