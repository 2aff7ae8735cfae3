"""A link or the digits of a code are taken in whichever box they are pasted."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.verify_site.papers import Papers
from verify_site.guide.turns import begin
from verify_site.typed import is_code

BOXES = {
    "/look-up/name": ("number", "name"),
    "/look-up/verification-code": ("number", "verification_code"),
    "/look-up/verification-code/identity": ("number", "verification_code"),
}


@pytest.mark.parametrize("path", BOXES)
def test_a_pasted_code_is_answered_in_every_box(client: FlaskClient, papers: Papers, path: str) -> None:
    digits = papers.valid.address.rpartition("/")[2]
    for box in BOXES[path]:
        for text in (papers.valid.address, f" {digits[:200]}\n{digits[200:]}"):
            answer = client.post(path, data={box: text})
            assert "证书真实，目前有效" in answer.text
            assert papers.valid.name in answer.text
    assert "evil.example" in client.post(path, data={BOXES[path][1]: "https://evil.example/V/1"}).text


def test_the_identity_box_takes_a_code_without_spending_a_try(limited: FlaskClient, papers: Papers) -> None:
    for _ in range(8):
        answer = limited.post(f"/V/{papers.valid.code}/identity", data={"identity": papers.code_of("revoked")})
        assert "证书已被撤销" in answer.text


def test_the_guide_leads_a_pasted_code_to_its_page(client: FlaskClient, papers: Papers) -> None:
    for path in ("/guide", f"/guide/c/{begin('证书丢了').token}"):
        answer = client.post(f"{path}?lang=en", data={"text": papers.valid.address})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/V/{papers.valid.code}?lang=en")


def test_what_belongs_into_a_box_is_no_code(papers: Papers) -> None:
    for text in (papers.valid.number, papers.valid.name, papers.valid.verification_code, papers.valid.identity, ""):
        assert not is_code(text)
    assert not is_code("9" * 40)
    assert is_code("zs.example.gov.cn/v/123")
    assert is_code("１" * 400)
