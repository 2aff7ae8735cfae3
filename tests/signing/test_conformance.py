"""The Python verifier gives every answer of the conformance file, which the browser's verifier gives as well."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import UTC, datetime
from typing import Any

import pytest

from signing.address import Address
from signing.claims import Kind
from signing.codes import open_code
from signing.errors import BadSignature, ForeignAddress, MalformedCode, SigningError, UnknownKey, UntrustedKey
from signing.keys import KeySet
from signing.receipts import SignedReceipt, open_any, open_receipt
from signing.status_list import standing_of
from tests.vectors import conformance
from tests.vectors.make import as_json
from tests.vectors.make_receipts import as_json as receipt_as_json

DOCUMENT = json.loads(conformance.FILE.read_text("utf-8"))
ADDRESS = Address.parse(DOCUMENT["address"])
KEY_SETS = {name: KeySet.from_jwks(json.dumps(jwks)) for name, jwks in DOCUMENT["key_sets"].items()}
VERDICTS: dict[type[SigningError], str] = {
    MalformedCode: "malformed",
    BadSignature: "bad_signature",
    UnknownKey: "unknown_key",
    UntrustedKey: "untrusted_key",
    ForeignAddress: "foreign",
}


def open_one(given: dict[str, Any]) -> dict[str, Any]:
    expect = {"certificate": Kind.CERTIFICATE}.get(given["expect"])
    return {"claims": as_json(open_code(given["digits"], KEY_SETS[given["keys"]], expect).claims)}


def open_one_receipt(given: dict[str, Any]) -> dict[str, Any]:
    opened = open_receipt(given["digits"], KEY_SETS[given["keys"]])
    return {"number": opened.number, "receipt": receipt_as_json(opened.receipt)}


def code_in(given: dict[str, Any]) -> dict[str, Any]:
    return {"digits": ADDRESS.code_in(given["text"])}


def read_key_set(given: dict[str, Any]) -> dict[str, Any]:
    return {"kids": [key.kid.hex() for key in KeySet.from_jwks(given["jwks"])]}


def check(given: dict[str, Any]) -> dict[str, Any]:
    keys, now = KEY_SETS[given["keys"]], datetime.fromtimestamp(given["now"], UTC)
    token = None if given["token"] is None else b64decode(given["token"])
    try:
        opened = open_any(ADDRESS.code_in(given["text"]), keys)
    except SigningError as fault:
        return {"verdict": next(verdict for kind, verdict in VERDICTS.items() if isinstance(fault, kind))} | told(fault)
    if isinstance(opened, SignedReceipt):
        return {"verdict": "receipt", "number": opened.number, "expired": opened.receipt.expired(now)}
    found = standing_of(opened.claims, token, keys, address=ADDRESS, now=now)
    answer: dict[str, Any] = {"verdict": found.standing.value}
    if found.as_of is not None:
        answer["as_of"] = int(found.as_of.timestamp())
    return answer if found.why is None else answer | {"why": type(found.why).__name__}


def told(fault: SigningError) -> dict[str, Any]:
    host = getattr(fault, "host", None)
    return {"fault": type(fault).__name__} | ({"host": host} if host else {})


FUNCTIONS = {
    "open_code": open_one,
    "open_receipt": open_one_receipt,
    "code_in": code_in,
    "read_key_set": read_key_set,
    "check": check,
}


def answer(vector: dict[str, Any]) -> dict[str, Any]:
    try:
        return FUNCTIONS[vector["function"]](vector["in"])
    except SigningError as fault:
        return told(fault)


def test_the_committed_file_is_what_the_script_makes() -> None:
    made = conformance.content()
    assert conformance.FILE.read_text("utf-8") == made, "run python -m tests.vectors.conformance"


def test_every_vector_gets_the_answer_that_it_states() -> None:
    wrong = {each["desc"]: answer(each) for each in DOCUMENT["vectors"] if answer(each) != each["want"]}
    assert wrong == {}


@pytest.mark.parametrize("word", ["desc", "function", "in", "want"])
def test_every_vector_is_whole_and_no_two_have_one_description(word: str) -> None:
    assert all(word in vector for vector in DOCUMENT["vectors"])
    descriptions = [vector["desc"] for vector in DOCUMENT["vectors"]]
    assert len(set(descriptions)) == len(descriptions) > 200
