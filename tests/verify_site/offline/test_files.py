"""What the server hands out for the check without a network: the page, the app's files, the published lists."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.settings import Settings
from signing import status_errors
from tests.verify_site.papers import with_settings
from verify_site.app import create_app
from verify_site.language import spoken
from verify_site.offline.files import FOLDER, current_release
from verify_site.offline.words import WHY, words_for
from verify_site.security import OFFLINE_POLICY

BASE = f"/offline/{current_release()}"


@pytest.fixture
def client(offline_site: Flask) -> FlaskClient:
    """Somebody who asks the site over the published files."""
    return offline_site.test_client()


def test_the_status_lists_are_served_as_they_were_published_for_any_site_and_any_cache(
    client: FlaskClient, published: Settings
) -> None:
    index = client.get("/status/index.json")
    (list_id,) = json.loads(index.data)["lists"]
    answer = client.get(f"/status/{list_id}.cwt")
    assert answer.data == (published.status_lists / f"{list_id}.cwt").read_bytes()
    assert answer.content_type == "application/statuslist+cwt"
    for each in (index, answer):
        assert each.headers["Access-Control-Allow-Origin"] == "*"
        assert each.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert each.headers["Cache-Control"] == "public, max-age=300"
    again = client.get(f"/status/{list_id}.cwt", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["999.cwt", "1.txt", "../keys.json", "%2e%2e/keys.json", "-1.cwt", "1.cwt.part"])
def test_nothing_else_is_served_from_the_directory(client: FlaskClient, name: str) -> None:
    assert client.get(f"/status/{name}").status_code == 404


def test_a_site_without_published_lists_says_that_there_are_none(published: Settings, tmp_path: Path) -> None:
    app = create_app(with_settings(published, status_lists=tmp_path), limited=False)
    client = app.test_client()
    assert client.get("/status/index.json").status_code == 404
    assert client.get("/offline").status_code == 200
    app.extensions["service"].registry.dispose()


def test_every_file_that_the_app_keeps_is_there_and_every_module_is_kept(client: FlaskClient) -> None:
    kept = client.get(f"{BASE}/files.json").json
    assert kept is not None
    for path in [*kept["pages"], *kept["files"]]:
        assert client.get(path).status_code == 200, path
    modules = {f"{BASE}/{path.name}" for path in FOLDER.iterdir()} - {f"{BASE}/service-worker.js"}
    assert modules <= set(kept["files"])


def test_the_apps_files_stay_with_their_release(client: FlaskClient) -> None:
    answer = client.get(f"{BASE}/page.js")
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/offline/0000000000000000/page.js").status_code == 404
    assert client.get(f"{BASE}/../site.css").status_code == 404
    assert client.get(f"{BASE}/nothing.js").status_code == 404


def test_the_service_worker_may_serve_the_page_and_is_asked_for_anew(client: FlaskClient) -> None:
    answer = client.get(f"/offline/service-worker.js?release={current_release()}")
    assert answer.headers["Service-Worker-Allowed"] == "/offline"
    assert answer.headers["Cache-Control"] == "max-age=0, must-revalidate"


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_the_page_installs_runs_only_its_own_script_and_works_without_one(client: FlaskClient, query: str) -> None:
    page = client.get(f"/offline{query}")
    assert page.headers["Content-Security-Policy"] == OFFLINE_POLICY
    assert re.findall(r"<script[^>]*>(.*?)</script>", page.text, re.DOTALL) == [""]
    assert 'action="/look-up/code' in page.text
    assert "<noscript>" in page.text
    (manifest,) = re.findall(r'rel="manifest" href="([^"]+)"', page.text)
    described = client.get(manifest).json
    assert described is not None
    assert described["start_url"] == f"/offline{query}"
    assert described["scope"] == "/offline"
    (words,) = re.findall(r'data-words="([^"]*)"', page.text)
    assert json.loads(unescape(words))["language"] == ("en" if query else "zh")


def test_every_reason_of_an_open_standing_has_its_words() -> None:
    reasons = {each.__name__ for each in status_errors.StatusUnknown.__subclasses__()}
    assert reasons == set(WHY) - {"CannotCheck"}


def test_no_words_promise_more_than_the_moment_of_the_list() -> None:
    for language in ("zh", "en"):
        verdicts = words_for(spoken("zh" if language == "zh" else "en"))["verdicts"]
        assert "%(moment)s" in verdicts["in_force"]["headline"]
        assert "%(moment)s" in verdicts["not_in_force"]["headline"]
        assert "有效" not in verdicts["status_unknown"]["headline"].replace("是否有效无法断定", "")
