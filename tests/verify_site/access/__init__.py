"""The access table: every route of the site with who may use it and what limits it, one module for each part."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

PARTS = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in ("__init__", "words"))
ACCESS: dict[tuple[str, str], tuple[str, str]] = {
    cell: rule for part in PARTS for cell, rule in import_module(f"{__name__}.{part}").ACCESS.items()
}
