"""What a person reads: one page for each verdict, in two languages, without a cookie."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from registry.verification import Verdict
from tests.verify_site.papers import Papers, with_settings
from verify_site.app import create_app
from verify_site.language import spoken
from verify_site.wording import BY_CODE

SCANNED = [verdict for verdict in Verdict if verdict not in (Verdict.FOREIGN, Verdict.NO_MATCH, Verdict.STATUS_UNKNOWN)]
GENUINE = {Verdict.VALID, Verdict.REPLACED, Verdict.REVOKED, Verdict.CORRECTED}
"""Nothing else earns an official page for what it claims."""


def text_of(html: str) -> str:
    """What a reader sees of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("verdict", SCANNED)
def test_each_verdict_of_a_scanned_code_says_what_it_means_and_what_to_do(
    client: FlaskClient, papers: Papers, verdict: Verdict, language: str
) -> None:
    answer = client.get(f"/V/{papers.codes[verdict]}", query_string={"lang": "en"} if language == "en" else {})
    speech, words = spoken("en" if language == "en" else "zh"), BY_CODE[verdict]
    said = text_of(answer.text)
    assert answer.status_code == 200
    assert f'<html lang="{speech.tag}">' in answer.text
    for text in (words.headline, words.meaning, *words.steps):
        assert speech.text(text) in said
    assert f"icons/{words.icon}.svg" in answer.text
    assert "zs.example.gov.cn" in said
    assert ("证人" in said) == (verdict in GENUINE)


def test_a_valid_page_shows_all_that_is_printed_and_the_photo(client: FlaskClient, papers: Papers) -> None:
    page = client.get(f"/V/{papers.valid.code}").text
    said = text_of(page)
    for value in (
        papers.valid.name,
        papers.valid.number,
        "工程师",
        "中级",
        "2026年6月30日",
        "2026年11月21日",
        "武汉市人社局",
    ):
        assert value in said
    assert 'src="data:image/jpeg;base64,' in page
    assert papers.valid.identity not in page


def test_a_replaced_page_says_since_when_and_never_names_the_newer_number(client: FlaskClient, papers: Papers) -> None:
    page = client.get(f"/V/{papers.codes['replaced']}").text
    numbers = set(re.findall(r"2026\d{10}", text_of(page)))
    assert "2026年11月21日" in page
    assert numbers == {papers.province.examples["replaced"].number}


def test_a_corrected_page_sets_the_printed_beside_the_registered_value(client: FlaskClient, papers: Papers) -> None:
    page = client.get(f"/V/{papers.codes['corrected']}").text
    assert "<del>专业corrected</del>" in page
    assert "<ins>给水排水</ins>" in page
    assert page.count("<del>") == 1


def test_a_foreign_link_is_shown_as_text_and_never_as_a_link(client: FlaskClient) -> None:
    page = client.post("/look-up/code", data={"code": "https://evil.example/V/123456"}).text
    assert "evil.example" in text_of(page)
    assert 'href="https://evil' not in page
    assert BY_CODE[Verdict.FOREIGN].headline in page


@pytest.mark.parametrize(
    "form", ["{}", "/V/{}", "https://zs.example.gov.cn/v/{}", " HTTPS://ZS.EXAMPLE.GOV.CN/V/{} \n"]
)
def test_a_code_may_be_pasted_as_digits_path_or_address(client: FlaskClient, papers: Papers, form: str) -> None:
    answer = client.post("/look-up/code", data={"code": form.format(papers.valid.code)})
    assert BY_CODE[Verdict.VALID].headline in answer.text
    assert f'action="/V/{papers.valid.code}/identity' in answer.text


def test_both_cases_of_the_path_lead_to_the_page(client: FlaskClient, papers: Papers) -> None:
    assert client.get(f"/v/{papers.valid.code}").status_code == 200


def test_number_and_name_show_title_level_date_and_status_and_no_more(client: FlaskClient, papers: Papers) -> None:
    example = papers.valid
    said = text_of(client.post("/look-up/name", data={"number": example.number, "name": example.name}).text)
    for shown in ("工程师", "中级", "2026年6月30日", "编号与姓名相符"):
        assert shown in said
    for hidden in ("2026年11月21日 ", "系列（专业）", "武汉市人社局", example.verification_code):
        assert hidden not in said.replace("查询于北京时间", "")


def test_number_and_verification_code_show_all_that_is_printed(client: FlaskClient, papers: Papers) -> None:
    example = papers.valid
    page = client.post(
        "/look-up/verification-code", data={"number": example.number, "verification_code": example.verification_code}
    ).text
    for shown in (example.name, "武汉市人社局", "data:image/jpeg;base64,"):
        assert shown in page


