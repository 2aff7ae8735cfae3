"""Packs for the tests: the shipped ones, the invented province, and copies to break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from policy import Pack, load_pack, load_packs
from policy.proofs import Proof, prove

PACKS = Path(__file__).parent / "packs"
INVENTED = PACKS / "yunmeng-2030-7"
TODAY = date(2026, 11, 20)
Break = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def hubei() -> Pack:
    return load_packs()["hubei-2013-80"]


@pytest.fixture(scope="session")
def huzhou() -> Pack:
    return load_packs()["huzhou-2007-35"]


@pytest.fixture(scope="session")
def invented() -> Pack:
    return load_pack(INVENTED)


@pytest.fixture(scope="session")
def proofs() -> dict[str, Proof]:
    """The whole proof of the shipped packs, walked once for all tests of a worker."""
    return {name: prove(pack, TODAY) for name, pack in load_packs().items()}


@pytest.fixture
def broken(tmp_path: Path) -> Break:
    """A copy of the invented pack with one piece of one file changed; called again, it changes the same copy."""
    copy = tmp_path / INVENTED.name

    def change(file: str, old: str, new: str) -> Path:
        if not copy.exists():
            shutil.copytree(INVENTED, copy)
        path = copy / file
        content = path.read_text("utf-8")
        assert old in content, f"{file} no longer holds {old!r}"
        path.write_text(content.replace(old, new, 1), "utf-8")
        return copy

    return change
