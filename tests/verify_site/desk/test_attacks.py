"""What an attacker tries at the desk: each test counts its attempts, and that none of them succeeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from casework.accounts.errors import SignInUnavailable
from casework.accounts.passwords import Passwords
from casework.accounts.second_factor import typed_secret
from casework.accounts.words import Role
from registry.database import open_registry
from tests.verify_site.desk.objects import objects_of_unit_a
from tests.verify_site.desk.office import CHEAP, COOKIE, PASSWORD, Office, login_of, open_office
from tests.verify_site.papers import Papers
from verify_site.desk.routes import DOORS

POSTS = sorted({door.rule for door in DOORS if "POST" in door.methods})
ENTITLED = ("prefecture", Role.ADMINISTRATOR)
SCRIPT = "<script>alert(1)</script>\"'><img src=x>"


class CountingPasswords(Passwords):
    """Real passwords that say how often they were compared."""

    compared = 0

    def matches(self, stored: str | None, password: str) -> bool:
        self.compared += 1
        return super().matches(stored, password)


@pytest.fixture
def passwords(office: Office) -> Iterator[CountingPasswords]:
    """The desk's passwords, counted."""
    edge = office.app.extensions["desk"]
    counted = CountingPasswords()
    counted._hasher = CHEAP._hasher
    office.app.extensions["desk"] = replace(edge, keeper=replace(edge.keeper, passwords=counted))
    yield counted
    office.app.extensions["desk"] = edge


@pytest.mark.parametrize("rule", POSTS)
def test_no_forged_form_is_accepted(office: Office, rule: str) -> None:
    path = re.sub(r"<int:\w+>", "1", rule.replace("<token>", "x" * 43))
    visitor, other = (office.sign_in(*ENTITLED) for _ in range(2))
    own = {"csrf": visitor.csrf}
    forged: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}),
        ({"csrf": ""}, {}),
        ({"csrf": "0" * 64}, {}),
        ({"csrf": other.csrf}, {}),
        ({"csrf": visitor.csrf[:-1] + "é"}, {}),
        (own, {"Origin": "https://evil.example"}),
        (own, {"Origin": "https://localhost.evil.example"}),
        (own, {"Sec-Fetch-Site": "cross-site"}),
        (own, {"Sec-Fetch-Site": "same-site"}),
    ]
    answers = [visitor.client.post(f"/desk{path}", data=data, headers=headers) for data, headers in forged]
    assert [answer.status_code for answer in answers] == [403] * 9
    assert all("表单已经失效" in answer.text for answer in answers)
    assert visitor.get("/desk").status_code == 200, "nothing happened, not even a sign-out"


def test_a_token_planted_before_the_sign_in_is_worth_nothing_after_it(office: Office) -> None:
    victim, planted = office.visitor(), office.visitor().token
    assert planted is not None
    victim.client.set_cookie(COOKIE, planted)
    victim.post("/desk/sign-in", login=login_of("unit_a", Role.CLERK), password=PASSWORD)
    assert victim.get("/desk").status_code == 200
    thief = office.visitor()
    thief.client.set_cookie(COOKIE, planted)
    assert thief.get("/desk").status_code == 303
    half, _ = office.type_in("prefecture", Role.CLERK)
    before = half.token
    secret = re.search(r'"secret">([A-Z2-7 ]+)<', half.get("/desk/second-factor/set-up").text)
    assert secret is not None
    totp = pyotp.TOTP(secret[1].replace(" ", ""))
    half.post("/desk/second-factor/set-up", code=totp.at(office.clock.now))
    assert half.get("/desk").status_code == 200
    assert before is not None
    thief.client.set_cookie(COOKIE, before)
    assert thief.get("/desk").status_code == 303


def test_a_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_http(office: Office) -> None:
    _, answer = office.type_in("unit_a", Role.AUDITOR)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-desk=")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_brute_force_with_spoofed_addresses_is_slowed_and_nobody_is_locked_out(
    papers: Papers, sqlite_template: Path, tmp_path: Path
) -> None:
    office = open_office(papers.settings, tmp_path, sqlite_template, proxies=1)
    login, seen = login_of("unit_a", Role.CLERK), []
    attacker = office.visitor()
    for number in range(300):
        # The proxy in front appends the true address; everything before it is the attacker's invention.
        spoofed = f"198.51.{number // 200}.{number % 200}, 203.0.113.9"
        fields = {"csrf": attacker.csrf, "login": login, "password": PASSWORD if number > 150 else f"guess {number}"}
        answer = attacker.client.post("/desk/sign-in", data=fields, headers={"X-Forwarded-For": spoofed})
        seen.append(answer.status_code)
        assert "Retry-After" in answer.headers or answer.status_code == 422
    assert seen.count(303) == 0, "300 attempts, none got in, not even those with the right password"
    assert seen.count(422) == 6, "six were looked at, the others had to wait"
    office.clock.pass_(timedelta(minutes=15, seconds=1))
    assert office.type_in("unit_a", Role.CLERK)[1].location == "/desk"
    office.close()


