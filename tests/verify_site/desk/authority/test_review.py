"""An office at work in the browser: the queue leads to a case, the case to an opinion, a return or a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework.accounts.models import DeskPerson
from casework.accounts.words import Role
from casework.applications import drafting
from casework.applications.models import Application, ApplicationEvent
from casework.applications.moving import record
from casework.applications.words import EntryState, Material, Move, State
from registry.database import writing
from tests.casework.applications.desk import NOW, VAULT, Handle, details
from tests.verify_site.desk.authority.conftest import Bureau, act
from tests.verify_site.desk.office import Visitor


def newest(case: Handle) -> ApplicationEvent:
    """The last thing that was written down about a case."""
    with Session(case.desk.engine) as session:
        query = select(ApplicationEvent).where(ApplicationEvent.application_id == case.id)
        found = session.scalars(query.order_by(ApplicationEvent.id.desc())).first()
        assert found is not None
        return found


def waiting_for_decision(bureau: Bureau, serial: int) -> Handle:
    """A lost certificate at the city's last step."""
    case = bureau.desk.submitted("lost", serial=serial)
    bureau.desk.pass_on(case, "wuhan")
    return case


def second_decider(bureau: Bureau) -> Visitor:
    """Another person of the city's who decides."""
    with writing(bureau.desk.engine) as session:
        person = session.get_one(DeskPerson, bureau.desk.member("wuhan", Role.SUBMITTER).person_id)
        person.roles, person.name = frozenset({Role.DECIDER}), "审批人乙"
    return bureau.enter("wuhan", Role.SUBMITTER)


def test_a_case_goes_from_the_queue_by_an_opinion_to_its_approval(bureau: Bureau) -> None:
    case = bureau.desk.submitted("lost")
    reviewer, decider = (bureau.enter("wuhan", role) for role in (Role.REVIEWER, Role.DECIDER))
    link = f'href="/desk/cases/{case.id}"'
    assert link in reviewer.get("/desk/queue").text
    page = reviewer.get(f"/desk/cases/{case.id}").text
    assert "/opinion" in page
    assert "/approve" not in page
    passed = act(reviewer, case, "opinion", opinion="材料齐全，同意上报。")
    assert (passed.status_code, passed.location) == (303, f"/desk/cases/{case.id}?done=passed-on")
    assert "/approve" in decider.get(f"/desk/cases/{case.id}").text
    asked = act(decider, case, "approve", approval="同意补发。")
    assert "批准这份申请？" in asked.text
    assert "原证书同时变为“已被取代”" in asked.text
    assert case.state() is State.IN_REVIEW, "nothing is done before it is confirmed"
    assert "同意补发。" in act(decider, case, "approve", approval="同意补发。", confirmed="back").text
    assert act(decider, case, "approve", approval="同意补发。", confirmed="yes").location.endswith("done=approved")
    assert case.state() is State.APPROVED
    assert "已批准，正在办理：由登记库管理员用命令签发" in decider.get(f"/desk/cases/{case.id}").text
    assert link not in decider.get("/desk/queue").text


def test_a_return_names_papers_and_cites_their_clauses_by_itself(bureau: Bureau) -> None:
    case = bureau.desk.submitted("lost", serial=2)
    reviewer = bureau.enter("wuhan", Role.REVIEWER)
    empty = act(reviewer, case, "return")
    assert empty.status_code == 422
    assert "请写明要补正什么" in empty.text
    reasons = {"paper-newspaper-original": "只有复印件", "reasons": "请写明遗失时间。", "clause": "HB-2.4.2.3"}
    assert act(reviewer, case, "return", **reasons).location.endswith("done=given-back")
    assert case.state() is State.RETURNED
    written = newest(case)
    assert written.opinion == "【登有遗失申明的报纸原件】只有复印件\n请写明遗失时间。"
    assert written.clauses == "HB-2.4.2.1 HB-2.4.2.3"


def test_a_refusal_takes_a_clause_and_a_sentence_and_shows_the_clause_once_more(bureau: Bureau) -> None:
    case = waiting_for_decision(bureau, 3)
    decider = bureau.enter("wuhan", Role.DECIDER)
    for fields, missing in (
        ({"refusal": "申明缺遗失时间。"}, "请选择依据的条款"),
        ({"clause": "HB-2.4.2.3"}, "请写一句话"),
        ({"clause": "HZ-1.6", "refusal": "别的通知的条款", "confirmed": "yes"}, "必须选择本通知的条款"),
    ):
        answer = act(decider, case, "refuse", **fields)
        assert answer.status_code == 422
        assert missing in answer.text
        assert fields.get("refusal", "") in answer.text, "nothing that was typed is lost"
    asked = act(decider, case, "refuse", clause="HB-2.4.2.3", refusal="申明缺遗失时间。")
    assert "鄂职改办〔2013〕80号" in asked.text
    done = act(decider, case, "refuse", clause="HB-2.4.2.3", refusal="申明缺遗失时间。", confirmed="yes")
    assert done.location.endswith("done=refused")
    assert case.state() is State.REFUSED
    unit = bureau.enter("institute", Role.CLERK).get(f"/desk/cases/{case.id}")
    assert "申明缺遗失时间。" in unit.text


