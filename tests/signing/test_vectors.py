"""The vectors of the format: committed as the script makes them, and each with the outcome that it states."""

from __future__ import annotations

import json
from typing import Any

import pytest

from signing import errors
from signing.address import Address
from signing.claims import Kind
from signing.codes import open_code
from signing.keys import KeySet
from tests.vectors import make

EXPECTED = {"certificate": Kind.CERTIFICATE}


def load(name: str) -> Any:
    return json.loads((make.FOLDER / name).read_text(encoding="utf-8"))


def by_desc(vector: dict[str, Any]) -> str:
    return str(vector["desc"])


KEY_SETS = {name: KeySet.from_jwks(json.dumps(jwks)) for name, jwks in load("keys.json").items()}
CODES: list[dict[str, Any]] = load("codes.json")
ADDRESSES: list[dict[str, Any]] = load("addresses.json")
JWK_SETS: list[dict[str, Any]] = load("key-sets.json")


def fault_of(call: Any) -> errors.SigningError:
    with pytest.raises(errors.SigningError) as caught:
        call()
    return caught.value


def test_the_committed_vectors_are_what_the_script_makes() -> None:
    for name, text in make.files().items():
        assert (make.FOLDER / name).read_text(encoding="utf-8") == text, f"run python -m tests.vectors.make ({name})"


def test_there_are_at_least_sixty_vectors_and_no_two_have_one_description() -> None:
    descriptions = [by_desc(vector) for vector in CODES + ADDRESSES + JWK_SETS]
    assert len(descriptions) >= 60
    assert len(set(descriptions)) == len(descriptions)


@pytest.mark.parametrize("vector", [v for v in CODES if "claims" in v], ids=by_desc)
def test_a_genuine_vector_opens_to_its_claims(vector: dict[str, Any]) -> None:
    assert make.as_json(open_code(vector["code"], KEY_SETS[vector["keys"]]).claims) == vector["claims"]


@pytest.mark.parametrize("vector", [v for v in CODES if "wantErr" in v], ids=by_desc)
def test_a_faulty_vector_is_refused_with_its_own_error(vector: dict[str, Any]) -> None:
    expect = EXPECTED.get(vector.get("expect", ""))
    fault = fault_of(lambda: open_code(vector["code"], KEY_SETS[vector["keys"]], expect))
    assert type(fault).__name__ == vector["wantErr"]


@pytest.mark.parametrize("vector", [v for v in ADDRESSES if "code" in v], ids=by_desc)
def test_a_text_leads_to_its_code(vector: dict[str, Any]) -> None:
    assert Address.parse(vector["address"]).code_in(vector["text"]) == vector["code"]


@pytest.mark.parametrize("vector", [v for v in ADDRESSES if "wantErr" in v], ids=by_desc)
def test_a_text_without_our_code_is_refused(vector: dict[str, Any]) -> None:
    fault = fault_of(lambda: Address.parse(vector["address"]).code_in(vector["text"]))
    assert type(fault).__name__ == vector["wantErr"]
    assert getattr(fault, "host", None) == vector.get("host")


@pytest.mark.parametrize("vector", [v for v in JWK_SETS if "kids" in v], ids=by_desc)
def test_a_good_key_set_is_read(vector: dict[str, Any]) -> None:
    assert [key.kid.hex() for key in KeySet.from_jwks(vector["jwks"])] == vector["kids"]


@pytest.mark.parametrize("vector", [v for v in JWK_SETS if "wantErr" in v], ids=by_desc)
def test_a_faulty_key_set_is_refused_as_a_whole(vector: dict[str, Any]) -> None:
    assert type(fault_of(lambda: KeySet.from_jwks(vector["jwks"]))).__name__ == vector["wantErr"]


def test_every_error_of_opening_a_code_has_a_vector_and_one_verdict() -> None:
    wanted = {vector["wantErr"] for vector in CODES + ADDRESSES if "wantErr" in vector}
    verdicts: tuple[type[errors.SigningError], ...] = (
        errors.MalformedCode,
        errors.BadSignature,
        errors.UnknownKey,
        errors.UntrustedKey,
        errors.ForeignAddress,
    )
    faults: list[type[errors.SigningError]] = [errors.BadSignature, errors.UnknownKey, errors.ForeignAddress]
    for base in verdicts:
        faults.extend(base.__subclasses__())
    assert {fault.__name__ for fault in faults} == wanted
    assert all(sum(issubclass(fault, verdict) for verdict in verdicts) == 1 for fault in faults)
