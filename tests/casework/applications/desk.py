"""A small desk for tests: units, an agency and authorities of Hubei and Huzhou, a person for each role, ready cases.

desk = make_desk(engine)
case = desk.submitted("lost")                        # an application on its way; case.version counts on
desk.decide(case, "hubei")
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from casework.accounts.member import Member, as_submitter
from casework.accounts.models import DeskPerson, Organisation
from casework.accounts.words import OrganisationKind, Role
from casework.applications import drafting, reviewing, submission
from casework.applications.drafting import Changes, Inquiry
from casework.applications.models import Application, Entry
from casework.applications.reviewing import Decision
from casework.applications.words import Material, State
from policy import Answer
from registry import numbering
from registry.authorities import authority
from registry.database import writing
from registry.identity import check_digit
from registry.models import Authority
from registry.sealing import IdentityVault
from tests.province import add_bodies

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
VAULT = IdentityVault(bytes(range(32)))
K = OrganisationKind
ORGANISATIONS: dict[str, tuple[str, K, str, str | None, str | None]] = {
    "hubei": ("省职改办", K.PROVINCE, "420000", "hubei", None),
    "wuhan": ("武汉市人社局", K.PREFECTURE, "420100", "wuhan", None),
    "yichang": ("宜昌市人社局", K.PREFECTURE, "420500", "yichang", None),
    "agency": ("武汉市人才服务中心", K.AGENCY, "420100", None, None),
    "institute": ("武汉市规划研究院", K.PUBLIC_UNIT, "420100", None, None),
    "school": ("宜昌市第一中学", K.PUBLIC_UNIT, "420500", None, None),
    "firm": ("某某设计有限公司", K.PRIVATE_UNIT, "420100", None, "agency"),
    "zhejiang": ("省人事厅", K.PROVINCE, "330000", "zhejiang", None),
    "huzhou": ("湖州市人事局", K.PREFECTURE, "330500", "huzhou", None),
    "bureau": ("湖州市建设局", K.DEPARTMENT, "330500", None, None),
    "works": ("湖州市建筑设计院", K.PUBLIC_UNIT, "330500", None, "bureau"),
}
ZHEJIANG = {
    "zhejiang": ("浙江省人事厅", "province", "330000"),
    "huzhou": ("湖州市人事局", "city", "330500"),
    "deqing": ("德清县人事局", "county", "330521"),
}
FACTS: dict[str, dict[str, Answer]] = {
    "lost": {
        "issued_here": True,
        "newspaper": "published",
        "notice_items": "complete",
        "newspaper_original": True,
        "published_on": date(2026, 3, 1),
        "has_unit": True,
        "route": "evaluation",
        "level": "intermediate",
        "issuer": "prefecture",
    },
    "confirm": {
        "route": "evaluation",
        "origin": "other_province",
        "earned": "before",
        "technical_work": True,
        "approved": True,
        "archive_moved": True,
        "employment": "contract",
        "papers": "complete",
        "unit_kind": "public",
        "level": "senior",
        "administered": "prefecture",
        "transfer_order": False,
    },
    "collect": {"route": "evaluation", "level": "intermediate", "issuer": "prefecture"},
    "exchange": {
        "route": "evaluation",
        "place": "huzhou",
        "obtained_on": date(2003, 11, 20),
        "level": "intermediate",
        "has_original": True,
        "unit": "with_department",
        "administered": "city",
        "construction": False,
        "retired": False,
    },
    "transfer": {
        "level": "intermediate",
        "route": "evaluation",
        "origin": "other_province",
        "unit": "with_department",
        "administered": "city",
    },
}
NOTICES = {"exchange": "huzhou-2007-35", "transfer": "huzhou-2007-35"}
UNITS = {"exchange": "works", "transfer": "works"}
INQUIRY = Inquiry("湖州市人事局职评中心", date(2026, 11, 2), "可以受理逾期换证。")


def identity(serial: int) -> str:
    """A valid identity number that belongs to nobody."""
    body = f"420101190001{serial // 1000 % 28 + 1:02d}{serial % 1000:03d}"
    return body + check_digit(body)


def details(serial: int = 1, **others: str) -> dict[str, str]:
    """A person's form, filled in."""
    filled = {
        "name": f"张三{'甲乙丙丁戊己庚辛壬癸'[serial % 10]}",
        "sex": "男",
        "identity": identity(serial),
        "title": "工程师",
        "level": "中级",
        "specialty": "建筑工程",
        "approved_on": "2010-06-30",
        "number": f"旧2010-{serial:05d}",
        "issuer": "武汉市人社局",
        "evaluating_body": "武汉市工程系列中级评审委员会",
        "document_number": "武职改办〔2010〕1号",
    }
    return {**filled, **others}


@dataclass(slots=True)
class Handle:
    """A case and the version that the next page would show."""

    id: int
    desk: Desk

    @property
    def application(self) -> Application:
        with Session(self.desk.engine) as session:
            return session.get_one(Application, self.id)

    @property
    def version(self) -> int:
        return self.application.version

    def state(self) -> State:
        return self.application.is_state

    def entries(self) -> list[Entry]:
        with Session(self.desk.engine) as session:
            return list(session.scalars(select(Entry).where(Entry.application_id == self.id).order_by(Entry.position)))


