"""The queue and what is done from it with several cases at once."""

from __future__ import annotations

import time
from pathlib import Path

from casework.accounts.words import Role
from casework.applications.words import State
from policy import load_packs
from tests.casework.applications.desk import Desk, details
from tests.casework.applications.test_waiting import fill
from tests.verify_site.desk.authority.conftest import Bureau, open_bureau
from tests.verify_site.desk.authority.test_review import newest
from tests.verify_site.papers import Papers

BUDGET = 0.06
"""Seconds for a page of the queue."""


def test_a_page_of_a_thousand_open_cases_is_quick_and_pages_by_key(
    papers: Papers, desk_template: tuple[Path, Desk], tmp_path: Path
) -> None:
    bureau = open_bureau(papers, desk_template, tmp_path)
    fill(bureau.desk, 1000)
    reviewer = bureau.enter("wuhan", Role.REVIEWER)
    page, times = reviewer.get("/desk/queue"), []
    for path in ("/desk/queue", "/desk/queue?kind=exchange&days=7", "/desk/queue?q=张09&region=420100&step=review") * 3:
        start = time.process_time()
        assert reviewer.get(path).status_code == 200
        times.append(time.process_time() - start)
    assert sorted(times)[len(times) // 2] < BUDGET
    assert "共 900 份" in page.text
    assert page.text.count('name="case"') == 50
    following = reviewer.get(page.text.split('<a class="button" href="')[1].split('"')[0].replace("&amp;", "&"))
    assert following.text.count('name="case"') == 50
    assert not set(_cases(page.text)) & set(_cases(following.text))
    bureau.close()


def _cases(html: str) -> list[str]:
    return [part.split(":")[0] for part in html.split('name="case" value="')[1:]]


def test_the_same_opinion_passes_several_cases_on_and_each_has_its_own_result(bureau: Bureau) -> None:
    one, two, moved = (bureau.desk.submitted("lost", serial=serial) for serial in (31, 32, 33))
    reviewer = bureau.enter("wuhan", Role.REVIEWER)
    ticked = [f"{case.id}:{case.version}" for case in (one, two, moved)]
    bureau.desk.pass_on(moved, "wuhan")
    asked = reviewer.post("/desk/queue/batch", do="opinion", case=ticked)
    assert "签署相同的意见" in asked.text
    assert one.state() is State.SUBMITTED
    assert "请写明审查意见" in reviewer.post("/desk/queue/batch", do="opinion", case=ticked, confirmed="yes").text
    done = reviewer.post("/desk/queue/batch", do="opinion", case=ticked, text="同意上报。", confirmed="yes").text
    assert "3 份中办成 2 份" in done
    assert 'role="status"' not in done, "the number is told once, in its sentence"
    assert done.count("意见已签署，已报下一步。") == 2
    assert "在您操作之前，别人已经办理了这份申请" in done
    assert [case.state() for case in (one, two, moved)] == [State.IN_REVIEW] * 3


def test_several_cases_are_approved_or_returned_together(bureau: Bureau) -> None:
    cases = [bureau.desk.submitted("lost", serial=serial) for serial in (34, 35, 36)]
    for case in cases:
        bureau.desk.pass_on(case, "wuhan")
    decider = bureau.enter("wuhan", Role.DECIDER)
    first, second, third = (f"{case.id}:{case.version}" for case in cases)
    done = decider.post("/desk/queue/batch", do="approve", case=[first, second], confirmed="yes").text
    assert "2 份中办成 2 份" in done
    decider.post("/desk/queue/batch", do="return", case=[third], text="缺公章。", confirmed="yes")
    assert [case.state() for case in cases] == [State.APPROVED, State.APPROVED, State.RETURNED]
    assert decider.post("/desk/queue/batch", do="approve").status_code == 422, "nothing is ticked"


def test_cases_that_are_returned_together_each_cite_the_clause_of_their_own_notice(bureau: Bureau) -> None:
    lost, exchange = bureau.desk.submitted("lost", serial=37), bureau.desk.submitted("exchange", serial=38)
    for office, case in (("wuhan", lost), ("bureau", exchange)):
        reviewer = bureau.enter(office, Role.REVIEWER)
        ticked = {"do": "return", "case": f"{case.id}:{case.version}", "text": "缺公章。"}
        asked = reviewer.post("/desk/queue/batch", **ticked).text
        assert 'name="clause"' in asked
        assert ("HB-2.4.2.3" in asked, "HZ-3.2.1" in asked) == (case is lost, case is exchange)
        refused = reviewer.post("/desk/queue/batch", **ticked, clause="XX-1", confirmed="yes").text
        assert "必须选择本通知的条款" in refused, "a clause of no notice"
        both = ["HB-2.4.2.3", "HZ-3.2.1"]
        assert "已退回补正。" in reviewer.post("/desk/queue/batch", **ticked, clause=both, confirmed="yes").text
    assert (newest(lost).clauses, newest(exchange).clauses) == ("HB-2.4.2.3", "HZ-3.2.1")
    unit = bureau.enter("institute", Role.CLERK).get(f"/desk/cases/{lost.id}").text
    place = load_packs()["hubei-2013-80"].clauses["HB-2.4.2.3"].place
    assert place in unit.partition("办理记录")[0], "beside the reasons"
    assert place in unit.partition("办理记录")[2], "in the timeline"


def test_notices_are_counted_in_the_menu_until_somebody_has_seen_them(bureau: Bureau) -> None:
    reviewer = bureau.enter("yichang", Role.REVIEWER)
    assert "条新消息" not in reviewer.get("/desk").text
    case = bureau.desk.submitted("confirm", "school", form=details(41, level="副高级"))
    assert "条新消息" in reviewer.get("/desk").text
    page = reviewer.get("/desk/notices").text
    assert f'href="/desk/cases/{case.id}"' in page
    assert "有申请待办理" in page
    assert reviewer.post("/desk/notices/seen").location == "/desk/notices?done=seen"
    assert "条新消息" not in reviewer.get("/desk").text


def test_the_address_for_mail_is_checked_and_says_whether_mail_is_sent_at_all(bureau: Bureau) -> None:
    administrator = bureau.enter("institute", Role.ADMINISTRATOR)
    assert "还没有配置发信服务器" in administrator.get("/desk/settings").text
    wrong = administrator.post("/desk/settings/mail", address="人事处\r\nBcc: x@evil.example")
    assert wrong.status_code == 422
    assert "人事处" in wrong.text
    assert administrator.post("/desk/settings/mail", address="rsc@example.cn").location.endswith("done=mail")
    assert 'value="rsc@example.cn"' in administrator.get("/desk/settings").text
    assert administrator.post("/desk/settings/mail", address="").location.endswith("done=no-mail")
    assert "两人审批" not in administrator.get("/desk/settings").text, "a unit decides nothing"
