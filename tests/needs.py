"""What tests need from Debian: present, or a skip that names the package (a failure where CI=true)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


def need_package(package: str, path: Path | None) -> Path:
    """`path` if it is there, else skip with the line that names the Debian package."""
    if path is None or not path.exists():
        pytest.skip(f"needs the Debian package {package}")
    return path


def program(name: str) -> Path | None:
    """Where a program on the PATH is, or None."""
    found = shutil.which(name)
    return Path(found) if found else None