def test_the_second_of_two_deciders_sees_the_first_decision_and_seconds_it(bureau: Bureau) -> None:
    administrator, first = (bureau.enter("wuhan", role) for role in (Role.ADMINISTRATOR, Role.DECIDER))
    assert administrator.post("/desk/settings/deciders", two_deciders="1").location.endswith("done=two-deciders")
    second, case = second_decider(bureau), waiting_for_decision(bureau, 4)
    assert "另一位审批人复核后才生效" in act(first, case, "approve").text
    assert act(first, case, "approve", approval="符合。", confirmed="yes").location.endswith("done=proposed")
    assert case.state() is State.IN_REVIEW
    assert "请由另一位审批人复核" in first.get(f"/desk/cases/{case.id}").text
    assert "您已经作出初审决定" in act(first, case, "second", confirmed="yes").text
    shown = second.get(f"/desk/cases/{case.id}").text
    assert "初审决定：批准" in shown
    assert "符合。" in shown
    assert "待复核" in second.get("/desk/queue").text
    assert act(second, case, "refuse", clause="HB-2.4.2.3", refusal="不符合。", confirmed="yes").status_code == 422
    assert act(second, case, "second", confirmed="yes").location.endswith("done=approved")
    assert case.state() is State.APPROVED
    administrator.post("/desk/settings/deciders", two_deciders="")


def test_who_comes_second_hears_it_with_the_case_as_it_is_now_and_keeps_their_words(bureau: Bureau) -> None:
    case = bureau.desk.submitted("lost", serial=5)
    version, reviewer = case.version, bureau.enter("wuhan", Role.REVIEWER)
    act(reviewer, case, "originals", paper="newspaper-original")
    late = act(reviewer, case, "opinion", version=version, opinion="我写了很久的意见。")
    assert late.status_code == 409
    assert "在您操作之前，别人已经办理了这份申请" in late.text
    assert "我写了很久的意见。" in late.text
    assert f'name="version" value="{case.version}"' in late.text, "it can be sent at once"
    stale = case.version
    act(reviewer, case, "return", reasons="缺公章。")
    late = act(reviewer, case, "opinion", version=stale, opinion="我写了很久的意见。")
    assert late.status_code == 409
    assert "您刚才写的内容（没有保存，可以复制）" in late.text
    assert "我写了很久的意见。" in late.text


