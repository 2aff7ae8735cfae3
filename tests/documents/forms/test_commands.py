"""The operators' commands, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from documents.__main__ import main

FORM = "hubei-2013-80/replacement-registration"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def test_a_template_is_written_checked_and_installed(tmp_path: Path) -> None:
    file, folder = tmp_path / "template.docx", tmp_path / "forms"
    assert run("template", FORM, file).exit_code == 0
    told = json.loads(run("check-form", FORM, file, "--json").output)
    assert told["form"] == FORM
    assert told["lacks"] == []
    installed = run("install-form", FORM, file, "--version", "2027", "--date", "2027-01-02", "--folder", folder)
    assert "已换成官方模板" in installed.output
    listed = json.loads(run("forms", "--folder", folder, "--json").output)["forms"]
    (official,) = [form for form in listed if form["official"]]
    assert (official["id"], official["version"], official["date"]) == (FORM, "2027", "2027-01-02")
    assert f"{FORM}  专业技术资格证书补发登记表  官方 official  2027" in run("forms", "--folder", folder).output


def test_a_file_that_is_no_template_is_refused_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(b"hello")
    refused = run("check-form", FORM, file)
    assert refused.exit_code == 2
    assert "不是 DOCX 文件" in refused.stderr
    assert "It is no DOCX" in refused.stderr


def test_an_unknown_form_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    refused = run("template", "hubei-2013-80/nothing", tmp_path / "x.docx")
    assert refused.exit_code == 2
    assert FORM in refused.stderr