@dataclass(slots=True)
class Desk:
    """Who is there, and the moves in one line each."""

    engine: Engine
    members: dict[tuple[str, Role], Member] = field(default_factory=dict)

    def member(self, organisation: str, role: Role) -> Member:
        return self.members[organisation, role]

    def unit_of(self, matter: str) -> str:
        return UNITS.get(matter, "institute")

    def draft(
        self,
        matter: str,
        unit: str | None = None,
        *,
        facts: Mapping[str, Answer | None] | None = None,
        form: Mapping[str, str] | None = None,
        serial: int = 1,
        now: datetime = NOW,
    ) -> Handle:
        """A draft with everything that the case needs."""
        clerk = self.member(unit or self.unit_of(matter), Role.CLERK)
        answers = {name: value for name, value in {**FACTS[matter], **(facts or {})}.items() if value is not None}
        notice = NOTICES.get(matter, "hubei-2013-80")
        with writing(self.engine) as session:
            case_id = drafting.draft(session, clerk, notice, matter, now=now, facts=answers)
            wanted = submission.check(session, clerk, case_id, now=now, vault=VAULT).materials
            changes = Changes(
                details=details(serial) if form is None else form,
                materials={statement.id: Material.BROUGHT for statement in wanted},
                inquiry=INQUIRY if notice.startswith("huzhou") else None,
                choices={"prefecture-replaces": self.member("wuhan", Role.CLERK).organisation_id},
                subject="2026年工程系列中级35份",
            )
            drafting.change_draft(session, clerk, case_id, changes, version=1, now=now, vault=VAULT)
        return Handle(case_id, self)

    def submit(self, case: Handle, unit: str | None = None, *, version: int | None = None, now: datetime = NOW) -> None:
        member = self.member(unit or self.unit_of(case.application.matter), Role.SUBMITTER)
        with writing(self.engine) as session:
            submission.submit(
                session,
                as_submitter(member),
                case.id,
                version=case.version if version is None else version,
                now=now,
                vault=VAULT,
            )

    def submitted(self, matter: str, unit: str | None = None, **given: object) -> Handle:
        case = self.draft(matter, unit, **given)  # type: ignore[arg-type]
        self.submit(case, unit)
        return case

    def pass_on(self, case: Handle, organisation: str) -> None:
        reviewer = self.member(organisation, Role.REVIEWER)
        with writing(self.engine) as session:
            reviewing.give_opinion(
                session, reviewer, case.id, version=case.version, opinion="材料齐全，同意上报。", now=NOW
            )

    def decide(self, case: Handle, organisation: str, decision: Decision = Decision(approve=True)) -> State:  # noqa: B008 - frozen
        decider = self.member(organisation, Role.DECIDER)
        with writing(self.engine) as session:
            return reviewing.decide(session, decider, case.id, decision, version=case.version, now=NOW)


def make_desk(engine: Engine) -> Desk:
    """Open every organisation of `ORGANISATIONS`, each with one person for each role."""
    desk = Desk(engine)
    with writing(engine) as session:
        add_bodies(session)
        _add_zhejiang(session)
        ids: dict[str, int] = {}
        for place, (key, (name, kind, region, acts_as, above)) in enumerate(ORGANISATIONS.items()):
            organisation = Organisation(
                name=name,
                credit_code=f"TEST{place:014d}",
                kind=kind.value,
                region=region,
                authority_id=acts_as,
                reports_to=ids[above] if above else None,
                two_deciders=False,
                opened_at=NOW,
            )
            session.add(organisation)
            session.flush()
            ids[key] = organisation.id
            people = {role: _person(organisation, key, role) for role in Role}
            session.add_all(people.values())
            session.flush()
            desk.members |= {(key, role): member_of(organisation, person) for role, person in people.items()}
    return desk


def _add_zhejiang(session: Session) -> None:
    for key, (name, kind, region) in ZHEJIANG.items():
        body = Authority(id=key, name=name, name_en=key, kind=kind, region=region, jurisdiction="huzhou-2007-35")
        session.add(body)
    session.flush()
    for place, key in enumerate(ZHEJIANG):
        numbering.grant_segment(
            session,
            issuer=authority(session, key),
            granter=authority(session, "zhejiang"),
            first=f"ZJ{place}00001",
            last=f"ZJ{place}09999",
            now=NOW,
        )


def _person(organisation: Organisation, key: str, role: Role) -> DeskPerson:
    return DeskPerson(
        organisation_id=organisation.id,
        login=f"{key}.{role.value}",
        name=f"{role.zh}甲",
        roles=frozenset({role}),
        password_hash="none",
        joined_at=NOW,
    )


def member_of(organisation: Organisation, person: DeskPerson) -> Member:
    """The person as the desk's session would give them."""
    return Member(
        person_id=person.id,
        name=person.name,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        organisation_kind=OrganisationKind(organisation.kind),
        region=organisation.region,
        authority_id=organisation.authority_id,
        roles=person.roles,
        two_deciders=organisation.two_deciders,
    )


def random_bytes(count: int) -> bytes:
    """Randomness for tests that need none in particular."""
    return os.urandom(count)
