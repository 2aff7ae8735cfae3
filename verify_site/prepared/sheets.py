"""An outcome as the papers of its pack: the checklist, and the hand-over sheet.

pdf = typeset_checklist(checklist_of(ready, speech), fonts())
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Protocol

from casework.prepared import DAYS, shown
from documents.checklist import Checklist, Cited, HandOver, Item, Section
from policy import Case, Outcome, Pack, Statement, StatementKind
from policy.words import VERDICTS
from verify_site.guide.view import ASK, HEADINGS
from verify_site.language import N_, Speech
from verify_site.prepared.ready import Ready
from verify_site.service import service


class Answered(Protocol):
    """A case with the notice's answer on a day: a conversation of the guide, or a unit's application."""

    @property
    def pack(self) -> Pack:
        """The notice."""

    @property
    def case(self) -> Case:
        """What it is about."""

    @property
    def outcome(self) -> Outcome:
        """What the notice answers."""

    @property
    def on(self) -> date:
        """The day of the answer, in China."""


_STYLES = {StatementKind.MATERIAL: "boxes", StatementKind.STEP: "steps"}


def checklist_of(ready: Answered, speech: Speech) -> Checklist:
    """The outcome, worded and cited as on its page."""
    pack, outcome, language = ready.pack, ready.outcome, speech.language
    contact = f" {outcome.authority.contact.say(language)}" if outcome.authority.contact else ""
    return Checklist(
        language=language,
        title=ready.case.title.say(language),
        submitter=submitter_of(ready, speech),
        verdict=VERDICTS[outcome.verdict][language],
        headline=_cited(pack, outcome.headline.say(language), outcome.rests_on),
        office=_cited(pack, outcome.authority.name.say(language) + contact, outcome.authority.clauses),
        earliest=speech.date(outcome.earliest_date) if outcome.earliest_date else None,
        citation=pack.notice.citation,
        basis=f"{outcome.notice.basis.say(language)}{speech.text('。')}{outcome.notice.currency.say(language)}",
        sections=tuple(_sections(ready, speech)),
        printed_on=speech.date(ready.on),
    )


def submitter_of(ready: Answered, speech: Speech) -> Cited:
    """Who submits in this case, never an individual; said first on every paper."""
    submitter = ready.outcome.submitter
    return _cited(ready.pack, submitter.text.say(speech.language), submitter.clauses)


def hand_over_of(ready: Ready, code: str, speech: Speech, *, personal: bool) -> HandOver:
    """The sheet with the code. The QR holds it behind the `#`, which no browser sends to any server."""
    site = f"{service().address.scheme}://{service().address.authority}"
    desk = f"{site}/desk/hand-over"
    holds = (
        N_("问答的结果，以及您为表格填写的内容（已加密）") if personal else N_("问答的结果，没有姓名和号码（已加密）")
    )
    return HandOver(
        language=speech.language,
        title=ready.case.title.say(speech.language),
        submitter=submitter_of(ready, speech),
        citation=ready.pack.notice.citation,
        code=shown(code),
        link=f"{desk}#{code}",
        address=desk,
        delete_at=f"{site}/hand-over",
        holds=speech.text(holds),
        expires_on=speech.date(ready.on + timedelta(days=DAYS)),
        printed_on=speech.date(ready.on),
    )


def _sections(ready: Answered, speech: Speech) -> Iterator[Section]:
    statements = ready.outcome.statements
    for kind, heading in HEADINGS.items():
        found = [each for each in statements if each.kind is kind and not each.ask]
        if found:
            items = tuple(_item(ready.pack, each, speech) for each in found)
            yield Section(speech.text(heading), _STYLES.get(kind, "plain"), items)
    asking = tuple(_item(ready.pack, each, speech) for each in statements if each.ask)
    if asking:
        yield Section(speech.text(ASK), "boxes", asking)


def _item(pack: Pack, statement: Statement, speech: Speech) -> Item:
    marks = []
    if statement.original is not None:
        marks.append(speech.text("原件") if statement.original else speech.text("复印件"))
    if statement.copies:
        marks.append(speech.text("%(copies)s份") % {"copies": statement.copies})
    ask = None
    if statement.ask:
        contact = f" {statement.ask.contact.say(speech.language)}" if statement.ask.contact else ""
        ask = f"{statement.ask.name.say(speech.language)}{contact}"
    return Item(_cited(pack, statement.text.say(speech.language), statement.clauses), tuple(marks), ask)


def _cited(pack: Pack, text: str, clauses: Iterable[str]) -> Cited:
    return Cited(text, tuple(dict.fromkeys(pack.clause(clause).place for clause in clauses)))
