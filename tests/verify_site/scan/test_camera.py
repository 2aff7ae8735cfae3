"""The camera in a real Chromium, which plays a film of a certificate: from permission to verdict, and what goes wrong.

Debian's Chromium has no detector of its own, so the frames' way is the real one; the other has a detector put in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browsing import assert_accessible, phone
from tests.conftest import CHROMIUM_FLAGS
from tests.needs import need_package, program
from tests.verify_site.papers import Papers
from tests.verify_site.scan.film import dark, film_of, sheet, still_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOREIGN = "HTTPS://ZS.EXAMPLE.GOV.CN.EVIL.EXAMPLE/V/1"
DETECTOR = """window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["ean_13", "qr_code"]; }
  async detect() { return window.inSight.map((rawValue) => ({ rawValue })); }
};"""
IN_USE = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotReadableError'));"
TORCH = """const able = MediaStreamTrack.prototype.getCapabilities;
MediaStreamTrack.prototype.getCapabilities = function () { return { ...able.call(this), torch: true }; };
window.asked = [];
MediaStreamTrack.prototype.applyConstraints = async (wanted) => { window.asked.push(wanted.advanced[0]); };
const cameras = ["a", "b"].map((deviceId) => ({ kind: "videoinput", deviceId }));
navigator.mediaDevices.enumerateDevices = async () => cameras;"""
Seeing = Callable[[bytes], "Browser"]
Open = Callable[..., "Page"]


@contextmanager
def filmed(browser: Browser, film: bytes, folder: Path) -> Iterator[Browser]:
    """A Chromium whose camera sees a film.

    Each film has one of its own: a camera that is being switched off still reads, and would see the next film.
    """
    path = need_package("chromium", program("chromium"))
    seen = folder / "film.y4m"
    seen.write_bytes(film)
    flags = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={seen}"]
    launched = browser.browser_type.launch(executable_path=str(path), args=[*CHROMIUM_FLAGS, *flags])
    try:
        yield launched
    finally:
        launched.close()


@pytest.fixture(scope="module")
def table(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A phone before which lies an empty table."""
    with filmed(browser, film_of(dark(150)), tmp_path_factory.mktemp("table")) as launched:
        yield launched


@pytest.fixture
def seeing(browser: Browser, tmp_path: Path) -> Iterator[Seeing]:
    """Gives a phone that sees a film, for as long as the test lasts."""
    with ExitStack() as phones:
        yield lambda film: phones.enter_context(filmed(browser, film, tmp_path))


@pytest.fixture
def opened(address: str) -> Iterator[Open]:
    """Opens the scanning page on a phone."""
    with ExitStack() as pages:

        def open_page(on: Browser, *, allowed: bool = True, script: str = "", query: str = "") -> Page:
            page = pages.enter_context(phone(on, address, permissions=["camera"] * allowed))
            if script:
                page.add_init_script(script)
            page.goto(f"/scan{query}")
            return page

        yield open_page


def state(page: Page, name: str) -> str:
    """The words of a state, once it is there; no other is."""
    page.wait_for_selector(f"[data-state={name}]:not([hidden])", timeout=30_000)
    assert page.locator("[data-state]:not([hidden])").count() == 1
    return page.inner_text("#camera-state")


def is_on(page: Page) -> bool:
    """Whether the camera runs."""
    on: bool = page.evaluate("document.querySelector('video').srcObject !== null")
    return on


def test_a_certificate_before_the_camera_leads_to_its_verdict(opened: Open, seeing: Seeing, papers: Papers) -> None:
    page = opened(seeing(film_of(sheet(papers.valid.address))), query="?lang=en")
    assert page.evaluate("'BarcodeDetector' in window") is False
    page.wait_for_url(f"**/V/{papers.valid.code}?lang=en")
    assert "Genuine" in page.inner_text("h1")
    assert papers.valid.name in page.inner_text("main")
    assert page.context.cookies() == []


