"""QR codes read back as what went in, from every form they take."""

from __future__ import annotations

import io
import re

import pytest
import zxingcpp
from PIL import Image
from qrcode import ERROR_CORRECT_M, QRCode

from documents.errors import BadAddress, SymbolTooLarge
from documents.qr import DARK_ON_LIGHT, PLAIN, png, symbol, terminal
from tests.documents.paper import LONGEST_PREFIX, address, scanned


def test_a_typical_certificate_is_version_10() -> None:
    code = symbol(address(420))
    assert (code.version, code.size, len(code.modules[0])) == (10, 57, 57)


def test_the_longest_prefix_leaves_920_digits_at_version_15() -> None:
    assert symbol(address(920, LONGEST_PREFIX)).version == 15
    assert symbol(address(921, LONGEST_PREFIX)).version == 16


@pytest.mark.parametrize("digits", [1, 2, 3, 60, 171, 299, 420, 700, 920, 1500])
def test_a_picture_reads_back(digits: int) -> None:
    picture = Image.open(io.BytesIO(png(symbol(address(digits, seed=digits)), scale=3)))
    assert scanned(picture.convert("RGB")) == [address(digits, seed=digits)]


def test_correction_level_is_m() -> None:
    picture = Image.open(io.BytesIO(png(symbol(address(420))))).convert("L")
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.ec_level == "M"


def test_every_length_gets_the_smallest_version_that_holds_it() -> None:
    versions = [symbol(address(digits)).version for digits in range(100, 500, 40)]
    assert versions == sorted(versions)
    for digits in (418, 480):  # `qrcode` itself, asked to fit, is the judge
        text = address(digits)
        judge = QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=2)
        prefix, slash, rest = text.rpartition("/")
        judge.add_data(prefix + slash, optimize=0)
        judge.add_data(rest, optimize=0)
        assert symbol(text).version == judge.best_fit()


def test_a_terminal_drawing_reads_back_and_sets_both_colours() -> None:
    drawing = terminal(symbol(address(420)))
    rows: list[list[int]] = []
    for line in drawing.splitlines():
        assert line.startswith(DARK_ON_LIGHT)
        assert line.endswith(PLAIN)
        blocks = line.removeprefix(DARK_ON_LIGHT).removesuffix(PLAIN)
        rows.append([0 if block in "▀█" else 255 for block in blocks])
        rows.append([0 if block in "▄█" else 255 for block in blocks])
    picture = Image.new("L", (len(rows[0]), len(rows)))
    picture.putdata([pixel for row in rows for pixel in row])
    assert {len(row) for row in rows} == {57 + 8}
    assert scanned(picture.resize((picture.width * 4, picture.height * 4), 0).convert("RGB")) == [address(420)]


@pytest.mark.parametrize(
    "text", ["", "https://host/v/1", "HTTPS://HOST/V/", "HTTPS://HOST/V/١٢", "HTTPS://HOST/V/1A", "9"]
)
def test_what_is_no_upper_case_address_with_digits_is_refused(text: str) -> None:
    with pytest.raises(BadAddress):
        symbol(text)


def test_more_than_any_symbol_holds_is_refused_in_words() -> None:
    with pytest.raises(SymbolTooLarge) as refused:
        symbol(address(6000))
    assert re.search("CERT_ADDRESS|official address", refused.value.say("en"))
