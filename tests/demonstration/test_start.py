"""What a second start of the demonstration finds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from demonstration.__main__ import built_before
from registry.database import SCHEMA


def test_what_was_built_before_is_used_and_nothing_is_nothing(tmp_path: Path) -> None:
    assert built_before(tmp_path) is None
    (tmp_path / "demonstration.json").write_text(json.dumps({"schema": SCHEMA, "password": "x"}))
    assert built_before(tmp_path) == {"schema": SCHEMA, "password": "x"}


@pytest.mark.parametrize("older", [{"password": "x"}, {"schema": "0005", "password": "x"}])
def test_what_an_older_version_built_is_made_anew(
    tmp_path: Path, older: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "demonstration.json").write_text(json.dumps(older))
    assert built_before(tmp_path) is None
    assert "旧版本" in capsys.readouterr().out
