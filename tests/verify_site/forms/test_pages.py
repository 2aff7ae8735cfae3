"""The catalogue, a form's page and the files: everything is cited, nothing changes by itself, and search finds."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from documents.forms import load_forms
from documents.forms.filling import template_of
from documents.forms.official import install
from policy import load_packs
from tests.verify_site.papers import Papers, with_settings
from verify_site.app import create_app

REPLACEMENT = "/forms/hubei-2013-80/replacement-registration"
ROSTER = "/forms/huzhou-2007-35/roster"


def test_the_catalogue_offers_every_form_under_each_of_its_cases(client: FlaskClient) -> None:
    page = client.get("/forms").text
    for form in load_forms().values():
        assert page.count(f'href="/forms/{form.id}"') == len(form.cases), form.id
        for case in form.cases:
            assert f'href="/forms/{form.notice}/{case}.zip"' in page
    assert "《专业技术资格评审表》" in page
    assert "要带原件、不在这里下载的" in page


def test_every_page_says_first_that_only_units_submit_and_cites_the_clause(client: FlaskClient) -> None:
    page = client.get("/forms").text
    for pack in load_packs().values():
        assert pack.general_submitter.text.zh in page
        place = pack.clause(pack.general_submitter.clauses[0]).place
        assert f'/guide/{pack.id}/clauses#{quote(place)}"' in page
    for path in ("/forms", REPLACEMENT):
        assert "只能由单位审核、盖章、提交" in client.get(path).text
        assert "only the unit reviews, stamps and submits it" in client.get(f"{path}?lang=en").text


def test_each_published_checksum_and_size_is_that_of_the_file(client: FlaskClient) -> None:
    page = client.get("/forms").text
    files = re.findall(
        r'href="(/forms/[^"]+\.(?:docx|pdf|xlsx|txt))".*?(\d+) KB.*?<code>(\w{64})</code>', page, re.DOTALL
    )
    assert len(files) == sum(len(form.formats) * len(form.cases) for form in load_forms().values())
    for path, kilobytes, digest in files:
        body = client.get(path).data
        assert hashlib.sha256(body).hexdigest() == digest, path
        assert 0 <= int(kilobytes) * 1024 - len(body) < 1024


@pytest.mark.parametrize(
    ("path", "media_type", "saved_as"),
    [
        (
            f"{REPLACEMENT}/replacement-registration.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "专业技术资格证书补发登记表（样表）.docx",
        ),
        (f"{REPLACEMENT}/replacement-registration.pdf", "application/pdf", "专业技术资格证书补发登记表（样表）.pdf"),
        (
            f"{ROSTER}/roster.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "湖州市级专业技术资格证书持有人员花名册（样表）.xlsx",
        ),
        ("/forms/huzhou-2007-35/lost-notice/lost-notice.txt", "text/plain; charset=utf-8", "遗失声明（样表）.txt"),
        ("/forms/hubei-2013-80/lost.zip", "application/zip", "证书遗失补办.zip"),
    ],
)
def test_a_file_is_saved_under_its_name_and_is_not_sent_twice(
    client: FlaskClient, path: str, media_type: str, saved_as: str
) -> None:
    answer = client.get(path)
    assert answer.content_type == media_type
    named = answer.headers["Content-Disposition"]
    assert named == f"attachment; filename=\"{path.rpartition('/')[2]}\"; filename*=UTF-8''{quote(saved_as)}"
    assert answer.headers["ETag"].strip('"') == hashlib.sha256(answer.data).hexdigest()
    assert "max-age" in answer.headers["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_zip_holds_all_forms_of_its_case_in_all_formats(client: FlaskClient) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get("/forms/hubei-2013-80/lost.zip").data)) as archive:
        assert sorted(archive.namelist()) == [
            "专业技术资格证书补发登记表（样表）.docx",
            "专业技术资格证书补发登记表（样表）.pdf",
            "遗失申明（样表）.docx",
            "遗失申明（样表）.txt",
        ]
        inside = archive.read("专业技术资格证书补发登记表（样表）.pdf")
    assert inside == client.get(f"{REPLACEMENT}/replacement-registration.pdf").data


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("花名册", {"huzhou-2007-35/roster"}),
        ("Roster", {"huzhou-2007-35/roster"}),
        ("登报", {"hubei-2013-80/replacement-registration"}),
        ("补发　登记", {"hubei-2013-80/replacement-registration"}),
        ("湖州 遗失", {"huzhou-2007-35/lost-notice"}),
        ("ｎｅｗｓｐａｐｅｒ hubei", {"hubei-2013-80/replacement-registration", "hubei-2013-80/lost-notice"}),
        ("{{7*7}}", set()),
        ("<b>", set()),
    ],
)
def test_search_finds_by_title_field_matter_and_notice(client: FlaskClient, query: str, found: set[str]) -> None:
    answer = client.get("/forms", query_string={"q": query})
    assert set(re.findall(r'<h4><a href="/forms/([^"]+)"', answer.text)) == found
    assert "<b>" not in answer.text
    assert ("没有找到" in answer.text) == (not found)
    assert f"/forms?q={quote(query[:1].strip())}" in answer.text.replace("&lt;", "<")


def test_a_search_can_be_read_in_the_other_language(client: FlaskClient) -> None:
    page = client.get("/forms?q=%E8%8A%B1%E5%90%8D%E5%86%8C").text
    assert 'href="/forms?q=%E8%8A%B1%E5%90%8D%E5%86%8C&amp;lang=en"' in page
    assert '<input type="hidden" name="lang" value="en">' in client.get("/forms?lang=en").text


def test_a_forms_page_names_each_field_and_how_it_is_known(client: FlaskClient) -> None:
    page = client.get("/forms/hubei-2013-80/confirmation-application").text
    assert page.count("<td>推定</td>") == 28
    assert page.count("<td>通知点明</td>") == 3
    assert "样表（非官方格式）" in page
    english = client.get("/forms/hubei-2013-80/confirmation-application?lang=en").text
    assert english.count("<td>inferred</td>") == 28
    assert 'href="/guide/hubei-2013-80/confirm/map?lang=en"' in english


@pytest.mark.parametrize(
    "path",
    [
        "/forms/hubei-2013-80/roster",
        "/forms/nowhere/roster",
        f"{REPLACEMENT}/replacement-registration.xlsx",
        f"{REPLACEMENT}/form.yaml",
        f"{REPLACEMENT}/..%2f..%2fwords.yaml",
        "/forms/hubei-2013-80/nothing.zip",
        "/forms/hubei-2013-80/verify.zip",
        "/forms/nowhere/lost.zip",
    ],
)
def test_what_does_not_exist_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_official_template_takes_the_place_of_the_specimen(papers: Papers, tmp_path: Path) -> None:
    form = load_forms()["hubei-2013-80/replacement-registration"]
    install(form, template_of(form), tmp_path, version="鄂2027", on=date(2027, 1, 2))
    app = create_app(with_settings(papers.settings, form_templates=tmp_path), limited=False)
    client = app.test_client()
    page = client.get(REPLACEMENT).text
    assert "官方格式" in page
    assert "鄂2027 · 2027-01-02" in page
    assert client.get(f"{REPLACEMENT}/replacement-registration.pdf").status_code == 404
    saved_as = client.get(f"{REPLACEMENT}/replacement-registration.docx").headers["Content-Disposition"]
    assert quote("样表") not in saved_as
    app.extensions["service"].registry.dispose()
