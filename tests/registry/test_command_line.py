"""What an operator is told when something is wrong: a sentence in both languages, exit code 2, nothing half-written."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.database import open_registry
from registry.models import Certificate
from tests.office import ROOT, Office


@pytest.fixture
def office(tmp_path: Path, sqlite_template: Path) -> Office:
    """An office with a city, numbers, a key and one approved person, on SQLite."""
    office = Office(tmp_path / "office", f"sqlite:///{tmp_path}/registry.sqlite3")
    office.prepare()
    (tmp_path / "registry.sqlite3").write_bytes(sqlite_template.read_bytes())
    office.run("registry", "init")
    for id_, kind, region in (("hubei", "provincial_office", "420000"), ("wuhan", "prefecture", "420100")):
        office.run(
            "registry", "add-authority", id_, "--name", id_, "--name-en", id_, "--kind", kind, "--region", region
        )
    numbers = ("--first", "20264201000001", "--last", "20264201000003")
    office.run("registry", "grant", "--issuer", "wuhan", "--granter", "hubei", *numbers)
    office.run("signing", "new-key", "--issuer", "wuhan", "--purpose", "certificates")
    (tmp_path / "list.csv").write_text(
        "姓名,身份证号,资格名称,级别,专业,评审通过时间\n张三丰,420101190001010017,工程师,中级,建筑工程,2026-06-30\n"
    )
    office.run("registry", "import", str(tmp_path / "list.csv"), "--authority", "wuhan")
    return office


def certificates(office: Office) -> int:
    """How many certificates the registry has."""
    engine = open_registry(office.database, read_only=True)
    with Session(engine) as session:
        count = session.scalar(select(func.count()).select_from(Certificate)) or 0
    engine.dispose()
    return count


def refused(office: Office, *words: str) -> str:
    """Run a command that must be refused in words; returns what it said."""
    result = office.try_(*words)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return result.stderr


def test_a_missing_key_file_is_named(office: Office) -> None:
    (key_file,) = (office.folder / "private" / "keys").glob("*.pem")
    key_file.unlink()
    assert key_file.name in refused(office, "registry", "issue", "--issuer", "wuhan")
    assert certificates(office) == 0


def test_a_key_file_that_others_can_read_is_refused_with_the_cure(office: Office) -> None:
    (key_file,) = (office.folder / "private" / "keys").glob("*.pem")
    key_file.chmod(0o644)
    assert "chmod" in refused(office, "registry", "issue", "--issuer", "wuhan")


def test_a_wrong_passphrase_is_called_that(office: Office) -> None:
    (office.folder / "private" / "passphrase").write_text("wrong")
    said = refused(office, "registry", "issue", "--issuer", "wuhan")
    assert "口令" in said
    assert "passphrase" in said
    assert certificates(office) == 0


def test_an_issuer_without_a_key_is_told_how_to_make_one(office: Office) -> None:
    assert "new-key" in refused(office, "registry", "issue", "--issuer", "hubei")


def test_an_unknown_authority_is_named_with_what_to_do(office: Office) -> None:
    assert "atlantis" in refused(
        office, "registry", "import", str(office.folder / "../list.csv"), "--authority", "atlantis"
    )


def test_a_migration_not_yet_run_is_said_with_the_command(office: Office, tmp_path: Path) -> None:
    office.database = f"sqlite:///{tmp_path}/new.sqlite3"
    assert "python -m registry init" in refused(office, "registry", "authorities")


def test_a_locked_registry_is_said_and_nothing_is_written(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_registry, "__kwdefaults__", {"read_only": False, "wait": 0.1})
    blocker = sqlite3.connect(tmp_path / "registry.sqlite3", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    said = refused(office, "registry", "issue", "--issuer", "wuhan")
    blocker.close()
    assert "占用" in said
    assert certificates(office) == 0


def test_a_file_that_is_no_database_is_said_to_be_unreachable(office: Office, tmp_path: Path) -> None:
    (tmp_path / "broken.sqlite3").write_bytes(b"not a database at all" * 100)
    office.database = f"sqlite:///{tmp_path}/broken.sqlite3"
    assert "CERT_DATABASE" in refused(office, "registry", "authorities")


def test_a_postgresql_that_does_not_answer_is_said_to_be_unreachable(office: Office, tmp_path: Path) -> None:
    office.database = f"postgresql+psycopg://nobody@/none?host={tmp_path}"
    assert "CERT_DATABASE" in refused(office, "registry", "authorities")


def test_a_missing_identity_key_stops_the_import_before_it_begins(office: Office, tmp_path: Path) -> None:
    (office.folder / "private" / "identity-key").unlink()
    said = refused(office, "registry", "import", str(tmp_path / "list.csv"), "--authority", "wuhan")
    assert "identity-key" in said


def test_a_full_disk_leaves_the_old_pdf_and_marks_nothing_as_printed(office: Office, tmp_path: Path) -> None:
    office.run("registry", "issue", "--issuer", "wuhan")
    target = tmp_path / "out.pdf"
    target.write_bytes(b"the old file")
    # A limit on file size is the kernel's own refusal to write on, as a full disk's is.
    ran = subprocess.run(
        [sys.executable, "-m", "registry", "print", "--issuer", "wuhan", "--out", target],
        env=os.environ | office.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert ran.returncode == 2, ran.stderr
    assert "Traceback" not in ran.stderr
    assert target.read_bytes() == b"the old file"
    assert not target.with_name("out.pdf.part").exists()
    assert office.run("registry", "print", "--issuer", "wuhan", "--out", str(target))


def test_a_used_up_segment_says_how_to_grant_one(office: Office) -> None:
    office.run("registry", "issue", "--issuer", "wuhan")
    for number in ("20264201000001", "20264201000002"):
        office.run("registry", "replace", number, "--reason", "lost")
    assert "registry grant --issuer wuhan" in refused(
        office, "registry", "replace", "20264201000003", "--reason", "lost"
    )


def test_nothing_to_issue_and_nothing_to_print_are_said(office: Office, tmp_path: Path) -> None:
    assert "没有可打印" in refused(office, "registry", "print", "--issuer", "wuhan", "--out", str(tmp_path / "x.pdf"))
    office.run("registry", "issue", "--issuer", "wuhan")
    assert "导入" in refused(office, "registry", "issue", "--issuer", "wuhan")


def test_a_list_with_errors_is_reported_row_by_row_and_nothing_is_kept(office: Office, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(
        "姓名,身份证号,资格名称,级别,专业,评审通过时间\n"
        "李四,420101190001010018,工程师,中级,建筑工程,2026-06-30\n"
        "王五,429021190002280025,工程师,中级,建筑工程,2026-06-31\n"
    )
    result = office.try_("registry", "import", str(tmp_path / "bad.csv"), "--authority", "wuhan")
    assert result.exit_code == 1
    assert "第 2 行" in result.output
    assert "第 3 行" in result.output
    assert "420101190001010018" not in result.output


def test_a_read_only_registry_is_said_and_the_commands_that_read_still_work(office: Office) -> None:
    if os.geteuid() == 0:
        # Root writes through file modes, so the engine itself is told to refuse.
        office.database += "?mode=ro&uri=true"
        office.database = office.database.replace("sqlite:///", "sqlite:///file:")
    said = refused(office, "registry", "issue", "--issuer", "wuhan")
    assert "CERT_DATABASE" in said or "只读" in said
