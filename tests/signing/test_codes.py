"""Codes as a whole: what is signed opens, and nothing else does."""

from __future__ import annotations

import random
from dataclasses import dataclass
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings

from signing import payload
from signing.cbor import read, write
from signing.claims import Claims, Kind
from signing.codes import _to_bytes, open_code, read_unverified, sign_code
from signing.envelope import MAX_DIGITS, Envelope, strict_envelope, to_be_signed, unverified_envelope
from signing.errors import (
    InvalidClaim,
    KeyNotActive,
    MalformedCode,
    ReceiptCode,
    SignerFault,
    SigningError,
    WrongPurpose,
)
from signing.keys import P256_ORDER, KeyState, PublicKey, Signer, low_s
from signing.software import SoftwareSigner
from tests.signing.strategies import claims
from tests.vectors.make import ED, ES, KEYS, LETTER, LETTERS, LONGEST, TYPICAL, claims_with, to_digits

RANDOM = random.Random(20261121)


@given(said=claims())
@settings(max_examples=150, deadline=None)
def test_whatever_may_be_said_opens_to_the_same_claims_under_both_algorithms(said: Claims) -> None:
    for signer in (ES, ED):
        code = sign_code(said, signer)
        opened = open_code(code, KEYS)
        assert opened.claims == said
        assert opened.key == signer.key
        assert len(code) <= MAX_DIGITS


@given(said=claims())
@settings(max_examples=200, deadline=None)
def test_the_quick_and_the_strict_reader_agree_on_valid_claims(said: Claims) -> None:
    written = payload.write_claims(said)
    assert payload.read_claims(written) == payload.read_claims_strictly(written) == said


def outcome_of_claims(reader: object, content: bytes) -> object:
    try:
        return reader(content)  # type: ignore[operator]
    except SigningError as fault:
        return type(fault), fault.details


def test_the_quick_and_the_strict_reader_agree_on_ten_thousand_altered_payloads() -> None:
    originals = [payload.write_claims(said) for said in (TYPICAL, LETTER, LONGEST)]
    accepted = 0
    for _ in range(10_000):
        content = mutated(RANDOM.choice(originals))
        quick = outcome_of_claims(payload.read_claims, content)
        assert quick == outcome_of_claims(payload.read_claims_strictly, content)
        if isinstance(quick, Claims):
            accepted += 1
            assert payload.write_claims(quick) == content, "a second encoding of the same claims"
    assert accepted > 500, "too few alterations stayed readable for this test to mean anything"


def outcome_of_envelope(reader: object, raw: bytes) -> object:
    try:
        return reader(raw)  # type: ignore[operator]
    except MalformedCode as fault:
        return type(fault)


def test_the_quick_and_the_strict_envelope_agree_on_ten_thousand_altered_codes() -> None:
    originals = [_to_bytes(sign_code(said, signer)) for said in (TYPICAL, LONGEST) for signer in (ES, ED)]
    read_back = 0
    for _ in range(10_000):
        raw = b"\xd2" + mutated(RANDOM.choice(originals)[1:])
        quick = outcome_of_envelope(unverified_envelope, raw)
        assert quick == outcome_of_envelope(strict_envelope, raw)
        read_back += isinstance(quick, Envelope)
    assert read_back > 500


def mutated(content: bytes) -> bytes:
    """One to three bytes changed, put in, taken out or exchanged."""
    changed = bytearray(content)
    for _ in range(RANDOM.randint(1, 3)):
        at = RANDOM.randrange(len(changed))
        match RANDOM.randrange(4):
            case 0:
                changed[at] ^= 1 << RANDOM.randrange(8)
            case 1:
                changed.insert(at, RANDOM.randrange(256))
            case 2 if len(changed) > 1:
                del changed[at]
            case _:
                other = RANDOM.randrange(len(changed))
                changed[at], changed[other] = changed[other], changed[at]
    return bytes(changed)


def twenty_codes() -> list[str]:
    said = [TYPICAL.but(number=f"2026420100{n:04}", name="张三丰李四王五"[n % 5 : n % 5 + 2]) for n in range(10)]
    return [sign_code(each, signer) for each in said for signer in (ES, ED)]


def opens(code: str) -> bool:
    """Whether a code opens; any error but one of ours goes through. Quicker, many thousand times, than `raises`."""
    try:
        open_code(code, KEYS)
    except SigningError:
        return False
    return True


