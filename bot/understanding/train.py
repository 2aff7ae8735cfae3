"""Training: sentences in, plain weights out. The only module that needs scikit-learn, which it imports when called.

    train_model()        # a Model; the same examples give the same weights

The strength of regularisation and the threshold are chosen on `tuning.txt`, which is neither trained on nor the test
set. The weights are then fitted to `examples/` alone, so that the threshold stays right for them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from bot.understanding.errors import TrainingLibraryMissing
from bot.understanding.examples import TUNING, Example, digest_of_examples, read_examples, read_labelled
from bot.understanding.familiarity import words_of
from bot.understanding.features import features, speaks_of_certificates
from bot.understanding.intents import Intent
from bot.understanding.model import Model, vector_of
from bot.understanding.normalise import normalise
from bot.understanding.sentence import decide

STRENGTHS = (10.0, 30.0, 100.0)
"""Inverse strengths of regularisation (scikit-learn's C) that are tried."""

RAREST = 2
"""In how many sentences a feature must stand to be learnt; the rest count as unknown, as they will when running."""

THRESHOLDS = tuple(step / 100 for step in range(50, 96))
MARGIN = 0.05
"""Added to the least threshold at which no tuning sentence is taken for a case that it is not."""


def train_model(say: Callable[[str], None] = lambda _: None) -> Model:
    """Fit the model to the committed examples; `say` is told what was tried. Raises `TrainingLibraryMissing`."""
    examples, tuning = read_examples(), read_labelled(TUNING)
    best: tuple[tuple[int, int], Model] | None = None
    for strength in STRENGTHS:
        model = _with_thresholds(fit(examples, strength), tuning)
        merit = _merit(model, tuning)
        say(
            f"C={strength:g}: {merit[0]} of {len(tuning)} right or offered, {merit[1]} of them without asking; "
            f"thresholds {model.threshold:.2f} and {model.bare_threshold:.2f}"
        )
        if best is None or sum(merit) > sum(best[0]):
            best = merit, model
    assert best is not None, "STRENGTHS is not empty"  # noqa: S101 - for the type checker
    return best[1]


def _merit(model: Model, tuning: Sequence[Example]) -> tuple[int, int]:
    """How many sentences are right or among the choices, and how many are right without asking."""
    decisions = [(decide(normalise(example.text), model), example.intent) for example in tuning]
    offered = sum(intent in decision.offers for decision, intent in decisions)
    return offered, sum(decision.intent is intent and not decision.choices for decision, intent in decisions)


def _with_thresholds(model: Model, tuning: Sequence[Example]) -> Model:
    """Set the least thresholds at which no tuning sentence is taken for a case that it is not, and a margin."""
    texts = [(normalise(example.text), example.intent) for example in tuning]
    own = [one for one in texts if speaks_of_certificates(one[0])]
    bare = [one for one in texts if not speaks_of_certificates(one[0])]
    return replace(model, threshold=_least(model, own), bare_threshold=_least(model, bare))


def _least(model: Model, texts: Sequence[tuple[str, Intent]]) -> float:
    for threshold in THRESHOLDS:
        strict = replace(model, threshold=threshold, bare_threshold=threshold)
        decisions = ((decide(text, strict), intent) for text, intent in texts)
        if not any(decision.takes_a_case and decision.intent is not intent for decision, intent in decisions):
            return threshold + MARGIN
    return THRESHOLDS[-1]


def fit(examples: Sequence[Example], strength: float) -> Model:
    """Fit the weights alone; the thresholds are left at 1, which is never sure."""
    counts = [features(normalise(example.text)) for example in examples]
    frequencies, unknown = _frequencies(counts)
    names = sorted(frequencies)
    places = {name: at for at, name in enumerate(names)}
    vectors = [vector_of(count, frequencies, unknown) for count in counts]
    order = list(Intent)
    labels = [order.index(example.intent) for example in examples]
    coefficients, biases = _regress(vectors, places, labels, strength)
    scale = max(abs(value) for row in coefficients for value in row) / 127
    weights = {
        name: bytes(128 + round(coefficients[at][places[name]] / scale) for at in range(len(order))) for name in names
    }
    return Model(
        digest=digest_of_examples(),
        strength=strength,
        threshold=1.0,
        bare_threshold=1.0,
        unknown=unknown,
        scale=scale,
        biases=tuple(biases),
        frequencies=frequencies,
        weights=weights,
        own=frozenset(_own_words(examples)),
    )


def _own_words(examples: Sequence[Example]) -> set[str]:
    texts = (normalise(example.text) for example in examples if example.intent.offered)
    return {word for text in texts for alternatives in words_of(text) for word in alternatives}


def _frequencies(counts: Sequence[Counter[str]]) -> tuple[dict[str, float], float]:
    """Smoothed inverse document frequencies of the features worth learning, and that of any other."""
    documents: Counter[str] = Counter()
    for count in counts:
        documents.update(count.keys())

    def frequency(seen: int) -> float:
        return round(math.log((1 + len(counts)) / (1 + seen)) + 1, 3)

    return {name: frequency(seen) for name, seen in documents.items() if seen >= RAREST}, frequency(0)


def _regress(
    vectors: Sequence[dict[str, float]], places: dict[str, int], labels: Sequence[int], strength: float
) -> tuple[list[list[float]], list[float]]:
    """Multinomial logistic regression: one row of coefficients and one bias per intent."""
    sparse, linear, one_thread = _libraries()
    rows = [row for row, vector in enumerate(vectors) for _ in vector]
    columns = [places[name] for vector in vectors for name in vector]
    values = [value for vector in vectors for value in vector.values()]
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(vectors), len(places)))
    fitted = linear.LogisticRegression(C=strength, class_weight="balanced", max_iter=1000, tol=1e-4)
    with one_thread:
        fitted.fit(matrix, labels)
    return fitted.coef_.tolist(), fitted.intercept_.tolist()


def _libraries() -> tuple[Any, Any, Any]:
    try:
        sparse, linear, threads = (
            import_module(name) for name in ("scipy.sparse", "sklearn.linear_model", "threadpoolctl")
        )
    except ImportError as missing:
        raise TrainingLibraryMissing from missing
    # Several threads sum in an order that varies, and on matrices this small they only wait for each other.
    return sparse, linear, threads.threadpool_limits(limits=1)
