"""What a reader of paper does: look at pixels, scan codes, copy text; and a sheet to vary with `replace`."""

from __future__ import annotations

import ctypes
import io
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image

from documents.certificate import Sheet, SheetKind


def address(digits: int, prefix: str = "HTTPS://ZC.RST.EXAMPLE.CN/V/", seed: int = 1) -> str:
    return prefix + "".join(random.Random(seed).choices("0123456789", k=digits))


SHEET = Sheet(
    kind=SheetKind.CERTIFICATE,
    number="20264201000017",
    name="张三",
    title="高级工程师",
    level="高级（副高级）",
    specialty="工程技术人员（建筑工程）",
    approved_on=date(2026, 9, 5),
    issued_on=date(2026, 11, 21),
    issuer="示范省职称改革工作领导小组办公室",
    verification_code="7K3M9PQXW2TD",
    address=address(420),
    official_address="https://zc.rst.example.cn",
    evaluating_body="示范省建筑工程高级评审委员会",
)
LONGEST_PREFIX = "HTTPS://ZHICHENG.RST.HUBEI.EXAMPLE.CN/V/"


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def rasterised(pdf: bytes, dpi: int = 150) -> list[Image.Image]:
    with opened(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def scanned(picture: Image.Image) -> list[str]:
    """The texts of all codes of a page, from top to bottom."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [code.text for code in sorted(found, key=lambda code: code.position.top_left.y)]


def copied_text(pdf: bytes) -> list[str]:
    """The text of each page without white space, as extraction may see a gap between spread characters."""
    with opened(pdf) as document:
        return [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]


def alternative_texts(pdf: bytes) -> list[str]:
    """What the structure tree of the first page says in place of its pictures."""
    with opened(pdf) as document:
        tree = pdfium.FPDF_StructTree_GetForPage(document[0])
        roots = [
            pdfium.FPDF_StructTree_GetChildAtIndex(tree, i) for i in range(pdfium.FPDF_StructTree_CountChildren(tree))
        ]
        texts = [text for root in roots for text in _alternatives(root)]
        pdfium.FPDF_StructTree_Close(tree)
    return texts


def _alternatives(element: Any) -> Iterator[str]:
    if element:
        if length := pdfium.FPDF_StructElement_GetAltText(element, None, 0):
            buffer = ctypes.create_string_buffer(length)
            pdfium.FPDF_StructElement_GetAltText(element, buffer, length)
            yield buffer.raw.decode("utf-16-le").rstrip("\0")
        for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
            yield from _alternatives(pdfium.FPDF_StructElement_GetChildAtIndex(element, index))


def pixels_as_jpeg(size: tuple[int, int], colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()
