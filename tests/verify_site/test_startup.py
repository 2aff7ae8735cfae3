"""The site as a process: it starts only where it can answer, follows key rotations, and logs nothing personal."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from registry.settings import Settings
from signing.keys import KeySet
from tests.province import make_signer
from tests.verify_site.papers import Papers, with_settings
from verify_site.app import create_app
from verify_site.keys import KeyFile
from verify_site.wsgi import create

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 20.0


def environment(settings: Settings) -> dict[str, str]:
    """The settings as a process finds them."""
    return {
        "CERT_DATABASE": settings.database,
        "CERT_KEYS_FILE": str(settings.keys_file),
        "CERT_IDENTITY_KEY_FILE": str(settings.identity_key_file),
        "CERT_ADDRESS": settings.address,
    }


def broken(settings: Settings, folder: Path, what: str) -> Settings:
    """The settings with one thing missing or broken."""
    path = folder / what
    match what:
        case "no schema":
            return with_settings(settings, database=f"sqlite:///{path}")
        case "no keys file" | "no identity key":
            pass
        case "broken keys file":
            path.write_text('{"keys": [', "utf-8")
        case "open identity key":
            shutil.copy(settings.identity_key_file, path)
            path.chmod(0o644)
    return with_settings(settings, **{"keys_file" if "keys" in what else "identity_key_file": path})


FAULTS = ["no schema", "no keys file", "broken keys file", "no identity key", "open identity key"]


@pytest.mark.parametrize("what", FAULTS)
def test_it_refuses_to_start_with_a_sentence_and_exit_code_2(
    papers: Papers, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment(broken(papers.settings, tmp_path, what)).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("verify_site.wsgi.to_standard_error", lambda: None)
    with pytest.raises(SystemExit) as stopped:
        create()
    said = capsys.readouterr().err
    assert stopped.value.code == 2
    assert "错误：" in said
    assert "Error: " in said


def test_the_command_refuses_before_any_server_starts(papers: Papers, tmp_path: Path) -> None:
    settings = broken(papers.settings, tmp_path, "no keys file")
    ran = subprocess.run(
        [sys.executable, "-m", "verify_site"],
        cwd=ROOT,
        env={**os.environ, **environment(settings)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "CERT_KEYS_FILE" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_rotated_key_set_is_read_without_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    old, new = make_signer("wuhan").key, make_signer("wuhan").key
    path.write_text(KeySet((old,)).to_jwks(), "utf-8")
    keys = KeyFile(path)
    path.write_text(KeySet((old, new)).to_jwks(), "utf-8")
    assert len(keys.current()) == 2


@pytest.mark.parametrize("fault", ["broken", "absent"])
def test_a_broken_or_absent_new_key_set_leaves_the_last_good_one(
    tmp_path: Path, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "keys.json"
    path.write_text(KeySet((make_signer("wuhan").key,)).to_jwks(), "utf-8")
    keys = KeyFile(path)
    if fault == "broken":
        path.write_text("{}", "utf-8")
    else:
        path.unlink()
    with caplog.at_level(logging.WARNING, "verify_site.keys"):
        assert [len(keys.current()) for _ in range(3)] == [1, 1, 1]
    assert caplog.text.count("key set not reloaded") == (1 if fault == "broken" else 0)


def test_readiness_tells_a_registry_that_is_not_there(papers: Papers, tmp_path: Path) -> None:
    path = tmp_path / "copy.sqlite3"
    shutil.copy(papers.settings.database.removeprefix("sqlite:///"), path)
    app = create_app(with_settings(papers.settings, database=f"sqlite:///{path}"))
    client = app.test_client()
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ready"}
    app.extensions["service"].registry.dispose()
    app.extensions["ready_until"] = 0.0
    path.write_bytes(b"")
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


@contextmanager
def running(settings: Settings, log: Path) -> Iterator[str]:
    """The site under its real server; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "verify_site", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, **environment(settings)},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.05)
    raise AssertionError("the site did not start")


def ask(url: str, data: dict[str, str] | bytes | None = None, headers: dict[str, str] | None = None) -> int:
    """The status of one request to the real server."""
    body = urllib.parse.urlencode(data).encode() if isinstance(data, dict) else data
    request = urllib.request.Request(url, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_no_code_name_or_number_enters_any_log(papers: Papers, tmp_path: Path) -> None:
    log, canaries = tmp_path / "log", ("CANARYNAME", "77777777777777", "CANARYCANARY", "420101199901019999")
    name, number, verification_code, identity = canaries
    typed = {
        "number": number,
        "name": name,
        "verification_code": verification_code,
        "identity": identity,
        "code": number,
    }
    code = papers.valid.code
    assert code is not None
    with running(papers.settings, log) as address:
        for path in (f"/V/{code}", f"/V/{papers.codes['not_registered']}", f"/V/{number}", f"/V/{name}?lang={name}"):
            ask(address + path)
            ask(address + path, None, headers={"Accept": "application/json", "Referer": name, "User-Agent": name})
        for path in ("/look-up/code", "/look-up/name", "/look-up/verification-code", f"/V/{code}/identity"):
            ask(address + path, typed)
        hit = {"number": papers.valid.number, "name": papers.valid.name, "identity": papers.valid.identity}
        assert ask(f"{address}/look-up/name", hit) == 200
        assert ask(f"{address}/V/{code}/identity", hit) == 200
        for body in (
            f'{{"code": "{number}"}}',
            f'{{"number": "{number}", "name": "{name}"}}',
            f'{{"{name}": 1}}',
            name,
        ):
            ask(f"{address}/api/v1/verifications", body.encode(), {"Content-Type": "application/json"})
        statuses = {ask(f"{address}/look-up/name", typed) for _ in range(40)}
        ask(f"{address}/{name}/{number}?q={name}")
        ask(f"{address}/V/{name}" + "7" * 70_000)
    said = log.read_text("utf-8")
    assert statuses == {200, 429}
    assert "POST /look-up/name 200" in said
    assert "GET /V/<code> 200" in said
    assert re.search(r"ALARM not_registered key=[0-9a-f]{8}\n", said)
    personal = (*canaries, code, papers.valid.name, papers.valid.number, papers.valid.identity, code[:40])
    assert [value for value in personal if value in said] == []
