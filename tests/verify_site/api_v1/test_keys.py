"""Keys: hashed at rest, spent exactly, refused once revoked, and never free because a store failed."""

from __future__ import annotations

import os
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from registry.database import writing
from tests.verify_site.api_v1.conftest import MakeKey
from tests.verify_site.papers import Papers
from verify_site.__main__ import main
from verify_site.api_v1 import keys
from verify_site.errors import KeyUnknown, QuotaSpent
from verify_site.models import ApiKey

PATH = "/api/v1/verifications"
NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def made(engine: Engine, per_day: int = 100, per_minute: int = 50) -> bytes:
    text = keys.new_key(random_bytes=os.urandom)
    with writing(engine) as session:
        keys.add_key(session, text, name="甲公司", per_day=per_day, per_minute=per_minute, now=NOON)
    return keys.read_key(text)


def spend(engine: Engine, digest: bytes, cost: int, now: datetime = NOON) -> dict[str, int]:
    with writing(engine) as session:
        left = keys.spend(session, keys.lock_key(session, digest), cost, now=now)
    return {window.name: window.left for window in left.windows}


def test_a_key_has_its_prefix_its_randomness_and_its_check() -> None:
    made_keys = {keys.new_key(random_bytes=os.urandom) for _ in range(200)}
    assert len(made_keys) == 200
    for key in made_keys:
        assert re.fullmatch(r"zs_[0-9A-Za-z]{38}", key)
        assert len(keys.read_key(key)) == 32


@pytest.mark.parametrize("change", [lambda key: key[:-1], lambda key: key + "0", lambda key: "zx_" + key[3:]])
def test_a_mistyped_key_is_refused_without_asking_the_database(change: object) -> None:
    key = keys.new_key(random_bytes=os.urandom)
    for wrong in (change(key), key[:5] + ("a" if key[5] != "a" else "b") + key[6:], "", "钥" * 41):  # type: ignore[operator]
        with pytest.raises(KeyUnknown):
            keys.read_key(wrong)


def test_a_quota_is_spent_to_the_last_unit_and_is_full_again_with_the_next_window(engine: Engine) -> None:
    digest = made(engine, per_day=100, per_minute=50)
    assert spend(engine, digest, 30) == {"minute": 20, "day": 70}
    with pytest.raises(QuotaSpent, match="minute"):
        spend(engine, digest, 21)
    assert spend(engine, digest, 20) == {"minute": 0, "day": 50}
    assert spend(engine, digest, 50, NOON + timedelta(minutes=1)) == {"minute": 0, "day": 0}
    with pytest.raises(QuotaSpent, match="day"):
        spend(engine, digest, 1, NOON + timedelta(hours=1))
    midnight_in_china = NOON + timedelta(hours=12)
    assert spend(engine, digest, 1, midnight_in_china) == {"minute": 49, "day": 99}


def test_many_at_once_never_spend_more_than_the_quota(engine: Engine) -> None:
    digest = made(engine, per_day=40, per_minute=1000)

    def attempt(_: int) -> bool:
        try:
            spend(engine, digest, 1)
        except QuotaSpent:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(60))) == 40


def test_a_revoked_key_and_an_unknown_one_are_refused_alike(keyed_site: Flask, make_key: MakeKey) -> None:
    client = keyed_site.test_client()
    revoked, unknown = make_key(), {"Authorization": f"Bearer {keys.new_key(random_bytes=os.urandom)}"}
    assert client.post(PATH, json={"code": "1"}, headers=revoked).status_code == 200
    with writing(keyed_site.extensions["service"].writer) as session:
        digest = keys.read_key(revoked["Authorization"].removeprefix("Bearer "))
        keys.revoke_key(session, keys.lock_key(session, digest).id, now=NOON)
    answers = [
        client.post(PATH, json={"code": "1"}, headers=headers)
        for headers in (revoked, unknown, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer"})
    ]
    assert [answer.status_code for answer in answers] == [401] * 4
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {"Bearer"}
    assert len({answer.data for answer in answers}) == 1


def test_a_key_pays_instead_of_its_network(keyed_site: Flask, make_key: MakeKey) -> None:
    headers = make_key(per_day=60)
    client = keyed_site.test_client()
    typed = {"number": "1", "name": "某人"}
    answers = [client.post(PATH, json=typed, headers=headers) for _ in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert answers[9].headers["RateLimit-Policy"] == '"minute";q=5000;w=60, "day";q=60;w=86400'
    assert re.fullmatch(r'"minute";r=49\d\d;t=\d+, "day";r=50;t=\d+', answers[9].headers["RateLimit"])
    refused = answers[-1]
    assert refused.json is not None
    assert refused.json["type"].endswith("#quota-spent")
    assert 0 < int(refused.headers["Retry-After"]) <= 86_401


def test_the_network_s_budget_is_told_where_it_is_spent(keyed_site: Flask, papers: Papers) -> None:
    client = keyed_site.test_client()
    typed = {"number": papers.valid.number, "name": papers.valid.name}
    answer = client.post(PATH, json=typed, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert answer.headers["RateLimit-Policy"] == '"network";q=30;w=60'
    assert re.fullmatch(r'"network";r=29;t=\d+', answer.headers["RateLimit"])
    assert "RateLimit" not in client.post(PATH, json={"code": papers.valid.code}).headers


def test_where_the_quotas_cannot_be_counted_nothing_is_answered(
    keyed_site: Flask, make_key: MakeKey, papers: Papers
) -> None:
    headers = make_key()
    writer = keyed_site.extensions["service"].writer
    path = str(writer.url.database)
    # The writer's patience is a matter of the site; the test has less.
    with writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    locker = sqlite3.connect(path, isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    try:
        answer = keyed_site.test_client().post(PATH, json={"code": papers.valid.code}, headers=headers)
    finally:
        locker.execute("ROLLBACK")
        locker.close()
    assert answer.status_code == 503
    assert papers.valid.name not in answer.text


def test_the_commands_make_list_and_revoke_a_key_and_keep_only_its_hash(
    papers: Papers, monkeypatch: pytest.MonkeyPatch, keyed_site: Flask
) -> None:
    monkeypatch.setenv("CERT_DATABASE", papers.settings.database)
    said = CliRunner().invoke(main, ["keys", "new", "--name", "乙公司", "--per-day", "7"])
    assert said.exit_code == 0, said.output
    key = said.output.splitlines()[-1]
    digest = keys.read_key(key)
    database = Path(str(keyed_site.extensions["service"].writer.url.database))
    assert not any(key.encode() in file.read_bytes() for file in database.parent.glob(f"{database.name}*"))
    with Session(keyed_site.extensions["service"].registry) as session:
        stored = session.scalars(select(ApiKey).where(ApiKey.digest == digest)).one()
    listed = CliRunner().invoke(main, ["keys", "list"]).output
    assert f"{stored.id}  乙公司  0/7  有效" in listed
    assert key not in listed
    assert CliRunner().invoke(main, ["keys", "revoke", str(stored.id)]).exit_code == 0
    assert "已停用" in CliRunner().invoke(main, ["keys", "list"]).output
    wrong = CliRunner().invoke(main, ["keys", "revoke", "999999"])
    assert wrong.exit_code == 2
    assert "keys list" in wrong.output