def test_an_old_paper_without_a_code_is_found_by_number_and_name(client: FlaskClient, papers: Papers) -> None:
    old = papers.province.examples["old_paper"]
    page = client.post("/look-up/name", data={"number": old.number, "name": old.name}).text
    assert "编号与姓名相符" in page


def test_full_width_digits_and_spaces_are_read_as_meant(client: FlaskClient, papers: Papers) -> None:
    example = papers.valid
    wide = " ".join(example.number).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    code = "-".join(
        (example.verification_code[:4], example.verification_code[4:8], example.verification_code[8:].lower())
    )
    by_name = client.post("/look-up/name", data={"number": wide, "name": "　" + " ".join(example.name)})
    by_code = client.post("/look-up/verification-code", data={"number": wide, "verification_code": code})
    assert "编号与姓名相符" in by_name.text
    assert "登记库中有这张证书，目前有效" in by_code.text


def test_the_identity_box_answers_match_or_no_match_and_repeats_nothing(client: FlaskClient, papers: Papers) -> None:
    path = f"/V/{papers.valid.code}/identity"
    right = client.post(path, data={"identity": papers.valid.identity})
    wrong = client.post(path, data={"identity": "42902119000101004X"})
    assert "相符：您输入的证件号码就是持证人的号码。" in right.text
    assert "不相符" in wrong.text
    assert papers.valid.identity not in right.text
    assert "42902119000101004X" not in wrong.text


def test_the_identity_box_also_follows_a_verification_code(client: FlaskClient, papers: Papers) -> None:
    example = papers.valid
    typed = {"number": example.number, "verification_code": example.verification_code, "identity": example.identity}
    assert "相符：您输入的" in client.post("/look-up/verification-code/identity", data=typed).text


def test_there_is_no_identity_box_without_a_certificate(client: FlaskClient, papers: Papers) -> None:
    for verdict in ("not_registered", "bad_signature", "malformed"):
        page = client.post(f"/V/{papers.codes[verdict]}/identity", data={"identity": papers.valid.identity}).text
        assert 'name="identity"' not in page


@pytest.mark.parametrize("fields", [{"number": "", "name": ""}, {"number": "9" * 40, "name": "张\x00三"}])
def test_a_wrong_input_is_named_in_a_summary_and_at_its_field(client: FlaskClient, fields: dict[str, str]) -> None:
    answer = client.post("/look-up/name", data=fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    for field in fields:
        assert f'href="#name.{field}"' in answer.text
        assert f'aria-describedby="name.{field}-error' in answer.text


@pytest.mark.parametrize("path", ["/", "/about"])
def test_every_link_and_form_of_an_english_page_stays_english(client: FlaskClient, path: str) -> None:
    page = client.get(path, query_string={"lang": "en"}).text
    targets = re.findall(r'(?:href|action)="(/[^"#]*)', page)
    ours = [target for target in targets if not target.startswith(("/static/", "/.well-known/"))]
    chinese = [target for target in ours if "lang=en" not in target]
    assert chinese == [path]  # the switch back
    assert not re.search(r"[\u4e00-\u9fff]", text_of(page).replace("中文", ""))


def test_the_language_of_a_typed_result_is_switched_by_asking_again(client: FlaskClient, papers: Papers) -> None:
    typed = {"number": papers.valid.number, "name": papers.valid.name}
    page = client.post("/look-up/name", data=typed).text
    assert '<form class="language" method="post" action="/look-up/name?lang=en">' in page
    assert f'<input type="hidden" name="number" value="{papers.valid.number}">' in page
    assert "Number and name match" in client.post("/look-up/name?lang=en", data=typed).text


def test_every_page_of_a_demonstration_says_so(papers: Papers) -> None:
    client = create_app(with_settings(papers.settings, demonstration=True), limited=False).test_client()
    for path in ("/", "/about", f"/V/{papers.valid.code}", "/V/1", "/nowhere"):
        assert "演示网站" in client.get(path).text
        assert "Demonstration: all people" in client.get(path, query_string={"lang": "en"}).text


def test_a_registry_that_does_not_answer_leaves_what_the_signature_proves(
    site: Flask, papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("SELECT …", {}, Exception("database is locked"))

    monkeypatch.setattr(site.extensions["service"].registry, "raw_connection", refuse, raising=False)
    client = site.test_client()
    page = client.get(f"/V/{papers.valid.code}")
    data = client.get(f"/V/{papers.valid.code}", headers={"Accept": "application/json"})
    typed = client.post("/look-up/name", data={"number": papers.valid.number, "name": papers.valid.name})
    for answer in (page, data, typed):
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
    assert papers.valid.name in page.text
    assert "签名无误" in page.text
    assert data.json is not None
    assert data.json["verdict"] == "status_unknown"
    assert data.json["certificate"]["issuer"] == {"id": "wuhan", "name": None, "name_en": None}
