"""What one file's model cannot see: that ids are unique, references lead somewhere, and ordered lists have an end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy.conditions import ALWAYS, TODAY, Condition, DateIs, FactIs
from policy.marked_yaml import Place
from policy.photo import PhotoFile
from policy.schema import (
    ASK_AUTHORITY,
    AuthoritiesFile,
    Case,
    ClausesFile,
    Fact,
    FactsFile,
    FormsFile,
    LostNotice,
    NoticeFile,
    RouteRule,
    StatementRule,
    Text,
)
from policy.vocabulary import SLOTS, FactKind, SlotKind, StatementKind

RESERVED = frozenset({"all", "any", "not", "date", TODAY})


@dataclass(frozen=True)
class Found:
    """One problem: the file, the place of the entry in it, and what is wrong in both languages."""

    file: str
    place: Place
    zh: str
    en: str
    line: int | None = None


@dataclass(frozen=True)
class PackFiles:
    """The files of one pack, each valid in itself; `cases` by file name."""

    notice: NoticeFile
    clauses: ClausesFile
    facts: FactsFile
    offices: AuthoritiesFile
    forms: FormsFile
    cases: dict[str, Case]
    lost_notice: LostNotice | None
    photo: PhotoFile | None
    rules: tuple[str, ...]


class _Ids:
    """The ids of a pack by what they name."""

    def __init__(self, files: PackFiles) -> None:
        self.clauses = {clause.id for clause in files.clauses.clauses}
        self.facts = {fact.id: fact for fact in files.facts.facts}
        self.authorities = {authority.id for authority in files.offices.authorities}
        self.submitters = {submitter.id for submitter in files.offices.submitters}
        self.forms = {form.id for form in files.forms.forms}
        self.cases = {case.id for case in files.cases.values()}
        materials = (rule for case in files.cases.values() for rule in case.statements)
        self.materials = {rule.id for rule in materials if rule.kind is StatementKind.MATERIAL}


def broken_links(files: PackFiles) -> list[Found]:
    """Every problem between entries; empty when the pack holds together."""
    ids = _Ids(files)
    return [
        *_twice("clauses.yaml", "clauses", files.clauses.clauses),
        *_twice("facts.yaml", "facts", files.facts.facts),
        *_twice("authorities.yaml", "authorities", files.offices.authorities),
        *_twice("authorities.yaml", "submitters", files.offices.submitters),
        *_twice("forms.yaml", "forms", files.forms.forms),
        *_unknown_clauses(files, ids),
        *_photos(files, ids),
        *(found for index, fact in enumerate(files.facts.facts) for found in _fact(index, fact)),
        *_case_names(files),
        *_general_submitter(files, ids),
        *(found for name, case in files.cases.items() for found in _CaseLinks(name, case, ids).problems()),
    ]


def _twice(file: str, key: str, entries: Sequence[Any], *around: str | int) -> Iterator[Found]:
    counts = Counter(entry.id for entry in entries)
    for index, entry in enumerate(entries):
        if counts[entry.id] > 1:
            place = (*around, key, index, "id")
            yield Found(file, place, f"编号 {entry.id} 重复", f"The id {entry.id} stands more than once")


def _missing(file: str, place: Place, what_zh: str, what_en: str, name: str) -> Found:
    return Found(file, place, f"没有{what_zh} {name}", f"There is no {what_en} {name}")


def _unknown_clauses(files: PackFiles, ids: _Ids) -> Iterator[Found]:
    lists: list[tuple[str, str, Sequence[Any]]] = [
        ("facts.yaml", "facts", files.facts.facts),
        ("authorities.yaml", "authorities", files.offices.authorities),
        ("authorities.yaml", "submitters", files.offices.submitters),
        ("forms.yaml", "forms", files.forms.forms),
    ]
    for name, case in files.cases.items():
        lists += [(name, "outcomes", case.outcomes), (name, "statements", case.statements), (name, "route", case.route)]
    for file, key, entries in lists:
        for index, entry in enumerate(entries):
            for clause in entry.clauses:
                if clause not in ids.clauses:
                    yield _missing(file, (key, index, "clauses"), "条款", "clause", clause)
    for clause in files.notice.ban.clauses if files.notice.ban else ():
        if clause not in ids.clauses:
            yield _missing("notice.yaml", ("ban", "clauses"), "条款", "clause", clause)
    for clause in files.lost_notice.clauses if files.lost_notice else ():
        if clause not in ids.clauses:
            yield _missing("lost-notice.yaml", ("clauses",), "条款", "clause", clause)


def _photos(files: PackFiles, ids: _Ids) -> Iterator[Found]:
    photos = files.photo.photos if files.photo else ()
    yield from _twice("photo.yaml", "photos", photos)
    for index, photo in enumerate(photos):
        if photo.material is not None and photo.material not in ids.materials:
            yield _missing("photo.yaml", ("photos", index, "material"), "材料", "material", photo.material)
        parts: list[tuple[Place, Any]] = [((), photo)]
        for key in ("requirements", "left_open"):
            parts += [((key, at), each) for at, each in enumerate(getattr(photo, key))]
        for place, part in parts:
            for clause in part.clauses:
                if clause not in ids.clauses:
                    yield _missing("photo.yaml", ("photos", index, *place, "clauses"), "条款", "clause", clause)


def _fact(index: int, fact: Fact) -> Iterator[Found]:
    place: Place = ("facts", index)
    if fact.id in RESERVED:
        yield Found("facts.yaml", (*place, "id"), f"{fact.id} 是保留词", f"{fact.id} is a word of the conditions")
    yield from _twice("facts.yaml", "choices", fact.choices, *place)
    if fact.slot is None:
        return
    kind, _ = SLOTS[fact.slot.name]
    for value in fact.slot.values.values():
        if value not in fact.answers:
            yield _missing("facts.yaml", (*place, "slot"), "选项", "choice", str(value))
    dated = fact.kind is FactKind.DATE
    if dated != (kind is SlotKind.DATE):
        yield Found("facts.yaml", (*place, "slot"), "槽位的类型与事实不符", "The slot's kind does not fit the fact")


def _general_submitter(files: PackFiles, ids: _Ids) -> Iterator[Found]:
    name = files.notice.general_submitter
    if name not in ids.submitters:
        yield _missing("notice.yaml", ("general_submitter",), "提交人", "submitter", name)


def _case_names(files: PackFiles) -> Iterator[Found]:
    intents: Counter[str] = Counter()
    for name, case in files.cases.items():
        if name != f"cases/{case.id}.yaml":
            yield Found(name, ("id",), "编号应与文件同名", "The id must be the file's name")
        for intent in case.intents:
            intents[intent.value] += 1
            if intents[intent.value] > 1:
                yield Found(
                    name,
                    ("intents",),
                    f"意图 {intent.value} 已属于另一事项",
                    f"The intent {intent.value} already belongs to another case",
                )


class _CaseLinks:
    """The checks of one case."""

    def __init__(self, file: str, case: Case, ids: _Ids) -> None:
        self.file = file
        self.case = case
        self.ids = ids
        self.named_dates = {TODAY, *case.computed} | {
            fact.id for fact in ids.facts.values() if fact.kind is FactKind.DATE
        }

    def problems(self) -> Iterator[Found]:
        """Every problem of the case."""
        case = self.case
        for key in ("outcomes", "statements", "dates", "route"):
            yield from _twice(self.file, key, getattr(case, key))
        yield from self._computed()
        yield from self._ordered("outcomes", case.outcomes)
        for key, choosing, known in (
            ("submitter", case.submitter, self.ids.submitters),
            ("authority", case.authority, self.ids.authorities),
        ):
            yield from self._ordered(key, choosing)
            for index, entry in enumerate(choosing):
                yield from self._reference((key, index, "take"), entry.take, known)
        for index, outcome in enumerate(case.outcomes):
            yield from self._outcome(("outcomes", index), outcome)
        for index, statement in enumerate(case.statements):
            yield from self._statement(("statements", index), statement)
        for index, step in enumerate(case.route):
            yield from self._step(("route", index), step)

    def _computed(self) -> Iterator[Found]:
        for index, computed in enumerate(self.case.dates):
            fact = self.ids.facts.get(computed.of)
            if fact is None or fact.kind is not FactKind.DATE:
                yield _missing(self.file, ("dates", index, "of"), "日期类事实", "date fact", computed.of)
            if computed.id in self.ids.facts or computed.id in RESERVED:
                place = ("dates", index, "id")
                yield Found(self.file, place, "与事实或保留词同名", "This id already names a fact or a reserved word")

    def _ordered(self, key: str, entries: Sequence[Any]) -> Iterator[Found]:
        for index, entry in enumerate(entries):
            last = index == len(entries) - 1
            if last and entry.when != ALWAYS:
                yield Found(
                    self.file,
                    (key, index),
                    "最后一项不能有 when，否则会有走不到头的情况",
                    "The last entry takes no `when`",
                )
            if not last and entry.when == ALWAYS:
                yield Found(self.file, (key, index), "只有最后一项可以没有 when", "Only the last entry may lack `when`")
            yield from self._condition((key, index, "when"), entry.when)

    def _outcome(self, place: Place, outcome: Any) -> Iterator[Found]:
        references = (
            ("see_case", self.ids.cases),
            ("submitter", self.ids.submitters),
            ("authority", self.ids.authorities),
        )
        for key, known in references:
            yield from self._reference((*place, key), getattr(outcome, key), known)
        if outcome.earliest_date is not None and not self._is_date(outcome.earliest_date):
            yield _missing(self.file, (*place, "earliest_date"), "日期", "date", outcome.earliest_date)
        yield from self._wording((*place, "headline"), outcome.headline)

    def _statement(self, place: Place, statement: StatementRule) -> Iterator[Found]:
        yield from self._condition((*place, "when"), statement.when)
        yield from self._reference((*place, "form"), statement.form, self.ids.forms)
        yield from self._reference((*place, "ask"), statement.ask, self.ids.authorities | {ASK_AUTHORITY})
        yield from self._within(place, statement.within)
        yield from self._wording((*place, "text"), statement.text)

    def _step(self, place: Place, step: RouteRule) -> Iterator[Found]:
        yield from self._condition((*place, "when"), step.when)
        yield from self._within(place, step.within)
        for name in step.text.names:
            yield _missing(self.file, (*place, "text"), "可填的占位符", "place to fill in a route step", name)

    def _within(self, place: Place, names: Iterable[str] | None) -> Iterator[Found]:
        outcomes = {outcome.id for outcome in self.case.outcomes}
        for name in names or ():
            yield from self._reference((*place, "in"), name, outcomes)

    def _reference(self, place: Place, name: str | None, known: Iterable[str]) -> Iterator[Found]:
        if name is not None and name not in known:
            yield Found(self.file, place, f"没有叫 {name} 的条目", f"Nothing is called {name}")

    def _is_date(self, name: str) -> bool:
        if name in self.named_dates:
            return True
        try:
            date.fromisoformat(name)
        except ValueError:
            return False
        return True

    def _condition(self, place: Place, condition: Condition) -> Iterator[Found]:
        for leaf in condition.leaves():
            if isinstance(leaf, FactIs):
                yield from self._answers(place, leaf)
            else:
                yield from self._comparison(place, leaf)

    def _answers(self, place: Place, leaf: FactIs) -> Iterator[Found]:
        fact = self.ids.facts.get(leaf.fact)
        if fact is None:
            yield _missing(self.file, place, "事实", "fact", leaf.fact)
            return
        for answer in leaf.answers:
            if not any(type(answer) is type(known) and answer == known for known in fact.answers):
                yield Found(
                    self.file,
                    place,
                    f"事实 {leaf.fact} 没有答案 {answer}",
                    f"The fact {leaf.fact} has no answer {answer}",
                )

    def _comparison(self, place: Place, leaf: DateIs) -> Iterator[Found]:
        names = [leaf.name, *([leaf.other] if isinstance(leaf.other, str) else [])]
        for name in names:
            if name not in self.named_dates:
                yield _missing(self.file, place, "日期", "date", name)
        if len(names) == 2 and TODAY not in names:
            yield Found(
                self.file, place, "日期只能与某一天或 today 比较", "A date is compared with a day or with today only"
            )

    def _wording(self, place: Place, text: Text) -> Iterator[Found]:
        both = [set(Text(zh=part, en=part).names) for part in (text.zh, text.en)]
        if both[0] != both[1]:
            yield Found(self.file, place, "中英文的占位符不同", "The two languages have different places to fill")
        texts = {fact.id for fact in self.ids.facts.values() if fact.kind is FactKind.TEXT}
        for name in sorted(both[0] | both[1]):
            if name not in self.named_dates | texts:
                yield _missing(self.file, place, "日期或文字事实", "date or text fact", name)
