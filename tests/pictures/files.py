"""Files as people upload them, and as attackers do: pictures and PDFs made in memory."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

from PIL import Image

from benchmarks.degraded import sharp_code
from signing.codes import sign_code
from tests.province import ADDRESS, make_signer
from tests.verify_site.papers import claims

SIGNER = make_signer("wuhan")


def address(serial: int) -> str:
    """What the QR code of a certificate holds."""
    return ADDRESS.of(sign_code(claims(number=f"2026420100{serial:04}"), SIGNER))


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def page(addresses: Sequence[str], angle: int = 0) -> Image.Image:
    """A scanned A4 page at 100 dpi with up to four codes, two in a row."""
    paper = Image.new("L", (827, 1169), 250)
    for place, each in enumerate(addresses):
        code = sharp_code(each).resize((330, 330), Image.Resampling.LANCZOS)
        paper.paste(code, (60 + 380 * (place % 2), 80 + 500 * (place // 2)))
    return paper.rotate(angle, expand=True)


def pdf_of(pages: Sequence[Image.Image]) -> bytes:
    """A PDF of scanned pages."""
    return saved(pages[0], "PDF", save_all=True, append_images=list(pages[1:]), resolution=100)


def heic_of(picture: Image.Image) -> bytes:
    """What an iPhone saves."""
    from pillow_heif import from_pillow  # noqa: PLC0415 - slow to import, and few tests need it

    file = io.BytesIO()
    from_pillow(picture).save(file)
    return file.getvalue()


def pdf_by_hand(
    content: bytes, box: str = "0 0 595 842", extra: str = "", count: int = 1, kids: str = "3 0 R"
) -> bytes:
    """A PDF of hand-made parts: a page with this content stream (Flate), box and further entries."""
    packed = zlib.compress(content, 9)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R {extra} >>".encode(),
        head.encode() + b"\nstream\n" + packed + b"\nendstream",
    ]
    body = b"%PDF-1.7\n"
    offsets = []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n".encode() + text + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode() + trailer.encode()