def test_guesses_from_many_networks_do_not_keep_a_person_out_of_their_own(office: Office) -> None:
    login = login_of("agency", Role.REVIEWER)
    at_home = {"REMOTE_ADDR": "192.0.2.7"}
    victim = office.visitor()
    fields = {"csrf": victim.csrf, "login": login, "password": PASSWORD}
    assert victim.client.post("/desk/sign-in", data=fields, environ_overrides=at_home).location == "/desk"
    attacker, looked_at = office.visitor(), 0
    for number in range(60):
        guess = {"csrf": attacker.csrf, "login": login, "password": f"wrong guess {number}"}
        away = {"REMOTE_ADDR": f"203.0.{number}.9"}
        looked_at += attacker.client.post("/desk/sign-in", data=guess, environ_overrides=away).status_code == 422
    assert looked_at == 6
    assert office.visitor().client.post("/desk/sign-in", data=fields, environ_overrides=at_home).status_code == 403
    again = office.visitor()
    fields["csrf"] = again.csrf
    assert again.client.post("/desk/sign-in", data=fields, environ_overrides=at_home).location == "/desk"


def test_an_unknown_login_costs_and_says_what_a_known_one_does(office: Office, passwords: CountingPasswords) -> None:
    answers = []
    for login in (login_of("unit_a", Role.REVIEWER), "nobody@example.cn", "", "x" * 5000, "管理员"):
        before = passwords.compared
        visitor = office.visitor()
        answers.append(visitor.post("/desk/sign-in", login=login, password="wrong guess here"))
        assert passwords.compared == before + 1, login
    pages = {re.sub(r'name="(csrf|login)"[^>]*', "", answer.text) for answer in answers}
    assert len(pages) == 1
    assert {answer.status_code for answer in answers} == {422}


def test_without_counters_nobody_is_let_in(office: Office) -> None:
    edge = office.app.extensions["desk"]
    unwritable = open_registry("sqlite:////nowhere/at/all.sqlite3")
    visitor = office.visitor()
    office.app.extensions["desk"] = replace(edge, keeper=replace(edge.keeper, engine=unwritable))
    try:
        for _ in range(3):
            answer = visitor.post("/desk/sign-in", login=login_of("unit_a", Role.CLERK), password=PASSWORD)
            assert answer.status_code == 503
            assert SignInUnavailable().say("zh") in answer.text
            assert "Set-Cookie" not in answer.headers
    finally:
        office.app.extensions["desk"] = edge
        unwritable.dispose()
    assert visitor.get("/desk").status_code == 303


def test_a_code_is_used_once_and_guessing_it_is_slow(office: Office) -> None:
    visitor = office.sign_in("department", Role.ADMINISTRATOR, complete=False)
    secret = re.search(r'"secret">([A-Z2-7 ]+)<', visitor.get("/desk/second-factor/set-up").text)
    assert secret is not None
    totp = pyotp.TOTP(secret[1].replace(" ", ""))
    code = totp.at(office.clock.now)
    assert visitor.post("/desk/second-factor/set-up", code=code).status_code == 200
    assert office.person("department", Role.ADMINISTRATOR).totp_sealed != typed_secret(totp.byte_secret()).encode()
    replayed = 0
    for seconds in (0, 10, 20, 30):
        thief = office.sign_in("department", Role.ADMINISTRATOR, complete=False)
        replayed += thief.post("/desk/second-factor", code=code).status_code == 303
        office.clock.pass_(timedelta(seconds=seconds))
    assert replayed == 0, "4 replays within the code's life"
    seen = [thief.post("/desk/second-factor", code=f"{number:06}").status_code for number in range(200)]
    assert seen.count(303) == 0
    assert seen.count(422) <= 2, "with the four replays, six were looked at before the waiting began"


