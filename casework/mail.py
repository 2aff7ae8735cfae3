"""E-mail to organisations about their cases: sent by the operators' command from a queue, never inside a web request.

    mailer = Mailer.of(settings)                                  # None where CERT_SMTP is not set
    report = send_waiting(engine, mailer, address="https://zs.example.gov.cn", now=now)

A message says the case number, what to do and by which clause, and links to the desk; it names nobody. What could not
be sent is tried again by the next run, five times; a message may arrive twice if a run is killed right after sending.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from casework.accounts.member import Member
from casework.accounts.words import Role
from casework.applications.models import Application, ApplicationEvent, DeskNotice, MailAddress, reference_of
from casework.applications.words import NoticeKind
from casework.errors import CaseworkError
from messages import Language
from policy import Pack, load_packs
from registry.database import writing
from registry.settings import Settings

TIMEOUT = 15.0
"""Seconds that a mail server may be silent."""
MOST_ATTEMPTS = 5
MOST_AT_ONCE = 500
BY_A_CLAUSE = frozenset({NoticeKind.RETURNED, NoticeKind.REFUSED})
"""Notices that say by which clauses of the notice it happened, where any were named."""
LONGEST_ADDRESS = 254
_FORBIDDEN = frozenset(" \t\r\n,;<>()[]:\\\"'")


class AddressRefused(CaseworkError):
    """No e-mail address."""

    zh = "这不是能用的电子邮件地址。请写成 name@example.cn 的样子。"
    en = "This is no usable e-mail address. Write it like name@example.cn."


class MailSettingInvalid(CaseworkError):
    """CERT_SMTP or CERT_MAIL_FROM cannot be used."""

    zh = "邮件设置不可用：CERT_SMTP 应为 smtp[s]://[用户:密码@]主机:端口，CERT_MAIL_FROM 应为发件地址。"
    en = (
        "The mail settings cannot be used: CERT_SMTP is smtp[s]://[user:password@]host:port, CERT_MAIL_FROM an address."
    )


class MailServerRefuses(CaseworkError):
    """The server cannot be reached, or takes no message from us."""

    zh = "邮件服务器没有接受邮件（{fault}）。请检查 CERT_SMTP、网络和证书；没有发出的邮件留在队列里。"
    en = "The mail server took no message ({fault}). Check CERT_SMTP, network and certificate; the queue is kept."


class PlainPassword(CaseworkError):
    """A password would go over the network in the clear."""

    zh = "邮件服务器不支持加密（STARTTLS），没有发送密码和邮件。请改用 smtps://，或启用服务器的加密。"
    en = "The mail server offers no encryption (STARTTLS), so neither password nor mail was sent. Use smtps://."


@dataclass(frozen=True, slots=True)
class Mailer:
    """Where mail is handed in, and as whom."""

    host: str
    port: int
    secure: bool
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Mailer | None:
        """The mailer of the settings; None where no server is set. Raises `MailSettingInvalid`."""
        if settings.smtp is None:
            return None
        parts = urlsplit(settings.smtp)
        try:
            port = parts.port
        except ValueError:
            raise MailSettingInvalid from None
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or settings.mail_from is None:
            raise MailSettingInvalid
        secure = parts.scheme == "smtps"
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        sender = checked_address(settings.mail_from)
        return cls(parts.hostname, port or (465 if secure else 587), secure, sender, user, password)

    @contextmanager
    def connected(self) -> Iterator[smtplib.SMTP]:
        """A session with the server, encrypted where it can be. Raises `MailServerRefuses`, `PlainPassword`."""
        context = ssl.create_default_context()
        try:
            if self.secure:
                server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
            else:
                server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
            with server:
                self._greet(server, context)
                yield server
        except (smtplib.SMTPException, OSError) as error:
            raise MailServerRefuses(fault=type(error).__name__) from error

    def _greet(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server.ehlo()
        if not self.secure and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif not self.secure and self.user:
            raise PlainPassword
        if self.user:
            server.login(self.user, self.password)


@dataclass(frozen=True, slots=True)
class MailReport:
    """What one run did."""

    sent: int
    failed: int


def checked_address(text: str) -> str:
    """One plain e-mail address. Raises `AddressRefused`: nothing that could become a header or a second receiver."""
    address = text.strip()
    local, at, domain = address.rpartition("@")
    strange = _FORBIDDEN & set(address) or not address.isascii() or "@" in local
    if not at or not local or "." not in domain.strip(".") or strange or len(address) > LONGEST_ADDRESS:
        raise AddressRefused
    return address


def address_of(session: Session, member: Member) -> str | None:
    """Where the member's organisation wants its notices."""
    row = session.get(MailAddress, member.organisation_id)
    return row.address if row is not None else None


