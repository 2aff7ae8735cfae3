"""The committed weights: fresh, small, readable, and light to run."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import replace
from math import isclose
from pathlib import Path

import pytest

import bot.understanding
from bot.understanding.errors import UnlabelledSentence, WeightsDamaged
from bot.understanding.examples import digest_of_examples, read_examples, read_labelled
from bot.understanding.model import WEIGHTS, load_model, read_model, write_model
from bot.understanding.normalise import normalise
from bot.understanding.train import fit

PACKAGE = Path(bot.understanding.__file__).parent


def test_the_weights_were_trained_from_the_committed_examples() -> None:
    assert load_model().digest == digest_of_examples(), "Run: python -m bot train"


def test_the_weights_are_small() -> None:
    assert WEIGHTS.stat().st_size < 300_000


def test_training_again_gives_the_same_weights() -> None:
    pytest.importorskip("sklearn", reason="training needs scikit-learn: make setup")
    model = load_model()
    again = fit(read_examples(), model.strength)
    assert again.frequencies == model.frequencies
    # Other processors round differently in the last place, which may move a byte by one.
    for feature, weights in model.weights.items():
        assert all(abs(one - other) <= 1 for one, other in zip(weights, again.weights[feature], strict=True))


def test_weights_are_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    path = tmp_path / "weights.txt"
    write_model(load_model(), path)
    assert path.read_bytes() == WEIGHTS.read_bytes()
    assert read_model(path) == load_model()


@pytest.mark.parametrize(
    ("sound", "damaged"),
    [
        ("format\t1", "format\t2"),
        ("intents\tlost ", "intents\t"),
        ("scale\t", "scale\tx"),
        ("digest\t", "digset\t"),
        ("\n\n", "\n\none column\n"),
        ("\n\n", "\n\nfeature\t1.0\tzz\n"),
        ("\n\n", "\n\nfeature\t1.0\tffff\n"),
    ],
)
def test_damaged_weights_are_refused_with_a_cure(tmp_path: Path, sound: str, damaged: str) -> None:
    path = tmp_path / "weights.txt"
    path.write_text(WEIGHTS.read_text("utf-8").replace(sound, damaged, 1), "utf-8")
    with pytest.raises(WeightsDamaged, match="python -m bot train"):
        read_model(path)


def test_an_empty_weights_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.txt"
    path.touch()
    with pytest.raises(WeightsDamaged):
        read_model(path)


@pytest.mark.parametrize("text", ["证书丢了", "hello", "龘龘龘", ""])
def test_probabilities_add_up_to_one(text: str) -> None:
    assert isclose(sum(load_model().probabilities(normalise(text)).values()), 1)


def test_a_sentence_of_unknown_words_makes_the_model_less_sure() -> None:
    model = load_model()
    plain, drowned = (max(model.probabilities(text).values()) for text in ("证书丢了", "证书丢了" + "龘驫麤鱻" * 5))
    assert drowned < plain


def test_models_with_other_thresholds_are_other_models() -> None:
    model = load_model()
    assert replace(model, threshold=0.9) != model


def test_understanding_imports_nothing_of_the_house_but_messages() -> None:
    allowed = {"bot", "messages"}
    house = {path.name for path in PACKAGE.parents[1].iterdir() if (path / "__init__.py").exists()}
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert {name.partition(".")[0] for name in names} & house <= allowed, path.name


def test_understanding_a_sentence_loads_no_heavy_library() -> None:
    code = "import sys; from bot.understanding import understand; understand('证书丢了'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"numpy", "scipy", "sklearn", "flask", "sqlalchemy"} & set(loaded) == set()


@pytest.mark.parametrize("content", ["证书丢了\n", "[lost]\n证书丢了\n[nonsense]\n什么\n"])
def test_a_sentence_without_an_intent_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "sentences.txt"
    path.write_text(content, "utf-8")
    with pytest.raises(UnlabelledSentence, match="stands under no known intent"):
        read_labelled(path)
