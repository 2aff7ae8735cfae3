"""Checking one list: a process of its own, so that neither a heavy file nor its end disturbs who scans a code.

    python -m verify_site.lists.work        the list's token and the settings come by standard input, as JSON

What is done is kept part by part, so a process that dies loses one part at most, and the next goes on from there. On a
machine with several cores the parts are checked by several processes: signature checks hold Python's lock.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import resource
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from messages import Language, SpokenError
from registry.batch import match_names, verify_codes
from registry.database import open_registry
from registry.receipts import newest_event
from registry.settings import Settings
from signing.address import Address
from signing.keys import KeySet
from verify_site.errors import ListGone
from verify_site.keys import KeyFile
from verify_site.language import spoken
from verify_site.lists.entries import MOST_ENTRIES, Entry
from verify_site.lists.errors import TooManyEntries
from verify_site.lists.guesses import without_guesses
from verify_site.lists.keeping import KeptList
from verify_site.lists.lines import Line, from_json, line_of, to_json
from verify_site.lists.sheets import workbook
from verify_site.lists.sources import ROWS_OF_A_PART, Source, opened

MEMORY = 2 << 30
"""Bytes of address space for each of these processes."""
NICENESS = 10
LOCK_WAIT = 10.0
_FORK = multiprocessing.get_context("fork")
"""The upload is shared, not copied, and nothing else runs in the process that is forked."""
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Bench(NamedTuple):
    """What checking needs."""

    registry: Engine
    keys: KeySet
    address: Address

    @classmethod
    def of(cls, settings: Settings) -> Bench:
        """Opened for reading by this process alone."""
        registry = open_registry(settings.database, read_only=True, wait=LOCK_WAIT)
        return cls(registry, KeyFile(settings.keys_file).current(), Address.parse(settings.address))

    def lines(self, entries: Sequence[Entry], now: datetime) -> list[Line]:
        """The line of each entry, in order."""
        coded = [entry for entry in entries if entry.code is not None]
        named = [entry for entry in entries if entry.code is None and entry.fault is None]
        texts = [entry.code or "" for entry in coded]
        codes = verify_codes(texts, keys=self.keys, registry=self.registry, address=self.address, now=now)
        names = match_names([(entry.number, entry.name) for entry in named], registry=self.registry, now=now)
        found = {id(entry): each for entry, each in zip([*coded, *named], [*codes, *names], strict=True)}
        return [line_of(entry, found.get(id(entry))) for entry in entries]


class Plan(NamedTuple):
    """How a list is checked; made once, so that whoever goes on does the same and says the same moment."""

    size: int
    parts: int
    started_at: str
    state: int | None
    """The registry's newest event before the first check; None where the registry did not answer."""


def run(kept: KeptList, settings: Settings, *, cores: int, now: datetime) -> None:
    """Check what is not checked yet, and end the list: with its results, or with the sentence that refuses it."""
    about = json.loads(kept.read("about"))
    try:
        source = opened(kept.read("upload"), about["kind"], about["name"])
        plan = _plan(kept, source, settings, now)
        lines = _checked(kept, source, plan, settings, cores)
        end = _results(kept, lines, plan, cores)
    except ListGone:
        raise
    except SpokenError as refusal:
        end = refused(refusal)
    finish(kept, end)


def refused(refusal: SpokenError) -> dict[str, Any]:
    """How a list ends that is not checked."""
    return {"refused": (refusal.say("zh"), refusal.say("en"))}


def finish(kept: KeptList, end: dict[str, Any]) -> None:
    """Write how a list ended; what was uploaded is needed no more."""
    kept.write("end", json.dumps(end).encode())
    kept.drop("upload")
    kept.no_longer_waits()


def plan_of(kept: KeptList) -> Plan | None:
    """The plan of a list; None before it is made."""
    return Plan(**json.loads(kept.read("plan"))) if kept.has("plan") else None


def _plan(kept: KeptList, source: Source, settings: Settings, now: datetime) -> Plan:
    plan = plan_of(kept)
    if plan is None:
        plan = Plan(source.size, len(_parts(source)), now.isoformat(timespec="seconds"), _state(settings))
        kept.write("plan", json.dumps(plan._asdict()).encode())
    return plan


def _parts(source: Source) -> list[range]:
    return [range(start, min(start + source.step, source.size)) for start in range(0, source.size, source.step)]


