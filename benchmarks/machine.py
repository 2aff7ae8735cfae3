"""What a figure depends on: processor, Python, libraries."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from importlib.metadata import version
from pathlib import Path

from cryptography.hazmat.backends.openssl import backend

LIBRARIES = (
    *("cryptography", "SQLAlchemy", "psycopg", "Flask", "Flask-Limiter", "Jinja2", "granian"),
    *("typst", "qrcode", "openpyxl", "claim169", "cwt"),
)


def facts() -> list[tuple[str, str]]:
    """Names and values, in the order in which they are printed."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return [
        ("processor", _processor()),
        ("cores", str(len(os.sched_getaffinity(0)))),
        ("memory", f"{memory:.0f} GB"),
        ("system", f"{_system()}, Linux {platform.release()}"),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
        ("OpenSSL in cryptography", backend.openssl_version_text().removeprefix("OpenSSL ")),
        ("libraries", ", ".join(f"{name} {version(name)}" for name in LIBRARIES)),
        ("load when the run began", f"{os.getloadavg()[0]:.2f}"),
    ]


def _processor() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def _system() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
