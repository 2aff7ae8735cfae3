"""A Chinese font, or a skip that names the package."""

from __future__ import annotations

import pytest

from documents.errors import NoChineseFont
from documents.fonts import Fonts, find_fonts


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    try:
        return find_fonts()
    except NoChineseFont:
        pytest.skip("needs the Debian package fonts-noto-cjk")
