"""Who works on lists: one thread of each web process takes one list at a time and lets a process of its own check it.

    workshop(app).take(kept)        # now, soon, or not at all where somebody already has it

A list is taken by its lock, which passes on to the checking process: while either lives nobody else begins, and when
both have died, whoever is next asked for the list's page goes on where they stopped.
"""

from __future__ import annotations

import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from registry.settings import Settings
from registry.verification import Verdict
from verify_site.errors import ListGone
from verify_site.lists.errors import ListFailed
from verify_site.lists.keeping import KeptList
from verify_site.lists.results import Ending, ending_of
from verify_site.lists.work import finish, refused, task
from verify_site.statistics.counting import Counts, Way

Checker: TypeAlias = Callable[[KeptList, Settings, int], None]
"""Checks a list while holding its lock."""
MOST_ATTEMPTS = 3
_ROOT = Path(__file__).resolve().parent.parent.parent
_log = logging.getLogger("verify_site.lists")
_alarms = logging.getLogger("verify_site.alarms")


def in_a_process(kept: KeptList, settings: Settings, lock: int) -> None:
    """Let `lists.work` check a list; returns when that process has ended, however it ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "verify_site.lists.work"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a traceback could quote what somebody uploaded
        cwd=_ROOT,
        pass_fds=(lock,),
    )
    with suppress(BrokenPipeError):
        process.communicate(task(kept, settings).encode())
    process.wait()


class Workshop:
    """The lists that one web process works on, one after another."""

    def __init__(self, settings: Settings, counts: Counts, check: Checker = in_a_process) -> None:
        self._settings, self._counts, self._check = settings, counts, check
        self._waiting: queue.SimpleQueue[tuple[KeptList, int]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def take(self, kept: KeptList) -> bool:
        """Work on a list unless somebody does; whether it was taken."""
        lock = kept.lock()
        if lock is None:
            return False
        if kept.has("end"):
            os.close(lock)
            return False
        self._waiting.put((kept, lock))
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="lists", daemon=True)
                self._thread.start()
        return True

    def _work(self) -> None:
        while True:
            kept, lock = self._waiting.get()
            try:
                self._one(kept, lock)
            except ListGone:
                pass  # deleted meanwhile
            except Exception as error:
                # Whatever it is, the next list must not wait for ever.
                _log.warning("a list was not checked: %s", type(error).__name__)
            finally:
                os.close(lock)

    def _one(self, kept: KeptList, lock: int) -> None:
        attempts = len(kept.names("attempt-"))
        while not kept.has("end"):
            if attempts == MOST_ATTEMPTS:
                return finish(kept, refused(ListFailed()))
            kept.write(f"attempt-{attempts}", b"")
            attempts += 1
            self._check(kept, self._settings, lock)
            if not kept.folder.is_dir():
                return None
        return self._count(ending_of(kept))

    def _count(self, ending: Ending) -> None:
        for verdict in Verdict:
            if verdict is not Verdict.FOREIGN and ending.counts.get(verdict):
                self._counts.add(Way.LIST, verdict, None, ending.counts[verdict])
        for host, count in ending.hosts.items():
            self._counts.add(Way.LIST, Verdict.FOREIGN, host, count)
        if ending.counts.get(Verdict.NOT_REGISTERED):
            _alarms.error("ALARM not_registered in a list, %d rows", ending.counts[Verdict.NOT_REGISTERED])
