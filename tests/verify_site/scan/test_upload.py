"""Uploading over HTTP: one code is its page, several are a list, and every other file is answered in words."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.pictures.files import page, pdf_of, saved
from tests.verify_site.papers import PERSONAL, Papers
from tests.verify_site.scan.test_frames import told
from verify_site.scan import reading
from verify_site.scan.routes import LARGEST_UPLOAD

FOREIGN = "HTTPS://ZS.EXAMPLE.GOV.CN.EVIL.EXAMPLE/V/1"
JSON = {"Accept": "application/json"}


def upload(client: FlaskClient, data: bytes, query: str = "", headers: dict[str, str] | None = None) -> TestResponse:
    """Send a file as a browser does; the test client's own way leaves a temporary file open."""
    head = b'--border\r\nContent-Disposition: form-data; name="file"; filename="x"\r\nContent-Type: image/png\r\n\r\n'
    body = head + data + b"\r\n--border--\r\n"
    kind = "multipart/form-data; boundary=border"
    return client.post(f"/scan/upload{query}", data=body, content_type=kind, headers=headers)


def scan_of(*addresses: str) -> bytes:
    """A scanned page as PNG."""
    return saved(page(addresses), "PNG")


def address(papers: Papers, verdict: str) -> str:
    """What the code of one of the papers holds."""
    return papers.province.examples[verdict].address


def test_a_single_code_leads_to_its_page_in_the_same_language(client: FlaskClient, papers: Papers) -> None:
    for query, marked in (("", "?via=upload"), ("?lang=en", "?lang=en&via=upload")):
        answer = upload(client, scan_of(papers.valid.address), query)
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/V/{papers.valid.code}{marked}"
    assert papers.valid.name in client.get(answer.headers["Location"]).text


def test_several_codes_are_listed_with_pages_and_verdicts(client: FlaskClient, papers: Papers) -> None:
    codes = [papers.valid.address, address(papers, "revoked"), address(papers, "unknown_key")]
    answer = upload(client, pdf_of([page(codes), page([FOREIGN, papers.valid.address], 180)]))
    assert answer.status_code == 200
    for words in ("找到 4 个", "证书真实，目前有效", "证书已被撤销", "不认识签发者", "第 1、2 页", papers.valid.name):
        assert words in answer.text
    assert f'href="/V/{papers.valid.code}"' in answer.text
    assert "zs.example.gov.cn.evil.example" in answer.text
    assert "href" not in answer.text.split(FOREIGN)[0].rsplit("<p>", 1)[1]
    # An unknown signer's content earns no repetition on an official page.
    assert papers.valid.number in answer.text
    assert papers.province.examples["unknown_key"].number not in answer.text


def test_programs_get_the_same_as_json(client: FlaskClient, papers: Papers) -> None:
    answer = upload(client, scan_of(papers.valid.address, FOREIGN), headers=JSON)
    assert [code["verdict"] for code in told(answer)["codes"]] == ["valid", "foreign"]
    assert told(answer)["codes"][0]["certificate"]["number"] == papers.valid.number
    assert told(answer)["codes"][0]["pages"] == [1]
    assert told(answer)["codes"][1]["foreign_host"] == "zs.example.gov.cn.evil.example"
    refused = upload(client, b"PK\x03\x04", headers=JSON)
    assert (refused.status_code, refused.content_type) == (422, "application/problem+json")
    assert "Office" in told(refused)["detail"]


def test_a_foreign_code_and_one_that_is_no_address_are_explained_and_never_linked(client: FlaskClient) -> None:
    foreign = upload(client, scan_of(FOREIGN))
    assert "这个二维码指向别的网站" in foreign.text
    assert "请不要打开那个网站" in foreign.text
    other = upload(client, scan_of("HTTPS://A/1"), "?lang=en")
    assert "This QR code leads to another site" in other.text
    assert "HTTPS://A/1" in other.text
    assert 'href="HTTPS' not in foreign.text + other.text


def test_a_file_without_a_code_is_answered_with_how_to_take_a_better_picture(client: FlaskClient) -> None:
    answer = upload(client, saved(Image.new("L", (300, 200), 250), "JPEG"))
    assert answer.status_code == 200
    assert "这不说明证书有问题" in answer.text
    assert "四边的白边" in answer.text


def test_what_cannot_be_read_is_a_sentence_at_the_form(client: FlaskClient) -> None:
    for data, words in {
        b"": "没有收到文件内容",
        b"hello": "不是图片或 PDF",
        b"\x89PNG\r\n\x1a\nhello": "已损坏",
        b"%PDF-1.7 hello": "PDF 已损坏",
    }.items():
        answer = upload(client, data)
        assert answer.status_code == 422
        assert words in answer.text
        assert 'aria-invalid="true"' in answer.text
    assert client.post("/scan/upload").status_code == 422
    assert client.post("/scan/upload", data={"file": "text"}).status_code == 422


def test_a_file_of_too_many_bytes_is_refused_with_the_limit(client: FlaskClient) -> None:
    for size in (LARGEST_UPLOAD + 1, 20 * 1024 * 1024 + 1):
        answer = upload(client, bytes(size))
        assert answer.status_code == 422
        assert "上限是 20 MB" in answer.text


def test_files_wait_their_turn_and_are_told_when_there_is_none(
    client: FlaskClient, papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 0.01)
    with reading._turns, reading._turns:
        answer = upload(client, scan_of(papers.valid.address))
        assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
        assert "正在识读的文件太多" in answer.text
    assert upload(client, scan_of(papers.valid.address)).status_code == 303


def test_one_network_may_upload_only_so_often(limited: FlaskClient) -> None:
    answers = [limited.post("/scan/upload") for _ in range(61)]
    assert [answer.status_code for answer in answers] == [422] * 60 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_a_page_full_of_foreign_codes_cannot_be_used_to_guess(limited: FlaskClient) -> None:
    sheet = Image.new("L", (10 * 80, 6 * 80), 255)
    for place in range(60):
        symbol = zxingcpp.create_barcode(f"HTTPS://E.CN/{place}", zxingcpp.BarcodeFormat.QRCode).to_image(scale=2)
        sheet.paste(Image.fromarray(symbol), (place % 10 * 80, place // 10 * 80))
    answers = [upload(limited, saved(sheet, "PNG"), headers=JSON) for _ in range(11)]
    assert told(answers[0])["found"] == 60
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]


def test_nothing_of_a_file_is_kept_or_logged(
    client: FlaskClient,
    papers: Papers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    large = scan_of(papers.valid.address, address(papers, "revoked")) + bytes(600_000)
    with caplog.at_level(logging.DEBUG):
        assert "找到 2 个" in upload(client, large).text
        assert upload(client, b"junk" * 300_000).status_code == 422
    assert list(tmp_path.iterdir()) == []
    for field in PERSONAL:
        assert getattr(papers.valid, field) not in caplog.text


def test_the_page_works_without_a_script_and_opens_files_rather_than_the_camera(
    client: FlaskClient, site: Flask
) -> None:
    text = client.get("/scan").text
    assert 'enctype="multipart/form-data"' in text
    assert "capture" not in text
    assert 'action="/look-up/code"' in text
    assert 'id="camera"' in text.split("hidden>")[0]
    assert "camera=(self)" in client.get("/scan").headers["Permissions-Policy"]
    assert "camera=()" in client.get("/").headers["Permissions-Policy"]
    assert site.url_map.bind("").match("/scan")
