"""The examples of docs/api.md, run exactly as they stand there against a real server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsing import served
from tests.needs import need_package, program
from tests.verify_site.api_v1.conftest import MakeKey
from tests.verify_site.papers import Papers
from verify_site.app import create_app

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```(sh|python)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
CURLS = [code for language, code in EXAMPLES if language == "sh" and code.startswith("curl")]
(RECEIPT,) = [code for code in CURLS if "/receipts" in code]
COMMANDS = [code for language, code in EXAMPLES if language == "sh" and code.startswith("python")]
PROGRAMS = [code for language, code in EXAMPLES if language == "python"]


@pytest.fixture(scope="module")
def site_address(papers: Papers) -> Iterator[str]:
    """The site with its limits on a real port."""
    with served(create_app(papers.settings)) as address:
        yield address


@pytest.fixture
def environment(site_address: str, papers: Papers, make_key: MakeKey) -> dict[str, str]:
    """What the examples read, and the settings for the commands."""
    return os.environ | {
        "SITE": site_address,
        "API_KEY": make_key()["Authorization"].removeprefix("Bearer "),
        "CODE": papers.code_of("valid"),
        "CERT_DATABASE": papers.settings.database,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NO_PROXY": "127.0.0.1",
    }


def run(command: list[str], environment: dict[str, str], folder: Path = ROOT) -> str:
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_page_has_examples_of_each_kind() -> None:
    assert (len(CURLS), len(COMMANDS), len(PROGRAMS)) == (3, 1, 2)


def test_the_curl_examples_answer(environment: dict[str, str]) -> None:
    need_package("curl", program("curl"))
    one, wrong = (json.loads(run(["bash", "-euc", code], environment)) for code in CURLS if code != RECEIPT)
    assert one["verdict"] == "valid"
    assert (wrong["status"], wrong["field"]) == (422, "number")


def test_the_commands_make_and_list_a_key(environment: dict[str, str]) -> None:
    said = run(["bash", "-euc", COMMANDS[0]], environment)
    assert re.search(r"^zs_\w{38}$", said, re.MULTILINE)
    assert "甲公司  0/20000" in said


def test_the_batch_program_prints_an_answer_for_each_question(environment: dict[str, str]) -> None:
    left, *answers = run([sys.executable, "-c", PROGRAMS[0]], environment).splitlines()
    assert left.startswith('left: "minute";r=')
    assert [answer.partition(" -> ")[2] for answer in answers[:2]] == ["valid", "no_match"]
    assert "number" in answers[2]
    assert len(answers) == 3


def test_the_challenge_program_solves_what_it_is_asked(environment: dict[str, str]) -> None:
    assert run([sys.executable, "-c", PROGRAMS[1]], environment).splitlines() == ["no_match"] * 12
