"""Checking 10,000 codes as one list, against the bare signature checks and registry reads that nobody can spare."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from sqlalchemy import make_url

from benchmarks.measuring import Line, Row, Scale, WrongAnswer, in_turns, median_ratio
from benchmarks.people import NOW
from benchmarks.registries import Filled, fill
from registry.batch import verify_codes
from registry.database import open_registry
from registry.models import Code
from registry.settings import Settings
from registry.verification import COLUMNS, Verdict, by_digest
from signing.envelope import unverified_envelope
from verify_site.lists.entries import Entry
from verify_site.lists.keeping import TOKEN_SIZE, KeptList
from verify_site.lists.sources import ROWS_OF_A_PART, Rows
from verify_site.lists.work import Bench, begin, check_part, run

MOST = 1.30
METHOD = (
    "10,000 distinct genuine codes of one ES256 key in a SQLite registry of as many certificates, in parts of 500 over "
    "as many processes as there are cores, and over one: `registry.batch.verify_codes`. Bare is, on the same cores, "
    "`cryptography`'s verify over the same messages, signatures already DER, and the driver's own execute of the "
    "single look-up for each code. In turns; the ratio is of times, median of the rounds. Lines as kept are the same "
    "codes made into rows of a result and written as JSON; the whole list besides reads what was pasted, seals "
    "everything and writes the results as two XLSX files."
)


def measure(scale: Scale, folder: Path) -> Row:
    """The row."""
    count = scale.of(10_000, 1_000)
    filled = fill(folder / "lists", rows=count, genuine=count)
    cores = len(os.sched_getaffinity(0))
    lines = [line for each in sorted({cores, 1}, reverse=True) for line in _compared(scale, filled, each)]
    return Row("A list of codes", METHOD, (*lines, _whole(filled, folder, cores)))


def _compared(scale: Scale, filled: Filled, cores: int) -> Iterator[Line]:
    size = len(filled.codes)
    parts = [range(start, start + ROWS_OF_A_PART) for start in range(0, size, ROWS_OF_A_PART)]
    with _pool(cores, _begin, filled) as pool:
        tasks = {
            "verified": lambda: sum(pool.map(_verified, parts)),
            "kept": lambda: sum(pool.map(_kept, parts)),
            "bare": lambda: sum(pool.map(_bare, parts)),
        }
        in_turns(tasks, 1)
        rates = in_turns(tasks, scale.of(9, 1))
    over = f"{cores} core{'s' * (cores > 1)}"
    times = {name: f"{size / median(each):.2f} s" for name, each in rates.items()}
    ratios = {name: median_ratio(rates["bare"], rates[name]) for name in rates}
    bare, ratio = times["bare"], ratios["verified"]
    yield Line(f"{size:,} codes of a list, {over}", times["verified"], bare, ratio, f"≤ {MOST:.2f}", ratio <= MOST)
    yield Line(f"the same as lines that are kept, {over}", times["kept"], bare, ratios["kept"])


@contextmanager
def _pool(cores: int, first: Any, *given: Any) -> Iterator[Executor]:
    with ProcessPoolExecutor(cores, multiprocessing.get_context("fork"), first, given) as pool:
        yield pool


_here: dict[str, Any] = {}


def _begin(filled: Filled) -> None:
    source = Rows([Entry(row, code=code) for row, code in enumerate(filled.codes, start=1)])
    begin(source, filled.settings, NOW)
    path = make_url(filled.settings.database).database or ""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA mmap_size=1073741824")
    bench = Bench.of(filled.settings)
    (key,) = bench.keys
    _here.update(connection=connection, sql=_look_up(filled.settings), bench=bench, key=key.loaded)
    _here.update(codes=filled.codes, checks=[_check(code) for code in filled.codes])


def _verified(part: range) -> int:
    registry, keys, address = _here["bench"]
    codes = _here["codes"][part.start : part.stop]
    found = verify_codes(codes, keys=keys, registry=registry, address=address, now=NOW)
    if any(each.verdict is not Verdict.VALID for each in found):
        raise WrongAnswer("a genuine code was not valid")
    return len(found)


def _kept(part: range) -> int:
    check_part(part)
    return len(_here["codes"][part.start : part.stop])


def _check(code: str) -> tuple[bytes, bytes, bytes]:
    """Signature, message and digest of a code, as the libraries want them."""
    number = int(code)
    envelope = unverified_envelope(number.to_bytes((number.bit_length() + 7) // 8, "big"))
    r, s = (int.from_bytes(half, "big") for half in (envelope.signature[:32], envelope.signature[32:]))
    return encode_dss_signature(r, s), envelope.signed_bytes, sha256(envelope.signed_bytes).digest()


def _look_up(settings: Settings) -> str:
    engine = open_registry(settings.database, read_only=True)
    return str(by_digest(*COLUMNS).where(Code.digest == b"").compile(engine))


def _bare(part: range) -> int:
    verify, execute, sql = _here["key"].verify, _here["connection"].execute, _here["sql"]
    algorithm = ec.ECDSA(SHA256())
    checks = _here["checks"][part.start : part.stop]
    for signature, message, digest in checks:
        verify(signature, message, algorithm)
        if len(execute(sql, (digest,)).fetchall()) != 1:
            raise WrongAnswer("a genuine code was not found")
    return len(checks)


def _whole(filled: Filled, folder: Path, cores: int) -> Line:
    settings = replace(filled.settings, lists=folder / "kept")
    kept = KeptList.new(settings.lists, os.urandom(TOKEN_SIZE))
    kept.write("upload", "\n".join(filled.codes).encode())
    kept.write("about", b'{"kind": "text", "name": ""}')
    started = time.perf_counter()
    run(kept, settings, cores=cores, now=datetime.now(UTC))
    took = time.perf_counter() - started
    return Line(f"{len(filled.codes):,} pasted codes, from upload to results", f"{took:.1f} s")
