"""The commands as an operator meets them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.understanding.model import WEIGHTS


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_understand_prints_what_a_sentence_wants_and_says() -> None:
    printed = run("understand", "我是从广东调到武汉的高级工程师，证书要怎么确认")
    assert printed.startswith("confirm")
    assert "region_to = 420100" in printed


def test_understand_prints_one_object_for_programs() -> None:
    printed = json.loads(run("understand", "--json", "--today", "2026-11-20", "证书去年8月丢了"))
    assert printed["intent"] == "lost"
    assert printed["choices"] == []
    assert printed["understood"] == {"lost_on": "2025-08"}
    assert printed["language"] == "zh"


def test_understand_prints_the_choices_where_it_is_unsure() -> None:
    assert json.loads(run("understand", "--json", "证书学位证"))["choices"]
    assert "\n? " in run("understand", "证书学位证")


def test_score_prints_the_promised_figures() -> None:
    printed = run("score")
    assert "right, or right among the three offered" in printed
    assert "out of scope taken for a case              0 of" in printed
    assert "precision" in printed


def test_score_prints_one_object_for_programs() -> None:
    assert json.loads(run("score", "--json"))["intents"]["outside_taken"] == 0


def test_a_wrong_line_in_a_file_of_slots_ends_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "slots.txt"
    path.write_text("证书丢了 | colour=red\n", "utf-8")
    result = CliRunner().invoke(main, ["score", "--slots", str(path)])
    assert result.exit_code == 2
    assert "格式不对" in result.output


def test_training_without_its_library_ends_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    result = CliRunner().invoke(main, ["train", "--output", str(tmp_path / "weights.txt")])
    assert result.exit_code == 2
    assert "scikit-learn" in result.output


def test_training_chooses_its_settings_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="training needs scikit-learn: make setup")
    monkeypatch.setattr("bot.understanding.train.STRENGTHS", (100.0,))
    output = tmp_path / "weights.txt"
    assert "thresholds" in run("train", "--output", str(output))
    assert output.read_text("utf-8").splitlines()[:6] == WEIGHTS.read_text("utf-8").splitlines()[:6]