HOSTILE = [
    "//evil.example",
    "https://evil.example/desk",
    "/desk//evil.example",
    "/desk/../../evil",
    "/\\evil.example",
    "/desk\\@evil.example",
    "javascript:alert(1)",
    "/desk\r\nSet-Cookie: x=1",
    "/desk\nLocation: https://evil.example",
    "/deskevil.example",
    "/desk@evil.example",
    " /desk",
    "/V/1",
    "",
    "/desk?x=https://evil.example",
    "/desk/" + "x" * 5000,
    "data:text/html,x",
    "/%2F%2Fevil.example",
    "/desk#//evil.example",
    "\t//evil.example",
]


def test_next_leads_nowhere_but_to_the_desk(office: Office) -> None:
    led = []
    for wanted in HOSTILE:
        visitor = office.visitor()
        page = visitor.client.get("/desk/sign-in", query_string={"next": wanted})
        assert "evil.example" not in page.text
        fields = {"login": login_of("unit_b", Role.REVIEWER), "password": PASSWORD, "next": wanted}
        led.append(visitor.post("/desk/sign-in", **fields).location)
    assert led == ["/desk"] * len(HOSTILE)


def test_an_invitation_dies_with_its_fourteenth_day(office: Office) -> None:
    shown = office.sign_in("unit_b", Role.ADMINISTRATOR).post("/desk/people", name="李四", roles="clerk")
    link = re.search(r"/desk/invitations/[A-Za-z0-9_-]{43}", shown.text)
    assert link is not None
    fields = {"name": "李四", "login": "li.si@example.cn", "password": PASSWORD, "repeated": PASSWORD}
    office.clock.pass_(timedelta(days=14))
    tried = [office.visitor().post(path, **fields) for path in (link[0], link[0][:-1], link[0] + "A", link[0].lower())]
    assert [answer.status_code for answer in tried] == [404] * 4
    assert office.visitor().get(link[0]).status_code == 404


def test_a_script_in_a_text_field_is_shown_as_text(office: Office) -> None:
    authority, unit = office.sign_in(*ENTITLED), office.sign_in("unit_a", Role.ADMINISTRATOR)
    fields = {"kind": "private_unit", "credit_code": "12330500XXXXXXXX0B", "region": "420100", "addressee": SCRIPT}
    pages = [
        authority.post("/desk/organisations", name=SCRIPT, **fields),
        authority.post("/desk/organisations", name=SCRIPT, **fields | {"region": SCRIPT, "credit_code": SCRIPT}),
        authority.post("/desk/organisations", name=SCRIPT, **fields | {"reports_to": SCRIPT, "kind": SCRIPT}),
        unit.post("/desk/people", name=SCRIPT, roles=SCRIPT),
        unit.post("/desk/people", name=SCRIPT, roles="clerk"),
        office.visitor().post("/desk/sign-in", login=SCRIPT, password=SCRIPT, next=SCRIPT),
        authority.get("/desk/organisations"),
        unit.get("/desk/people"),
        unit.get(f"/desk/people?done={SCRIPT}&lang={SCRIPT}"),
    ]
    link = re.search(r"/desk/invitations/[A-Za-z0-9_-]{43}", pages[0].text)
    assert link is not None
    visitor = office.visitor()
    pages.append(visitor.get(link[0]))
    joining = {"login": "script@example.cn", "password": PASSWORD, "repeated": PASSWORD}
    pages.append(visitor.post(link[0], **joining | {"name": SCRIPT, "login": SCRIPT}))
    assert visitor.post(link[0], **joining | {"name": SCRIPT}).status_code == 303
    visitor.post("/desk/sign-in", login="script@example.cn", password=PASSWORD)
    pages += [visitor.get(path) for path in ("/desk", "/desk/people", "/desk/account", "/desk/audit")]
    assert [page.status_code for page in pages if page.status_code >= 500] == []
    assert [page.request.path for page in pages if "<script" in page.text or "<img src=x" in page.text] == []
    assert sum("&lt;script&gt;" in page.text for page in pages) >= 10


def test_what_another_unit_has_is_not_found(office: Office) -> None:
    stranger = office.sign_in("unit_b", Role.ADMINISTRATOR)
    places = objects_of_unit_a(office)
    person, invitation = places["<int:person>"], places["<int:invitation>"]
    paths = [f"/people/{person}/{step}" for step in ("roles", "disable", "enable")]
    tried = [f"/desk{path}" for path in (*paths, f"/people/invitations/{invitation}/withdraw")]
    nowhere = stranger.post("/desk/people/999999/disable").text
    for path in tried:
        answer = stranger.post(path, roles="clerk")
        assert answer.status_code == 404
        assert answer.text == nowhere, "the same answer as for what nobody has"
    assert office.person("unit_a", Role.AUDITOR).disabled_at is None
