"""QR codes in degraded pictures: at least as many as zxing-cpp reads at one look, and nearly all everyday ones."""

from __future__ import annotations

import random

import pytest
import zxingcpp
from PIL import Image, ImageOps

from benchmarks.degraded import DEGRADATIONS, EVERYDAY, sharp_code
from pictures.codes import MOST_LOOKED_AT, read_codes
from tests.pictures.files import address, page

SAMPLE = 6
ADDRESSES = [address(serial) for serial in range(SAMPLE)]
SHARP = {each: sharp_code(each) for each in ADDRESSES}


@pytest.mark.parametrize("name", DEGRADATIONS)
def test_a_degraded_code_is_read_as_well_as_zxing_reads_it(name: str) -> None:
    bare, ours = 0, 0
    for each, picture in SHARP.items():
        degraded = DEGRADATIONS[name](picture, random.Random(f"{name} {ADDRESSES.index(each)}"))
        bare += each in [code.text for code in zxingcpp.read_barcodes(degraded)]
        ours += each in read_codes(degraded)
    assert ours >= bare
    assert ours >= (0.99 if name in EVERYDAY else 0.8) * SAMPLE


def test_codes_of_a_page_come_in_reading_order_whichever_way_it_lies() -> None:
    four = ADDRESSES[:4]
    assert read_codes(page(four)) == tuple(four)
    for angle in (90, 180, 270):
        assert set(read_codes(page(four, angle))) == set(four)
    assert read_codes(page([ADDRESSES[0]] * 3)) == (ADDRESSES[0],)


def test_a_code_beside_a_readable_one_is_not_given_up() -> None:
    clear, grainy = (SHARP[each] for each in ADDRESSES[:2])
    both = Image.new("L", (2 * clear.width, clear.height), 244)
    both.paste(clear, (0, 0))
    both.paste(DEGRADATIONS["blurred"](grainy, random.Random(3)), (clear.width, 0))
    assert read_codes(both) == tuple(ADDRESSES[:2])


def test_light_on_dark_and_colours_are_read() -> None:
    picture = SHARP[ADDRESSES[0]]
    assert read_codes(ImageOps.invert(picture)) == (ADDRESSES[0],)
    assert read_codes(ImageOps.colorize(picture, "#003366", "#ffeecc")) == (ADDRESSES[0],)


def test_a_picture_without_a_code_has_none_and_its_cost_is_bounded() -> None:
    assert read_codes(Image.new("L", (1, 1))) == ()
    assert read_codes(Image.effect_noise((640, 480), 80), work=0) == ()
    huge = Image.new("L", (6_000, 6_000), 244)
    huge.paste(SHARP[ADDRESSES[0]].resize((1_500, 1_500)), (3_000, 3_000))
    assert huge.width * huge.height > MOST_LOOKED_AT
    assert read_codes(huge) == (ADDRESSES[0],)


def test_other_barcodes_are_not_taken_for_codes() -> None:
    barcode = zxingcpp.create_barcode("4006381333931", zxingcpp.BarcodeFormat.EAN13)
    picture = Image.fromarray(barcode.to_image(scale=3)).convert("L")
    assert zxingcpp.read_barcodes(picture)
    assert read_codes(picture) == ()
