"""Receipts: what is signed opens, nothing else does, and neither passes for a certificate nor a certificate for one."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import cwt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pycose.messages.sign1message import Sign1Message

from signing import errors
from signing.claims import MAX_TEXT_BYTES, Level
from signing.codes import _to_bytes, open_code, sign_code
from signing.envelope import MAX_DIGITS
from signing.errors import InvalidClaim, ReceiptCode, SigningError, WrongKind, WrongPurpose
from signing.receipts import (
    Basis,
    CheckedCertificate,
    CheckedList,
    Finding,
    Receipt,
    open_receipt,
    read_receipt,
    sign_receipt,
    write_receipt,
)
from tests.signing.strategies import claims, texts
from tests.signing.test_other_implementations import cwt_key, pycose_key
from tests.vectors.make import ES, FOLDER, KEYS, LETTER, LETTERS, RECEIPTS, TYPICAL, to_digits
from tests.vectors.make_receipts import ISSUED_AT, LIST, LONGEST, ONE, RECEIPT_KEYS, TYPED, as_json, text

VECTORS: list[dict[str, Any]] = json.loads((FOLDER / "receipts.json").read_text("utf-8"))["receipts"]
RANDOM = random.Random(20261121)


def by_desc(vector: dict[str, Any]) -> str:
    return str(vector["desc"])


def test_the_committed_vectors_are_what_the_script_makes() -> None:
    assert (FOLDER / "receipts.json").read_text("utf-8") == text(), "run python -m tests.vectors.make_receipts"
    assert len({by_desc(vector) for vector in VECTORS}) == len(VECTORS)


@pytest.mark.parametrize("vector", [vector for vector in VECTORS if "receipt" in vector], ids=by_desc)
def test_a_genuine_vector_opens_to_its_receipt_and_is_no_certificate(vector: dict[str, Any]) -> None:
    opened = open_receipt(vector["code"], RECEIPT_KEYS)
    assert as_json(opened.receipt) == vector["receipt"]
    assert opened.number == vector["number"]
    with pytest.raises(ReceiptCode):
        open_code(vector["code"], RECEIPT_KEYS)


@pytest.mark.parametrize("vector", [vector for vector in VECTORS if "wantErr" in vector], ids=by_desc)
def test_a_faulty_vector_is_refused_with_its_own_error(vector: dict[str, Any]) -> None:
    with pytest.raises(SigningError) as caught:
        open_receipt(vector["code"], RECEIPT_KEYS)
    assert type(caught.value).__name__ == vector["wantErr"]


@st.composite
def receipts(draw: st.DrawFn) -> Receipt:
    issued_at = ISSUED_AT + timedelta(seconds=draw(st.integers(-(10**8), 10**8)))
    life = timedelta(seconds=draw(st.integers(1, 10**8)))
    state = draw(st.integers(0, (1 << 32) - 1))
    if draw(st.booleans()):
        counts = draw(st.dictionaries(st.sampled_from(Finding), st.integers(1, 700), min_size=1))
        before = timedelta(seconds=draw(st.integers(0, 86_400)))
        return Receipt(
            issued_at,
            issued_at + life,
            state,
            CheckedList(issued_at - before, counts, draw(st.binary(min_size=32, max_size=32))),
        )
    basis = draw(st.sampled_from([Basis.CODE, Basis.VERIFICATION_CODE, Basis.NAME]))
    try:
        checked = CheckedCertificate(
            basis,
            draw(st.sampled_from([Finding.VALID, Finding.REPLACED, Finding.REVOKED, Finding.CORRECTED])),
            draw(texts(10)),
            draw(texts(20)),
            draw(texts(15)),
            draw(st.sampled_from(Level)),
            None if basis is Basis.NAME else draw(st.integers(0, (1 << 36) - 1)),
        )
    except InvalidClaim:
        assume(False)
        raise
    return Receipt(issued_at, issued_at + life, state, checked)


@given(said=receipts())
@settings(max_examples=150, deadline=None)
def test_whatever_a_receipt_may_say_opens_to_the_same(said: Receipt) -> None:
    new = sign_receipt(said, RECEIPTS)
    opened = open_receipt(new.digits, RECEIPT_KEYS)
    assert (opened.receipt, opened.number, opened.key) == (said, new.number, RECEIPTS.key)
    assert len(new.digits) <= MAX_DIGITS


@given(said=claims())
@settings(max_examples=50, deadline=None)
def test_no_certificate_passes_for_a_receipt(said: Any) -> None:
    with pytest.raises(WrongKind):
        open_receipt(sign_code(said, ES), KEYS)


def test_a_letter_is_no_receipt_and_no_other_key_signs_one() -> None:
    with pytest.raises(WrongKind):
        open_receipt(sign_code(LETTER, LETTERS), KEYS)
    for signer in (ES, LETTERS):
        with pytest.raises(WrongPurpose):
            sign_receipt(ONE, signer)
    with pytest.raises(WrongPurpose):
        sign_code(TYPICAL, RECEIPTS)


def test_five_thousand_altered_receipts_are_refused_with_an_error_of_ours() -> None:
    raws = [_to_bytes(sign_receipt(each, RECEIPTS).digits) for each in (ONE, TYPED, LIST)]
    for _ in range(5_000):
        raw = bytearray(RANDOM.choice(raws))
        for _ in range(RANDOM.randint(1, 3)):
            raw[RANDOM.randrange(1, len(raw))] ^= 1 << RANDOM.randrange(8)
        if bytes(raw) in raws:
            continue
        with pytest.raises(SigningError):
            open_receipt(to_digits(bytes(raw)), RECEIPT_KEYS)


def test_altered_claims_read_as_one_encoding_or_as_an_error_of_ours() -> None:
    originals = [write_receipt(each) for each in (ONE, TYPED, LIST, LONGEST)]
    accepted = 0
    for _ in range(10_000):
        content = bytearray(RANDOM.choice(originals))
        content[RANDOM.randrange(len(content))] ^= 1 << RANDOM.randrange(8)
        try:
            said = read_receipt(bytes(content))
        except SigningError:
            continue
        accepted += 1
        assert write_receipt(said) == bytes(content), "a second encoding of the same receipt"
    assert accepted > 500, "too few alterations stayed readable for this test to mean anything"


def test_independent_implementations_verify_our_receipts() -> None:
    raw = _to_bytes(sign_receipt(ONE, RECEIPTS).digits)
    message = Sign1Message.decode(raw)
    message.key = pycose_key(RECEIPTS)
    assert message.verify_signature()
    assert cwt.COSE.new().decode(raw, cwt_key(RECEIPTS)) == write_receipt(ONE)


def test_the_number_is_the_beginning_of_the_digest_of_what_is_signed() -> None:
    raw = _to_bytes(sign_receipt(ONE, RECEIPTS).digits)
    content = write_receipt(ONE)
    signed = b"\x84\x6aSignature1" + raw[2:12] + b"\x40" + raw[13:-66]
    assert content in signed
    digest = int.from_bytes(sha256(signed).digest()[:8], "big") >> 4
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    number = "".join(letters[digest >> 5 * place & 31] for place in range(11, -1, -1))
    assert sign_receipt(ONE, RECEIPTS).number.replace("-", "") == number


def test_the_longest_receipt_fits_and_every_certificate_with_a_chinese_specialty_can_have_one() -> None:
    assert len(sign_receipt(LONGEST, RECEIPTS).digits) <= MAX_DIGITS
    subject = LONGEST.subject
    assert isinstance(subject, CheckedCertificate)
    assert len((subject.number + subject.name + subject.title).encode()) == MAX_TEXT_BYTES - len("农".encode())


def test_a_receipt_expires_at_the_end_of_its_life_and_still_opens() -> None:
    assert not ONE.expired(ONE.expires_at - timedelta(seconds=1))
    assert ONE.expired(ONE.expires_at)


@pytest.mark.parametrize(
    "changes",
    [
        {"finding": Finding.NO_MATCH},
        {"finding": Finding.BAD_SIGNATURE},
        {"basis": Basis.LIST},
        {"entry": None},
        {"basis": Basis.NAME},
        {"name": "张  三"},
        {"number": "号" * 14},
    ],
)
def test_what_no_receipt_may_say_cannot_be_made(changes: dict[str, Any]) -> None:
    assert isinstance(ONE.subject, CheckedCertificate)
    with pytest.raises(InvalidClaim):
        replace(ONE.subject, **changes)


def test_every_error_of_opening_a_receipt_is_malformed_bad_unknown_or_untrusted() -> None:
    bases = (errors.MalformedCode, errors.BadSignature, errors.UnknownKey, errors.UntrustedKey)
    for vector in VECTORS:
        if "wantErr" in vector:
            assert issubclass(getattr(errors, vector["wantErr"]), bases)
