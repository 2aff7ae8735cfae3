"""Frames of the camera over HTTP: read and forgotten; ours named by address, others by where they lead."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from benchmarks.degraded import sharp_code
from tests.pictures.files import saved
from tests.verify_site.papers import Papers


def send(client: FlaskClient, data: bytes | str, kind: str = "image/jpeg", query: str = "") -> TestResponse:
    """Send one look."""
    headers = {"Accept": "application/json"}
    return client.post(f"/scan/frame{query}", data=data, content_type=kind, headers=headers)


def told(answer: TestResponse) -> dict[str, Any]:
    """The JSON of an answer."""
    members: dict[str, Any] = json.loads(answer.text)
    return members


def frame_of(address: str) -> bytes:
    """What the script sends."""
    return saved(sharp_code(address), "JPEG", quality=70)


def test_a_code_of_ours_is_named_by_the_address_of_its_page(client: FlaskClient, papers: Papers) -> None:
    expected = {"codes": [{"address": f"/V/{papers.valid.code}?lang=en"}]}
    assert told(send(client, frame_of(papers.valid.address), query="?lang=en")) == expected
    assert told(send(client, papers.valid.address, "text/plain", "?lang=en")) == expected


def test_a_code_of_another_site_is_described_and_counted(client: FlaskClient) -> None:
    for data, kind in (
        (frame_of("HTTPS://EVIL.EXAMPLE/V/1"), "image/jpeg"),
        ("https://evil.example/V/1", "text/plain"),
    ):
        (code,) = told(send(client, data, kind))["codes"]
        assert "address" not in code
        assert code["host"] == "evil.example"
        assert code["headline"] == "这个二维码指向别的网站"
        assert code["text"].lower() == "https://evil.example/v/1"


def test_a_text_of_any_kind_is_no_fault(client: FlaskClient) -> None:
    (code,) = told(send(client, "WIFI:T:WPA;S:\u202eme;P:\x00" + "x" * 900, "text/plain"))["codes"]
    assert code["host"] is None
    assert len(code["text"]) <= 201
    assert code["text"].isprintable()
    assert told(send(client, "  ", "text/plain")) == {"codes": []}
    assert send(client, b"\xff\xfe", "text/plain").status_code == 200


def test_a_frame_without_a_code_has_none(client: FlaskClient) -> None:
    assert told(send(client, saved(Image.new("L", (640, 480)), "JPEG"))) == {"codes": []}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        saved(Image.new("L", (9, 9)), "PNG"),
        saved(Image.new("L", (2_000, 1_500)), "JPEG", quality=1),
        saved(Image.new("L", (640, 480)), "JPEG")[:400],
        b"%PDF-1.7",
    ],
    ids=["nothing", "text", "PNG", "large", "cut off", "PDF"],
)
def test_what_is_no_small_jpeg_is_refused(client: FlaskClient, data: bytes) -> None:
    answer = send(client, data)
    assert answer.status_code == 422
    assert "JPEG" in told(answer)["detail"]


def test_a_frame_of_too_many_bytes_is_refused_unread(client: FlaskClient) -> None:
    assert send(client, bytes(129 * 1024)).status_code == 413


def test_one_network_may_look_only_so_often(limited: FlaskClient) -> None:
    answers = [send(limited, "", "text/plain").status_code for _ in range(301)]
    assert answers == [200] * 300 + [429]
