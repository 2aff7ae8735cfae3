"""The linear model: plain weights over features, run in plain Python.

    model = load_model()
    model.probabilities("证书丢了怎么补办")   # {Intent.LOST: 0.93, …}, adding up to 1

A sentence is the vector of its features, weighted by 1 + ln(count) times the feature's inverse document frequency and
scaled to length 1. Features never seen in training count towards that length with the greatest frequency weight: a
sentence of mostly unknown words is thereby small in every known direction, and the model is unsure of it.

The weights file is text: a few `name<TAB>value` lines, an empty line, then one feature a line, as
`feature<TAB>idf<TAB>twelve bytes in hexadecimal`, an empty line, and the guide's own words, one a line. A byte less
128, times `scale`, is a weight.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.understanding.errors import WeightsDamaged
from bot.understanding.features import features
from bot.understanding.intents import Intent

WEIGHTS = Path(__file__).parent / "weights.txt"
_FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Model:
    """Trained weights. `frequencies` holds the inverse document frequency of each known feature."""

    digest: str
    """SHA-256 of the sentences it was trained from (`examples.digest_of_examples`)."""
    strength: float
    """The inverse strength of regularisation it was fitted with."""
    threshold: float
    """The least probability at which an intent is taken without asking, for sentences that speak of certificates."""
    bare_threshold: float
    """The same for sentences that do not."""
    unknown: float
    """The inverse document frequency of features never seen."""
    scale: float
    biases: tuple[float, ...]
    frequencies: Mapping[str, float]
    weights: Mapping[str, bytes]
    own: frozenset[str]
    """Pairs of characters and words that stand in examples about this guide's matter (`familiarity`)."""

    def probabilities(self, text: str) -> dict[Intent, float]:
        """How likely each intent is for a normalised text; all twelve, adding up to 1."""
        vector = vector_of(features(text), self.frequencies, self.unknown)
        scores = list(self.biases)
        for feature, value in vector.items():
            weights = self.weights.get(feature)
            if weights is not None:
                scaled = value * self.scale
                for at, weight in enumerate(weights):
                    scores[at] += scaled * (weight - 128)
        return dict(zip(Intent, _softmax(scores), strict=True))


def vector_of(counts: Counter[str], frequencies: Mapping[str, float], unknown: float) -> dict[str, float]:
    """The vector of a sentence by feature, of length 1 with its unknown features counted in; empty for no features."""
    raw = {feature: (1 + math.log(count)) * frequencies.get(feature, unknown) for feature, count in counts.items()}
    length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {feature: value / length for feature, value in raw.items() if feature in frequencies}


def _softmax(scores: Sequence[float]) -> list[float]:
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


@cache
def load_model() -> Model:
    """The committed model, read once per process (about 30 ms). Raises `WeightsDamaged`."""
    return read_model(WEIGHTS)


def read_model(path: Path) -> Model:
    """Read a weights file. Raises `WeightsDamaged` for anything that `write_model` does not write."""
    try:
        head, body, own = path.read_text("utf-8").split("\n\n")
        named = dict(line.split("\t", 1) for line in head.splitlines())
        if named["format"] != _FORMAT or named["intents"].split() != [intent.value for intent in Intent]:
            raise WeightsDamaged(file=path.name)
        frequencies, weights = _read_features(body.splitlines())
        return Model(
            digest=named["digest"],
            strength=float(named["strength"]),
            threshold=float(named["threshold"]),
            bare_threshold=float(named["bare_threshold"]),
            unknown=float(named["unknown"]),
            scale=float(named["scale"]),
            biases=tuple(float(bias) for bias in named["biases"].split()),
            frequencies=frequencies,
            weights=weights,
            own=frozenset(own.split()),
        )
    except (KeyError, ValueError) as fault:
        raise WeightsDamaged(file=path.name) from fault


def _read_features(lines: Iterable[str]) -> tuple[dict[str, float], dict[str, bytes]]:
    frequencies: dict[str, float] = {}
    weights: dict[str, bytes] = {}
    for line in lines:
        feature, frequency, row = line.split("\t")
        frequencies[feature] = float(frequency)
        weights[feature] = bytes.fromhex(row)
        if len(weights[feature]) != len(Intent):
            raise ValueError(feature)
    return frequencies, weights


def write_model(model: Model, path: Path) -> None:
    """Write a weights file: sorted and rounded, so that the same examples give the same bytes."""
    head = {
        "format": _FORMAT,
        "digest": model.digest,
        "intents": " ".join(intent.value for intent in Intent),
        "strength": f"{model.strength:g}",
        "threshold": f"{model.threshold:.2f}",
        "bare_threshold": f"{model.bare_threshold:.2f}",
        "unknown": f"{model.unknown:.3f}",
        "scale": f"{model.scale:.5f}",
        "biases": " ".join(f"{bias:.3f}" for bias in model.biases),
    }
    lines = [f"{name}\t{value}" for name, value in head.items()]
    lines.append("")
    lines += [f"{name}\t{model.frequencies[name]:.3f}\t{model.weights[name].hex()}" for name in sorted(model.weights)]
    lines += ["", *sorted(model.own)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
