"""Codes in uploaded files: pictures and PDFs by page, and hostile files that end in a sentence within limits."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
import zxingcpp
from PIL import Image

from pictures import child
from pictures.errors import DamagedPdf, LockedPdf, TooComplex, TooManyPages, UnknownKind
from pictures.files import FoundCode, codes_in
from pictures.kinds import Kind, kind_of
from tests.pictures.files import address, heic_of, page, pdf_by_hand, pdf_of, saved

ADDRESSES = [address(serial) for serial in range(5)]
ENCRYPTED = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    b"3 0 obj\n<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>\nendobj\n"
    b"trailer << /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [<00> <00>] >>\n%%EOF\n"
)


def test_a_picture_has_one_page() -> None:
    for kind in ("PNG", "JPEG", "WEBP"):
        assert codes_in(saved(page(ADDRESSES[:2]), kind)) == (FoundCode(1, ADDRESSES[0]), FoundCode(1, ADDRESSES[1]))


def test_a_photograph_of_an_iphone_is_read() -> None:
    assert codes_in(heic_of(page(ADDRESSES[:1]))) == (FoundCode(1, ADDRESSES[0]),)


def test_each_page_of_a_pdf_is_read_whichever_way_it_lies() -> None:
    pages = [page(ADDRESSES[:2]), page([], 90), page(ADDRESSES[2:3], 180), page(ADDRESSES[3:5], 270)]
    found = codes_in(pdf_of(pages))
    assert [each.page for each in found] == [1, 1, 3, 4, 4]
    assert {each.text for each in found} == set(ADDRESSES)


def test_a_found_code_is_not_written_into_logs() -> None:
    assert "HTTPS" not in repr(FoundCode(1, ADDRESSES[0]))


def test_a_pdf_with_a_password_is_refused_in_a_sentence() -> None:
    with pytest.raises(LockedPdf, match="password"):
        codes_in(ENCRYPTED)


def test_too_many_pages_and_no_page_are_refused() -> None:
    with pytest.raises(TooManyPages, match="1000 pages"):
        codes_in(pdf_by_hand(b"", count=1000, kids="3 0 R " * 1000))
    with pytest.raises(DamagedPdf):
        codes_in(pdf_by_hand(b"", kids="2 0 R"))


def test_a_page_of_a_kilometre_is_drawn_small() -> None:
    assert codes_in(pdf_by_hand(b"0 0 100 100 re f", box="0 0 1e9 1e7")) == ()


def test_a_page_that_never_ends_is_stopped() -> None:
    begun = time.monotonic()
    with pytest.raises(TooComplex):
        codes_in(pdf_by_hand(b"0 0 m 1 800 500 1 3 3 c 590 2 4 800 300 1 c S " * 500_000), seconds=1)
    assert time.monotonic() - begun < 20


def test_the_child_cannot_take_more_memory_or_write_more_than_it_is_given() -> None:
    program = "from pictures.child import *; limit_this_process(5); bytearray(MEMORY)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert b"MemoryError" in ran.stderr
    assert child.MOST_WRITTEN < 8 << 20


def test_what_begins_as_a_picture_is_one_whatever_hides_in_it() -> None:
    polyglot = saved(Image.new("L", (9, 9)), "PNG") + pdf_of([page(ADDRESSES[:1])])
    assert kind_of(polyglot) is Kind.PNG
    assert codes_in(polyglot) == ()
    assert kind_of(b"x" * 100 + b"%PDF-1.7") is Kind.PDF
    with pytest.raises(UnknownKind, match="archive"):
        codes_in(b"PK\x03\x04" + bytes(100))


def test_more_codes_than_a_page_can_mean_are_read_in_bounded_time() -> None:
    sheet = Image.new("L", (36 * 60, 35 * 60), 255)
    for column in range(36):
        symbol = zxingcpp.create_barcode(f"{column}", zxingcpp.BarcodeFormat.QRCode).to_image(scale=2)
        for row in range(35):
            sheet.paste(Image.fromarray(symbol), (column * 60, row * 60))
    begun = time.monotonic()
    found = codes_in(saved(sheet, "PNG", compress_level=1))
    assert 0 < len(found) <= 36
    assert time.monotonic() - begun < 20
