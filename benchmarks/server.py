"""The site under granian, as `make run` starts it, and wrk as its visitors.

    with serving(settings, folder) as site:
        load = press(site, paths, accept="application/json", seconds=5, folder=folder)

The limits count as in production: a genuine code is not limited, everything else is, so no setting is changed.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import NotMeasured, WrongAnswer
from registry.settings import Settings
from verify_site.serving import granian

HOST = "127.0.0.1"
JSON, HTML = "application/json", "text/html"
CONNECTIONS = 16
PATIENCE = 30.0
"""Seconds a site may take to start, or to answer, before the run fails."""
STALL = 4
"""Seconds without an answer that fail a run; wrk's own two are reached when a shared machine stands still for once."""
SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: its port, the process that was started, and when."""

    port: int
    process: subprocess.Popen[bytes]
    started: float

    def get(self, path: str, accept: str = JSON) -> tuple[int, bytes]:
        """One answer, over a connection of its own."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"Accept": accept})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(child) for child in children.split()]


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw: requests per second, and milliseconds."""

    rate: float
    median: float
    p99: float


@contextmanager
def serving(settings: Settings, folder: Path, *, workers: int = 1) -> Iterator[Site]:
    """The site over these settings on a free port, answering; it is stopped at the end."""
    port = _free_port()
    _, command = granian(HOST, port, workers=workers, threads=4)
    environment = {**os.environ, **_variables(settings)}
    with (folder / f"site-{port}.log").open("wb") as log:
        started = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            site = Site(port, process, started)
            _wait(site)
            yield site
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _variables(settings: Settings) -> dict[str, str]:
    return {
        "CERT_DATABASE": settings.database,
        "CERT_KEYS_FILE": str(settings.keys_file),
        "CERT_IDENTITY_KEY_FILE": str(settings.identity_key_file),
        "CERT_ADDRESS": settings.address,
        "CERT_DEMONSTRATION": "0",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(site: Site) -> None:
    """Until the first answer; looks often, because the start is measured too."""
    while time.perf_counter() - site.started < PATIENCE:
        if site.process.poll() is not None:
            raise WrongAnswer("the site ended while starting")
        try:
            if site.get("/healthz")[0] == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.002)
    raise WrongAnswer("the site did not start")


def require_genuine(site: Site, codes: Iterable[str]) -> None:
    """Raise `WrongAnswer` unless each of these codes is found valid."""
    for code in codes:
        status, body = site.get(f"/V/{code}")
        if status != http.HTTPStatus.OK or json.loads(body)["verdict"] != "valid":
            raise WrongAnswer(f"a genuine code was answered {status}")


def press(site: Site, paths: Path, *, accept: str, seconds: int) -> Load:
    """wrk over a file of paths for some seconds; an error, a broken connection or a longer `STALL` fails the run."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise NotMeasured("needs the Debian package wrk")
    command = [wrk, "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--timeout", f"{STALL}s"]
    command += ["-s", str(SCRIPT), f"http://{HOST}:{site.port}", "--", str(paths), accept]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = json.loads(printed.splitlines()[-1])
    failures = {kind: found[kind] for kind in ("refused", "broken", "unanswered") if found[kind]}
    if failures:
        raise WrongAnswer(f"requests that failed at {accept}: {failures}")
    return Load(found["requests"] / found["seconds"], found["median"], found["p99"])


def paths_file(folder: Path, name: str, paths: Iterable[str]) -> Path:
    """A file of paths for wrk."""
    file = folder / f"{name}.paths"
    file.write_text("".join(f"{path}\n" for path in paths))
    return file
