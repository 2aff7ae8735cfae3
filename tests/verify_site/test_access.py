"""Every route stands in this table with who may use it and what limits it; a new route without a line fails."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.verify_site.papers import Papers
from verify_site.guide_turns import begin

EVERYBODY = "everybody"
ACCESS = {
    ("GET", "/"): (EVERYBODY, "no limit: no look-up"),
    ("GET", "/about"): (EVERYBODY, "no limit: no look-up"),
    ("GET", "/V/<code>"): (EVERYBODY, "scan budget for codes without a right signature"),
    ("GET", "/v/<code>"): (EVERYBODY, "scan budget for codes without a right signature"),
    ("POST", "/V/<code>/identity"): (EVERYBODY, "identity budgets of the network and of the certificate"),
    ("POST", "/v/<code>/identity"): (EVERYBODY, "identity budgets of the network and of the certificate"),
    ("POST", "/look-up/code"): (EVERYBODY, "scan budget for codes without a right signature"),
    ("POST", "/look-up/name"): (EVERYBODY, "look-up budget"),
    ("POST", "/look-up/verification-code"): (EVERYBODY, "look-up budget"),
    ("POST", "/look-up/verification-code/identity"): (EVERYBODY, "look-up and identity budgets"),
    ("POST", "/api/v1/verifications"): (EVERYBODY, "scan or look-up budget"),
    ("GET", "/guide"): (EVERYBODY, "no limit: no look-up"),
    ("POST", "/guide"): (EVERYBODY, "turn budget"),
    ("GET", "/guide/c/<token>"): (EVERYBODY, "turn budget; the link is the whole conversation, nothing is stored"),
    ("POST", "/guide/c/<token>"): (EVERYBODY, "turn budget"),
    ("GET", "/guide/c/<token>/calendar.ics"): (EVERYBODY, "turn budget"),
    ("GET", "/guide/<notice>"): (EVERYBODY, "no limit: no look-up"),
    ("GET", "/guide/<notice>/clauses"): (EVERYBODY, "no limit: no look-up"),
    ("GET", "/guide/<notice>/newspaper"): (EVERYBODY, "no limit: no look-up"),
    ("POST", "/guide/<notice>/newspaper"): (EVERYBODY, "turn budget"),
    ("GET", "/guide/<notice>/<case>/map"): (EVERYBODY, "no limit: no look-up"),
    ("GET", "/guide/<notice>/<case>/map.svg"): (EVERYBODY, "no limit: drawn once"),
    ("POST", "/api/v1/guide"): (EVERYBODY, "turn budget"),
    ("POST", "/api/v1/guide/<conversation>/replies"): (EVERYBODY, "turn budget"),
    ("GET", "/.well-known/certificate-keys.json"): (EVERYBODY, "no limit: public file, cacheable"),
    ("GET", "/healthz"): (EVERYBODY, "no limit: constant"),
    ("GET", "/readyz"): (EVERYBODY, "no limit: checked once a second at most"),
    ("GET", "/robots.txt"): (EVERYBODY, "no limit: constant"),
    ("GET", "/favicon.ico"): (EVERYBODY, "no limit: constant"),
    ("GET", "/static/<path:filename>"): (EVERYBODY, "no limit: files of the site"),
}
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SCRIPTED_POLICY = POLICY + "; script-src 'self'; connect-src 'self'"
"""The guide's pages alone may run the site's own script."""
PLACES = {"<path:filename>": "site.css", "<notice>": "hubei-2013-80", "<case>": "lost"}
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


def test_no_answer_sets_a_cookie_and_each_carries_the_security_headers(client: FlaskClient, papers: Papers) -> None:
    fields = {"code": "1", "number": "1", "name": "某", "verification_code": "A", "identity": "1"}
    for method, rule in [*ACCESS, ("GET", "/nowhere"), ("DELETE", "/"), ("POST", "/api/v1/nothing")]:
        path = rule
        conversation = begin("证书丢了").token
        places = {"<code>": papers.codes["valid"], "<token>": conversation, "<conversation>": conversation}
        for place, value in {**PLACES, **places}.items():
            path = path.replace(place, value)
        answer = client.open(path, method=method, data=fields if method == "POST" else None)
        assert "Set-Cookie" not in answer.headers
        assert answer.status_code < 500
        scripted = path == "/guide" or path.startswith("/guide/")
        assert answer.headers["Content-Security-Policy"] == (SCRIPTED_POLICY if scripted else POLICY), path
        for header, value in HEADERS.items():
            assert answer.headers[header] == value, path
        public = ("/static/", "/.well-known/", "/robots", "/favicon")
        stored = "max-age" in answer.headers["Cache-Control"]
        assert stored == (path.startswith(public) and answer.status_code == 200), path
        assert len(answer.headers.getlist("Cache-Control")) == 1


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
