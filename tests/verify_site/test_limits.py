"""How often one network may ask, and what happens where the counters' store is away."""

from __future__ import annotations

import socket

import pytest
from flask.testing import FlaskClient

from tests.verify_site.papers import Papers, with_settings
from verify_site.app import create_app
from verify_site.limits import _network_of

PATH = "/api/v1/verifications"
LOOK_UPS, SCANS, TRIES = 30, 600, 5


def asking(client: FlaskClient, papers: Papers, address: str = "192.0.2.7") -> int:
    """The status of one typed look-up that hits, from an address. Misses would soon ask for a challenge."""
    typed = {"number": papers.valid.number, "name": papers.valid.name}
    return client.post(PATH, json=typed, environ_overrides={"REMOTE_ADDR": address}).status_code


def test_typed_look_ups_share_one_budget_over_forms_and_api(limited: FlaskClient, papers: Papers) -> None:
    paths = ("/look-up/name", "/look-up/verification-code")
    hit = papers.valid
    fields = {"number": hit.number, "name": hit.name, "verification_code": hit.verification_code}
    statuses = [limited.post(paths[turn % 2], data=fields).status_code for turn in range(LOOK_UPS)]
    assert set(statuses) == {200}
    refused = limited.post(PATH, json={"number": hit.number, "name": hit.name})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert refused.content_type == "application/problem+json"
    page = limited.post("/look-up/name", data=fields)
    assert page.status_code == 429
    assert "查询过于频繁" in page.text


def test_a_budget_belongs_to_a_network_and_not_to_an_address(limited: FlaskClient, papers: Papers) -> None:
    assert [asking(limited, papers, f"192.0.2.{host}") for host in range(LOOK_UPS)] == [200] * LOOK_UPS
    assert asking(limited, papers, "192.0.2.250") == 429
    assert asking(limited, papers, "192.0.3.1") == 200


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_the_network_of_an_address(address: str, network: str) -> None:
    assert _network_of(address) == network


def test_genuine_codes_are_not_counted_but_others_are(limited: FlaskClient, papers: Papers) -> None:
    for turn in range(SCANS):
        assert limited.get(f"/V/{turn + 1}", headers={"Accept": "application/json"}).status_code == 200
    assert limited.get("/V/7").status_code == 429
    assert limited.post(PATH, json={"code": "7"}).status_code == 429
    assert limited.get(f"/V/{papers.valid.code}").status_code == 200


def test_one_certificate_takes_few_identity_numbers(limited: FlaskClient, papers: Papers) -> None:
    path = f"/V/{papers.valid.code}/identity"
    tries = [limited.post(path, data={"identity": "42902119000101004X"}).status_code for _ in range(TRIES + 1)]
    assert tries == [200] * TRIES + [429]
    other = f"/V/{papers.codes['revoked']}/identity"
    assert limited.post(other, data={"identity": papers.valid.identity}).status_code == 200


def test_one_network_takes_few_identity_numbers_over_all_certificates(limited: FlaskClient, papers: Papers) -> None:
    codes = [papers.codes[verdict] for verdict in ("valid", "replaced", "revoked", "corrected")]
    tries = [limited.post(f"/V/{codes[turn % 4]}/identity", data={"identity": "1"}).status_code for turn in range(11)]
    assert tries == [200] * 10 + [429]


def test_without_its_redis_the_site_goes_on_counting_by_itself(papers: Papers) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        app = create_app(with_settings(papers.settings, limit_store=f"redis://127.0.0.1:{port}/0"))
        client = app.test_client()
        assert [asking(client, papers) for _ in range(LOOK_UPS + 2)] == [200] * LOOK_UPS + [429] * 2


def test_a_proxy_is_believed_only_where_one_is_configured(papers: Papers) -> None:
    direct = create_app(papers.settings).test_client()
    behind = create_app(with_settings(papers.settings, proxies=1)).test_client()
    typed = {"number": papers.valid.number, "name": papers.valid.name}
    for client, last in ((direct, 429), (behind, 200)):
        statuses = [
            client.post(PATH, json=typed, headers={"X-Forwarded-For": f"198.51.{turn}.1"}).status_code
            for turn in range(LOOK_UPS + 1)
        ]
        assert statuses[-1] == last
