"""An office at work in the browser: the queue leads to a case, the case to an opinion, a return or a decision."""

from __future__ import annotations

from casework.accounts.words import Role
from casework.applications.words import State
from tests.verify_site.desk.authority.conftest import Bureau, act


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
    assert act(decider, case, "approve", approval="同意补发。", confirmed="yes").location.endswith("done=approved")
    assert case.state() is State.APPROVED
    assert "已批准，正在办理：由登记库管理员用命令签发" in decider.get(f"/desk/cases/{case.id}").text
    assert link not in decider.get("/desk/queue").text
