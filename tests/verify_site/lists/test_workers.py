"""Lists outlive the processes that check them: killed ones, two workers, a queue, limits; with real child processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from registry.settings import Settings
from tests.verify_site.lists.conftest import Lists, in_this_thread, make_lists
from tests.verify_site.papers import Papers, with_settings
from verify_site.errors import ListGone
from verify_site.lists import work
from verify_site.lists.keeping import TOKEN_SIZE, KeptList
from verify_site.lists.results import Ending, Progress, ending_of, lines_of, standing_of
from verify_site.lists.workshop import MOST_ATTEMPTS, Workshop, in_a_process
from verify_site.statistics.counting import Counts

ROOT = Path(__file__).parent.parent.parent.parent


@pytest.fixture
def settings(papers: Papers, tmp_path: Path) -> Settings:
    """The settings of a site whose lists lie in a folder of the test's own."""
    return with_settings(papers.settings, lists=tmp_path / "lists")


def taken_in(settings: Settings, text: str) -> KeptList:
    """A list of pasted lines that nobody works on yet."""
    kept = KeptList.new(settings.lists, os.urandom(TOKEN_SIZE))
    kept.write("upload", text.encode())
    about = {"at": datetime.now(UTC).isoformat(), "kind": "text", "name": ""}
    kept.write("about", json.dumps(about).encode())
    return kept


def lines(papers: Papers, count: int) -> str:
    return f"{papers.valid.number} {papers.valid.name}\n" * count


