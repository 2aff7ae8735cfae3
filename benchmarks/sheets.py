"""Certificate sheets per second on one core."""

from __future__ import annotations

import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from benchmarks.measuring import Line, Row, Scale, per_second
from benchmarks.people import BODY, ISSUED_ON, NOW, TITLE, people
from benchmarks.registries import LIST_ID, LIST_KEY, certificate_row, make_signer
from documents.certificate import Layout, Sheet, SheetKind, typeset
from documents.fonts import find_fonts
from registry.issuing import sign_row
from signing.address import Address
from signing.codes import digits_of

LEAST = 60
ADDRESS = Address.parse("https://zs.example.gov.cn")
METHOD = (
    "`documents.certificate.typeset` of 500 different sheets into one tagged PDF, A4 two-up, QR codes included, in a "
    "fresh process bound to one core, fonts already found; the median of the runs. The target is held against elapsed "
    "time; the CPU's own time is beside it."
)


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds that one typesetting took, elapsed and of the CPU, and the size of the PDF."""

    wall: float
    cpu: float
    size: int


def measure(scale: Scale, folder: Path) -> Row:  # noqa: ARG001 - every row is asked alike
    """The row."""
    count = scale.of(500, 40)
    runs = [_in_a_process(count) for _ in range(scale.of(3, 1))]
    wall = count / median(run.wall for run in runs)
    cpu = count / median(run.cpu for run in runs)
    size = runs[0].size / count / 1024
    line = Line(
        f"certificate sheets, one core ({count} sheets)",
        f"{per_second(wall)} ({per_second(cpu)} of CPU time, {size:.1f} KB a sheet)",
        target=f"≥ {LEAST}/s",
        reached=wall >= LEAST,
    )
    return Row("Certificate sheets", METHOD, (line,))


def _in_a_process(count: int) -> Run:
    # A new process, because binding to a core must not outlast the measurement and threads inherit it at their start.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_typeset, count).result()


def _typeset(count: int) -> Run:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    sheets, fonts = make_sheets(count), find_fonts()
    typeset(sheets[:2], Layout.A4_TWO_UP, fonts)
    wall, cpu = time.perf_counter(), time.process_time()
    pdf = typeset(sheets, Layout.A4_TWO_UP, fonts)
    return Run(time.perf_counter() - wall, time.process_time() - cpu, len(pdf))


def make_sheets(count: int) -> list[Sheet]:
    """Sheets of invented people with real codes."""
    signer = make_signer()
    sheets = []
    for person in people(count):
        row = certificate_row(person)
        cose = sign_row(row, {LIST_ID: LIST_KEY}, signer, NOW)["cose"]
        sheets.append(
            Sheet(
                kind=SheetKind.CERTIFICATE,
                number=person.number,
                name=person.name,
                title=TITLE,
                level="中级",
                specialty=person.specialty,
                approved_on=person.approved_on,
                issued_on=ISSUED_ON,
                issuer="武汉市人力资源和社会保障局",
                evaluating_body=BODY,
                verification_code=row["verification_code"],
                address=ADDRESS.of(digits_of(cose)),
                official_address=ADDRESS.origin,
            )
        )
    return sheets
