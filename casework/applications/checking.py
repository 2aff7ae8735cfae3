"""Whether an application may be submitted today: the notice's answer, what is missing, who will be on its way.

    check = examine(session, case, today=today, vault=vault)
    check.outcome.headline, check.findings, check.route      # what the page shows before anybody presses the button
    require_ready(check)                                     # or raises what keeps it back, with clause and date

The notice is asked anew with today's date each time, so a draft that was right last year is judged by today's day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.models import Organisation
from casework.accounts.words import OrganisationKind
from casework.applications.drafting import typed_details
from casework.applications.errors import CannotSubmitYet, FactsIncomplete, InquiryMissing, SubmissionIncomplete
from casework.applications.facts import contradicted, from_json, matter_of, route_of
from casework.applications.findings import Finding, lines
from casework.applications.models import Entry
from casework.applications.moving import Case
from casework.applications.particulars import LABELS, missing, read_particulars
from casework.applications.photos import photo_findings
from casework.applications.routing import Way
from casework.applications.words import Kind, Material
from messages.advice import Advice
from policy import Answer, Ask, Outcome, OutcomeVerdict, Pack, Statement, StatementKind, evaluate
from registry.models import Approval, Certificate
from registry.names import matching_form, normalise_number
from registry.sealing import IdentityVault
from registry.words import State as PaperState
from signing.claims import Level

NOT_TICKED = Advice(
    "这份材料还没有落实。",
    "This paper is not accounted for.",
    "请上传，或注明随原件报送。",
    "Attach it, or say that it comes on paper.",
)
NO_SUBJECT = Advice("没有写明领取哪一批证书。", "The batch is not named.", "请写明批次和份数。", "Name the batch.")
OTHER_LEVEL = Advice(
    "级别与前面回答的级别不一致。",
    "The level is not the one that was answered before.",
    "请更正级别或回答。",
    "Correct the level or the answer.",
)
OTHER_UNIT = Advice(
    "单位性质与本单位的账户不一致。",
    "The kind of unit is not the one of your account.",
    "请更正回答；账户有误的，请联系开通机关。",
    "Correct the answer; if the account is wrong, tell the office that opened it.",
)
NOT_THAT_PAPER = Advice(
    "登记库里此编号的证书与所填的姓名、身份证号或资格不一致。",
    "The registry's certificate of this number does not belong to the name, identity number or title given.",
    "请对照原证书核对编号和各项内容。",
    "Compare the number and the rest with the certificate.",
)
NOT_IN_FORCE = Advice(
    "登记库里此证书的状态是“{state}”，不能再办理这一事项。",
    "The registry says that this certificate is {state_en}; this cannot be applied for.",
    "请核对编号；有疑问请询问发证机关。",
    "Check the number; in doubt ask the issuer.",
)
TWICE = Advice(
    "与第 {row} 行是同一人的同一证书。",
    "Row {row} has the same person and paper.",
    "请只保留一行。",
    "Keep one.",
)
SAME_NUMBER = Advice(
    "与第 {row} 行的证书编号相同，持证人不同。",
    "Row {row} has the same certificate number and another holder.",
    "请对照原证书更正编号。",
    "Compare the numbers with the certificates.",
)
ELSEWHERE = Advice(
    "此人的同一事项已有一份在办的申请。",
    "An application for the same person and matter is open.",
    "请先办完或撤回那一份。",
    "Finish or withdraw that one first.",
)


OF_OUR_OWN = frozenset({Kind.REPLACEMENT, Kind.EXCHANGE})
"""Kinds about papers that this registry's authorities issued; an equal number on a paper from elsewhere is chance."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the notice says today about an application, and everything that is still to be put right."""

    pack: Pack
    kind: Kind
    facts: Mapping[str, Answer]
    result: Ask | Outcome
    findings: tuple[Finding, ...]
    way: Way
    papers: Mapping[int, Certificate]
    """The registry's certificate of each entry, by the entry's position, where the registry has it."""
    inquiry: bool
    """Whether it is noted whom the unit asked."""
    warnings: tuple[Finding, ...] = ()
    """What keeps nothing back, and that the unit should know before it submits."""

    @property
    def outcome(self) -> Outcome | None:
        """The notice's answer; None while a question is open."""
        return self.result if isinstance(self.result, Outcome) else None

    @property
    def materials(self) -> tuple[Statement, ...]:
        """The papers that the notice wants, each with its clauses."""
        return materials_of(self.result)