def at_once(work: Sequence[Callable[[], TestResponse]]) -> list[TestResponse]:
    """Send several forms at the same moment."""
    gate, answers = Barrier(len(work)), []

    def run(each: Callable[[], TestResponse]) -> None:
        gate.wait()
        answers.append(each())

    threads = [Thread(target=run, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_deciders_at_once_one_decides_and_one_is_told(bureau: Bureau) -> None:
    refusal = {"clause": "HB-2.4.2.3", "refusal": "缺遗失时间。"}
    for serial in (6, 7):
        case = waiting_for_decision(bureau, serial)
        version = case.version
        shown = {"version": version, "confirmed": "yes"}
        deciders = [bureau.enter("wuhan", Role.DECIDER) for _ in range(3)]
        work = [partial(act, each, case, "approve", **shown) for each in deciders[:2]]
        answers = at_once([*work, partial(act, deciders[2], case, "refuse", **shown, **refusal)])
        assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
        assert case.version == version + 1


def roster(bureau: Bureau, people: int) -> Handle:
    """A roster that waits for its decision at the city of Huzhou."""
    case = bureau.desk.draft("exchange")
    with writing(bureau.desk.engine) as session:
        rows = [details(serial) for serial in range(1, people + 1)]
        clerk = bureau.desk.member("works", Role.CLERK)
        drafting.set_entries(session, clerk, case.id, rows, version=case.version, now=NOW, vault=VAULT)
    bureau.desk.submit(case)
    bureau.desk.pass_on(case, "bureau")
    return case


def test_people_of_a_roster_are_approved_refused_and_returned_by_ticks(bureau: Bureau) -> None:
    case = roster(bureau, 5)
    decider = bureau.enter("huzhou", Role.DECIDER)
    one, two, three, *_ = (entry.id for entry in case.entries())
    page = decider.get(f"/desk/cases/{case.id}/entries").text
    assert page.count('name="entry"') == 5
    assert "请先勾选" in act(decider, case, "entries", do="approve").text
    asked = act(decider, case, "entries", do="approve", entry=[one, two], approval="符合。")
    assert "批准这份申请？" in asked.text
    assert asked.text.count('name="entry"') == 2
    act(decider, case, "entries", do="approve", entry=[one], confirmed="yes")
    refused = {"do": "refuse", "entry": [two], "clause": "HZ-1.6", "refusal": "不在范围内。", "confirmed": "yes"}
    assert act(decider, case, "entries", **refused).location.endswith("done=part")
    assert act(decider, case, "entries", do="return", entry=[three]).status_code == 422, "a return says why"
    act(decider, case, "entries", do="return", entry=[three], reasons="编号看不清。")
    states = [EntryState(entry.state) for entry in case.entries()]
    assert states == [EntryState.APPROVED, EntryState.REFUSED, EntryState.OPEN, EntryState.OPEN]
    assert decider.get(f"/desk/cases/{case.id}/entries").text.count('name="entry"') == 2
    assert act(decider, case, "approve", confirmed="yes").location.endswith("done=approved")
    assert case.state() is State.APPROVED


def test_originals_are_ticked_when_they_come_and_when_they_go_back(bureau: Bureau) -> None:
    case = bureau.desk.submitted("lost", serial=11)
    reviewer = bureau.enter("wuhan", Role.REVIEWER)
    assert act(reviewer, case, "originals").status_code == 422
    assert act(reviewer, case, "originals", paper="newspaper-original").location.endswith("done=originals")
    assert case.application.materials["newspaper-original"] == Material.RECEIVED
    page = reviewer.get(f"/desk/cases/{case.id}").text
    assert page.count('value="newspaper-original"') == 1, "it can only be given back now"
    act(reviewer, case, "originals", paper="newspaper-original", given_back="1")
    assert case.application.materials["newspaper-original"] == Material.GIVEN_BACK


def test_false_material_says_the_years_and_the_clause_before_it_is_recorded(bureau: Bureau) -> None:
    case = bureau.desk.submitted("confirm", form=details(12, level="副高级"))
    bureau.desk.pass_on(case, "wuhan")
    decider = bureau.enter("hubei", Role.DECIDER)
    assert "2027 年至 2029 年不能再申报" in decider.get(f"/desk/cases/{case.id}").text
    asked = act(decider, case, "false-material", finding="合同经核实是伪造的。")
    assert "2027 年至 2029 年不能再申报" in asked.text
    assert "鄂职改办〔2013〕80号" in asked.text
    assert case.state() is State.IN_REVIEW
    done = act(decider, case, "false-material", finding="合同经核实是伪造的。", confirmed="yes")
    assert done.location.endswith("done=false-material")
    assert (case.state(), newest(case).clauses) == (State.REFUSED, "HB-3.5.6.2")


def test_a_collection_is_closed_by_the_name_of_who_collects(bureau: Bureau) -> None:
    case = bureau.desk.submitted("collect")
    officer = bureau.enter("wuhan", Role.DECIDER)
    assert act(officer, case, "approve", confirmed="yes").location.endswith("done=approved")
    assert act(officer, case, "collection").status_code == 422
    assert act(officer, case, "collection", collector="规划研究院，工作证 12 号").status_code == 200
    act(officer, case, "collection", collector="规划研究院，工作证 12 号", confirmed="yes")
    assert case.state() is State.COLLECTED


def test_why_nothing_could_be_issued_is_shown_to_the_office_that_decided(bureau: Bureau) -> None:
    case = waiting_for_decision(bureau, 13)
    decider = bureau.enter("wuhan", Role.DECIDER)
    act(decider, case, "approve", confirmed="yes")
    with writing(bureau.desk.engine) as session:
        application = session.get_one(Application, case.id)
        why = {"opinion": "登记库里的证书不是申请人的。", "details": {"en": "It is not the applicant's."}}
        record(session, application, Move.PROBLEM, now=NOW, actor="王", **why)  # type: ignore[arg-type]
    assert "上次签发没有成功" in decider.get(f"/desk/cases/{case.id}").text
    english = decider.get(f"/desk/cases/{case.id}?lang=en").text
    assert "It could not be issued last time" in english
    assert "It is not the applicant&#39;s." in english


@pytest.mark.parametrize(
    ("move", "name", "serial"), [("opinion", "opinion", 21), ("approve", "approval", 22), ("refuse", "refusal", 23)]
)
def test_a_text_that_is_too_long_is_kept_and_refused(bureau: Bureau, move: str, name: str, serial: int) -> None:
    case = bureau.desk.submitted("lost", serial=serial)
    if move != "opinion":
        bureau.desk.pass_on(case, "wuhan")
    visitor = bureau.enter("wuhan", Role.REVIEWER if move == "opinion" else Role.DECIDER)
    answer = act(visitor, case, move, clause="HB-2.4.2.3", **{name: "长" * 1001})
    assert answer.status_code == 422
    assert "最多 1000 个字" in answer.text
    assert "长" * 1001 in answer.text
