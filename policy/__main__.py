"""The operators' commands: `python -m policy check | coverage | draw | attach`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from messages import Language
from messages.command_line import SpokenGroup, echo_json
from policy.coverage import Coverage, cover
from policy.drawing import draw
from policy.errors import ProofFailed
from policy.loading import PACKS, load_packs_from, pack_named
from policy.official_texts import OfficialTexts
from policy.proofs import Problem, Proof, prove
from policy.vocabulary import ClauseUse

_LANGUAGE = click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="语言。 Language.")
_JSON = click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。 Print one JSON object.")
_PACKS = click.option(
    "--packs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=PACKS,
    help="规则包目录，默认为自带的。 Directory of packs; the shipped ones when absent.",
)


@click.group(cls=SpokenGroup)
def main() -> None:
    """通知规则：验证、对账、画图、附原文。 The notices as data: prove, account, draw, attach texts."""


@main.command()
@_PACKS
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="咨询日期，默认今天。 Day of asking; today when absent.")
@_JSON
def check(packs: Path, on: datetime | None, as_json: bool) -> None:
    """走遍每个事项的每种情形并验证。 Walk every reachable state of every case and prove it sound."""
    started = time.perf_counter()
    today = on.date() if on else date.today()  # noqa: DTZ011 - a notice's days are local calendar days
    proofs = [prove(pack, today) for pack in load_packs_from(packs).values()]
    seconds = round(time.perf_counter() - started, 2)
    problems = [problem for proof in proofs for problem in proof.problems]
    if as_json:
        echo_json({"seconds": seconds, "notices": [_proof(proof) for proof in proofs], "problems": _plain(problems)})
    else:
        _tell_proofs(proofs, seconds)
    _stop_on(problems, silent=as_json)


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "notice": proof.pack.id,
        "states": proof.states,
        "outcomes": proof.outcomes,
        "cases": [
            {
                "case": walk.case.id,
                "days": len(walk.days),
                "states": walk.states,
                "questions": walk.questions,
                "endings": walk.endings,
                "outcomes": len(walk.outcomes),
                "longest": walk.longest,
                "passed_over": walk.passed_over,
            }
            for walk in proof.walks
        ],
    }


def _tell_proofs(proofs: Sequence[Proof], seconds: float) -> None:
    for proof in proofs:
        click.echo(f"{proof.pack.id}: {proof.states} states, {proof.outcomes} distinct outcomes")
        for walk in proof.walks:
            click.echo(
                f"  {walk.case.id}: {walk.states} states ({walk.questions} questions, {walk.endings} endings) over "
                f"{len(walk.days)} day(s) of asking, {len(walk.outcomes)} distinct outcomes, at most {walk.longest} "
                "answers"
            )
    click.echo(f"{seconds} s")


@main.command()
@_PACKS
@_JSON
def coverage(packs: Path, as_json: bool) -> None:
    """逐条核对通知的规则都有着落。 Account for every rule of every notice."""
    covered = [cover(pack) for pack in load_packs_from(packs).values()]
    problems = [problem for each in covered for problem in each.problems]
    if as_json:
        echo_json({"notices": [_coverage(each) for each in covered], "problems": _plain(problems)})
    else:
        for each in covered:
            _tell_coverage(each)
    _stop_on(problems, silent=as_json)


def _coverage(each: Coverage) -> dict[str, Any]:
    return {
        "notice": each.pack.id,
        "rules": len(each.pack.rules),
        **{use.value: each.count(use) for use in ClauseUse},
        "entries": {rule: list(entries) for rule, entries in each.rules.items()},
    }


def _tell_coverage(each: Coverage) -> None:
    click.echo(f"{each.pack.id}: {len(each.pack.rules)} rules")
    for use in ClauseUse:
        click.echo(f"  {use.value}: {each.count(use)}")
    for rule, entries in each.rules.items():
        clause = each.pack.clauses[rule]
        reason = clause.reason.say("zh") if clause.reason else clause.use.value
        click.echo(f"  {rule} {clause.place}: {', '.join(entries) or reason}")


@main.command(name="draw")
@click.argument("notice")
@click.argument("case", required=False)
@_PACKS
@_LANGUAGE
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="把每个事项画成一个文件，写入此目录。 Write one SVG per case into this directory.",
)
def draw_command(notice: str, case: str | None, packs: Path, language: Language, into: Path | None) -> None:
    """把一个事项画成 SVG。 Draw one case of a NOTICE as SVG, or all of them with --into."""
    pack = pack_named(load_packs_from(packs), notice)
    if into is None:
        if case is None:
            raise click.UsageError("Name a case, or write all of them with --into DIRECTORY.")
        click.echo(draw(pack, case, language), nl=False)
        return
    into.mkdir(parents=True, exist_ok=True)
    for case_id in [case] if case else pack.cases:
        path = into / f"{notice}-{case_id}-{language}.svg"
        path.write_text(draw(pack, case_id, language), "utf-8")
        click.echo(str(path))


@main.command()
@click.argument("notice")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_PACKS
@click.option(
    "--texts",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="CERT_NOTICE_TEXTS",
    default=Path("var/notices"),
    show_default=True,
    help="通知原文目录。 Directory of official texts (CERT_NOTICE_TEXTS).",
)
@_JSON
def attach(notice: str, file: Path, packs: Path, texts: Path, as_json: bool) -> None:
    """附上通知原文（UTF-8），网页随摘要显示。 Attach the official text in FILE to a NOTICE."""
    pack = pack_named(load_packs_from(packs), notice)
    text = OfficialTexts(texts).attach(pack, file)
    expected = sorted({clause.place for clause in pack.clauses.values()})
    absent = [place for place in expected if text.clause(place) is None]
    if as_json:
        echo_json({"notice": notice, "places": len(expected), "found": len(expected) - len(absent), "absent": absent})
        return
    click.echo(f"已附上通知原文，找到 {len(expected) - len(absent)}/{len(expected)} 处条款。")
    click.echo(f"The official text is attached; {len(expected) - len(absent)} of {len(expected)} places found.")
    if absent:
        click.echo(f"没有找到 / Not found: {'、'.join(absent)}")


def _plain(problems: Sequence[Problem]) -> list[dict[str, str]]:
    return [{"where": problem.where, "zh": problem.zh, "en": problem.en} for problem in problems]


def _stop_on(problems: Sequence[Problem], *, silent: bool) -> None:
    if not problems:
        return
    for problem in problems if not silent else ():
        click.echo(f"{problem.where}: {problem.zh} / {problem.en}", err=True)
    raise ProofFailed(count=len(problems))


if __name__ == "__main__":
    main(prog_name="python -m policy")