def wait_for(what: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_a_process_that_is_killed_loses_one_part_and_the_next_goes_on(settings: Settings, papers: Papers) -> None:
    kept = taken_in(settings, lines(papers, 2_600))
    command = [sys.executable, "-m", "verify_site.lists.work"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT, start_new_session=True)
    assert process.stdin is not None
    process.stdin.write(work.task(kept, settings).encode())
    process.stdin.close()
    wait_for(lambda: kept.has(work.part_name(0)))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = {name: (kept.folder / name).stat().st_mtime_ns for name in kept.names("part-")}
    assert before
    assert isinstance(standing_of(kept), Progress)
    Workshop(settings, Counts(), in_this_thread).take(kept)
    wait_for(lambda: kept.has("end"))
    assert ending_of(kept).counts == {"valid": 2_600}
    assert [line.row for line in lines_of(kept)] == list(range(1, 2_601))
    assert {name: (kept.folder / name).stat().st_mtime_ns for name in before} == before


def test_a_list_is_checked_by_a_process_of_its_own_as_by_this_one(settings: Settings, papers: Papers) -> None:
    text = "\n".join([*papers.codes.values(), f"{papers.valid.number} {papers.valid.name}", "1"])
    kept, same = taken_in(settings, text), taken_in(settings, text)
    counts = Counts()
    Workshop(settings, counts, in_a_process).take(kept)
    work.run(same, settings, cores=1, now=datetime.now(UTC))
    wait_for(lambda: kept.has("end") and kept.lock() is not None)
    assert list(lines_of(kept)) == list(lines_of(same))
    assert ending_of(kept).counts == ending_of(same).counts
    assert not kept.has("upload")


def test_several_processes_give_the_same_lines_as_one(settings: Settings, papers: Papers) -> None:
    text = lines(papers, 700) + "\n".join(papers.codes.values())
    one, several = taken_in(settings, text), taken_in(settings, text)
    work.run(one, settings, cores=1, now=datetime.now(UTC))
    script = "from verify_site.lists import work; work.os.sched_getaffinity = lambda _: {0, 1}; work.main()"
    given = work.task(several, settings).encode()
    subprocess.run([sys.executable, "-c", script], input=given, cwd=ROOT, check=True)
    assert list(lines_of(several)) == list(lines_of(one))


def test_a_list_that_ends_its_process_again_and_again_is_given_up_with_a_sentence(settings: Settings) -> None:
    attempts: list[int] = []

    def dies(kept: KeptList, settings: Settings, lock: int) -> None:  # noqa: ARG001 - a process that was killed
        attempts.append(1)

    kept = taken_in(settings, "1 某")
    Workshop(settings, Counts(), dies).take(kept)
    wait_for(lambda: kept.has("end"))
    refused = ending_of(kept).refused
    assert refused is not None
    assert "核验了几次都没有完成" in refused[0]
    assert len(attempts) == MOST_ATTEMPTS


def test_of_two_workers_one_checks_and_the_other_says_how_far_it_is(settings: Settings) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(kept: KeptList, settings: Settings, lock: int) -> None:
        begun.set()
        go_on.wait(30)
        in_this_thread(kept, settings, lock)

    first, second = Workshop(settings, Counts(), slow), Workshop(settings, Counts(), in_this_thread)
    kept, later = taken_in(settings, "1 某"), taken_in(settings, "2 某")
    assert first.take(kept)
    assert begun.wait(30)
    assert first.take(later)
    for each, place in ((kept, 0), (later, 1)):
        assert not second.take(each), "both would have checked it"
        found = standing_of(each)
        assert isinstance(found, Progress)
        assert found.place == place
    go_on.set()
    wait_for(lambda: kept.has("end") and later.has("end"))
    assert isinstance(standing_of(later), Ending)


def test_a_list_deleted_while_it_is_checked_stays_deleted_and_the_next_is_checked(settings: Settings) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(kept: KeptList, settings: Settings, lock: int) -> None:
        begun.set()
        go_on.wait(30)
        in_this_thread(kept, settings, lock)

    workshop = Workshop(settings, Counts(), slow)
    kept, later = taken_in(settings, "1 某"), taken_in(settings, "2 某")
    workshop.take(kept)
    assert begun.wait(30)
    workshop.take(later)
    kept.remove()
    go_on.set()
    wait_for(lambda: later.has("end"))
    assert [folder.name for folder in settings.lists.iterdir()] == [later.folder.name]
    with pytest.raises(ListGone):
        KeptList.found(settings.lists, kept.token)


def test_what_was_exchanged_on_disk_does_not_open(settings: Settings) -> None:
    kept, other = taken_in(settings, "1 某"), taken_in(settings, "2 某")
    (kept.folder / "about").replace(kept.folder / "upload")
    with pytest.raises(ListGone):
        kept.read("upload")
    (kept.folder / "about").write_bytes((other.folder / "about").read_bytes())
    with pytest.raises(ListGone):
        kept.read("about")


def test_a_registry_that_does_not_answer_makes_rows_unknown_and_no_receipt(papers: Papers, tmp_path: Path) -> None:
    nowhere = with_settings(papers.settings, lists=tmp_path / "lists", database="sqlite:////nowhere/registry.sqlite3")
    kept = taken_in(nowhere, f"{papers.valid.number} {papers.valid.name}\n{papers.code_of('valid')}")
    work.run(kept, nowhere, cores=1, now=datetime.now(UTC))
    ending = ending_of(kept)
    assert (ending.counts, ending.state) == ({"status_unknown": 2}, None)


@pytest.fixture
def counted(papers: Papers, tmp_path: Path) -> Iterator[Lists]:
    """Lists with limits."""
    made = make_lists(papers, tmp_path, limited=True)
    yield made
    made.app.extensions["service"].registry.dispose()


def test_a_network_has_ten_lists_an_hour(counted: Lists) -> None:
    for _ in range(10):
        assert counted.upload(text="1 某").status_code == 303
    answer = counted.upload(text="1 某")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_a_network_has_thirty_thousand_rows_a_day_whatever_the_lists_are(counted: Lists) -> None:
    too_many = "编号,姓名\n" + "1,某\n" * 9_990
    for _ in range(3):
        assert counted.upload(too_many.encode(), "x.csv").status_code == 303
    assert counted.upload(too_many.encode(), "x.csv").status_code == 429


def test_a_lists_verdicts_and_foreign_hosts_are_counted(settings: Settings, papers: Papers) -> None:
    counts = Counts()
    added: list[tuple[object, ...]] = []
    counts.add = lambda *row: added.append(row)  # type: ignore[method-assign]
    kept = taken_in(settings, f"{papers.code_of('valid')}\n" * 3 + "https://evil.example/V/1\n1")
    Workshop(settings, counts, in_this_thread).take(kept)
    wait_for(lambda: len(added) == 2)
    assert added == [("list", "valid", None, 3), ("list", "foreign", "evil.example", 1)]
