"""The house keeps itself: arrows, sizes, leftovers, and what the README promises."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

import bot.__main__
import casework.__main__
import documents.__main__
import policy.__main__
import registry.__main__
import signing.__main__
import verify_site.__main__

ROOT = Path(__file__).parent.parent.parent
PACKAGES = (
    *("messages", "signing", "documents", "policy", "pictures", "tables", "registry", "bot", "casework"),
    *("verify_site", "demonstration"),
)
SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
README = (ROOT / "README.md").read_text("utf-8")


def committed_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_source_file_is_longer_than_400_lines() -> None:
    assert [path.name for path in SOURCES if path.read_text("utf-8").count("\n") > 400] == []


def test_no_function_is_longer_than_50_lines() -> None:
    long = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > 50:
                long.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert long == []


def test_every_package_opens_by_saying_what_it_is() -> None:
    silent = [str(path) for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []


def test_the_arrows_of_the_house_point_down() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_nothing_committed_names_a_package_registry() -> None:
    hosts = re.compile(r"(pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|index-url|find-links)")
    named = []
    for path in committed_files():
        if path == Path(__file__) or path.suffix in {".png", ".xlsx", ".ttf"}:
            continue
        text = path.read_text("utf-8", errors="ignore")
        if hosts.search(re.sub("--no-emit-[a-z-]+", "", text)):
            named.append(str(path.relative_to(ROOT)))
    assert named == []


def test_every_template_is_used_by_a_line_of_code_or_another_template() -> None:
    folder = ROOT / "templates"
    texts = [path.read_text("utf-8") for path in [*SOURCES, *folder.rglob("*.*")]]
    unused = [
        str(path.relative_to(folder)) for path in folder.rglob("*.*") if not any(path.name in text for text in texts)
    ]
    assert unused == []


COMMANDS = {
    "bot": bot.__main__.main,
    "casework": casework.__main__.main,
    "documents": documents.__main__.main,
    "policy": policy.__main__.main,
    "registry": registry.__main__.main,
    "signing": signing.__main__.main,
    "verify_site": verify_site.__main__.main,
}


@pytest.mark.parametrize("group", COMMANDS.values(), ids=COMMANDS)
def test_the_readme_names_every_command_and_each_has_a_help_in_both_languages(group: click.Group) -> None:
    for name, command in group.commands.items():
        assert re.search(rf"\b{re.escape(name)}\b", README), f"the README does not name {name}"
        said = command.get_short_help_str(200)
        assert re.search(r"[\u4e00-\u9fff]", said), f"{name} has no Chinese help"
        assert re.search(r"[A-Za-z]{3}", said), f"{name} has no English help"


def test_the_readme_leads_only_to_what_exists() -> None:
    targets = re.findall(r"\]\((?!https?://)([^)#]+)\)", README)
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_requirement_says_what_it_is_for() -> None:
    for line in (ROOT / "requirements.in").read_text().splitlines():
        assert line.startswith("#") or " # " in line, line
