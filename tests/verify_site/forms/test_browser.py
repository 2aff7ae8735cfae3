"""The forms in a real Chromium at 360 px: everybody can use the pages, and a download arrives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.browsing import assert_accessible

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_the_catalogue_is_accessible_and_a_form_arrives(page: Page, tmp_path: Path) -> None:
    for path in ("/forms", "/forms/hubei-2013-80/confirmation-application"):
        for query in ("", "?lang=en"):
            page.goto(f"{path}{query}")
            assert_accessible(page)
    with page.expect_download() as arriving:
        page.click("text=DOCX")
    arriving.value.save_as(tmp_path / "form.docx")
    assert arriving.value.suggested_filename == "专业技术任职资格确认申请表（样表）.docx"
    assert (tmp_path / "form.docx").read_bytes().startswith(b"PK")
