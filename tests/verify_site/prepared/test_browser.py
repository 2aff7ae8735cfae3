"""Pack, hand-over code and photo helper in a real Chromium at 360 px: axe, thumbs, downloads, and the site's policy."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from tests.documents.paper import rasterised, scanned
from tests.pictures.test_photo import IDENTITY, portrait
from tests.verify_site.prepared.conftest import OwnSite
from tests.verify_site.prepared.packs import link_to_pack
from tests.verify_site.test_browser import TAGS, WIDTH, _Quiet

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('main button, main .button, main input, main select, main .option')]
  .filter((each) => each.type !== 'radio' && each.offsetParent !== null)
  .filter((each) => each.getBoundingClientRect().height < 44)
  .map((each) => each.outerHTML)"""


@pytest.fixture
def address(own_site: OwnSite) -> Iterator[str]:
    """The site on a real port."""
    server = make_server("127.0.0.1", 0, own_site.app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def checked(page: Page) -> None:
    """No violation, nothing to scroll sideways, nothing too small for a thumb; colours, which are slow, in Chinese."""
    rules = {"color-contrast": {"enabled": page.get_attribute("html", "lang") != "en"}}
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "rules": rules}
    violations = Axe().run(page, options=options).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []
    assert page.evaluate(SIDEWAYS) is False
    assert page.evaluate(SMALL) == []


def test_a_person_takes_a_pack_deletes_what_is_stored_and_corrects_a_photo(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    # Nothing here needs a script; the policy is lifted only to let axe in.
    context = browser.new_context(viewport={"width": WIDTH, "height": 800}, bypass_csp=True, accept_downloads=True)
    page = context.new_page()
    token = link_to_pack("hubei-2013-80", "lost", "wait")
    page.goto(f"{address}/guide/c/{token}")
    page.get_by_role("link", name="带走办理包").click()
    checked(page)
    page.get_by_label("姓名", exact=True).fill("欧阳若曦")
    page.get_by_text("并且为单位保存我填写的内容90天").click()
    with page.expect_download() as pack:
        page.get_by_role("button", name="下载办理包").click()
    path = tmp_path / "pack.zip"
    pack.value.save_as(path)
    assert pack.value.suggested_filename == "办理包-证书遗失补办.zip"
    with zipfile.ZipFile(path) as archive:
        [link] = scanned(rasterised(archive.read("05-交接单.pdf"), 110)[0])
    page.goto(f"{address}/hand-over")
    page.get_by_label("交接码").fill(link.partition("#")[2])
    page.get_by_role("button", name="查看").click()
    page.get_by_text("欧阳若曦").wait_for()
    checked(page)
    page.get_by_role("button", name="马上删除").click()
    page.get_by_text("已经删除").wait_for()
    _correct_a_photo(page, address, tmp_path)
    context.close()


def _correct_a_photo(page: Page, address: str, folder: Path) -> None:
    portrait(600, 800).save(folder / "me.png")
    page.goto(f"{address}/photo?lang=en")
    page.get_by_label("File of a scanned photo").check()
    page.get_by_label("Photo file").set_input_files(folder / "me.png")
    page.get_by_label("Identity number").fill(IDENTITY)
    page.get_by_role("button", name="Check").click()
    page.get_by_role("heading", name="Corrected file").wait_for()
    checked(page)
    with page.expect_download() as photo:
        page.get_by_role("link", name="Download the corrected photo").click()
    assert photo.value.suggested_filename == f"{IDENTITY}.jpg"
