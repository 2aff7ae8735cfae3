"""Counts: every check once, nothing personal, bounded, and never in the way of a check."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from registry.database import open_registry
from registry.models import table_of
from registry.verification import Verdict
from tests.verify_site.papers import Papers
from verify_site.__main__ import main
from verify_site.models import Check, ForeignHost
from verify_site.statistics.counting import HOSTS_A_DAY, Counts, Way, plain_host
from verify_site.statistics.figures import Host, figures

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def empty() -> Iterator[Engine]:
    """The two tables alone, in memory."""
    engine = open_registry("sqlite://")
    Check.metadata.create_all(engine, tables=[table_of(Check), table_of(ForeignHost)])
    yield engine
    engine.dispose()


def test_counts_of_many_threads_and_two_processes_add_up(engine: Engine) -> None:
    processes = [Counts(), Counts()]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(400):
            threads.submit(processes[0].add, Way.SCAN, Verdict.VALID, None)
            threads.submit(processes[1].add, Way.API, Verdict.FOREIGN, "evil.example")
    for counts in processes:
        counts.flush(engine, MONDAY)
        counts.add(Way.SCAN, Verdict.VALID, None)
        counts.flush(engine, MONDAY)
        counts.flush(engine, TUESDAY)
    processes[1].add(Way.API, Verdict.FOREIGN, "evil.example")
    processes[1].flush(engine, TUESDAY)
    processes[0].add(Way.API, Verdict.FOREIGN, "evil.example")
    processes[0].flush(engine, MONDAY)
    with Session(engine) as session:
        found = figures(session, since=MONDAY, until=TUESDAY)
    assert found.by_day == {
        MONDAY: {Verdict.VALID: 402, Verdict.FOREIGN: 401},
        TUESDAY: {Verdict.FOREIGN: 1},
    }
    assert found.by_way == {Way.SCAN: 402, Way.API: 402}
    assert found.hosts == (Host("evil.example", MONDAY, TUESDAY, 402),)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("evil.example", "evil.example"),
        ("EVIL.example:8443", "evil.example"),
        ("xn--fiqs8s.cn.", "xn--fiqs8s.cn"),
        ("192.0.2.1", "192.0.2.1"),
        ("?", None),
        ("[2001:db8::1]", None),
        ("a..b", None),
        ("-a.cn", None),
        ("a" * 64 + ".cn", None),
        (".".join(["a" * 60] * 5), None),
        ("<script>", None),
    ],
)
def test_a_host_is_a_name_of_dns_without_its_port_or_is_not_kept(told: str, kept: str | None) -> None:
    assert plain_host(told) == kept


def test_a_day_holds_a_thousand_new_hosts_however_many_are_invented(engine: Engine) -> None:
    for attempt in range(2):
        counts = Counts()
        for number in range(1_500):
            counts.add(Way.SCAN, Verdict.FOREIGN, f"h{attempt}-{number}.example")
        counts.flush(engine, MONDAY)
    again = Counts()
    again.add(Way.SCAN, Verdict.FOREIGN, "h0-0.example")
    again.flush(engine, MONDAY)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(ForeignHost)) == HOSTS_A_DAY
        assert session.get_one(ForeignHost, "h0-0.example").count == 2
        assert session.scalar(select(func.sum(Check.count))) == 3_001


def test_counts_that_cannot_be_written_wait_and_are_told_of_once(
    caplog: pytest.LogCaptureFixture, empty: Engine
) -> None:
    broken = open_registry("sqlite:////nowhere/at/all.sqlite3")
    counts = Counts()
    counts.add(Way.SCAN, Verdict.VALID, None)
    with caplog.at_level(logging.WARNING, "verify_site.statistics"):
        counts.flush(broken, MONDAY)
        counts.flush(broken, MONDAY)
    assert len(caplog.records) == 1
    counts.add(Way.SCAN, Verdict.VALID, None)
    counts.flush(empty, MONDAY)
    with Session(empty) as session:
        assert session.scalars(select(Check.count)).all() == [2]


def test_every_way_of_checking_is_counted_once(client: FlaskClient, papers: Papers, empty: Engine) -> None:
    counts = client.application.extensions["counts"] = Counts()
    code, hit = papers.codes["valid"], papers.valid
    client.get(f"/V/{code}")
    client.post(f"/V/{code}/identity", data={"identity": "1"})
    client.get(f"/V/{code}", headers={"Accept": "application/json"})
    client.post("/look-up/code", data={"code": "https://evil.example/V/1"})
    client.post("/look-up/name", data={"number": hit.number, "name": "某人"})
    client.post("/look-up/verification-code", data={"number": hit.number, "verification_code": hit.verification_code})
    client.post("/api/v1/verifications", json={"number": hit.number, "name": hit.name})
    client.post("/api/v1/verifications/batch", json=[{"code": code}, {"number": "1"}, {"number": "1", "name": "某"}])
    counts.flush(empty, MONDAY)
    with Session(empty) as session:
        assert {(Way(row.way), Verdict(row.verdict)): row.count for row in session.scalars(select(Check))} == {
            (Way.SCAN, Verdict.VALID): 1,
            (Way.TYPED, Verdict.FOREIGN): 1,
            (Way.TYPED, Verdict.NO_MATCH): 1,
            (Way.TYPED, Verdict.VALID): 1,
            (Way.API, Verdict.VALID): 3,
            (Way.API, Verdict.NO_MATCH): 1,
        }
        assert session.scalars(select(ForeignHost.host)).all() == ["evil.example"]


def test_what_is_kept_names_nobody(client: FlaskClient, papers: Papers, empty: Engine) -> None:
    counts = client.application.extensions["counts"] = Counts()
    client.get(f"/V/{papers.valid.code}")
    client.post("/look-up/code", data={"code": f"https://evil.example/V/{papers.valid.name}?q=1"})
    counts.flush(empty, MONDAY)
    with Session(empty) as session:
        told = json.dumps(figures(session, since=MONDAY, until=MONDAY).as_dict(), ensure_ascii=False)
    assert "evil.example" in told
    for personal in (papers.valid.name, papers.valid.number, papers.code_of("with_photo"), "/V/", "q=1"):
        assert personal not in told


def test_the_command_prints_the_figures(papers: Papers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CERT_DATABASE", papers.settings.database)
    told = CliRunner().invoke(main, ["statistics", "--json", "--days", "3"])
    assert told.exit_code == 0, told.output
    assert set(json.loads(told.output)) == {"since", "until", "total", "days", "verdicts", "ways", "foreign_hosts"}
    assert len(json.loads(told.output)["days"]) == 3
    assert "checks" in CliRunner().invoke(main, ["statistics"]).output
