"""How a move of an office is made in the browser: checked, asked once more where it is final, made, or told why not.

    act = Act(application, Move.OPINION, fault, lambda session: …)
    return carry_out(act)

What was typed is never lost: a refused move shows the case as it stands now with the sentence and the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Response, request
from sqlalchemy.orm import Session

from casework.applications.errors import ApplicationError, SomebodyElseWasFaster, TextTooLong
from casework.applications.models import reference_of
from casework.applications.moving import kept_text, open_case
from casework.applications.words import Move
from verify_site.desk.cases import PAGE, case_response
from verify_site.desk.edge import changing, member, reading
from verify_site.desk.page import desk_page, said, to
from verify_site.language import chosen

_OURS = ("csrf", "confirmed")
NEVER = -1
"""No version of any case: what a form without one is taken for."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before a final move: the question, what follows from it, the word on the button."""

    asks: str
    follows: Sequence[str]
    button: str


@dataclass(frozen=True, slots=True)
class Act:
    """One move of one form: what the form lacks (`fault`), and `work`, which returns the word of what came of it."""

    application: int
    move: Move
    fault: str | None
    work: Callable[[Session], str]
    question: Question | None = None
    again: Callable[[int, str | None], Response] | None = None
    """Shows the form again with a status and a sentence; None for the case page."""


def carry_out(act: Act) -> Response:
    """Make the move and lead to the case. Raises `NotFoundHere` and `NotYourRole`; every other refusal is shown."""
    answered = request.form.get("confirmed")
    try:
        _require(act)
        if act.fault is not None or answered == "back":
            return _again(act, 422 if act.fault else 200, act.fault)
        if act.question is not None and answered != "yes":
            return _ask(act, act.question)
        with changing() as session:
            done = act.work(session)
    except ApplicationError as error:
        return _again(act, 409 if isinstance(error, SomebodyElseWasFaster) else 422, said(error))
    return to(f"{PAGE}/{act.application}", done=done)


def _require(act: Act) -> None:
    """Refuse before anything is asked what would be refused afterwards."""
    with reading() as session:
        open_case(session, member(), act.application, version=version(), lock=False).require(act.move)


def _again(act: Act, status: int, problem: str | None) -> Response:
    if act.again is not None:
        return act.again(status, problem)
    # The texts in one, for somebody whose move is no longer theirs to make.
    texts = [value for name, value in request.form.items() if name not in (*_OURS, "version", "clause") and value]
    typed = {**request.form.to_dict(), "act": act.move.value, "texts": "\n".join(texts)}
    return case_response(act.application, status=status, problem=problem, typed=typed)


def _ask(act: Act, question: Question) -> Response:
    return desk_page(
        "desk/confirm.html",
        f"{PAGE}/{act.application}",
        switch=None,
        question=question,
        reference=reference_of(act.application),
        action=request.path,
        kept=[pair for pair in request.form.items(multi=True) if pair[0] not in _OURS],
    )


def version() -> int:
    """The version of the case that the form was made for."""
    return number(request.form.get("version", "")) or NEVER


def number(text: str) -> int | None:
    """A whole number that a database can hold, else None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def text(name: str) -> str:
    """A typed text with single line ends and without space around it."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def told(sentence: str) -> str:
    """A sentence in the language of the request."""
    return chosen(request.args).text(sentence)


def fault_of(written: str, missing: str | None) -> str | None:
    """What is wrong with a text, before anything is asked: absent where `missing` says it is needed, or too long."""
    try:
        kept = kept_text(written)
    except TextTooLong as error:
        return said(error)
    return told(missing) if missing is not None and not kept else None