def materials_of(result: Ask | Outcome) -> tuple[Statement, ...]:
    """The papers that an outcome wants; none while a question is open."""
    if not isinstance(result, Outcome):
        return ()
    return tuple(statement for statement in result.statements if statement.kind is StatementKind.MATERIAL)


def examine(session: Session, case: Case, *, today: date, vault: IdentityVault) -> Checked:
    """Judge an application by the notice of today. Raises `NoSuchMatter` for one whose notice is gone."""
    application = case.application
    pack, _, kind = matter_of(application.notice, application.matter)
    facts = from_json(pack, application.facts, today)
    result = evaluate(pack, application.matter, facts, today)
    entries = case.entries()
    papers = _papers_of(session, entries) if kind in OF_OUR_OWN else {}
    submitter = session.get_one(Organisation, application.submitter_id)
    photos_missing, warnings = photo_findings(case, pack)
    findings = [
        *_of_facts(pack, facts, submitter),
        *_of_subject(case),
        *(found for entry in entries for found in _of_entry(case, entry, today, vault)),
        *(found for entry in entries for found in _of_level(pack, facts, entry, rows=len(entries) > 1)),
        *_of_papers(session, entries, papers),
        *_of_repetition(session, kind, entries),
        *_of_materials(result, application.materials),
        *photos_missing,
    ]
    way = Way(
        pack=pack,
        kind=kind,
        submitter=submitter,
        issuers=frozenset(paper.issuer_id for paper in papers.values()),
        route=route_of(pack, facts),
        levels=frozenset(Level(entry.level) for entry in entries if entry.level is not None),
    )
    inquired = application.inquiry is not None
    return Checked(pack, kind, facts, result, tuple(findings), way, papers, inquired, tuple(warnings))


def require_ready(checked: Checked) -> Outcome:
    """The outcome by which the application may be submitted today.

    Raises `FactsIncomplete`, `CannotSubmitYet` (with the clause, and for `wait` the earliest date), `InquiryMissing`
    or `SubmissionIncomplete` with every finding.
    """
    result = checked.result
    if isinstance(result, Ask):
        raise FactsIncomplete(question=result.question.text.zh, question_en=result.question.text.en)
    cited = "、".join(dict.fromkeys(checked.pack.cite(clause) for clause in result.rests_on))
    if result.verdict is OutcomeVerdict.NEEDS_HUMAN and not checked.inquiry:
        asked = next((statement.ask for statement in result.statements if statement.ask), result.authority)
        raise InquiryMissing(
            clauses=cited,
            why=result.headline.zh,
            why_en=result.headline.en,
            asked=asked.name.zh,
            asked_en=asked.name.en,
        )
    if result.verdict not in (OutcomeVerdict.PROCEED, OutcomeVerdict.NEEDS_HUMAN):
        raise CannotSubmitYet(why=result.headline.zh, why_en=result.headline.en, clauses=cited)
    if checked.findings:
        problems, problems_en = lines(checked.findings[:20], "zh"), lines(checked.findings[:20], "en")
        raise SubmissionIncomplete(count=len(checked.findings), problems=problems, problems_en=problems_en)
    return result


def _papers_of(session: Session, entries: list[Entry]) -> dict[int, Certificate]:
    """The registry's certificate of each entry's number, where the registry has one of that number and name."""
    keys = {normalise_number(entry.number) for entry in entries if entry.number}
    by_key: dict[str, list[Certificate]] = {}
    for start in range(0, len(keys), 500):
        some = sorted(keys)[start : start + 500]
        for paper in session.scalars(select(Certificate).where(Certificate.number_key.in_(some))):
            by_key.setdefault(paper.number_key, []).append(paper)
    found: dict[int, Certificate] = {}
    for entry in entries:
        same = by_key.get(normalise_number(entry.number), []) if entry.number else []
        named = [paper for paper in same if matching_form(paper.name) == matching_form(entry.name)]
        if same:
            found[entry.position] = next(iter(named), same[0])
    return found


def _of_facts(pack: Pack, facts: Mapping[str, Answer], submitter: Organisation) -> Iterator[Finding]:
    said = {OrganisationKind.PUBLIC_UNIT: "public", OrganisationKind.PRIVATE_UNIT: "private"}
    kind = said.get(OrganisationKind(submitter.kind))
    fact = contradicted(pack, facts, "unit_kind", kind) if kind else None
    if fact is not None:
        yield _about_fact(pack, fact, OTHER_UNIT)


