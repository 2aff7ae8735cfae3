"""Submitting: what the notice does not allow today is refused with its clause and date, and only units submit."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from casework.accounts.member import Submitter, as_submitter
from casework.accounts.words import OrganisationKind, Role
from casework.applications import drafting, queries, submission
from casework.applications.drafting import Changes, draft_from_prepared
from casework.applications.errors import (
    Banned,
    CannotSubmitYet,
    ChooseOrganisation,
    FactsIncomplete,
    InquiryMissing,
    MoveNotAllowedNow,
    NoOrganisationFits,
    NoSuchMatter,
    SomebodyElseWasFaster,
    SubmissionIncomplete,
    WrongSubmitter,
)
from casework.applications.models import Ban, Step
from casework.applications.words import Kind, Material, State
from casework.errors import NotFoundHere, NotYourRole
from casework.prepared import PreparedCase
from policy import Answer
from registry.database import writing
from tests.casework.applications.desk import FACTS, NOW, VAULT, Desk, details, identity


@pytest.mark.parametrize(
    ("matter", "facts", "clauses", "says"),
    [
        ("lost", {"published_on": date(2026, 8, 1)}, "二（四）3", "2027年2月1日"),
        (
            "lost",
            {"notice_items": "deficient", "newspaper_original": None, "published_on": None},
            "二（四）2",
            "内容不全",
        ),
        ("lost", {"newspaper": "not_yet"}, "二（四）2", "先登报"),
        ("lost", {"issued_here": False}, "二（四）", "不是湖北发的"),
        ("confirm", {"technical_work": False}, "三（五）4（1）", "不予确认"),
        ("confirm", {"route": "national_exam"}, "三", "不用确认"),
        ("confirm", {"archive_moved": False}, "三（一）2", "补齐"),
        ("exchange", {"route": "national_exam"}, "一", "不在换证范围内"),
        ("transfer", {"origin": "stays"}, "五1", "不用确认"),
    ],
)
def test_what_the_notice_does_not_allow_is_refused_with_its_clause(
    desk: Desk, matter: str, facts: Mapping[str, Answer | None], clauses: str, says: str
) -> None:
    case = desk.draft(matter, facts=facts)
    with pytest.raises(CannotSubmitYet) as refused:
        desk.submit(case)
    assert clauses in refused.value.say("zh")
    assert says in refused.value.say("zh")
    assert case.state() is State.DRAFT


def test_the_earliest_day_is_the_first_on_which_a_replacement_goes_in(desk: Desk) -> None:
    case = desk.draft("lost", facts={"published_on": date(2026, 5, 21)})
    with pytest.raises(CannotSubmitYet, match="2026"):
        desk.submit(case)
    desk.submit(case, now=datetime(2026, 11, 20, 16, 1, tzinfo=UTC))  # 00:01 of the 21st in China
    assert case.state() is State.SUBMITTED


def test_an_open_question_and_an_unclear_case_are_said_to_be_so(desk: Desk) -> None:
    case = desk.draft("confirm", facts={"unit_kind": None})
    with pytest.raises(FactsIncomplete, match="unit"):
        desk.submit(case)
    case = desk.draft("confirm", facts={"route": "recognition", "approved": None})
    with pytest.raises(InquiryMissing) as refused:
        desk.submit(case)
    assert "三" in refused.value.say("zh")
    assert "省职改办" in refused.value.say("zh")


def test_an_unclear_case_goes_in_with_the_answer_of_whoever_was_asked(desk: Desk) -> None:
    case = desk.submitted("exchange")
    assert case.state() is State.SUBMITTED
    assert case.application.inquiry == {
        "asked": "湖州市人事局职评中心",
        "on": "2026-11-02",
        "answer": "可以受理逾期换证。",
    }


@pytest.mark.parametrize(
    ("form", "materials", "says"),
    [
        ({"identity": "420101190001010018"}, None, "校验码"),
        ({"identity": ""}, None, "身份证号：没有填写"),
        ({"name": "张?"}, None, "生僻字"),
        ({"approved_on": "2010年6月"}, None, "写到日"),
        ({"level": "副高级"}, None, "级别"),
        ({}, {}, "报纸原件"),
    ],
)
def test_everything_that_is_missing_or_wrong_is_listed_with_its_cure(
    desk: Desk, form: dict[str, str], materials: dict[str, Material] | None, says: str
) -> None:
    case = desk.draft("lost", form=details(1, **form))
    if materials is not None:
        with writing(desk.engine) as session:
            clerk = desk.member("institute", Role.CLERK)
            changes = Changes(materials=materials)
            drafting.change_draft(session, clerk, case.id, changes, version=case.version, now=NOW, vault=VAULT)
    with pytest.raises(SubmissionIncomplete) as refused:
        desk.submit(case)
    assert says in refused.value.say("zh")


def test_a_unit_cannot_say_that_it_is_another_kind_of_unit(desk: Desk) -> None:
    case = desk.draft("confirm", "firm", form=details(1, level="副高级"))
    with pytest.raises(SubmissionIncomplete, match="kind of unit"):
        desk.submit(case, "firm")


def test_an_organisation_that_the_notice_does_not_name_cannot_submit(desk: Desk) -> None:
    case = desk.draft("lost", "agency")
    with pytest.raises(WrongSubmitter, match="HB-2"):
        desk.submit(case, "agency")


def test_a_submitter_is_a_unit_an_agency_or_an_authority_and_nothing_else(desk: Desk) -> None:
    assert typing.get_type_hints(submission.submit)["submitter"] is Submitter
    words = " ".join(kind.zh + kind.en for kind in OrganisationKind)
    assert "个人" not in words
    assert "individual" not in words
    for role in set(Role) - {Role.SUBMITTER}:
        with pytest.raises(NotYourRole):
            as_submitter(desk.member("institute", role))


def test_nobody_drafts_for_a_case_that_leads_to_no_application(desk: Desk) -> None:
    clerk = desk.member("institute", Role.CLERK)
    for notice, matter in (("hubei-2013-80", "damaged"), ("hubei-2013-80", "nothing"), ("elsewhere", "lost")):
        with pytest.raises(NoSuchMatter), writing(desk.engine) as session:
            drafting.draft(session, clerk, notice, matter, now=NOW)


def test_one_person_has_one_open_application_for_one_matter(desk: Desk) -> None:
    desk.submitted("lost")
    again = desk.draft("lost")
    with pytest.raises(SubmissionIncomplete, match="is open"):
        desk.submit(again)
    other_paper = desk.draft("lost", form=details(1, number="旧2010-77777"))
    desk.submit(other_paper)
    assert other_paper.state() is State.SUBMITTED


def test_a_roster_with_one_person_or_one_number_twice_is_told_row_by_row(desk: Desk) -> None:
    case = desk.draft("exchange")
    clerk = desk.member("works", Role.CLERK)
    rows = [details(1), details(2), details(1), details(3, number="旧2010-00002")]
    with writing(desk.engine) as session:
        drafting.set_entries(session, clerk, case.id, rows, version=case.version, now=NOW, vault=VAULT)
    with pytest.raises(SubmissionIncomplete) as refused:
        desk.submit(case)
    told = refused.value.say("zh")
    assert "第 3 行 · 身份证号：与第 1 行是同一人" in told
    assert "第 4 行 · 证书编号：与第 2 行的证书编号相同" in told


def test_a_form_that_is_sent_twice_has_one_effect(desk: Desk) -> None:
    case = desk.draft("lost")
    shown = case.version
    desk.submit(case, version=shown)
    with pytest.raises(SomebodyElseWasFaster):
        desk.submit(case, version=shown)
    with pytest.raises(MoveNotAllowedNow):
        desk.submit(case)


def test_the_route_is_laid_out_with_the_organisation_of_each_step(desk: Desk) -> None:
    case = desk.submitted("confirm", form=details(1, level="副高级"))
    with Session(desk.engine) as session:
        steps = session.query(Step).filter_by(application_id=case.id).order_by(Step.position).all()
        view = queries.view(session, desk.member("institute", Role.CLERK), case.id)
    names = [(step.does, view.organisations[step.organisation_id]) for step in steps]
    assert names == [("submit", "武汉市规划研究院"), ("review", "武汉市人社局"), ("decide", "省职改办")]


def test_a_private_units_case_goes_to_its_agency_first(desk: Desk) -> None:
    facts: dict[str, Answer] = {"unit_kind": "private", "agency": True}
    case = desk.submitted("confirm", "firm", facts=facts, form=details(1, level="副高级"))
    desk.pass_on(case, "agency")
    desk.pass_on(case, "wuhan")
    assert desk.decide(case, "hubei") is State.APPROVED


def test_the_submitter_chooses_who_issued_and_never_outside_the_territory(desk: Desk) -> None:
    case = desk.draft("lost")
    clerk = desk.member("institute", Role.CLERK)

    def choose(choices: dict[str, int]) -> None:
        with writing(desk.engine) as session:
            changes = Changes(choices=choices)
            drafting.change_draft(session, clerk, case.id, changes, version=case.version, now=NOW, vault=VAULT)

    choose({})
    with pytest.raises(ChooseOrganisation, match="武汉市人社局、宜昌市人社局"):
        desk.submit(case)
    choose({"prefecture-replaces": desk.member("huzhou", Role.CLERK).organisation_id})
    with pytest.raises(NoOrganisationFits):
        desk.submit(case)
    choose({"prefecture-replaces": desk.member("yichang", Role.CLERK).organisation_id})
    desk.submit(case)
    with Session(desk.engine) as session:
        fitting = submission.check(session, clerk, case.id, now=NOW, vault=VAULT)
        offered = submission.fitting(session, fitting)
    assert [[each.name for each in found] for _, found in offered] == [
        ["武汉市人社局"],
        ["武汉市人社局", "宜昌市人社局"],
    ]


@pytest.mark.parametrize(("year", "refused"), [(2022, False), (2023, True), (2024, True), (2025, True), (2026, False)])
def test_a_ban_covers_the_three_years_after_the_year_of_the_application(desk: Desk, year: int, refused: bool) -> None:
    case = desk.draft("confirm", form=details(1, level="副高级"))
    with writing(desk.engine) as session:
        index = VAULT.index(identity(1))
        session.add(Ban(identity_index=index, notice="hubei-2013-80", year=year, application_id=case.id, at=NOW))
    if not refused:
        desk.submit(case)
        return
    with pytest.raises(Banned) as banned:
        desk.submit(case)
    assert "三（五）6" in banned.value.say("zh")
    assert f"{year + 4}年1月1日" in banned.value.say("zh")


def test_a_ban_on_confirmations_does_not_keep_a_lost_certificate_from_being_replaced(desk: Desk) -> None:
    case = desk.draft("lost")
    with writing(desk.engine) as session:
        index = VAULT.index(identity(1))
        session.add(Ban(identity_index=index, notice="hubei-2013-80", year=2025, application_id=case.id, at=NOW))
    desk.submit(case)
    assert case.state() is State.SUBMITTED


def test_what_a_person_prepared_becomes_a_draft_that_is_filled_in(desk: Desk) -> None:
    clerk = desk.member("institute", Role.CLERK)
    prepared = PreparedCase("hubei-2013-80", "lost", FACTS["lost"], date(2026, 11, 1), details(1))
    with writing(desk.engine) as session:
        case_id = draft_from_prepared(session, clerk, prepared, now=NOW, vault=VAULT)
    with Session(desk.engine) as session:
        application = queries.find(session, clerk, case_id)
        (entry,) = queries.view(session, clerk, case_id).entries
        checked = submission.check(session, clerk, case_id, now=NOW, vault=VAULT)
    assert (application.is_kind, application.subject, application.reference) == (
        Kind.REPLACEMENT,
        "张三乙",
        f"SQ-{case_id:06d}",
    )
    assert (entry.name, entry.number, str(entry.approved_on)) == ("张三乙", "旧201000001", "2010-06-30")
    assert entry.identity_sealed is not None
    assert identity(1).encode() not in entry.identity_sealed
    assert "identity" not in entry.details
    assert {finding.field for finding in checked.findings} == {"registration-form", "newspaper-original"}


def test_another_unit_never_learns_that_a_case_exists(desk: Desk) -> None:
    case = desk.submitted("lost")
    for organisation, role in ((name, role) for name in ("school", "yichang", "hubei", "agency") for role in Role):
        stranger = desk.member(organisation, role)
        for case_id in (case.id, 999_999):
            with Session(desk.engine) as session, pytest.raises(NotFoundHere):
                queries.view(session, stranger, case_id)
