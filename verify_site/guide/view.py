"""A turn as its page needs it: what is said, grouped statements with their places, buttons, and where links lead.

view_of(turn, spoken("zh"))["groups"]     -> the outcome's statements in the order of a checklist
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.conversation import Line, Link, Turn
from bot.conversation.wording import WELCOME_BACK, say
from documents.forms import load_forms
from policy import Form, Outcome, OutcomeVerdict, Pack, Statement, StatementKind
from policy.words import VERDICTS
from verify_site.language import N_, Speech

SHOWN = 600
"""Characters of a person's own sentence that its page repeats."""


@dataclass(frozen=True, slots=True)
class Cited:
    """Clauses of one notice as officials write them; `places` are (words, address) pairs."""

    notice: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Statements of one kind under one heading."""

    kind: str
    heading: str
    statements: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How a verdict looks; the words say the same as icon and colour."""

    tone: str
    icon: str


LOOKS = {
    OutcomeVerdict.PROCEED: Look("good", "valid"),
    OutcomeVerdict.FIX_FIRST: Look("changed", "guide_fix"),
    OutcomeVerdict.WAIT: Look("changed", "guide_wait"),
    OutcomeVerdict.REDIRECT: Look("unsure", "guide_door"),
    OutcomeVerdict.REFUSE: Look("bad", "revoked"),
    OutcomeVerdict.NOT_REQUIRED: Look("good", "guide_none"),
    OutcomeVerdict.OUT_OF_SCOPE: Look("unsure", "guide_none_blue"),
    OutcomeVerdict.NEEDS_HUMAN: Look("unsure", "guide_ask"),
}
TO_DO = (OutcomeVerdict.PROCEED, OutcomeVerdict.FIX_FIRST, OutcomeVerdict.WAIT)
"""The verdicts that leave something to prepare; the others are an answer rather than a checklist."""
PREPARABLE = (*TO_DO, OutcomeVerdict.NEEDS_HUMAN)
"""The verdicts for which papers are gathered; where a person must be asked, only if the notice names papers."""
HEADINGS = {
    StatementKind.MATERIAL: N_("要准备的材料"),
    StatementKind.STEP: N_("怎样办"),
    StatementKind.CONDITION: N_("要满足的条件"),
    StatementKind.DEADLINE: N_("时间"),
    StatementKind.REFUSAL: N_("哪些情况不予办理"),
    StatementKind.FEE: N_("费用"),
    StatementKind.NOTE: N_("说明"),
}
"""In the order of the checklist."""
ASK = N_("要问清楚的事")


def cited(pack: Pack, clauses: Iterable[str], speech: Speech) -> Cited:
    """Clauses with links to where each is summarised."""
    places = dict.fromkeys(pack.clause(clause).place for clause in clauses)
    path = speech.link(f"/guide/{pack.id}/clauses")
    return Cited(pack.notice.citation, tuple((place, f"{path}#{quote(place)}") for place in places))


def view_of(turn: Turn, speech: Speech) -> dict[str, Any]:
    """Everything that the template of a turn shows."""
    language = speech.language
    return {
        "token": turn.token,
        "action": speech.link(f"/guide/c/{turn.token}"),
        "remarks": remarks_of(turn),
        "aside": _aside(turn, speech),
        "helped": turn.notice_help,
        "helped_cites": notice_cites(turn, speech),
        "understood": turn.understood,
        "question": turn.question.as_dict(language, turn.on) if turn.question else None,
        "question_cites": _question_cites(turn, speech),
        "remaining": turn.remaining if turn.question else None,
        "changing": turn.conversation.changing,
        "buttons": [(f"{link.to}:{link.value}", link.text) for link in turn.links if link.to in ("intent", "case")],
        "prepare": speech.link(f"/prepare/{turn.token}") if turn.outcome and worth_preparing(turn.outcome) else None,
        "calendar": next((_address(link, turn, speech) for link in turn.links if link.to == "calendar"), None),
        "links": [shown for link in turn.links if link.to != "calendar" and (shown := _address(link, turn, speech))],
        "started": bool(turn.conversation.steps or turn.conversation.aside or turn.conversation.offered),
        "notice": turn.pack.notice if turn.pack else None,
        "outcome": _outcome(turn.pack, turn.outcome, speech) if turn.pack and turn.outcome else None,
    }


def worth_preparing(outcome: Outcome) -> bool:
    """Whether the outcome leaves papers to prepare for a unit that will submit."""
    papers = any(each.kind is StatementKind.MATERIAL for each in outcome.statements)
    to_do = outcome.verdict in TO_DO and outcome.effect is not None
    return to_do or (outcome.verdict in PREPARABLE and papers)


def remarks_of(turn: Turn) -> list[str]:
    """What is said beside question and outcome; the outcome's own sentences have their place in the checklist."""
    if turn.outcome is None:
        return list(turn.said)
    outcome, language = turn.outcome, turn.language
    own = {text.say(language) for text in (outcome.submitter.text, outcome.headline, outcome.notice.basis)}
    return [sentence for sentence in turn.said if sentence not in own]


