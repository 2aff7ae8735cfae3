"""What an office does with one case: opinion, return, decision, originals, collection, false material.

Each view reads its form and gives an `acting.Act` to `acting.carry_out`; the rules are in `casework.applications`.
"""

from __future__ import annotations

from flask import Response, request
from sqlalchemy.orm import Session

from casework.applications import reviewing
from casework.applications.checking import materials_of
from casework.applications.errors import SomebodyElseWasFaster
from casework.applications.queries import find, view
from casework.applications.reviewing import Decision
from casework.applications.words import Kind, Move, State
from verify_site.desk.acting import Act, Question, carry_out, fault_of, text, told, version
from verify_site.desk.actions import barred
from verify_site.desk.case_view import Reader
from verify_site.desk.edge import edge, member, reading
from verify_site.language import N_, chosen

NO_OPINION = N_("请写明审查意见，再报下一步。")
NO_REASONS = N_("请写明要补正什么：至少在一份材料旁边，或在“其他原因”里写一句。")
WHAT_TO_COMPLETE = N_("请写明要补正什么。")
NO_SENTENCE = N_("请写一句话，说明哪里不符合所选的条款。")
NO_CLAUSE = N_("请选择依据的条款。")
NO_COLLECTOR = N_("请写明领取的单位、领取人和证件。")
NO_FINDING = N_("请写明查实了什么、怎样查实的。")
NO_PAPER = N_("请勾选至少一份材料。")
FINAL = N_("决定作出后不能撤回。")
TWO_DECIDE = N_("本机关实行两人审批：这是初审决定，另一位审批人复核后才生效。")
THE_UNIT_SEES = N_("单位会看到条款和您写的说明，可以改正后重新申请。")
APPROVAL_MEANS = {
    Kind.REPLACEMENT: N_("批准后由登记库管理员用命令签发新证书，原证书同时变为“已被取代”。"),
    Kind.CONFIRMATION: N_("批准后由登记库管理员用命令签发职称认定书，原批准时间不变。"),
    Kind.TRANSFER: N_("批准后由登记库管理员用命令签发本地的证书。"),
    Kind.EXCHANGE: N_("批准后由登记库管理员用命令签发新证书，原证书登记为收回销毁。"),
    Kind.COLLECTION: N_("批准后，单位派人来领取时在这里登记领取人。"),
}
"""What an approval of each kind leads to."""
BARS = N_("按%(clauses)s，此人 %(first)s 年至 %(last)s 年不能再申报。")
BARS_NOBODY = N_("本通知没有规定此事项的虚假材料要停止申报，不会自动限制此人。")
REFUSES = N_("这份申请随即不予办理。")
REVOKES = N_("所发的证书标记为待撤销，由登记库管理员用命令撤销。")
LEAVES = N_("所发的证书不受影响；要撤销，请返回勾选。")


def give_opinion(application: int) -> Response:
    """Write the opinion of a review step and pass the case on."""
    opinion = text("opinion")

    def work(session: Session) -> str:
        reviewing.give_opinion(session, member(), application, version=version(), opinion=opinion, now=edge().now)
        return "passed-on"

    return carry_out(Act(application, Move.OPINION, fault_of(opinion, NO_OPINION), work))


def give_back(application: int) -> Response:
    """Give the case back to the unit, with what is to be completed."""
    reasons, clauses = reasons_of(application)

    def work(session: Session) -> str:
        reviewing.return_(
            session, member(), application, version=version(), reasons=reasons, clauses=clauses, now=edge().now
        )
        return "given-back"

    return carry_out(Act(application, Move.RETURN, fault_of(reasons, NO_REASONS), work))


def reasons_of(application: int) -> tuple[str, tuple[str, ...]]:
    """The reasons that were typed, a line for each material, and the clauses behind them.

    A reason at a material cites the clauses by which the notice wants that material.
    """
    with reading() as session:
        read = Reader.of(view(session, member(), application), chosen({}))
    lines: list[str] = []
    clauses: list[str] = []
    for statement in materials_of(read.outcome) if read.outcome else ():
        if reason := text(f"paper-{statement.id}"):
            lines.append(f"【{statement.text.zh.rstrip('。')}】{reason}")
            clauses += statement.clauses
    if reason := text("reasons"):
        lines.append(reason)
        clauses += chosen_clauses()
    return "\n".join(lines), tuple(dict.fromkeys(clauses))


def chosen_clauses(name: str = "clause") -> list[str]:
    """The clauses that were chosen; whether the notice has them is for `reviewing` to say."""
    return [clause for clause in request.form.getlist(name) if clause]


def approve(application: int) -> Response:
    """Approve the case, or propose it where two decide."""
    return carry_out(approval(application, None))


def approval(application: int, entries: tuple[int, ...] | None) -> Act:
    """The approval of all that is open, or of some entries."""
    opinion = text("approval")
    decision = Decision(approve=True, opinion=opinion, entries=entries)
    question = Question(told(N_("批准这份申请？")), _approval_means(application), told(N_("确认批准")))
    fault = fault_of(opinion, None)
    return Act(application, Move.APPROVE, fault, lambda session: decided(session, application, decision), question)


