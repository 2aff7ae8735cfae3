"""A site whose lists are checked by the thread of its workshop itself, and what somebody sees who uploads one."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.settings import Settings
from tests.verify_site.papers import Papers, with_settings
from verify_site.app import create_app
from verify_site.lists.keeping import KeptList
from verify_site.lists.work import run
from verify_site.lists.workshop import Workshop


def in_this_thread(kept: KeptList, settings: Settings, lock: int) -> None:  # noqa: ARG001 - the lock is held by us
    """Check a list without a process of its own, whose start would take longer than the list."""
    run(kept, settings, cores=1, now=datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Lists:
    """Somebody who has lists checked."""

    app: Flask
    papers: Papers
    client: FlaskClient

    @property
    def folder(self) -> Path:
        """Where the lists are kept."""
        folder: Path = self.app.extensions["service"].settings.lists
        return folder

    def upload(
        self, file: bytes = b"", name: str = "名单.xlsx", text: str | None = None, query: str = ""
    ) -> TestResponse:
        """The answer to an upload, sent as a browser sends it."""
        if text is not None:
            return self.client.post(f"/lists{query}", data={"text": text})
        # By hand, because Werkzeug's client leaves its own temporary file open where a body is large.
        head = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + file + b"\r\n--cut--\r\n"
        return self.client.post(f"/lists{query}", data=body, content_type="multipart/form-data; boundary=cut")

    def done(self, answer: TestResponse) -> str:
        """The address of a list, once it is checked."""
        assert answer.status_code == 303, words(answer.text)
        address = answer.headers["Location"]
        for _ in range(500):
            if 'data-state="working"' not in self.client.get(address).text:
                return address
            time.sleep(0.02)
        raise AssertionError("the list was not checked")

    def checked(self, file: bytes = b"", name: str = "名单.xlsx", text: str | None = None) -> str:
        """The address of a list that was uploaded and checked."""
        return self.done(self.upload(file, name, text))

    def page(self, address: str) -> str:
        """The words of a page."""
        return words(self.client.get(address).text)


def words(html: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def make_lists(papers: Papers, folder: Path, *, limited: bool = False, **settings: Any) -> Lists:
    """The site over these papers, its lists in a folder."""
    app = create_app(with_settings(papers.settings, lists=folder / "lists", **settings), limited=limited)
    service = app.extensions["service"]
    app.extensions["workshop"] = Workshop(service.settings, app.extensions["counts"], in_this_thread)
    return Lists(app, papers, app.test_client())


@pytest.fixture(scope="package")
def app_of_lists(papers: Papers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lists]:
    """One site for all."""
    made = make_lists(papers, tmp_path_factory.mktemp("lists"))
    yield made
    made.app.extensions["service"].registry.dispose()


@pytest.fixture
def lists(app_of_lists: Lists) -> Iterator[Lists]:
    """Lists without limits; what a test leaves is removed after it."""
    yield app_of_lists
    shutil.rmtree(app_of_lists.folder, ignore_errors=True)