def without_welcome(turn: Turn, remarks: Sequence[str]) -> list[str]:
    """Remarks but for the greeting of somebody who returns; on the same day nobody has been away."""
    return [remark for remark in remarks if remark != say(WELCOME_BACK, turn.language)]


def echo(text: str) -> str:
    """A person's sentence as its page may repeat it: without control characters, and not too long."""
    plain = "".join(mark for mark in text if mark == "\n" or unicodedata.category(mark) not in ("Cc", "Cs"))
    return plain[:SHOWN] + ("…" if len(plain) > SHOWN else "")


def notice_cites(turn: Turn, speech: Speech) -> Cited | None:
    """The rule of the newspaper notice, where one was checked."""
    pack = turn.notice_help.pack if turn.notice_help else None
    return cited(pack, pack.lost_notice.clauses, speech) if pack and pack.lost_notice else None


def _question_cites(turn: Turn, speech: Speech) -> Cited | None:
    question = turn.question
    if question is None or question.pack is None or not question.clauses:
        return None
    return cited(question.pack, question.clauses, speech)


def _aside(turn: Turn, speech: Speech) -> dict[str, Any] | None:
    if turn.aside is None:
        return None
    return {
        "opening": turn.aside.opening,
        "lines": [(line, _line_cites(turn.pack, line, speech)) for line in turn.aside.lines],
    }


def _line_cites(pack: Pack | None, line: Line, speech: Speech) -> Cited | None:
    """Links where the notice is known; before that, the citations as words alone."""
    if pack and all(clause in pack.clauses for clause in line.clauses):
        return cited(pack, line.clauses, speech) if line.clauses else None
    return Cited("", tuple((citation, "") for citation in line.citations)) if line.citations else None


def _address(link: Link, turn: Turn, speech: Speech) -> tuple[str, str] | None:
    """Where a link of a turn leads on this site."""
    paths = {
        "verification": "/",
        "notice_helper": f"/guide/{link.value}/newspaper",
        "calendar": f"/guide/c/{turn.token}/calendar.ics",
        "map": f"/guide/{link.value}/map",
    }
    if link.to not in paths:
        return None
    path = speech.link(paths[link.to])
    if link.to == "notice_helper":
        path += f"{'&' if speech.query else '?'}c={turn.token}"
    return path, link.text


def _outcome(pack: Pack, outcome: Outcome, speech: Speech) -> dict[str, Any]:
    language = speech.language
    return {
        "look": LOOKS[outcome.verdict],
        "verdict": VERDICTS[outcome.verdict][language],
        "to_do": outcome.verdict in TO_DO,
        "headline": outcome.headline.say(language),
        "cites": cited(pack, outcome.rests_on, speech),
        "title": pack.cases[outcome.case].title.say(language),
        "submitter": outcome.submitter.text.say(language),
        "submitter_cites": cited(pack, outcome.submitter.clauses, speech),
        "office": outcome.authority.name.say(language),
        "contact": outcome.authority.contact.say(language) if outcome.authority.contact else None,
        "office_cites": cited(pack, outcome.authority.clauses, speech),
        "earliest": speech.date(outcome.earliest_date) if outcome.earliest_date else None,
        "basis": outcome.notice.basis.say(language),
        "currency": outcome.notice.currency.say(language),
        "groups": _groups(pack, outcome, speech),
        "forms": [_form(pack, form, speech) for form in outcome.forms],
    }


def _form(pack: Pack, form: Form, speech: Speech) -> tuple[str, str | None, Cited]:
    """A form's name, its page where this site offers it for download, and the clauses that name it."""
    path = f"/forms/{pack.id}/{form.id}" if f"{pack.id}/{form.id}" in load_forms() else None
    return form.name.say(speech.language), speech.link(path) if path else None, cited(pack, form.clauses, speech)


def _groups(pack: Pack, outcome: Outcome, speech: Speech) -> list[Group]:
    """What needs a person stands first among the rest: whoever reads on should know what is not settled."""
    asking = tuple(_statement(pack, each, speech) for each in outcome.statements if each.ask)
    groups = [
        Group(kind.value, speech.text(heading), tuple(_statement(pack, each, speech) for each in found))
        for kind, heading in HEADINGS.items()
        if (found := [each for each in outcome.statements if each.kind is kind and not each.ask])
    ]
    return [*groups, *([Group("ask", speech.text(ASK), asking)] if asking else [])]


def _statement(pack: Pack, statement: Statement, speech: Speech) -> dict[str, Any]:
    language = speech.language
    asked = statement.ask
    return {
        "text": statement.text.say(language),
        "copies": statement.copies,
        "original": statement.original,
        "ask": asked.name.say(language) if asked else None,
        "contact": asked.contact.say(language) if asked and asked.contact else None,
        "cites": cited(pack, statement.clauses, speech),
    }
