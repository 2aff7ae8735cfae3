"""Degraded codes read, against zxing-cpp at one look, and what it costs."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import zxingcpp
from PIL import Image

from benchmarks.degraded import DEGRADATIONS, EVERYDAY, sharp_code
from benchmarks.measuring import Line, Row, Scale, Task, in_turns, median_ratio, per_second
from benchmarks.people import NOW, people
from benchmarks.registries import LIST_ID, LIST_KEY, certificate_row, make_signer
from pictures.codes import read_codes
from registry.issuing import sign_row
from signing.address import Address
from signing.codes import digits_of

ADDRESS = Address.parse("https://zs.example.gov.cn")
LEAST = 0.99
METHOD = (
    "The codes of 100 certificates as printed, six pixels to a module, each degraded in eight ways by a fixed seed "
    "(`benchmarks/degraded.py`), read by `pictures.codes.read_codes`; bare is one call of zxing-cpp for QR codes. The "
    "ratio is that of codes read. The last line is pictures in a second over all of them, hard ones included: further "
    "looks are taken only where the first finds nothing."
)
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
Reader = Callable[[Image.Image], Sequence[str]]


def measure(scale: Scale, folder: Path) -> Row:  # noqa: ARG001 - every row is asked alike
    """The row."""
    sharp = {address: sharp_code(address) for address in _addresses(scale.of(100, 2))}
    degraded = {
        name: [
            (address, degrade(picture, random.Random(f"{name} {at}"))) for at, (address, picture) in _numbered(sharp)
        ]
        for name, degrade in DEGRADATIONS.items()
    }
    lines = [_line(name, pictures) for name, pictures in degraded.items()]
    everything = [picture for pictures in degraded.values() for _, picture in pictures]
    rates = in_turns({"ours": _task(read_codes, everything), "bare": _task(_bare, everything)}, scale.of(5, 1))
    ratio = median_ratio(rates["ours"], rates["bare"])
    lines.append(
        Line("all of them, in time", per_second(median(rates["ours"])), per_second(median(rates["bare"])), ratio)
    )
    return Row("Degraded codes", METHOD, tuple(lines))


def _addresses(count: int) -> list[str]:
    signer = make_signer()
    rows = (certificate_row(person) for person in people(count))
    return [ADDRESS.of(digits_of(sign_row(row, {LIST_ID: LIST_KEY}, signer, NOW)["cose"])) for row in rows]


def _numbered(sharp: dict[str, Image.Image]) -> list[tuple[int, tuple[str, Image.Image]]]:
    return list(enumerate(sharp.items()))


def _line(name: str, pictures: Sequence[tuple[str, Image.Image]]) -> Line:
    ours, bare = (sum(address in read(picture) for address, picture in pictures) for read in (read_codes, _bare))
    share = ours / len(pictures)
    target, reached = (f"≥ {LEAST:.0%}", share >= LEAST) if name in EVERYDAY else ("as many as bare", ours >= bare)
    ratio = ours / bare if bare else None
    return Line(name, f"{share:.1%}", f"{bare / len(pictures):.1%}", ratio, target, reached)


def _bare(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=QR)]


def _task(read: Reader, pictures: Sequence[Image.Image]) -> Task:
    def once() -> int:
        for picture in pictures:
            read(picture)
        return len(pictures)

    return once
