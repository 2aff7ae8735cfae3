"""The people of a roster that are still open: tick some, then approve, refuse or return them alone.

GET, POST /desk/cases/<application>/entries?after=100
"""

from __future__ import annotations

from flask import Response, abort, request
from sqlalchemy.orm import Session

from casework.applications import reviewing
from casework.applications.queries import view
from casework.applications.words import Move
from verify_site.desk.acting import Act, carry_out, fault_of, number, text, told, version
from verify_site.desk.actions import offer_of
from verify_site.desk.case_view import Reader
from verify_site.desk.edge import edge, member, reading
from verify_site.desk.page import desk_page
from verify_site.desk.review import WHAT_TO_COMPLETE, approval, chosen_clauses, refusal
from verify_site.language import N_, chosen

SHOWN = 100
NOBODY_TICKED = N_("请先勾选要办理的人。")


def entries_page(application: int) -> Response:
    """The open people of a case that this person can decide on."""
    return _page(application, 200, None)


def decide_part(application: int) -> Response:
    """Approve, refuse or return the ticked people; the others stay open."""
    entries = tuple(found for each in request.form.getlist("entry")[:SHOWN] if (found := number(each)))
    make = ACTS.get(request.form.get("do", "")) or abort(400)
    planned = make(application, entries)
    fault = planned.fault if entries else told(NOBODY_TICKED)

    def again(status: int, problem: str | None) -> Response:
        return _page(application, status, problem)

    return carry_out(Act(application, planned.move, fault, planned.work, planned.question, again))


def _return(application: int, entries: tuple[int, ...]) -> Act:
    reasons, clauses = text("reasons"), tuple(chosen_clauses("return-clause"))

    def work(session: Session) -> str:
        reviewing.return_(
            session,
            member(),
            application,
            version=version(),
            reasons=reasons,
            clauses=clauses,
            entries=entries,
            now=edge().now,
        )
        return "part-given-back"

    return Act(application, Move.RETURN, fault_of(reasons, WHAT_TO_COMPLETE), work)


ACTS = {"approve": approval, "refuse": refusal, "return": _return}


def _page(application: int, status: int, problem: str | None) -> Response:
    after = number(request.args.get("after", "")) or 0
    with reading() as session:
        read = Reader.of(view(session, member(), application), chosen(request.args))
        offer = offer_of(read, member())
        following = [entry for entry in offer.open_entries if entry.position > after]
        return desk_page(
            "desk/entries.html",
            f"/desk/cases/{application}/entries",
            status=status,
            application=read.view.application,
            offer=offer,
            pack=read.pack,
            entries=following[:SHOWN],
            after=following[SHOWN - 1].position if len(following) > SHOWN else None,
            here=after,
            typed=request.form,
            ticked=frozenset(request.form.getlist("entry")),
            problem=problem,
        )