def part_name(number: int) -> str:
    """Under which name a part's lines are kept."""
    return f"part-{number:05d}"


def _checked(kept: KeptList, source: Source, plan: Plan, settings: Settings, cores: int) -> list[Line]:
    """Every line, the kept ones read and the others checked and kept."""
    parts, now = _parts(source), datetime.fromisoformat(plan.started_at)
    missing = [number for number in range(len(parts)) if not kept.has(part_name(number))]
    checked = _check(source, [parts[number] for number in missing], settings, cores, now)
    for number, content in zip(missing, checked, strict=True):
        kept.write(part_name(number), content)
    lines = [line for number in range(len(parts)) for line in from_json(kept.read(part_name(number)))]
    if len(lines) > MOST_ENTRIES:
        raise TooManyEntries(limit=f"{MOST_ENTRIES:,}")
    return without_guesses(lines)


def _check(source: Source, parts: Sequence[range], settings: Settings, cores: int, now: datetime) -> Iterator[bytes]:
    """The lines of each part, as they are kept."""
    if cores == 1 or len(parts) < 2:
        bench = Bench.of(settings)
        yield from (to_json(bench.lines(source.entries(part), now)) for part in parts)
        bench.registry.dispose()
        return
    with ProcessPoolExecutor(min(cores, len(parts)), _FORK, begin, (source, settings, now)) as pool:
        yield from pool.map(check_part, parts)


_here: dict[str, Any] = {}


def begin(source: Source, settings: Settings, now: datetime) -> None:
    """What each of several processes does first."""
    _without_collection()
    _here.update(source=source, bench=Bench.of(settings), now=now)


def check_part(part: range) -> bytes:
    """The lines of one part, as they are kept, in a process that has begun."""
    return to_json(_here["bench"].lines(_here["source"].entries(part), _here["now"]))


def _without_collection() -> None:
    # Tens of thousands of small objects and no cycles: looking for those would cost a fifth of the time.
    gc.freeze()
    gc.disable()


def _results(kept: KeptList, lines: Sequence[Line], plan: Plan, cores: int) -> dict[str, Any]:
    """Keep the results as files too, and say what was found how often."""
    for language, content in zip(LANGUAGES, _workbooks(lines, cores), strict=True):
        kept.write(workbook_name(language), content)
    return {
        "counts": Counter(line.outcome for line in lines),
        "hosts": Counter(line.host for line in lines if line.host is not None),
        "checked_at": plan.started_at,
        "state": plan.state,
    }


def _workbooks(lines: Sequence[Line], cores: int) -> list[bytes]:
    """The results as a file in each language; a long list's side by side, since they cost more than the checks."""
    if cores == 1 or len(lines) <= ROWS_OF_A_PART:
        return [_workbook(lines, language) for language in LANGUAGES]
    with ProcessPoolExecutor(min(cores, len(LANGUAGES)), _FORK) as pool:
        return list(pool.map(_workbook, [lines] * len(LANGUAGES), LANGUAGES))


def _workbook(lines: Sequence[Line], language: Language) -> bytes:
    return workbook(lines, spoken(language))


def workbook_name(language: Language) -> str:
    """Under which name the results are kept as a file."""
    return f"results-{language}.xlsx"


def _state(settings: Settings) -> int | None:
    registry = open_registry(settings.database, read_only=True, wait=LOCK_WAIT)
    try:
        return newest_event(registry)
    except SQLAlchemyError:
        return None
    finally:
        registry.dispose()


def task(kept: KeptList, settings: Settings) -> str:
    """What is written to this program's standard input."""
    plain = {name: str(value) if isinstance(value, Path) else value for name, value in asdict(settings).items()}
    return json.dumps({"directory": str(kept.folder.parent), "token": kept.token, "settings": plain})


def main() -> None:
    """Check the list that standard input names. Ends quietly where it was deleted meanwhile."""
    os.nice(NICENESS)
    _without_collection()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    given = json.loads(sys.stdin.read())
    standard = Settings()
    values: dict[str, Any] = {
        name: Path(value) if isinstance(getattr(standard, name), Path) else value
        for name, value in given["settings"].items()
    }
    try:
        kept = KeptList.found(Path(given["directory"]), given["token"])
        run(kept, Settings(**values), cores=len(os.sched_getaffinity(0)), now=datetime.now(UTC))
    except ListGone:
        return


if __name__ == "__main__":
    main()
