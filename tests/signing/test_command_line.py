"""`python -m signing`, as an operator meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from signing.__main__ import main
from signing.codes import sign_code
from signing.keys import KeySet
from signing.receipts import sign_receipt
from signing.status_list import LIFE, StatusList
from tests.vectors.make import ES, RECEIPTS, STRANGER, TYPICAL, as_json
from tests.vectors.make_receipts import LIST, ONE, TYPED
from tests.vectors.make_receipts import STRANGER as UNPUBLISHED
from tests.vectors.status import ALL_KEYS, token


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("a passphrase for tests only\n")
    passphrase.chmod(0o600)
    published = tmp_path / "certificate-keys.json"
    published.write_text(ALL_KEYS.to_jwks())
    return {
        "CERT_KEYSTORE": str(tmp_path / "keys"),
        "CERT_PASSPHRASE_FILE": str(passphrase),
        "CERT_KEYS_FILE": str(published),
        "CERT_ADDRESS": "https://zc.example",
    }


def run(settings: dict[str, str], *words: str, stdin: str = "") -> Result:
    result = CliRunner().invoke(main, words, env=settings, input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def answer(settings: dict[str, str], *words: str) -> Any:
    result = run(settings, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_a_key_is_made_listed_published_retired_and_withdrawn(settings: dict[str, str], tmp_path: Path) -> None:
    made = answer(settings, "new-key", "--issuer", "example-hr", "--algorithm", "EdDSA")
    assert (made["alg"], made["purpose"], made["state"]) == ("EdDSA", "certificates", "active")
    published = tmp_path / "public" / "keys.json"
    assert answer(settings, "keys", "--publish", str(published)) == [made]
    assert published.stat().st_mode & 0o777 == 0o644
    assert [key.kid.hex() for key in KeySet.from_jwks(published.read_text())] == [made["kid"]]
    assert answer(settings, "retire", made["kid"])["state"] == "retired"
    withdrawn = answer(settings, "withdraw", made["kid"], "--from", "2026-11-21T08:00:00+08:00")
    assert withdrawn["withdrawn_from"] == "2026-11-21T00:00:00Z"
    assert f"{made['kid']}  EdDSA  certificates  example-hr  withdrawn" in run(settings, "keys").output


@pytest.mark.parametrize("form", ["HTTPS://ZC.EXAMPLE/V/{}", "/V/{}", "{}"])
def test_a_genuine_code_is_verified_offline_and_exits_0(settings: dict[str, str], form: str) -> None:
    code = form.format(sign_code(TYPICAL, ES))
    found = answer(settings, "verify", code)
    assert found["genuine"] is True
    assert found["claims"] == as_json(TYPICAL)
    assert (found["kid"], found["issuer"]) == (ES.key.kid.hex(), "example-hr")
    spoken = run(settings, "verify", code)
    assert spoken.exit_code == 0
    assert "真实" in spoken.output
    assert "张三丰" in spoken.output


def test_a_code_on_standard_input_is_verified(settings: dict[str, str]) -> None:
    assert run(settings, "verify", "-", stdin=sign_code(TYPICAL, ES) + "\n").exit_code == 0


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (sign_code(TYPICAL, STRANGER), "UnknownKey"),
        (sign_code(TYPICAL, ES)[:-1] + "0", "BadSignature"),
        ("https://evil.example/V/1", "ForeignAddress"),
        ("hello", "NotACode"),
    ],
)
def test_a_code_that_is_not_genuine_exits_1_with_a_reason(settings: dict[str, str], code: str, error: str) -> None:
    result = run(settings, "verify", code, "--json")
    assert result.exit_code == 1
    assert json.loads(result.output)["error"] == error
    spoken = run(settings, "verify", code)
    assert spoken.exit_code == 1
    assert "真实：" not in spoken.output


STATUS_LISTS: dict[str, Any] = {
    "in_force": (0, {"statuses": StatusList.of([73213])}),
    "not_in_force": (1, {}),
    "status_unknown": (3, {"now": datetime.now(UTC) - LIFE}),
}


@pytest.mark.parametrize("directory", [False, True], ids=["file", "directory"])
@pytest.mark.parametrize("standing", STATUS_LISTS)
def test_a_status_list_tells_what_holds_and_since_when_it_was_known(
    settings: dict[str, str], tmp_path: Path, standing: str, directory: bool
) -> None:
    exit_code, changes = STATUS_LISTS[standing]
    now = datetime.now(UTC).replace(microsecond=0)
    claims = TYPICAL.but(signed_at=now - timedelta(days=30))
    (tmp_path / "1.cwt").write_bytes(token(**{"now": now, **changes}))
    words = ("verify", sign_code(claims, ES), "--status", str(tmp_path if directory else tmp_path / "1.cwt"))
    result = run(settings, *words, "--json")
    found = json.loads(result.output)
    assert (result.exit_code, found["genuine"], found["standing"]) == (exit_code, True, standing)
    spoken = run(settings, *words)
    assert spoken.exit_code == exit_code
    if standing == "status_unknown":
        assert found["why"] == "StatusListExpired"
        assert "as_of" not in found
        assert "有效，无法断定" in spoken.output
    else:
        assert found["as_of"] == now.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert found["as_of"] in spoken.output
        assert ("in force as of" in spoken.output) == (standing == "in_force")


def test_a_directory_without_the_codes_list_leaves_it_unknown(settings: dict[str, str], tmp_path: Path) -> None:
    result = run(settings, "verify", sign_code(TYPICAL, ES), "--status", str(tmp_path), "--json")
    assert (result.exit_code, json.loads(result.output)["why"]) == (3, "StatusListMissing")


@pytest.mark.parametrize("with_list", [False, True], ids=["alone", "beside a status list"])
def test_a_receipt_states_its_day_and_leaves_today_open(
    settings: dict[str, str], tmp_path: Path, with_list: bool
) -> None:
    (tmp_path / "1.cwt").write_bytes(token())
    new = sign_receipt(replace(ONE, expires_at=datetime(2099, 1, 1, tzinfo=UTC)), RECEIPTS)
    words = ("verify", new.digits, *(("--status", str(tmp_path)) if with_list else ()))
    result = run(settings, *words, "--json")
    found = json.loads(result.output)
    assert (result.exit_code, found["genuine"], found["standing"]) == (3, True, "status_unknown")
    assert "claims" not in found
    then = found["receipt"]["then"]
    assert (then["verdict"], then["certificate"]["name"], found["receipt"]["asked"]) == ("valid", "张三丰", "code")
    assert (found["receipt"]["number"], found["receipt"]["expired"]) == (new.number, False)
    spoken = run(settings, *words)
    assert spoken.exit_code == 3
    for said in (new.number, "2026-11-21T09:30:00Z", "48213", "张三丰", "有效 in force", "请核验证书本身", "For today"):
        assert said in spoken.output


def test_a_receipt_past_its_life_and_one_without_the_paper_say_so(settings: dict[str, str]) -> None:
    over = replace(TYPED, expires_at=ONE.issued_at + timedelta(seconds=1), issued_at=ONE.issued_at)
    spoken = run(settings, "verify", sign_receipt(over, RECEIPTS).digits).output
    assert "（已过 over）" in spoken
    assert "没有查看纸质证书" in spoken


def test_a_lists_receipt_states_its_counts(settings: dict[str, str]) -> None:
    code = sign_receipt(LIST, RECEIPTS).digits
    found = json.loads(run(settings, "verify", code, "--json").output)["receipt"]
    assert found["then"]["counts"] == {"valid": 297, "revoked": 1, "no_match": 2}
    spoken = run(settings, "verify", code).output
    assert "297 × 有效 in force" in spoken
    assert found["then"]["sha256"] in spoken


def test_a_receipt_of_a_stranger_is_not_genuine(settings: dict[str, str]) -> None:
    result = run(settings, "verify", sign_receipt(ONE, UNPUBLISHED).digits, "--json")
    assert (result.exit_code, json.loads(result.output)["error"]) == (1, "UnknownKey")


def test_inspecting_says_that_nothing_is_verified(settings: dict[str, str]) -> None:
    code = sign_code(TYPICAL, STRANGER)
    assert "未核验" in run(settings, "inspect", code).output
    found = answer(settings, "inspect", code)
    assert found["verified"] is False
    assert found["claims"] == as_json(TYPICAL)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["keys"], "new-key"),
        (["retire", "00000000"], "CERT_KEYSTORE"),
        (["verify", "1", "--keys", "/nowhere/keys.json"], "/nowhere/keys.json"),
        (["verify", "1", "--address", "https://职称.example"], "CERT_ADDRESS"),
        (["new-key", "--issuer", "a b"], "issuer"),
        (["new-key", "--issuer", "a", "--passphrase-file", "/nowhere/phrase"], "/dev/urandom"),
        (["retire", "xyz"], "8 hex digits"),
        (["withdraw", "00000000", "--from", "yesterday"], "2026-11-21T00:00:00+08:00"),
        (["inspect", "hello"], "QR code"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_exit_code_2(
    settings: dict[str, str], words: list[str], sentence: str
) -> None:
    result = run(settings, *words)
    assert result.exit_code == 2
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_the_module_runs_as_a_program(settings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "signing", "verify", "-", "--json"]
    code = sign_code(TYPICAL, ES)
    done = subprocess.run(command, input=code, capture_output=True, text=True, env=os.environ | settings, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["genuine"] is True


@pytest.mark.parametrize("command", ["new-key", "keys", "retire", "withdraw", "inspect", "verify"])
def test_every_command_offers_json_and_explains_itself_in_both_languages(
    settings: dict[str, str], command: str
) -> None:
    text = run(settings, command, "--help").output
    assert "--json" in text
    assert "。 " in text
