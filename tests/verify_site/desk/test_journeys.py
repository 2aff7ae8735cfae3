"""What people do at the desk: join, sign in, set up a second factor, manage people, sign out."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

import pyotp
import pytest
from werkzeug.test import TestResponse

from casework.accounts.words import Role
from tests.verify_site.desk.office import PASSWORD, Office, Visitor, login_of

LINK = re.compile(r"https://[^<]*(/desk/invitations/[A-Za-z0-9_-]{43})")
SECRET = re.compile(r'<code class="secret">([A-Z2-7 ]+)</code>')


def code_for(page: TestResponse, office: Office) -> tuple[pyotp.TOTP, str]:
    found = SECRET.search(page.text)
    assert found is not None
    totp = pyotp.TOTP(found[1].replace(" ", ""))
    return totp, totp.at(office.clock.now)


def test_a_unit_is_invited_joins_and_invites_a_colleague(office: Office) -> None:
    authority = office.sign_in("prefecture", Role.ADMINISTRATOR)
    described = {"name": "丙工程公司", "kind": "private_unit", "credit_code": "91330500XXXXXXXX06", "region": "420100"}
    shown = authority.post("/desk/organisations", **described, addressee="王五")
    link = LINK.search(shown.text)
    assert link is not None
    visitor = office.visitor()
    assert "丙工程公司" in visitor.get(link[1]).text
    fields = {"name": "王五", "login": "Wang.Wu@example.cn", "password": PASSWORD, "repeated": PASSWORD}
    assert visitor.post(link[1], **fields).location == "/desk/sign-in?done=joined"
    assert visitor.post(link[1], **fields).status_code == 404, "an invitation works once"
    assert visitor.post("/desk/sign-in", login="wang.wu@example.cn", password=PASSWORD).location == "/desk"
    assert "丙工程公司" in visitor.get("/desk").text
    invited = visitor.post("/desk/people", name="李四", roles=["clerk", "submitter"])
    assert LINK.search(invited.text) is not None
    page = visitor.get("/desk/people").text
    assert "李四" in page
    withdraw = re.search(r"/desk/people/invitations/\d+/withdraw", page)
    assert withdraw is not None
    assert visitor.post(withdraw[0], back="/desk/people").location == "/desk/people?done=withdrawn"
    assert "李四" not in visitor.get("/desk/people").text
    assert "丙工程公司" in authority.get("/desk/organisations").text


def test_an_authority_s_person_sets_up_a_second_factor_and_signs_in_with_it_and_with_a_recovery_code(
    office: Office,
) -> None:
    visitor, answer = office.type_in("county", Role.REVIEWER)
    assert answer.location == "/desk/second-factor"
    assert visitor.get("/desk").location.startswith("/desk/second-factor")
    assert visitor.get("/desk/second-factor").location == "/desk/second-factor/set-up"
    totp, code = code_for(visitor.get("/desk/second-factor/set-up"), office)
    assert visitor.post("/desk/second-factor/set-up", code="000000").status_code == 422
    done = visitor.post("/desk/second-factor/set-up", code=code)
    codes = re.findall(r"<code>([A-Z2-7 ]{19})</code>", done.text)
    assert len(codes) == 8
    assert visitor.get("/desk").status_code == 200
    office.clock.pass_(timedelta(minutes=2))
    again, _ = office.type_in("county", Role.REVIEWER)
    assert again.post("/desk/second-factor", code=totp.at(office.clock.now)).location == "/desk"
    assert again.get("/desk").status_code == 200
    third, _ = office.type_in("county", Role.REVIEWER)
    assert third.post("/desk/second-factor", code=codes[0].lower().replace(" ", "-")).location == "/desk"
    fourth, _ = office.type_in("county", Role.REVIEWER)
    assert fourth.post("/desk/second-factor", code=codes[0]).status_code == 422


def test_a_password_alone_never_reaches_a_second_factor_that_is_being_replaced(office: Office) -> None:
    visitor, _ = office.type_in("county", Role.DECIDER)
    _, code = code_for(visitor.get("/desk/second-factor/set-up"), office)
    visitor.post("/desk/second-factor/set-up", code=code)
    assert visitor.get("/desk/second-factor/set-up").location == "/desk/account"
    assert visitor.post("/desk/account/second-factor", current="wrong password here").status_code == 422
    assert visitor.post("/desk/account/second-factor", current=PASSWORD).location == "/desk/second-factor/set-up"
    _, new = code_for(visitor.get("/desk/second-factor/set-up"), office)
    thief, _ = office.type_in("county", Role.DECIDER)
    assert thief.get("/desk/second-factor/set-up").location == "/desk/second-factor"
    assert thief.post("/desk/second-factor/set-up", code=new).location == "/desk"
    assert thief.get("/desk").status_code == 303
    assert "恢复码" in visitor.post("/desk/second-factor/set-up", code=new).text


def test_an_administrator_changes_roles_disables_and_enables_and_stays_the_last_one(office: Office) -> None:
    administrator = office.sign_in("unit_b", Role.ADMINISTRATOR)
    clerk = office.sign_in("unit_b", Role.CLERK)
    person = office.members["unit_b", Role.CLERK].person_id
    own = office.members["unit_b", Role.ADMINISTRATOR].person_id
    changed = administrator.post(f"/desk/people/{person}/roles", roles=["clerk", "auditor"])
    assert changed.location == "/desk/people?done=roles"
    assert clerk.get("/desk/audit").status_code == 200
    assert administrator.post(f"/desk/people/{person}/roles", roles=["decider"]).status_code == 422
    assert administrator.post(f"/desk/people/{person}/disable").status_code == 303
    assert clerk.get("/desk").location.startswith("/desk/sign-in"), "a disabled person's session is over at once"
    assert office.type_in("unit_b", Role.CLERK)[1].status_code == 422
    assert administrator.post(f"/desk/people/{person}/enable").status_code == 303
    assert office.type_in("unit_b", Role.CLERK)[1].location == "/desk"
    for step in ("disable", "roles"):
        assert "唯一的管理员" in administrator.post(f"/desk/people/{own}/{step}", roles="clerk").text


def test_a_changed_password_ends_every_other_session(office: Office) -> None:
    here, elsewhere = (office.sign_in("agency", Role.CLERK) for _ in range(2))
    fields = {"current": PASSWORD, "password": "nine patient llamas hum", "repeated": "nine patient llamas hum"}
    assert here.post("/desk/account/password", **fields | {"repeated": "other"}).status_code == 422
    assert here.post("/desk/account/password", **fields | {"current": "wrong"}).status_code == 422
    assert here.post("/desk/account/password", **fields).location == "/desk/account?done=password"
    assert here.get("/desk").status_code == 200
    assert elsewhere.get("/desk").status_code == 303
    assert office.type_in("agency", Role.CLERK)[1].status_code == 422
    assert office.type_in("agency", Role.CLERK, "nine patient llamas hum")[1].location == "/desk"


def test_signing_out_ends_this_session_and_everywhere_ends_all(office: Office) -> None:
    first, second, third = (office.sign_in("unit_a", Role.SUBMITTER) for _ in range(3))
    assert first.post("/desk/sign-out").location == "/desk/sign-in?done=signed-out"
    assert first.get("/desk").status_code == 303
    assert second.post("/desk/account/sign-out-everywhere").status_code == 303
    assert third.get("/desk").status_code == 303


def test_a_session_ends_after_idling_and_in_any_case_after_ten_hours(office: Office) -> None:
    idle, busy = (office.sign_in("unit_a", Role.REVIEWER) for _ in range(2))
    for _ in range(19):
        office.clock.pass_(timedelta(minutes=29))
        assert busy.get("/desk").status_code == 200
    assert idle.get("/desk").status_code == 303
    office.clock.pass_(timedelta(minutes=29))
    assert busy.get("/desk").status_code == 200
    office.clock.pass_(timedelta(minutes=25))
    assert busy.get("/desk").status_code == 303, "ten hours are over"


def test_the_desk_speaks_english_through_every_form(office: Office) -> None:
    visitor = Visitor(office.app.test_client())
    page = visitor.get("/desk/sign-in?lang=en")
    assert 'action="/desk/sign-in?lang=en"' in page.text
    login = login_of("unit_a", Role.AUDITOR)
    refused = visitor.post("/desk/sign-in?lang=en", login=login, password="wrong")
    assert "do not belong together" in refused.text
    done = visitor.post("/desk/sign-in?lang=en", login=login, password=PASSWORD)
    assert done.location == "/desk?lang=en"
    assert "Audit trail" in visitor.get("/desk/audit?lang=en").text


def test_the_second_factor_s_picture_holds_what_is_typed(office: Office) -> None:
    visitor = office.sign_in("department", Role.CLERK, complete=False)
    page = visitor.get("/desk/second-factor/set-up").text
    picture = re.search(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", page)
    assert picture is not None
    assert base64.b64decode(picture[1]).startswith(b"<svg")
    assert visitor.get("/desk/second-factor/set-up").text == page, "the same secret until it is proven"


@pytest.mark.parametrize("path", ["/desk", "/desk/sign-in", "/desk/people", "/desk/invitations/x"])
def test_without_the_desk_there_is_none(office: Office, path: str) -> None:
    served = office.app.extensions["service"]
    office.app.extensions["service"] = served.__class__(
        **{name: getattr(served, name) for name in ("registry", "keys", "vault", "address")},
        settings=served.settings.__class__(desk=False),
    )
    try:
        assert office.app.test_client().get(path).status_code == 404
    finally:
        office.app.extensions["service"] = served
