"""Takes the README's pictures anew: `make screenshots`. Pages at phone and desktop width, and one printed sheet."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from demonstration.build import build
from demonstration.scenes import SCENES, Stage
from registry.settings import Settings
from verify_site.serving import granian

PICTURES = Path("docs/pictures")
ADDRESS = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: which page or scene, in which language, how wide."""

    page: str
    language: str
    width: str


SHOTS = (
    Shot("home", "zh", "desktop"),
    Shot("valid", "zh", "phone"),
    Shot("replaced", "en", "phone"),
    Shot("bad_signature", "zh", "phone"),
    Shot("corrected", "zh", "desktop"),
    Shot("upload", "zh", "phone"),
    Shot("list", "zh", "desktop"),
    Shot("guide", "zh", "phone"),
    Shot("offline", "zh", "phone"),
    Shot("desk", "zh", "desktop"),
    Shot("office", "zh", "desktop"),
)
TALLEST = 1500
"""Pixels of a picture's height; a longer page is cut there."""
WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}


def main() -> None:
    """Build a demonstration in a temporary folder, serve it, photograph it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        settings = Settings(
            database=f"sqlite:///{root}/registry.sqlite3",
            keys_file=root / "public" / "certificate-keys.json",
            keystore=root / "private" / "keys",
            passphrase_file=root / "private" / "passphrase",
            identity_key_file=root / "private" / "identity-key",
            status_lists=root / "public" / "status",
            receipt_keystore=root / "receipts" / "keys",
            receipt_passphrase_file=root / "receipts" / "passphrase",
            address=ADDRESS,
            demonstration=True,
        )
        build(root, settings, datetime.now(UTC), print)
        sheet = pypdfium2.PdfDocument(root / "printed" / "wuhan.pdf")[0].render(scale=1.4).to_pil()
        sheet.crop((0, 0, sheet.width, sheet.height // 2)).quantize(64).save(PICTURES / "sheet.png", optimize=True)
        photograph_site(root, settings)


def photograph_site(root: Path, settings: Settings) -> None:
    """Start the site, take every page, stop it."""
    environment = os.environ | {
        "CERT_DATABASE": settings.database,
        "CERT_KEYS_FILE": str(settings.keys_file),
        "CERT_IDENTITY_KEY_FILE": str(settings.identity_key_file),
        "CERT_STATUS_LISTS": str(settings.status_lists),
        "CERT_RECEIPT_KEYSTORE": str(settings.receipt_keystore),
        "CERT_RECEIPT_PASSPHRASE_FILE": str(settings.receipt_passphrase_file),
        "CERT_LISTS": str(root / "lists"),
        "CERT_ATTACHMENTS": str(root / "attachments"),
        "CERT_ADDRESS": ADDRESS,
        "CERT_DEMONSTRATION": "1",
    }
    _, command = granian("127.0.0.1", 8000, workers=1, threads=4)
    server = subprocess.Popen(command, env=environment)  # noqa: S603 - fixed words
    chromium = shutil.which("chromium-headless-shell")
    try:
        _await_site()
        built = json.loads((root / "demonstration.json").read_text("utf-8"))
        codes = {each["verdict"]: each["address"] for each in built["examples"]}
        stage = Stage(ADDRESS, root, built["password"], codes)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            for shot in SHOTS:
                photograph(browser, shot, stage)
            browser.close()
    finally:
        server.terminate()
        server.wait(10)


def photograph(browser: Browser, shot: Shot, stage: Stage) -> None:
    """One page as somebody has it before them."""
    width, height = WIDTHS[shot.width]
    page = browser.new_page(viewport={"width": width, "height": height})
    if shot.page in SCENES:
        SCENES[shot.page](page, stage)
    else:
        page.goto(f"{stage.codes.get(shot.page, ADDRESS + '/')}?lang={shot.language}")
    whole = Image.open(BytesIO(page.screenshot(full_page=True)))
    picture = whole.crop((0, 0, whole.width, min(whole.height, TALLEST)))
    # A palette of 64 colours is enough for flat pages and a third of the size.
    picture.quantize(64).save(PICTURES / f"{shot.page}.{shot.language}.{shot.width}.png", optimize=True)
    page.close()


def _await_site() -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{ADDRESS}/readyz", timeout=5).close()  # noqa: S310 - our own address
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the site did not start")


if __name__ == "__main__":
    main()
