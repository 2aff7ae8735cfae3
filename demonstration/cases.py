"""Cases of the demonstration's desk, at several places of their way: waiting, returned, approved, drafted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from casework.accounts.member import Member, as_submitter
from casework.accounts.models import DeskPerson, Organisation
from casework.accounts.sessions import member_of
from casework.applications import drafting, reviewing, submission
from casework.applications.drafting import Changes
from casework.applications.models import Application
from casework.applications.reviewing import Decision
from casework.applications.words import Material
from policy import Answer
from registry.database import writing
from registry.models import Approval, Certificate
from registry.sealing import IdentityVault
from signing.claims import Level

HUBEI = "hubei-2013-80"
LOST: Mapping[str, Answer] = {
    "issued_here": True,
    "newspaper": "published",
    "notice_items": "complete",
    "newspaper_original": True,
    "published_on": date(2026, 3, 2),
    "has_unit": True,
    "route": "evaluation",
    "level": "intermediate",
    "issuer": "prefecture",
}
CONFIRM: Mapping[str, Answer] = {
    "route": "evaluation",
    "origin": "other_province",
    "earned": "before",
    "technical_work": True,
    "approved": True,
    "archive_moved": True,
    "employment": "contract",
    "papers": "complete",
    "unit_kind": "private",
    "agency": True,
    "level": "intermediate",
    "administered": "prefecture",
    "transfer_order": False,
}
NEWCOMER = {
    "name": "何晓岚",
    "sex": "女",
    "identity": "440106190001011234",
    "title": "工程师",
    "level": "中级",
    "specialty": "电气工程",
    "approved_on": "2019-12-20",
    "number": "粤中2019-004417",
    "issuer": "广州市人力资源和社会保障局",
    "evaluating_body": "广州市工程系列中级评审委员会",
    "document_number": "演示穗人社〔2020〕3号",
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Who writes the story: a transaction, the vault and the moment."""

    session: Session
    vault: IdentityVault
    now: datetime

    def member(self, login: str) -> Member:
        """An account as the desk's session would give it."""
        person = self.session.scalars(select(DeskPerson).where(DeskPerson.login == login)).one()
        return member_of(person, self.session.get_one(Organisation, person.organisation_id))

    def version(self, case: int) -> int:
        """The version that a page would show now."""
        return self.session.get_one(Application, case).version

    def submitted(self, login: str, matter: str, facts: Mapping[str, Answer], form: Mapping[str, str]) -> int:
        """A complete application, handed in."""
        session, member, now, vault = self.session, self.member(login), self.now, self.vault
        case = drafting.draft(session, member, HUBEI, matter, now=now, facts=facts)
        papers = submission.check(session, member, case, now=now, vault=vault).materials
        changes = Changes(details=form, materials={statement.id: Material.BROUGHT for statement in papers})
        drafting.change_draft(session, member, case, changes, version=self.version(case), now=now, vault=vault)
        submission.submit(session, as_submitter(member), case, version=self.version(case), now=now, vault=vault)
        return case

    def lost(self, paper: Certificate) -> int:
        """The institute's application for a replacement of this paper."""
        return self.submitted("institute", "lost", LOST, self._form(paper))

    def _form(self, paper: Certificate) -> dict[str, str]:
        approval = self.session.get_one(Approval, paper.approval_id)
        return {
            "name": paper.name,
            "identity": self.vault.unseal(approval.identity_sealed or b""),
            "title": paper.title,
            "level": Level(paper.level).zh,
            "specialty": paper.specialty,
            "approved_on": paper.approved_on.isoformat(),
            "issued_on": paper.issued_on.isoformat(),
            "number": paper.number,
            "evaluating_body": approval.body,
            "document_number": approval.document,
            "newspaper": "长江日报",
            "published_on": "2026-03-02",
            "lost_on": "2026-02-14",
        }


def make_cases(engine: Engine, vault: IdentityVault, *, now: datetime) -> None:
    """One case waits at the city, one at an agency, one came back, one is approved, one is a draft."""
    with writing(engine) as session:
        teller = Teller(session, vault, now)
        _, returned, approved = map(teller.lost, _papers_of_wuhan(session, 3))
        teller.submitted("studio", "confirm", CONFIRM, NEWCOMER)
        drafting.draft(session, teller.member("institute"), HUBEI, "lost", now=now)
        reviewer, decider = teller.member("wuhan"), teller.member("wuhan.decider")
        reasons = "报纸复印件看不清刊登日期，请补交报纸原件。"
        reviewing.return_(session, reviewer, returned, version=teller.version(returned), reasons=reasons, now=now)
        opinion = "材料齐全，同意补办。"
        version = teller.version(approved)
        reviewing.give_opinion(session, reviewer, approved, version=version, opinion=opinion, now=now)
        agreed = Decision(approve=True, opinion=opinion)
        reviewing.decide(session, decider, approved, agreed, version=teller.version(approved), now=now)


def _papers_of_wuhan(session: Session, count: int) -> list[Certificate]:
    """Intermediate papers in force, from beyond those that the examples use."""
    mine = (Certificate.issuer_id == "wuhan", Certificate.level == Level.INTERMEDIATE.value)
    query = select(Certificate).where(*mine, Certificate.state == "valid", Certificate.number.startswith("2026"))
    return list(session.scalars(query.order_by(Certificate.number).offset(20).limit(count)))
