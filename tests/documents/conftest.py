"""A Chinese font or a skip, and the sheets that the tests of paper share."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from documents.errors import NoChineseFont
from documents.fonts import Fonts, find_fonts


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    try:
        return find_fonts()
    except NoChineseFont:
        pytest.skip("needs the Debian package fonts-noto-cjk")


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    """A plain blue portrait, 35:49."""
    file = io.BytesIO()
    Image.new("RGB", (350, 490), (20, 60, 200)).save(file, "JPEG")
    return file.getvalue()
