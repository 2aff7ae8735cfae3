"""The same done with several cases of the queue: each a move of its own, each with its own result.

POST /desk/queue/batch  do=opinion case=17:3 case=18:5               asks for the text, and whether it is meant
                        … text=材料齐全，同意上报。 confirmed=yes      says of each case what came of it

A return names a clause for each notice among the cases; each case is returned by the clause of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from flask import Response, abort, request
from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.applications import reviewing
from casework.applications.models import reference_of
from casework.applications.queries import PAGE as MOST
from casework.applications.queries import find
from casework.applications.reviewing import Decision
from casework.applications.waiting import Line, waiting_among
from casework.applications.words import State
from casework.errors import CaseworkError
from policy import Clause, Pack, load_packs
from registry.errors import RegistryError
from verify_site.desk.acting import fault_of, text, told
from verify_site.desk.actions import citable
from verify_site.desk.edge import changing, edge, member, reading
from verify_site.desk.page import desk_page, said
from verify_site.desk.review import NO_OPINION, WHAT_TO_COMPLETE, chosen_clauses
from verify_site.language import N_

PAGE = "/desk/queue"
NOBODY = N_("没有勾选任何申请。请返回待办列表勾选。")
_CASE = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")


class Ticked(NamedTuple):
    """A case and the version at which it was ticked."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class Same:
    """What is done with each of several cases: its words, what text it needs, and the move itself."""

    asks: str
    label: str
    button: str
    missing: str | None
    work: Callable[[Session, Member, Ticked, str], str]
    cites: bool = False
    """Whether clauses of the cases' notices can be named with it."""


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one case."""

    id: int
    reference: str
    done: bool
    told: str


def _pass_on(session: Session, who: Member, case: Ticked, written: str) -> str:
    reviewing.give_opinion(session, who, case.id, version=case.version, opinion=written, now=edge().now)
    return N_("意见已签署，已报下一步。")


def _approve(session: Session, who: Member, case: Ticked, written: str) -> str:
    decision = Decision(approve=True, opinion=written)
    state = reviewing.decide(session, who, case.id, decision, version=case.version, now=edge().now)
    if find(session, who, case.id).proposal is not None:
        return N_("初审决定已记下，等另一位审批人复核。")
    # Of a roster whose people were decided one by one before, the last ones may all have been refused.
    return N_("已批准。") if state is State.APPROVED else N_("已办理。")


def _give_back(session: Session, who: Member, case: Ticked, written: str) -> str:
    clauses = _of_its_notice(find(session, who, case.id).notice)
    reviewing.return_(session, who, case.id, version=case.version, reasons=written, clauses=clauses, now=edge().now)
    return N_("已退回补正。")


def _of_its_notice(notice: str) -> list[str]:
    """The chosen clauses without those of other notices; what is a clause of none is for `reviewing` to refuse."""
    others = {clause for pack in load_packs().values() if pack.id != notice for clause in pack.clauses}
    return [clause for clause in chosen_clauses() if clause not in others]


ACTS = {
    "opinion": Same(N_("签署相同的意见，都报下一步？"), N_("审查意见"), N_("确认签署并报下一步"), NO_OPINION, _pass_on),
    "approve": Same(N_("都批准？"), N_("审批意见（可不填）"), N_("确认批准"), None, _approve),
    "return": Same(
        N_("都退回补正？"), N_("退回的原因：要补正什么"), N_("确认退回"), WHAT_TO_COMPLETE, _give_back, True
    ),
}


def batch() -> Response:
    """Ask for the text; once it is confirmed, do the same with every ticked case."""
    act = ACTS.get(request.form.get("do", "")) or abort(400)
    ticked = _ticked()
    written = text("text")
    fault = fault_of(written, act.missing) if request.form.get("confirmed") == "yes" else None
    if not ticked:
        return _ask(act, ticked, told(NOBODY))
    if request.form.get("confirmed") != "yes" or fault is not None:
        return _ask(act, ticked, fault)
    rows = [_row(act, case, written) for case in ticked]
    return desk_page("desk/batch_done.html", PAGE, switch=None, rows=rows, finished=sum(row.done for row in rows))


def _ticked() -> list[Ticked]:
    found = (_CASE.fullmatch(each) for each in request.form.getlist("case")[:MOST])
    return [Ticked(int(each[1]), int(each[2])) for each in found if each]


def _ask(act: Same, ticked: list[Ticked], problem: str | None) -> Response:
    with reading() as session:
        mine = waiting_among(session, member(), [case.id for case in ticked])
    cases: list[tuple[Ticked, str, Line | None]] = [(case, reference_of(case.id), mine.get(case.id)) for case in ticked]
    return desk_page(
        "desk/batch.html",
        PAGE,
        status=422 if problem else 200,
        switch=None,
        problem=problem,
        act=act,
        do=request.form.get("do"),
        cases=cases,
        written=text("text"),
        citable=_citable(mine.values()) if act.cites else [],
        cited=chosen_clauses(),
    )


def _citable(lines: Iterable[Line]) -> list[tuple[Pack, list[Clause]]]:
    """The notices of these cases, each with the clauses that can be named."""
    packs = load_packs()
    named = dict.fromkeys(line.notice for line in lines)
    return [(packs[notice], citable(packs[notice])) for notice in named if notice in packs]


def _row(act: Same, case: Ticked, written: str) -> Row:
    """One case in a transaction of its own; why not, where it could not be done."""
    try:
        with changing() as session:
            done = told(act.work(session, member(), case, written))
    except (CaseworkError, RegistryError) as error:
        return Row(case.id, reference_of(case.id), False, said(error))
    return Row(case.id, reference_of(case.id), True, done)
