"""Notices by e-mail, against a real small SMTP server: what is sent, what is not, and that nothing is sent twice."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default as modern

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.words import Role
from casework.applications.models import DeskNotice
from casework.applications.reviewing import return_
from casework.errors import NotYourRole
from casework.mail import (
    AddressRefused,
    Mailer,
    MailReport,
    MailServerRefuses,
    MailSettingInvalid,
    PlainPassword,
    send_waiting,
    set_address,
)
from policy import load_packs
from registry.database import writing
from registry.settings import Settings
from tests.casework.applications.desk import NOW, Desk

SITE = "https://zs.example.gov.cn"


@dataclass
class Box:
    """What arrived, and which receivers the server refuses."""

    port: int = 0
    messages: list[bytes] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)


class Handler(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs."""

    box: Box

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 test")
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say("354 go on")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.box.messages.append(body)
            refused = verb == b"RCPT" and any(each.encode() in line for each in self.box.refused)
            self.say("550 no such mailbox" if refused else "221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return


@pytest.fixture
def box() -> Iterator[Box]:
    box = Box()
    handler = type("BoxHandler", (Handler,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield box
        server.shutdown()
        thread.join()


def mailer(box: Box, smtp: str = "smtp://127.0.0.1:{port}") -> Mailer:
    made = Mailer.of(Settings(smtp=smtp.format(port=box.port), mail_from="desk@zs.example.cn"))
    assert made is not None
    return made


def subscribe(desk: Desk, organisation: str, address: str) -> None:
    with writing(desk.engine) as session:
        set_address(session, desk.member(organisation, Role.ADMINISTRATOR), address)


def test_a_message_says_the_case_and_what_to_do_and_names_nobody(desk: Desk, box: Box) -> None:
    subscribe(desk, "institute", "hr@guihua.example.cn")
    case = desk.submitted("lost")
    desk.pass_on(case, "wuhan")
    desk.decide(case, "wuhan")
    assert send_waiting(desk.engine, mailer(box), address=SITE, now=NOW) == MailReport(sent=1, failed=0)
    (raw,) = box.messages
    said = message_from_bytes(raw, policy=modern)
    text = said.get_content()
    assert (said["To"], said["From"]) == ("hr@guihua.example.cn", "desk@zs.example.cn")
    assert str(said["Subject"]) == f"{case.application.reference} 申请已批准"
    assert f"{SITE}/desk/cases/{case.id}" in text
    assert "张三" not in text
    assert "4201" not in text
    assert send_waiting(desk.engine, mailer(box), address=SITE, now=NOW) == MailReport(0, 0)


def test_a_returned_case_s_message_says_by_which_clause(desk: Desk, box: Box) -> None:
    subscribe(desk, "institute", "hr@guihua.example.cn")
    case = desk.submitted("lost")
    with writing(desk.engine) as session:
        return_(
            session,
            desk.member("wuhan", Role.REVIEWER),
            case.id,
            version=case.version,
            reasons="张三甲的申明缺遗失时间。",
            clauses=["HB-2.4.2.3"],
            now=NOW,
        )
    assert send_waiting(desk.engine, mailer(box), address=SITE, now=NOW) == MailReport(sent=1, failed=0)
    text = message_from_bytes(box.messages[0], policy=modern).get_content()
    pack = load_packs()["hubei-2013-80"]
    clause = pack.clauses["HB-2.4.2.3"]
    assert f"依据：{pack.cite(clause.id)} {clause.summary.zh}" in text
    assert f"By: {pack.cite(clause.id)} {clause.summary.en}" in text
    assert "张三" not in text, "what the office wrote stays at the desk"


def test_a_refused_receiver_is_tried_again_and_holds_up_nobody(desk: Desk, box: Box) -> None:
    subscribe(desk, "wuhan", "gone@wuhan.example.cn")
    subscribe(desk, "institute", "hr@guihua.example.cn")
    box.refused = {"gone@"}
    case = desk.submitted("lost")
    desk.pass_on(case, "wuhan")
    desk.decide(case, "wuhan")
    runs = [send_waiting(desk.engine, mailer(box), address=SITE, now=NOW) for _ in range(6)]
    assert runs[0] == MailReport(sent=1, failed=1)
    assert [run.failed for run in runs] == [1, 1, 1, 1, 1, 0]
    with Session(desk.engine) as session:
        assert sorted(session.scalars(select(DeskNotice.attempts))) == [1, 5]


def test_a_password_never_goes_over_the_network_in_the_clear(desk: Desk, box: Box) -> None:
    subscribe(desk, "wuhan", "a@wuhan.example.cn")
    desk.submitted("lost")
    with pytest.raises(PlainPassword):
        send_waiting(desk.engine, mailer(box, "smtp://u:p@127.0.0.1:{port}"), address=SITE, now=NOW)
    with pytest.raises(MailServerRefuses):
        send_waiting(desk.engine, mailer(box, "smtps://127.0.0.1:{port}"), address=SITE, now=NOW)
    with pytest.raises(MailServerRefuses):
        send_waiting(desk.engine, mailer(Box(port=1)), address=SITE, now=NOW)
    assert box.messages == []
    assert "p@" not in repr(mailer(box, "smtp://u:p@127.0.0.1:{port}"))


def test_settings_that_are_no_mail_server_are_refused_and_none_is_none() -> None:
    assert Mailer.of(Settings()) is None
    for smtp in ("http://x", "smtp://", "smtp://x:port", "x"):
        with pytest.raises(MailSettingInvalid):
            Mailer.of(Settings(smtp=smtp, mail_from="a@example.cn"))
    with pytest.raises(MailSettingInvalid):
        Mailer.of(Settings(smtp="smtp://x"))


@pytest.mark.parametrize(
    "text", ["", "a", "a@b", "a b@c.cn", "a@c.cn\nBcc: x@y.cn", "a@c.cn,b@c.cn", "a@b@c.cn", "张@c.cn"]
)
def test_an_address_cannot_become_a_header_or_a_second_receiver(desk: Desk, text: str) -> None:
    with pytest.raises(AddressRefused):
        subscribe(desk, "institute", text)


def test_the_administrator_sets_and_removes_the_address(desk: Desk, box: Box) -> None:
    subscribe(desk, "wuhan", "a@wuhan.example.cn")
    subscribe(desk, "wuhan", "b@wuhan.example.cn")
    with writing(desk.engine) as session:
        set_address(session, desk.member("wuhan", Role.ADMINISTRATOR), None)
    with pytest.raises(NotYourRole), writing(desk.engine) as session:
        set_address(session, desk.member("wuhan", Role.CLERK), "c@wuhan.example.cn")
    desk.submitted("lost")
    assert send_waiting(desk.engine, mailer(box), address=SITE, now=NOW) == MailReport(0, 0)