def set_address(session: Session, member: Member, address: str | None) -> None:
    """Where the member's organisation wants its notices; None for nowhere. Raises `AddressRefused`, `NotYourRole`."""
    member.require(Role.ADMINISTRATOR)
    row = session.get(MailAddress, member.organisation_id)
    if address is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(MailAddress(organisation_id=member.organisation_id, address=checked_address(address)))
    else:
        row.address = checked_address(address)
    session.flush()


def send_waiting(engine: Engine, mailer: Mailer, *, address: str, now: datetime) -> MailReport:
    """Send the notices that wait, each in a transaction of its own. Raises as `Mailer.connected` does."""
    with Session(engine) as session:
        waiting = [(row.id, row.address, _notice_of(row)) for row in session.execute(_waiting())]
    if not waiting:
        return MailReport(0, 0)
    sent = failed = 0
    with mailer.connected() as server:
        for notice_id, receiver, told in waiting:
            said = message(mailer.sender, receiver, told, address)
            arrived = _hand_in(server, said)
            _remember(engine, notice_id, now if arrived else None)
            sent, failed = sent + arrived, failed + (not arrived)
    return MailReport(sent, failed)


@dataclass(frozen=True, slots=True)
class Told:
    """One notice: which case, what happened, and the clauses of its notice that it rests on."""

    application_id: int
    kind: NoticeKind
    pack: Pack | None = None
    clauses: tuple[str, ...] = ()


def _notice_of(row: Any) -> Told:
    pack = load_packs().get(row.notice)
    named = (row.clauses or "").split() if NoticeKind(row.kind) in BY_A_CLAUSE and pack is not None else []
    known = tuple(clause for clause in named if pack is not None and clause in pack.clauses)
    return Told(row.application_id, NoticeKind(row.kind), pack, known)


def _waiting() -> Any:
    event = ApplicationEvent
    same = (event.application_id == DeskNotice.application_id, event.at == DeskNotice.at, event.clauses != "")
    clauses = select(event.clauses).where(*same).order_by(event.id.desc()).limit(1).scalar_subquery()
    return (
        select(DeskNotice.id, DeskNotice.application_id, DeskNotice.kind, MailAddress.address)
        .add_columns(Application.notice, clauses.label("clauses"))
        .join(Application, Application.id == DeskNotice.application_id)
        .join(MailAddress, MailAddress.organisation_id == DeskNotice.organisation_id)
        .where(DeskNotice.mailed_at.is_(None), DeskNotice.seen_at.is_(None), DeskNotice.attempts < MOST_ATTEMPTS)
        .order_by(DeskNotice.id)
        .limit(MOST_AT_ONCE)
    )


def _hand_in(server: smtplib.SMTP, said: EmailMessage) -> bool:
    try:
        server.send_message(said)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused):
        server.rset()
        return False
    return True


def _remember(engine: Engine, notice_id: int, mailed_at: datetime | None) -> None:
    with writing(engine) as session:
        notice = session.get_one(DeskNotice, notice_id, with_for_update=True)
        notice.mailed_at = mailed_at
        notice.attempts += 1


def message(sender: str, receiver: str, told: Told, address: str) -> EmailMessage:
    """The text of one notice: case number, what to do, the clauses behind it, link. Nothing about a person."""
    kind, reference = told.kind, reference_of(told.application_id)
    link = f"{address.rstrip('/')}/desk/cases/{told.application_id}"
    said = EmailMessage()
    said["From"], said["To"] = sender, receiver
    said["Subject"] = f"{reference} {kind.zh}"
    said["Auto-Submitted"] = "auto-generated"
    said.set_content(
        f"{reference}：{kind.zh}。\n{_by(told, 'zh')}请登录单位工作台查看：{link}\n\n"
        f"{reference}: {kind.en}.\n{_by(told, 'en')}Sign in to the units' desk to see it: {link}\n"
    )
    return said


def _by(told: Told, language: Language) -> str:
    """A line for each clause: where it stands, and what it says in short."""
    if told.pack is None:
        return ""
    word = {"zh": "依据：", "en": "By: "}[language]
    return "".join(
        f"{word}{told.pack.cite(clause)} {told.pack.clauses[clause].summary.say(language)}\n" for clause in told.clauses
    )
