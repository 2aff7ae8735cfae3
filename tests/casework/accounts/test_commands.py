"""The operators' commands, as an operator types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casework.__main__ import main
from casework.accounts.invitations import accept
from registry.database import open_registry, writing
from tests.casework.accounts.conftest import CHEAP, NOW, PASSWORD


@pytest.fixture
def environment(sqlite_template: Path, tmp_path: Path) -> dict[str, str]:
    """A registry of the test's own."""
    path = tmp_path / "registry.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    return {"CERT_DATABASE": f"sqlite:///{path}", "CERT_ADDRESS": "https://zs.example.gov.cn"}


def run(environment: dict[str, str], *arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), env=environment)


def test_an_operator_opens_the_first_authority_and_helps_its_people(environment: dict[str, str]) -> None:
    opening = ["add-organisation", "--name", "省职改办", "--kind", "province", "--region", "420000", "--json"]
    opened = run(environment, *opening, "--credit-code", "12420000XXXXXXXX04")
    assert json.loads(opened.output) == {"organisation": 1, "warnings": []}
    assert "check character" in run(environment, *opening, "--credit-code", "12420000XXXXXXXX05").output
    assert run(environment, "change-organisation", "1", "--two-deciders").exit_code == 0
    assert run(environment, "change-organisation", "1", "--authority", "nobody").exit_code == 2
    link = json.loads(run(environment, "invite", "1", "--name", "张三", "--json").output)["link"]
    engine = open_registry(environment["CERT_DATABASE"])
    with writing(engine) as session:
        token = link.rpartition("/")[2]
        accept(session, token, name="张三", login="zhang.san", password=PASSWORD, passwords=CHEAP, now=NOW)
    engine.dispose()
    listed = json.loads(run(environment, "people", "--json").output)
    assert listed[0]["two_deciders"] is True
    assert [person["login"] for person in listed[0]["people"]] == ["zhang.san"]
    assert run(environment, "reset-second-factor", "Zhang.San").exit_code == 0
    assert run(environment, "disable", "zhang.san").exit_code == 0
    assert run(environment, "disable", "nobody").exit_code == 2
    assert "已停用" in run(environment, "people").output
    trail = json.loads(run(environment, "audit", "--json").output)
    whats = [entry["what"] for entry in reversed(trail)]
    assert whats == [
        *("organisation_opened", "organisation_changed", "invited", "joined", "second_factor_reset", "disabled"),
    ]
    assert "张三" not in json.dumps(trail, ensure_ascii=False)
    assert "停用账户" in run(environment, "audit").output
    assert run(environment, "purge").exit_code == 0