def _approval_means(application: int) -> list[str]:
    with reading() as session:
        kind = find(session, member(), application).is_kind
    return [told(each) for each in (APPROVAL_MEANS[kind], FINAL, *([TWO_DECIDE] if member().two_deciders else []))]


def refuse(application: int) -> Response:
    """Refuse the case by a clause, or propose that where two decide."""
    return carry_out(refusal(application, None))


def refusal(application: int, entries: tuple[int, ...] | None) -> Act:
    """The refusal of all that is open, or of some entries."""
    opinion, clauses = text("refusal"), tuple(chosen_clauses())
    decision = Decision(approve=False, opinion=opinion, clauses=clauses, entries=entries)
    follows = [*_cited(application, clauses), opinion, told(FINAL), told(THE_UNIT_SEES)]
    follows += [told(TWO_DECIDE)] if member().two_deciders else []
    question = Question(told(N_("不予办理？")), follows, told(N_("确认不予办理")))
    fault = fault_of(opinion, NO_SENTENCE) if clauses else told(NO_CLAUSE)
    return Act(application, Move.REFUSE, fault, lambda session: decided(session, application, decision), question)


def _cited(application: int, clauses: tuple[str, ...]) -> list[str]:
    """The chosen clauses with their place and summary, to be read once more."""
    with reading() as session:
        read = Reader.of(view(session, member(), application), chosen(request.args))
    known = [read.pack.clauses[clause] for clause in clauses if clause in read.pack.clauses]
    return [f"{read.pack.cite(clause.id)}　{read.said(clause.summary)}" for clause in known]


def decided(session: Session, application: int, decision: Decision) -> str:
    """Make a decision; what the page says of it."""
    state = reviewing.decide(session, member(), application, decision, version=version(), now=edge().now)
    if find(session, member(), application).proposal is not None:
        return "proposed"
    return {State.APPROVED: "approved", State.REFUSED: "refused"}.get(state, "part")


def second(application: int) -> Response:
    """Second the first of two decisions, as it was proposed."""
    opinion = text("seconding")

    def work(session: Session) -> str:
        first = find(session, member(), application).proposal
        if first is None:
            raise SomebodyElseWasFaster
        entries = tuple(first["entries"]) or None
        return decided(session, application, Decision(first["approve"], opinion, tuple(first["clauses"]), entries))

    question = Question(told(N_("同意初审决定？")), [told(FINAL)], told(N_("确认同意")))
    return carry_out(Act(application, Move.APPROVE, fault_of(opinion, None), work, question))


def originals(application: int) -> Response:
    """Write down that originals came in, or that they were given back."""
    given_back = request.form.get("given_back") == "1"
    papers = request.form.getlist("paper")

    def work(session: Session) -> str:
        reviewing.record_originals(
            session, member(), application, papers, version=version(), given_back=given_back, now=edge().now
        )
        return "originals"

    move = Move.RETURN_ORIGINALS if given_back else Move.RECEIVE_ORIGINALS
    return carry_out(Act(application, move, None if papers else told(NO_PAPER), work))


def collection(application: int) -> Response:
    """Write down who collected the certificates."""
    collector = text("collector")

    def work(session: Session) -> str:
        reviewing.record_collection(
            session, member(), application, version=version(), collector=collector, now=edge().now
        )
        return "collected"

    question = Question(told(N_("登记领取？")), [collector, told(N_("登记后申请办结。"))], told(N_("确认领取")))
    return carry_out(Act(application, Move.COLLECT, fault_of(collector, NO_COLLECTOR), work, question))


def false_material(application: int) -> Response:
    """Write down that false material was proven, after saying what follows from it."""
    finding, revoke = text("finding"), request.form.get("revoke") == "1"

    def work(session: Session) -> str:
        reviewing.record_false_material(
            session, member(), application, version=version(), finding=finding, revoke=revoke, now=edge().now
        )
        return "false-material"

    follows = [finding, *_false_material_means(application, revoke=revoke), told(FINAL)]
    question = Question(told(N_("登记查实虚假材料？")), follows, told(N_("确认登记")))
    return carry_out(Act(application, Move.FALSE_MATERIAL, fault_of(finding, NO_FINDING), work, question))


def _false_material_means(application: int, *, revoke: bool) -> list[str]:
    with reading() as session:
        read = Reader.of(view(session, member(), application), chosen(request.args))
    kept = barred(read.pack, read.view.application)
    issued = read.view.application.is_state is State.ISSUED
    third = (REVOKES if revoke else LEAVES) if issued else REFUSES
    if kept is None:
        return [told(BARS_NOBODY), told(third)]
    clauses = "、".join(read.pack.cite(clause) for clause in kept.clauses)
    return [told(BARS) % {"clauses": clauses, "first": kept.first, "last": kept.last}, told(third)]
