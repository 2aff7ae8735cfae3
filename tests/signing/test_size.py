"""How large the QR symbol gets: what a typical certificate and the longest permitted one need."""

from __future__ import annotations

import pytest
import qrcode
from qrcode.util import QRData

from signing.address import MAX_PREFIX, Address
from signing.claims import MAX_TEXT_BYTES, Claims
from signing.codes import sign_code
from signing.envelope import MAX_DIGITS
from signing.keys import Signer
from tests.vectors.make import ED, ES, LETTER, LETTERS, LONGEST, MINORITY_NAME, TYPICAL

THIRTY = Address.parse("https://zc.example.gov.cn:8")
FORTY = Address.parse("https://zyzg.cheng-shi.example.gov.cn")


def version_at_m(address: Address, code: str) -> int:
    symbol = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, mask_pattern=0)
    symbol.add_data(QRData(address.prefix.encode(), mode=2))  # alphanumeric
    symbol.add_data(QRData(code.encode(), mode=1))  # numeric
    return int(symbol.best_fit())


def test_the_addresses_of_these_tests_are_30_and_40_characters() -> None:
    assert len(THIRTY.prefix) == 30
    assert len(FORTY.prefix) == 40 == MAX_PREFIX


@pytest.mark.parametrize(
    ("said", "signer"),
    [
        (TYPICAL, ES),
        (TYPICAL, ED),
        (LETTER, LETTERS),
        (TYPICAL.but(name="王𬱖"), ES),
        (TYPICAL.but(name="欧阳", title="正高级工程师", specialty="广播电视工程"), ES),
    ],
)
def test_a_typical_certificate_needs_at_most_version_10(said: Claims, signer: Signer) -> None:
    assert version_at_m(THIRTY, sign_code(said, signer)) <= 10


def test_the_longest_certificate_needs_at_most_version_15() -> None:
    texts = LONGEST.number + LONGEST.name + LONGEST.title + LONGEST.specialty
    assert len(texts.encode()) == MAX_TEXT_BYTES
    assert version_at_m(FORTY, sign_code(LONGEST, ES)) == 15


def test_the_limit_on_digits_is_what_version_15_holds_behind_the_longest_address() -> None:
    assert version_at_m(FORTY, "9" * MAX_DIGITS) == 15
    assert version_at_m(FORTY, "9" * (MAX_DIGITS + 1)) == 16


def test_a_minority_name_of_30_characters_fits() -> None:
    assert len(MINORITY_NAME) == 30
    assert version_at_m(FORTY, sign_code(TYPICAL.but(name=MINORITY_NAME), ES)) <= 13
