"""The photo helper's page: every requirement with its clause, a corrected file to keep, and nothing kept here."""

from __future__ import annotations

import base64
import io
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from casework.applications.photo_rules import rules_of
from pictures.photo import Judged, check_photo, open_photo
from policy import load_packs
from tests.pictures.test_photo import IDENTITY, bomb, good, portrait, saved
from tests.verify_site.guide.talk import seen

SCAN = "huzhou-2007-35/scan"


def upload(
    client: FlaskClient, data: bytes, name: str = "IMG_2231.PNG", query: str = "", **fields: str
) -> TestResponse:
    form: dict[str, object] = {"kind": SCAN, **fields, "photo": (io.BytesIO(data), name)}
    return client.post(f"/photo{query}", data=form, content_type="multipart/form-data")


def send(client: FlaskClient, data: bytes) -> TestResponse:
    """An upload written out by hand, as the test client keeps the files open that it spools for large ones."""
    head = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="me.jpg"\r\n\r\n'
    return client.post("/photo", data=head + data + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x")


def corrected(page: str) -> tuple[str, bytes]:
    found = re.search(r'href="data:image/jpeg;base64,([^"]+)" download="([^"]+)"', page)
    assert found
    return found[2], base64.b64decode(found[1])


def test_each_requirement_is_told_with_its_clause_and_the_corrected_file_meets_what_can_be_measured(
    client: FlaskClient,
) -> None:
    answer = upload(client, saved(portrait(1200, 1600), "PNG"), identity=IDENTITY)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    text = seen(answer.text)
    for said in ("jpg格式", "用身份证号做文件名", "1.33", "200", "通知没写明", "湖人专〔2007〕35号", "不做人脸识别"):
        assert said in text, said
    [scan] = [photo for photo in load_packs()["huzhou-2007-35"].photos if photo.id == "scan"]
    name, jpeg = corrected(answer.text)
    assert name == f"{IDENTITY}.jpg"
    findings = check_photo(open_photo(jpeg), rules_of(scan), name=name, is_identity=lambda stem: stem == IDENTITY)
    assert {finding.judged for finding in findings} == {Judged.OK}


def test_a_photo_as_it_should_be_meets_every_requirement(client: FlaskClient) -> None:
    page = upload(client, good(), f"{IDENTITY}.jpg", identity=IDENTITY).text
    report = page.split('id="report"')[1].split('id="corrected"')[0]
    assert report.count('class="is-ok"') == 6
    assert 'class="is-fails"' not in report
    assert report.count('class="is-unsure"') == 1, "a person judges whether it is recent and bareheaded"


def test_every_kind_of_photo_of_every_notice_is_offered_and_speaks_english(client: FlaskClient) -> None:
    page = client.get("/photo").text
    for pack in load_packs().values():
        for photo in pack.photos:
            assert f'value="{pack.id}/{photo.id}"' in page
            answer = upload(client, good(), query="?lang=en", kind=f"{pack.id}/{photo.id}")
            assert answer.status_code == 200
            words = re.sub(
                r'<[^>]+lang="zh-CN"[^>]*>.*?</', "", answer.text.split('id="report"')[1].split("</form>")[0]
            )
            assert not re.search(r"[\u4e00-\u9fff]", words)


def test_a_wrong_identity_number_names_no_file(client: FlaskClient) -> None:
    answer = upload(client, good(), identity="110105194912310021")
    assert corrected(answer.text)[0] == "照片.jpg"
    assert "身份证号有误" in seen(answer.text)


def test_nonsense_in_the_fields_is_taken_as_the_standard(client: FlaskClient) -> None:
    for value in ("", "-5", "1e9", "９９９", "999999", "<b>"):
        answer = upload(client, good(), x=value, y=value, size=value, kind=value, identity=value)
        assert answer.status_code == 200
        assert "<b>" not in answer.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "请选择一张图片"),
        (b"%PDF-1.7", "PDF"),
        (bomb(), "太大"),
        (saved(portrait(40, 40)), "太小"),
        (good()[:500], "损坏"),
    ],
    ids=["empty", "pdf", "bomb", "tiny", "half"],
)
def test_what_is_no_photo_is_refused_in_words(client: FlaskClient, data: bytes, said: str) -> None:
    answer = upload(client, data)
    assert answer.status_code == 422
    assert said in seen(answer.text)


def test_no_photo_and_too_large_a_photo_say_what_to_do(client: FlaskClient) -> None:
    missing = client.post("/photo", data={"kind": SCAN})
    assert (missing.status_code, "还没有选择照片" in seen(missing.text)) == (422, True)
    large = send(client, bytes(11 * 1024 * 1024))
    assert (large.status_code, "太大" in seen(large.text)) == (413, True)


def test_a_photo_of_several_megabytes_is_read_and_forgotten(client: FlaskClient) -> None:
    assert send(client, good() + bytes(3 * 1024 * 1024)).status_code == 200


def test_who_comes_from_a_pack_finds_its_notice_chosen(client: FlaskClient) -> None:
    page = client.get("/photo?notice=huzhou-2007-35").text
    assert re.search(r'value="huzhou-2007-35/print" checked', page)