def _about_fact(pack: Pack, fact_id: str, advice: Advice, row: int | None = None) -> Finding:
    fact = pack.facts[fact_id]
    return Finding(advice, fact_id, (fact.label.zh, fact.label.en), row, fact.clauses)


def _of_subject(case: Case) -> Iterator[Finding]:
    if not case.application.is_kind.issues and not case.application.subject:
        yield Finding(NO_SUBJECT, "subject")


def _row(case: Case, entry: Entry) -> int | None:
    return entry.position if case.application.entries > 1 else None


def _of_entry(case: Case, entry: Entry, today: date, vault: IdentityVault) -> Iterator[Finding]:
    details, row = typed_details(entry, vault), _row(case, entry)
    yield from missing(case.application.is_kind, details, row=row)
    yield from read_particulars(details, today=today, row=row).findings


def _of_level(pack: Pack, facts: Mapping[str, Answer], entry: Entry, *, rows: bool) -> Iterator[Finding]:
    if entry.level is None:
        return
    fact = contradicted(pack, facts, "level", Level(entry.level).band.value)
    if fact is not None:
        yield _about_fact(pack, fact, OTHER_LEVEL, entry.position if rows else None)


def _of_papers(session: Session, entries: list[Entry], papers: Mapping[int, Certificate]) -> Iterator[Finding]:
    holders = _holders(session, papers.values())
    for entry in entries:
        paper = papers.get(entry.position)
        if paper is None:
            continue
        row = entry.position if len(entries) > 1 else None
        known = holders.get(paper.approval_id)
        said = (matching_form(entry.name), entry.title, entry.identity_index if known else None)
        if said != (matching_form(paper.name), paper.title, known):
            yield Finding(NOT_THAT_PAPER, "number", LABELS["number"], row)
        elif paper.state != PaperState.VALID.value:
            state = PaperState(paper.state)
            yield Finding(NOT_IN_FORCE.filled(state=state.zh, state_en=state.en), "number", LABELS["number"], row)


def _holders(session: Session, papers: Iterable[Certificate]) -> dict[int, bytes | None]:
    """The keyed index of the identity number that the registry knows for each approval."""
    ids = sorted({paper.approval_id for paper in papers})
    found: dict[int, bytes | None] = {}
    for start in range(0, len(ids), 500):
        query = select(Approval.id, Approval.identity_index).where(Approval.id.in_(ids[start : start + 500]))
        found.update(dict(session.execute(query).all()))
    return found


def _of_repetition(session: Session, kind: Kind, entries: list[Entry]) -> Iterator[Finding]:
    """People who stand twice in this application, or in another open one."""
    seen: dict[bytes, int] = {}
    numbers: dict[str, int] = {}
    keys = {entry.position: open_key(kind, entry) for entry in entries}
    taken = _taken(session, entries, [key for key in keys.values() if key])
    for entry in entries:
        key = keys[entry.position]
        row = entry.position if len(entries) > 1 else None
        if key is None:
            continue
        if key in seen:
            yield Finding(TWICE.filled(row=seen[key]), "identity", LABELS["identity"], row)
        elif key in taken:
            yield Finding(ELSEWHERE, "identity", LABELS["identity"], row)
        elif entry.number in numbers:
            yield Finding(SAME_NUMBER.filled(row=numbers[entry.number]), "number", LABELS["number"], row)
        seen.setdefault(key, entry.position)
        numbers.setdefault(entry.number, entry.position)


def open_key(kind: Kind, entry: Entry) -> bytes | None:
    """What is equal for the same person and matter: digest of the identity index, the kind and the paper's number."""
    if entry.identity_index is None:
        return None
    # The index is a keyed digest already, so nothing personal can be guessed from this one.
    return sha256(b"|".join((entry.identity_index, kind.encode(), normalise_number(entry.number).encode()))).digest()


def _taken(session: Session, entries: list[Entry], keys: list[bytes]) -> set[bytes]:
    if not entries:
        return set()
    mine, found = entries[0].application_id, set()
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        query = select(Entry.open_key).where(Entry.open_key.in_(some), Entry.application_id != mine)
        found |= {key for key in session.scalars(query) if key is not None}
    return found


def _of_materials(result: Ask | Outcome, kept: Mapping[str, str]) -> Iterator[Finding]:
    for statement in materials_of(result):
        if kept.get(statement.id) not in set(Material):
            yield Finding(NOT_TICKED, statement.id, (statement.text.zh, statement.text.en), None, statement.clauses)