def test_a_code_of_another_site_is_shown_and_never_opened(opened: Open, seeing: Seeing) -> None:
    page = opened(seeing(film_of(sheet(FOREIGN))))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    words = state(page, "other")
    assert "这个二维码指向别的网站" in words
    assert "zs.example.gov.cn.evil.example" in words
    assert FOREIGN in words
    assert page.locator("#camera-state a").count() == 0
    assert page.url.endswith("/scan")
    assert not is_on(page)
    assert all("evil" not in url.lower() for url in asked)


@pytest.mark.parametrize(
    ("film", "name", "words"),
    [
        (film_of(dark(0)), "black", "镜头可能被挡住"),
        (film_of(dark(45)), "dark", "画面太暗"),
        (still_of(dark(150)), "frozen", "画面不动了"),
    ],
    ids=["black", "dark", "frozen"],
)
def test_a_black_a_dark_and_a_frozen_picture_are_noticed(
    opened: Open, seeing: Seeing, film: bytes, name: str, words: str
) -> None:
    assert words in state(opened(seeing(film)), name)


def test_the_camera_is_switched_off_and_on_by_keyboard(opened: Open, table: Browser) -> None:
    page = opened(table)
    state(page, "reading")
    page.click("[data-do=stop]")
    assert "摄像头已关闭" in state(page, "stopped")
    assert page.evaluate("document.activeElement.dataset.do") == "start"
    page.keyboard.press("Enter")
    state(page, "reading")
    assert page.evaluate("document.activeElement.dataset.do") == "stop"
    page.keyboard.press("Enter")
    state(page, "stopped")
    assert not is_on(page)


def test_a_refused_permission_is_explained(opened: Open, table: Browser) -> None:
    page = opened(table, allowed=False)
    assert "不保存" in state(page, "idle")
    page.click("[data-do=start]")
    words = state(page, "denied")
    for browser in ("安卓", "iPhone", "Firefox", "微信"):
        assert browser in words


def test_no_camera_and_one_in_use_are_told_apart(opened: Open, browser: Browser, table: Browser) -> None:
    assert "没有找到摄像头" in state(opened(browser), "none")
    page = opened(table, script=IN_USE)
    assert "正被别的程序占用" in state(page, "busy")
    assert page.is_visible("[data-do=start]")


def test_the_browsers_own_detector_is_used_and_every_state_is_accessible(
    opened: Open, table: Browser, papers: Papers
) -> None:
    page = opened(table, script=f"{DETECTOR} window.inSight = [];")
    state(page, "reading")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.headers.get("content-type", "")))
    page.evaluate("codes => { window.inSight = codes; }", [papers.valid.address, FOREIGN])
    words = state(page, "several")
    assert "不是本网站的证书二维码: zs.example.gov.cn.evil.example" in words
    assert set(sent) == {"text/plain"}
    page.evaluate("document.querySelectorAll('#camera [hidden]').forEach((each) => { each.hidden = false; })")
    assert_accessible(page)
    page.click("#camera-state a")
    page.wait_for_url(f"**/V/{papers.valid.code}")


def test_torch_second_camera_and_a_page_that_nobody_sees(opened: Open, table: Browser) -> None:
    page = opened(table, script=TORCH)
    state(page, "reading")
    page.click("[data-do=torch]")
    page.wait_for_selector("[data-do=torch][aria-pressed=true]")
    assert page.evaluate("window.asked.at(-1)") == {"torch": True}
    hide = "Object.defineProperty(document, 'hidden', {{ configurable: true, value: {} }});"
    event = "document.dispatchEvent(new Event('visibilitychange'));"
    page.evaluate(hide.format("true") + event)
    state(page, "stopped")
    assert not is_on(page)
    page.evaluate(hide.format("false") + event)
    state(page, "reading")
    assert is_on(page)
    page.click("[data-do=switch]")
    state(page, "none")
