"""The sentences that the model learns from, and reading any file of labelled sentences.

read_examples()                 # every training sentence with its intent
read_labelled(path)             # a file with [intent] headings, such as the held-apart test set
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from bot.understanding.errors import UnlabelledSentence
from bot.understanding.gazetteer import DATA
from bot.understanding.intents import Intent

EXAMPLES = Path(__file__).parent / "examples"
TUNING = Path(__file__).parent / "tuning.txt"
PATTERNS_PER_THING = 5
"""In how many patterns each of `examples/everyday_things.txt` is put."""

_INTENTS = {intent.value for intent in Intent}


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence as typed, and what it wants."""

    text: str
    intent: Intent


def read_examples() -> list[Example]:
    """All training sentences: one a line in `examples/<intent>.txt`, and everyday things crossed with patterns."""
    written = [Example(line, intent) for intent in Intent for line in _lines(EXAMPLES / f"{intent.value}.txt")]
    return written + [Example(text, Intent.OUT_OF_SCOPE) for text in _everyday_sentences()]


def _everyday_sentences() -> list[str]:
    """Each everyday thing in some of the patterns, going round, so that each pattern occurs about as often."""
    columns = [line.split("\t") for line in _lines(EXAMPLES / "everyday_things.txt")]
    return [
        *_crossed(_second(columns, "pattern"), [row[0] for row in columns if len(row) == 1]),
        *_crossed(_second(columns, "english"), _second(columns, "thing")),
    ]


def _second(columns: list[list[str]], kind: str) -> list[str]:
    return [row[1] for row in columns if row[0] == kind]


def _crossed(patterns: list[str], things: list[str]) -> list[str]:
    turn = cycle(patterns)
    return [next(turn).replace("@", thing) for thing in things for _ in range(PATTERNS_PER_THING)]


def read_labelled(path: Path) -> list[Example]:
    """The sentences of a file whose headings `[intent]` say what those below want.

    Raises `UnlabelledSentence` where a sentence stands above the first heading or a heading is no intent.
    """
    examples: list[Example] = []
    intent: Intent | None = None
    for line in _lines(path):
        heading = line[1:-1] if line.startswith("[") and line.endswith("]") else None
        if heading is not None and heading in _INTENTS:
            intent = Intent(heading)
        elif intent is None or heading is not None:
            raise UnlabelledSentence(file=path.name, line=line)
        else:
            examples.append(Example(line, intent))
    return examples


def digest_of_examples() -> str:
    """SHA-256 (hexadecimal) over all sentences and lists that training reads, so that stale weights are noticed."""
    digest = hashlib.sha256()
    for path in [*sorted(EXAMPLES.glob("*.txt")), *sorted(DATA.glob("*.txt")), TUNING]:
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line
