"""`FORMAT.md` says what the code does: its example, its numbers, its error names."""

from __future__ import annotations

import re
from pathlib import Path

from signing import errors
from signing.claims import MAX_TEXT_BYTES, Level
from signing.codes import _to_bytes, open_code
from signing.envelope import MAX_DIGITS
from tests.vectors.make import ES, KEYS, TYPICAL

DOCUMENT = (Path(errors.__file__).parent / "FORMAT.md").read_text(encoding="utf-8")
EXAMPLE = DOCUMENT[DOCUMENT.index("## 9. Example") :]


def test_the_example_opens_to_what_it_is_said_to_hold() -> None:
    digits = "".join(re.findall(r"^    ([0-9]+)$", EXAMPLE, re.MULTILINE))
    opened = open_code(digits, KEYS)
    assert opened.claims == TYPICAL
    assert opened.key == ES.key
    assert opened.digest.hex() in EXAMPLE


def test_the_annotated_bytes_are_the_example() -> None:
    annotated = EXAMPLE[EXAMPLE.index("annotated:") : EXAMPLE.index("In the diagnostic")]
    columns = re.findall(r"^ {4,}((?:[0-9a-f]{2,} ?)+)(?: {2,}|$| \d)", annotated, re.MULTILINE)
    digits = "".join(re.findall(r"^    ([0-9]+)$", EXAMPLE, re.MULTILINE))
    assert "".join(columns).replace(" ", "") == _to_bytes(digits).hex()


def test_every_error_of_a_code_is_named_and_every_named_error_exists() -> None:
    named = set(re.findall(r"`([A-Z][a-z]+[A-Za-z0-9]+)`", DOCUMENT)) - {"Signature1", "Ed25519", "EdDSA"}
    assert all(issubclass(getattr(errors, name), errors.SigningError) for name in named)
    bases = (errors.MalformedCode, errors.BadSignature, errors.UntrustedKey)
    assert {fault.__name__ for base in bases for fault in base.__subclasses__()} <= named


def test_the_limits_in_the_document_are_those_in_the_code() -> None:
    assert f"at most **{MAX_DIGITS} digits**" in DOCUMENT
    assert f"**{MAX_TEXT_BYTES} bytes** of UTF-8" in DOCUMENT
    assert all(f"{level.value} {level.zh}" in DOCUMENT for level in Level)
