"""A receipt for a program, in one step: the paper, what was found, and the same rights and refusals as the page."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from registry.database import writing
from tests.browsing import served
from tests.needs import need_package, program
from tests.province import ADDRESS
from tests.verify_site.api_v1.test_examples import RECEIPT, run
from tests.verify_site.papers import Papers
from tests.verify_site.receipts.conftest import (
    Offering,
    offering,  # noqa: F401 - the fixture
    template,  # noqa: F401 - the fixture
)
from verify_site.api_v1.keys import add_key, new_key
from verify_site.api_v1.shapes import Scanned
from verify_site.app import create_app
from verify_site.limits import RECEIPTS

PATH = "/api/v1/receipts"
AS_JSON = {"Accept": "application/json"}


def a_key(offering: Offering, per_day: int = 5) -> str:  # noqa: F811 - the fixture
    text = new_key(random_bytes=os.urandom)
    with writing(offering.papers.province.engine) as session:
        add_key(session, text, name="甲公司", per_day=per_day, per_minute=100, now=datetime.now(UTC))
    return text


def test_a_program_gets_the_paper_what_it_states_and_where_its_code_leads(
    offering: Offering,  # noqa: F811 - the fixture
) -> None:
    paper = offering.papers.valid
    questions = {
        "code": {"code": paper.code},
        "verification_code": {"number": paper.number, "verification_code": paper.verification_code},
        "name": {"number": paper.number, "name": paper.name},
    }
    for asked, body in questions.items():
        answer = offering.client.post(PATH, json=body)
        assert (answer.status_code, answer.mimetype, answer.headers["Verdict"]) == (200, "application/pdf", "valid")
        assert answer.data.startswith(b"%PDF")
        where = answer.headers["Content-Location"]
        scanned = offering.client.get(f"/V/{ADDRESS.code_in(where)}", headers=AS_JSON)
        stated = TypeAdapter(Scanned).validate_json(scanned.data)
        assert (stated["receipt"]["asked"], stated["receipt"]["then"]["verdict"]) == (asked, "valid")
        posted = offering.client.post("/api/v1/verifications", json={"code": where})
        assert TypeAdapter(Scanned).validate_json(posted.data)["receipt"] == stated["receipt"]


@pytest.mark.parametrize("what", ["replaced", "revoked", "corrected"])
def test_what_is_out_of_force_gets_a_receipt_that_says_so(
    offering: Offering,  # noqa: F811 - the fixture
    what: str,
) -> None:
    assert offering.client.post(PATH, json={"code": offering.papers.codes[what]}).headers["Verdict"] == what


@pytest.mark.parametrize("what", ["bad_signature", "malformed", "not_registered"])
def test_what_the_registry_does_not_hold_gets_a_problem_with_the_verdict(
    offering: Offering,  # noqa: F811 - the fixture
    what: str,
) -> None:
    answer = offering.client.post(PATH, json={"code": offering.papers.codes[what]})
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert answer.json["verdict"] == what  # type: ignore[index]


def test_a_receipt_costs_a_key_one_unit_and_a_repeated_request_none(
    offering: Offering,  # noqa: F811 - the fixture
) -> None:
    headers = {"Authorization": f"Bearer {a_key(offering)}", "Idempotency-Key": "one"}
    left = [
        offering.client.post(PATH, json={"code": offering.papers.valid.code}, headers=headers).headers["RateLimit"]
        for _ in range(2)
    ]
    assert ['"day";r=4' in each for each in left] == [True, True]


def test_a_network_gets_no_more_receipts_here_than_on_the_page(
    offering: Offering,  # noqa: F811 - the fixture
) -> None:
    client = create_app(offering.papers.settings).test_client()
    most = int(RECEIPTS.split()[0])
    refused = {"code": offering.papers.codes["malformed"]}
    for turn in range(most):
        if turn % 2:
            assert client.post(PATH, json=refused).status_code == 409
        else:
            assert client.post("/receipts", data=refused).status_code == 409
    assert client.post(PATH, json=refused).status_code == 429


def test_a_site_without_a_receipt_key_says_so(papers: Papers) -> None:
    answer = create_app(papers.settings, limited=False).test_client().post(PATH, json={"code": papers.valid.code})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_the_example_of_the_page_saves_a_receipt(
    offering: Offering,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    need_package("curl", program("curl"))
    with served(offering.app) as address:
        environment = os.environ | {
            "SITE": address,
            "API_KEY": a_key(offering),
            "CODE": offering.papers.code_of("valid"),
            "NO_PROXY": "127.0.0.1",
        }
        said = run(["bash", "-euc", RECEIPT], environment, tmp_path)
    verdict, where = said.split()
    assert (verdict, where.startswith("https://")) == ("valid", True)
    assert (tmp_path / "receipt.pdf").read_bytes().startswith(b"%PDF")


def test_the_description_names_the_file_and_its_headers(papers: Papers) -> None:
    client = create_app(papers.settings, limited=False).test_client()
    told = json.loads(client.get("/api/v1/openapi.json").data)["paths"][PATH]["post"]
    assert set(told["responses"]["200"]["content"]) == {"application/pdf"}
    assert {"Verdict", "Content-Location"} <= set(told["responses"]["200"]["headers"])
    assert "application/pdf" in client.get("/api").text
