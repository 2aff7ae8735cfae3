"""Every route stands in this table with who may use it and what limits it; a new route without a line fails."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.verify_site.access import ACCESS
from tests.verify_site.papers import Papers
from verify_site.guide.turns import begin
from verify_site.security import POLICIES

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
FORM = {"<form>": "replacement-registration", "<file>": "replacement-registration.docx"}
PLACES = {"<path:filename>": "site.css", "<notice>": "hubei-2013-80", "<case>": "lost", **FORM}
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=63072000",
}


def test_every_route_stands_in_the_table_and_no_line_is_left_over(site: Flask) -> None:
    routes = {
        (method, rule.rule)
        for rule in site.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == set(ACCESS)


def test_only_the_desk_sets_a_cookie_and_each_carries_the_security_headers(client: FlaskClient, papers: Papers) -> None:
    fields = {"code": "1", "number": "1", "name": "某", "verification_code": "A", "identity": "1"}
    for method, rule in [*ACCESS, ("GET", "/nowhere"), ("DELETE", "/"), ("POST", "/api/v1/nothing")]:
        path = rule
        conversation = begin("证书丢了").token
        places = {"<code>": papers.codes["valid"], "<token>": conversation, "<conversation>": conversation}
        for place, value in {**PLACES, **places}.items():
            path = path.replace(place, value)
        answer = client.open(path, method=method, data=fields if method == "POST" else None)
        assert path.startswith("/desk/") or "Set-Cookie" not in answer.headers
        assert answer.status_code < 500
        policy = POLICIES.get(path[1:]) or POLICIES.get(path.split("/")[1], POLICY)
        assert answer.headers["Content-Security-Policy"] == policy, path
        for header, value in HEADERS.items():
            assert answer.headers[header] == value, path
        public = ("/static/", "/.well-known/", "/robots", "/favicon", "/forms", "/offline/")
        stored = "max-age" in answer.headers["Cache-Control"]
        assert stored == (path.startswith(public) and answer.status_code == 200), path
        assert len(answer.headers.getlist("Cache-Control")) == 1


def test_no_policy_lets_in_more_than_the_sites_own_scripts_and_the_camera() -> None:
    own = ("script-src 'self'", "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'")
    camera = "media-src 'self' blob: mediastream:"
    for part, policy in POLICIES.items():
        assert policy.startswith(POLICY + "; "), part
        assert set(policy.removeprefix(POLICY + "; ").split("; ")) <= {*own, camera}, part


def test_pages_about_a_person_stay_out_of_search_engines(client: FlaskClient, papers: Papers) -> None:
    page = client.get(f"/V/{papers.valid.code}")
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.text
    assert "Disallow: /V/" in client.get("/robots.txt").text


def test_pages_load_nothing_from_elsewhere_and_hold_no_script_or_inline_style(
    client: FlaskClient, papers: Papers
) -> None:
    for path in ("/", "/about", *(f"/V/{code}" for code in papers.codes.values())):
        page = client.get(path).text
        assert "<script" not in page
        assert "<style" not in page
        assert " style=" not in page
        assert "http://" not in page
        assert "https://" not in page


def test_a_host_header_never_enters_an_answer(client: FlaskClient, papers: Papers) -> None:
    for path in ("/", f"/V/{papers.valid.code}", "/nowhere", "/api/v1/verifications"):
        answer = client.get(path, headers={"Host": "evil.example"})
        assert "evil.example" not in answer.text + str(answer.headers)
