"""The published files: which codes a list calls out of force, as of when, and that no file is ever half-written."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry import changes
from registry.database import writing
from registry.models import STATUS_LIST_SIZE, StatusList
from registry.publishing import publish
from registry.words import Reason
from signing.codes import open_code
from signing.keys import KeySet, Purpose
from signing.status_list import LIFE, TTL, Standing, standing_of
from tests.office import Office
from tests.province import ADDRESS, NOW, Province, add_approvals, code_of, issue_all, make_signer

SIGNER = make_signer("hubei", Purpose.STATUS_LISTS)
LATER = NOW.replace(hour=6)
ON_SQLITE = pytest.mark.parametrize("province", ["sqlite"], indirect=True)
"""For what does not hang on the database."""


def keys_of(province: Province) -> KeySet:
    return province.keys.with_key(SIGNER.key)


def publish_to(folder: Path, province: Province) -> tuple[int, ...]:
    written = publish(province.engine, folder, keys=keys_of(province), signer=SIGNER, address=ADDRESS, now=LATER)
    return written.lists


def standing(folder: Path, code: str | None) -> Standing:
    """What somebody who has only the published files finds."""
    assert code is not None
    keys = KeySet.from_jwks((folder / "certificate-keys.json").read_text())
    claims = open_code(code, keys).claims
    token = (folder / "status" / f"{claims.status.list_id}.cwt").read_bytes()
    found = standing_of(claims, token, keys, address=ADDRESS, now=LATER + timedelta(hours=1))
    assert found.as_of == LATER
    return found.standing


def test_each_paper_stands_in_the_list_as_it_stands_in_the_registry(province: Province, tmp_path: Path) -> None:
    publish_to(tmp_path / "public", province)
    expected = {
        "valid": Standing.IN_FORCE,
        "with_photo": Standing.IN_FORCE,
        "replaced": Standing.NOT_IN_FORCE,
        "revoked": Standing.NOT_IN_FORCE,
        "corrected": Standing.NOT_IN_FORCE,
    }
    found = {name: standing(tmp_path / "public", province.examples[name].code) for name in expected}
    assert found == expected


def test_the_new_paper_of_a_corrected_certificate_is_in_force_until_it_is_revoked(
    province: Province, tmp_path: Path
) -> None:
    with writing(province.engine) as session:
        certificate = changes.find_certificate(session, province.examples["corrected"].number)
        new_code = code_of(session, certificate.id)
    publish_to(tmp_path, province)
    assert standing(tmp_path, new_code) is Standing.IN_FORCE
    with writing(province.engine) as session:
        certificate = changes.find_certificate(session, province.examples["corrected"].number)
        changes.revoke(session, certificate, reason=Reason.ISSUED_IN_ERROR, actor="李", now=LATER)
    publish_to(tmp_path, province)
    assert standing(tmp_path, new_code) is Standing.NOT_IN_FORCE
    assert standing(tmp_path, province.examples["corrected"].code) is Standing.NOT_IN_FORCE


@ON_SQLITE
def test_what_was_corrected_back_is_in_force_again_on_the_first_paper(province: Province, tmp_path: Path) -> None:
    with writing(province.engine) as session:
        certificate = changes.find_certificate(session, province.examples["corrected"].number)
        changes.correct(
            session,
            certificate,
            field="specialty",
            value="专业corrected",
            reason=Reason.MISTYPED,
            signer=province.signers["wuhan"],
            actor="李",
            now=LATER,
            random_bytes=os.urandom,
        )
    publish_to(tmp_path, province)
    assert standing(tmp_path, province.examples["corrected"].code) is Standing.IN_FORCE


@ON_SQLITE
def test_every_issuer_has_its_own_list_under_the_registrys_one_key(province: Province, tmp_path: Path) -> None:
    with writing(province.engine) as session:
        add_approvals(session, province.vault, "yichang", 1)
        issue_all(session, province.signers["yichang"])
    lists = publish_to(tmp_path, province)
    assert len(lists) == 2
    index = json.loads((tmp_path / "status" / "index.json").read_text("utf-8"))
    assert tuple(index["lists"]) == lists
    assert index["issuers"]["wuhan"] == {"zh": "武汉市人社局", "en": "Wuhan HR bureau"}
    assert set(index["issuers"]) == {"wuhan", "yichang"}
    assert (index["published_at"], index["expires_at"]) == ("2026-11-21T06:00:00Z", "2026-11-28T06:00:00Z")


@ON_SQLITE
def test_a_second_list_of_an_issuer_is_published_beside_the_first(province: Province, tmp_path: Path) -> None:
    with writing(province.engine) as session:
        first = session.scalars(select(StatusList)).one()
        first.next = STATUS_LIST_SIZE
        add_approvals(session, province.vault, "wuhan", 1)
        (certificate_id,) = issue_all(session, province.signers["wuhan"])
        code = code_of(session, certificate_id)
        assert certificate_id // STATUS_LIST_SIZE != first.id
    assert len(publish_to(tmp_path, province)) == 2
    assert standing(tmp_path, code) is Standing.IN_FORCE


@ON_SQLITE
def test_files_can_be_read_by_a_web_server_whatever_the_operators_umask_is(province: Province, tmp_path: Path) -> None:
    old = os.umask(0o077)
    try:
        publish_to(tmp_path, province)
    finally:
        os.umask(old)
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix in {".json", ".cwt"}]
    public = [path for path in files if path.parent.name == "status" or path.name == "certificate-keys.json"]
    assert {path.stat().st_mode & 0o777 for path in public} == {0o644}


@ON_SQLITE
def test_where_writing_fails_the_old_files_stay(
    province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_to(tmp_path, province)
    before = {path: path.read_bytes() for path in (tmp_path / "status").iterdir()}
    with writing(province.engine) as session:
        certificate = changes.find_certificate(session, province.examples["valid"].number)
        changes.revoke(session, certificate, reason=Reason.ISSUED_IN_ERROR, actor="李", now=LATER)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        publish_to(tmp_path, province)
    assert {path: path.read_bytes() for path in (tmp_path / "status").iterdir()} == before


def test_the_life_of_a_list_outlasts_several_renewals() -> None:
    assert LIFE >= 10 * TTL


@pytest.fixture
def office(tmp_path: Path, sqlite_template: Path) -> Office:
    """An office with one authority and its certificate key."""
    office = Office(tmp_path / "office", f"sqlite:///{tmp_path}/registry.sqlite3")
    office.prepare()
    (tmp_path / "registry.sqlite3").write_bytes(sqlite_template.read_bytes())
    office.run("signing", "new-key", "--issuer", "hubei")
    return office


def test_the_command_writes_lists_once_there_is_a_key_for_them(office: Office, tmp_path: Path) -> None:
    public = tmp_path / "public"
    first = office.try_("registry", "publish", str(public))
    assert first.exit_code == 0
    assert "No status lists" in first.stderr
    assert [path.name for path in public.iterdir()] == ["certificate-keys.json"]
    kid = json.loads(office.run("signing", "new-key", "--issuer", "hubei", "--purpose", "status-lists", "--json"))[
        "kid"
    ]
    written = json.loads(office.run("registry", "publish", str(public), "--json"))
    assert [Path(file).name for file in written["files"]] == ["certificate-keys.json", "index.json"]
    office.run("signing", "retire", kid)
    refused = office.try_("registry", "publish", str(public))
    assert refused.exit_code == 2
    assert "--purpose status-lists" in refused.stderr


@ON_SQLITE
def test_nothing_about_a_person_is_published(province: Province, tmp_path: Path) -> None:
    publish_to(tmp_path / "public", province)
    published = b"".join(path.read_bytes() for path in (tmp_path / "public").rglob("*") if path.is_file())
    with Session(province.engine) as session:
        assert session.scalars(select(StatusList)).one().key not in published
    for example in province.examples.values():
        assert example.number.encode() not in published
        assert example.name.encode() not in published
