"""The operators' commands, as they are typed."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policy import OfficialTexts, Pack, draw, load_packs
from policy.__main__ import main
from policy.errors import NoticeTextRefused, UnknownCase
from policy.official_texts import parse
from policy.sheet import ems, wrapped
from tests.policy.conftest import PACKS, Break

OFFICIAL = """关于补发的通知（虚构）
各县：
一、证书由单位申请补发，个人不得申请。
二、补发办法
1、登报满两个月。
（1）报纸须为原件。
2．外省证书不补发。
三、本通知发给各县。
四、各县要重视。
附件：1.《补发申请表》
2.《样表》
联系电话：12345
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_check_prints_the_counts_and_succeeds() -> None:
    result = run("check", "--packs", str(PACKS), "--on", "2031-01-01")
    assert result.exit_code == 0
    assert "yunmeng-2030-7: 11 states, 3 distinct outcomes" in result.output


def test_check_prints_one_json_object() -> None:
    result = run("check", "--packs", str(PACKS), "--on", "2031-01-01", "--json")
    told = json.loads(result.output)
    assert told["problems"] == []
    assert told["notices"][0]["cases"][0]["case"] == "lost"


def test_check_fails_on_a_problem_and_names_it(broken: Break) -> None:
    path = broken("cases/lost.yaml", "    verdict: wait", "    verdict: needs_human")
    result = run("check", "--packs", str(path.parent), "--on", "2031-01-01")
    assert result.exit_code == 2
    assert "没有写明该问谁" in result.stderr
    assert "Nobody is named whom to ask" in result.stderr


def test_coverage_accounts_for_every_rule_of_both_notices() -> None:
    result = run("coverage", "--json")
    assert result.exit_code == 0
    assert sum(notice["rules"] for notice in json.loads(result.output)["notices"]) == 121


def test_coverage_fails_on_a_gap(broken: Break) -> None:
    result = run("coverage", "--packs", str(broken("rules.txt", "YM-4", "YM-4\nYM-9").parent))
    assert result.exit_code == 2
    assert "YM-9" in result.stderr


def test_draw_prints_one_case_or_writes_all(tmp_path: Path) -> None:
    printed = run("draw", "hubei-2013-80", "lost", "--language", "en")
    assert printed.output.startswith("<svg")
    written = run("draw", "huzhou-2007-35", "--into", str(tmp_path))
    assert written.exit_code == 0
    assert len(list(tmp_path.glob("huzhou-2007-35-*-zh.svg"))) == len(load_packs()["huzhou-2007-35"].cases)


def test_draw_says_what_is_missing() -> None:
    assert run("draw", "hubei-2013-80").exit_code == 2
    assert "没有事项 nothing" in run("draw", "hubei-2013-80", "nothing").stderr
    assert "没有编号为 nowhere 的通知" in run("draw", "nowhere", "lost").stderr


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("notice", "case"), [(pack.id, case) for pack in load_packs().values() for case in pack.cases])
def test_a_picture_holds_every_outcome_and_statement_as_text(notice: str, case: str, language: str) -> None:
    pack = load_packs()[notice]
    picture = ET.fromstring(draw(pack, case, "zh" if language == "zh" else "en"))  # noqa: S314 - our own output
    rows = list(picture.iter("{http://www.w3.org/2000/svg}text"))
    together = "".join(row.text or "" for row in rows).replace(" ", "")
    for outcome in pack.case(case).outcomes:
        start = outcome.headline.say("zh" if language == "zh" else "en").split("{")[0].replace(" ", "")
        assert start in together
    for statement in pack.case(case).statements:
        for clause in statement.clauses:
            assert pack.clause(clause).place in together
    assert max(ems(row.text or "") * float(row.get("font-size", "0")) for row in rows) <= 952
    assert picture.get("role") == "img"
    labels = (picture.get("aria-labelledby") or "").split()
    assert labels == [element.get("id") for element in picture if element.get("id")]
    assert "{" not in together


def test_a_picture_of_an_unknown_case_is_refused(hubei: Pack) -> None:
    with pytest.raises(UnknownCase):
        draw(hubei, "exchange", "zh")


def test_rows_keep_words_whole_and_marks_on_their_row() -> None:
    assert list(wrapped("one two three", 5)) == ["one two", "three"]
    assert list(wrapped("甲乙丙，丁", 3)) == ["甲乙丙，", "丁"]


def test_an_official_text_is_split_at_its_places() -> None:
    text = parse(OFFICIAL)
    assert text.clause("一") == "一、证书由单位申请补发，个人不得申请。"
    assert text.clause("二1") == "1、登报满两个月。"
    assert text.clause("二1（1）") == "（1）报纸须为原件。"
    assert text.clause("二2") == "2．外省证书不补发。"
    assert text.clause("附件1") == "1.《补发申请表》"
    assert text.clause("附件2") == "2.《样表》"
    assert text.clause("九") is None


def test_a_first_section_numbered_in_digits_is_still_the_first() -> None:
    assert parse("标题\n1、范围\n二、时间\n1、今年").places.keys() >= {"一", "二", "二1"}


def test_an_operator_attaches_the_official_text(tmp_path: Path, invented: Pack) -> None:
    source, texts = tmp_path / "source.txt", tmp_path / "texts"
    source.write_text(OFFICIAL, "utf-8")
    assert OfficialTexts(texts).of(invented) is None
    result = run("attach", invented.id, str(source), "--texts", str(texts), "--packs", str(PACKS), "--json")
    assert json.loads(result.output) == {"notice": invented.id, "places": 5, "found": 5, "absent": []}
    attached = OfficialTexts(texts).of(invented)
    assert attached is not None
    assert attached.clause("二2") == "2．外省证书不补发。"
    assert [path.name for path in texts.iterdir()] == [f"{invented.id}.txt"]


def test_the_environment_names_the_directory_of_texts(
    tmp_path: Path, invented: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source.txt"
    source.write_text(OFFICIAL, "utf-8")
    monkeypatch.setenv("CERT_NOTICE_TEXTS", str(tmp_path / "elsewhere"))
    result = run("attach", invented.id, str(source), "--packs", str(PACKS))
    assert "找到 5/5 处条款" in result.output
    assert (tmp_path / "elsewhere" / f"{invented.id}.txt").is_file()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        ("别的文件".encode(), "大多数|多数条款"),
        (b"a" * 1_000_001, "1 MB"),
    ],
)
def test_a_file_that_is_not_the_notice_is_refused(tmp_path: Path, invented: Pack, content: bytes, reason: str) -> None:
    source = tmp_path / "source.txt"
    source.write_bytes(content)
    with pytest.raises(NoticeTextRefused) as refused:
        OfficialTexts(tmp_path / "texts").attach(invented, source)
    assert any(part in refused.value.say("zh") for part in reason.split("|"))
    assert not (tmp_path / "texts").exists()
