"""Pack, hand-over code and photo helper in a real Chromium at 360 px: axe, thumbs, downloads, and the site's policy."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browsing import assert_accessible, served
from tests.documents.paper import rasterised, scanned
from tests.pictures.test_photo import IDENTITY, portrait
from tests.verify_site.prepared.conftest import OwnSite
from tests.verify_site.prepared.packs import link_to_pack

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def address(own_site: OwnSite) -> Iterator[str]:
    """The site on a real port."""
    with served(own_site.app) as address:
        yield address


def test_a_person_takes_a_pack_deletes_what_is_stored_and_corrects_a_photo(page: Page, tmp_path: Path) -> None:
    token = link_to_pack("hubei-2013-80", "lost", "wait")
    page.goto(f"/guide/c/{token}")
    with page.expect_navigation():
        page.get_by_role("link", name="带走办理包").click()
    assert_accessible(page)
    page.get_by_label("姓名", exact=True).fill("欧阳若曦")
    page.get_by_text("并且为单位保存我填写的内容90天").click()
    with page.expect_download() as pack:
        page.get_by_role("button", name="下载办理包").click()
    path = tmp_path / "pack.zip"
    pack.value.save_as(path)
    assert pack.value.suggested_filename == "办理包-证书遗失补办.zip"
    with zipfile.ZipFile(path) as archive:
        [link] = scanned(rasterised(archive.read("05-交接单.pdf"), 110)[0])
    page.goto("/hand-over")
    page.get_by_label("交接码").fill(link.partition("#")[2])
    page.get_by_role("button", name="查看").click()
    page.get_by_text("欧阳若曦").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="马上删除").click()
    page.get_by_text("已经删除").wait_for()
    _correct_a_photo(page, tmp_path)


def _correct_a_photo(page: Page, folder: Path) -> None:
    portrait(600, 800).save(folder / "me.png")
    page.goto("/photo?lang=en")
    assert_accessible(page)
    page.goto("/photo")
    assert_accessible(page)
    page.get_by_label("扫描的照片文件").check()
    page.get_by_label("照片文件", exact=True).set_input_files(folder / "me.png")
    page.get_by_label("身份证号").fill(IDENTITY)
    page.get_by_role("button", name="检查").click()
    page.get_by_role("heading", name="修正后的文件").wait_for()
    assert_accessible(page)
    with page.expect_download() as photo:
        page.get_by_role("link", name="下载修正后的照片").click()
    assert photo.value.suggested_filename == f"{IDENTITY}.jpg"