def test_no_single_flipped_bit_of_twenty_codes_opens() -> None:
    for code in twenty_codes():
        raw = int(code)
        assert opens(code)
        assert not any(opens(str(raw ^ 1 << bit)) for bit in range(raw.bit_length()))


def test_five_thousand_altered_codes_are_refused_with_an_error_of_ours() -> None:
    codes = twenty_codes()
    for _ in range(5_000):
        code = RANDOM.choice(codes)
        altered = altered_digits(code) if RANDOM.random() < 0.5 else to_digits(mutated(_to_bytes(code)))
        assert altered in codes or not opens(altered)


def altered_digits(code: str) -> str:
    at, other = sorted((RANDOM.randrange(len(code)), RANDOM.randrange(len(code))))
    match RANDOM.randrange(5):
        case 0:
            return code[:at] + RANDOM.choice("0123456789") + code[at + 1 :]
        case 1:
            return code[:at] + code[other:]
        case 2:
            return code[:at] + RANDOM.choice(["", " ", "x", "０", "\x00", "-", "9" * 600]) + code[at:]
        case 3:
            return code[other:] + code[at:other] + code[:at]
        case _:
            return code[:at] + code[at:other][::-1] + code[other:]


def test_the_digest_is_over_the_signed_bytes_so_another_signature_is_no_second_code() -> None:
    signed = to_be_signed(-7, ES.key.kid, payload.write_claims(TYPICAL))
    opened = open_code(sign_code(TYPICAL, ES), KEYS)
    assert opened.digest == sha256(signed).digest()
    assert open_code(sign_code(TYPICAL, RandomisedSigner()), KEYS).digest == opened.digest


class RandomisedSigner:
    """A token whose signatures differ every time, as most hardware does."""

    key = ES.key

    def sign(self, message: bytes) -> bytes:
        return second_signature(message)


def second_signature(message: bytes) -> bytes:
    private = ES.private_key
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    r, s = decode_dss_signature(private.sign(message, ec.ECDSA(SHA256())))
    return low_s(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def test_signing_the_same_claims_again_gives_the_same_code() -> None:
    assert sign_code(TYPICAL, ES) == sign_code(TYPICAL, ES)


def test_a_retired_key_signs_nothing() -> None:
    retired = SoftwareSigner(ES.key.moved(KeyState.RETIRED), ES.private_key)
    with pytest.raises(KeyNotActive):
        sign_code(TYPICAL, retired)
    with pytest.raises(KeyNotActive):
        retired.sign(b"anything")


def test_a_key_for_letters_signs_no_certificate() -> None:
    with pytest.raises(WrongPurpose):
        sign_code(TYPICAL, LETTERS)


@dataclass
class FaultySigner:
    """A token that returns what it should not."""

    key: PublicKey
    answer: bytes

    def sign(self, message: bytes) -> bytes:
        assert message
        return self.answer


@pytest.mark.parametrize("answer", [b"", bytes(63), bytes(32) + (P256_ORDER - 1).to_bytes(32, "big")])
def test_a_signer_that_returns_no_low_s_signature_of_64_bytes_issues_nothing(answer: bytes) -> None:
    faulty: Signer = FaultySigner(ES.key, answer)
    with pytest.raises(SignerFault):
        sign_code(TYPICAL, faulty)


def test_an_expected_kind_is_accepted_when_it_is_there() -> None:
    assert open_code(sign_code(LETTER, LETTERS), KEYS, Kind.RECOGNITION_LETTER).claims == LETTER


def test_reading_unverified_shows_claims_without_any_key() -> None:
    unverified = read_unverified(sign_code(TYPICAL, ES))
    assert (unverified.algorithm, unverified.kid, unverified.claims) == (-7, ES.key.kid, TYPICAL)


def test_the_general_cbor_reader_gives_back_what_the_writer_wrote() -> None:
    content = payload.write_claims(LONGEST)
    assert write(read(content)) == content


def test_no_error_sentence_carries_a_name_a_number_or_the_code() -> None:
    content = claims_with(c3="张三丰\u202e", c2="20264201000123")
    with pytest.raises(InvalidClaim) as caught:
        payload.read_claims(content)
    for language in ("zh", "en"):
        sentence = caught.value.say(language)
        assert "name" in sentence
        assert "张三丰" not in sentence
        assert "2026" not in sentence


def test_a_receipt_has_other_claims_than_a_certificate() -> None:
    with pytest.raises(ReceiptCode):
        TYPICAL.but(kind=Kind.RECEIPT)
