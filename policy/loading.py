"""Reads packs from their directories; a pack is loaded whole and right, or refused with every problem named.

packs = load_packs()                 the packs that ship with the guide, by id
pack = load_pack(Path("…/packs/x"))  one directory
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from pydantic import ValidationError

from policy.errors import PackRefused, UnknownPack
from policy.links import Found, PackFiles, broken_links
from policy.marked_yaml import MarkedDocument, read_marked
from policy.pack import Pack
from policy.photo import PhotoFile
from policy.schema import AuthoritiesFile, Case, ClausesFile, FactsFile, FormsFile, LostNotice, Model, NoticeFile

PACKS = Path(__file__).parent / "packs"
_Model = TypeVar("_Model", bound=Model)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_Named)

_SAID = {
    "extra_forbidden": "不认识这个键",
    "missing": "缺少这一项",
    "enum": "不在允许的取值之内",
    "literal_error": "不在允许的取值之内",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "格式不对",
    "too_short": "至少要有一项",
    "date_from_datetime_parsing": "不是日期（应为 YYYY-MM-DD）",
    "bool_type": "应为 yes 或 no",
    "int_type": "应为整数",
}


@dataclass
class _Reader:
    """Reads the files of one directory and keeps every problem it meets."""

    directory: Path
    problems: list[Found] = field(default_factory=list)
    documents: dict[str, MarkedDocument] = field(default_factory=dict)

    def read(self, name: str, model: type[_Model]) -> _Model | None:
        """One file as its model, None when it has problems."""
        path = self.directory / name
        if not path.is_file():
            self.problems.append(Found(name, (), "缺少这个文件", "This file is missing"))
            return None
        document = read_marked(path.read_text("utf-8"))
        self.documents[name] = document
        for mark in document.faults:
            self.problems.append(Found(name, (), mark.zh, mark.en, line=mark.line))
        try:
            return model.model_validate(document.value)
        except ValidationError as error:
            self.problems.extend(_found(name, error) if not document.faults else ())
            return None

    def rules(self) -> tuple[str, ...]:
        """The ids of the notice's rules as it was analysed, one per line of `rules.txt`; `#` opens a remark."""
        path = self.directory / "rules.txt"
        if not path.is_file():
            self.problems.append(Found(path.name, (), "缺少这个文件", "This file is missing"))
            return ()
        lines = (line.strip() for line in path.read_text("utf-8").splitlines())
        return tuple(line for line in lines if line and not line.startswith("#"))

    def sentences(self, found: Sequence[Found]) -> list[tuple[str, str]]:
        """Each problem as `file:line: where: what`, in both languages, in the order of the files."""
        placed = []
        for problem in found:
            document = self.documents.get(problem.file, MarkedDocument())
            line = problem.line or document.line(problem.place)
            where = ".".join(str(part) for part in problem.place)
            label = f"{self.directory.name}/{problem.file}:{line}: {where + ': ' if where else ''}"
            placed.append((problem.file, line, label + problem.zh, label + problem.en))
        return [(zh, en) for _, _, zh, en in sorted(placed)]


def _found(name: str, error: ValidationError) -> list[Found]:
    return [
        Found(name, tuple(fault["loc"]), _SAID.get(fault["type"], fault["msg"]), fault["msg"])
        for fault in error.errors(include_url=False)
    ]


def load_pack(directory: Path) -> Pack:
    """The pack in a directory; raises `PackRefused` with all problems at once."""
    reader = _Reader(directory)
    files = _read(reader)
    if files is None:
        raise _refused(reader.sentences(reader.problems))
    found = broken_links(files)
    if files.notice.id != directory.name:
        found.append(Found("notice.yaml", ("id",), "编号应与目录同名", "The id must be the directory's name"))
    if found:
        raise _refused(reader.sentences(found))
    return _pack(files)


def load_packs_from(directory: Path) -> Mapping[str, Pack]:
    """Every pack under a directory, by id; raises `PackRefused` with the problems of all packs."""
    packs: dict[str, Pack] = {}
    problems: list[tuple[str, str]] = []
    for path in sorted(path for path in directory.iterdir() if path.is_dir()):
        try:
            packs[path.name] = load_pack(path)
        except PackRefused as refused:
            problems += refused.sentences
    if problems:
        raise _refused(problems)
    return MappingProxyType(packs)


@cache
def load_packs() -> Mapping[str, Pack]:
    """The packs that ship with the guide, by id, read once."""
    return load_packs_from(PACKS)


def pack_named(packs: Mapping[str, Pack], notice: str) -> Pack:
    """A pack by id; raises `UnknownPack`."""
    found = packs.get(notice)
    if found is None:
        raise UnknownPack(notice=notice, known=", ".join(packs))
    return found


def _read(reader: _Reader) -> PackFiles | None:
    notice = reader.read("notice.yaml", NoticeFile)
    clauses = reader.read("clauses.yaml", ClausesFile)
    facts = reader.read("facts.yaml", FactsFile)
    offices = reader.read("authorities.yaml", AuthoritiesFile)
    forms = reader.read("forms.yaml", FormsFile)
    names = sorted(path.name for path in (reader.directory / "cases").glob("*.yaml"))
    read_cases = {f"cases/{name}": reader.read(f"cases/{name}", Case) for name in names}
    lost = reader.read("lost-notice.yaml", LostNotice) if (reader.directory / "lost-notice.yaml").exists() else None
    photo = reader.read("photo.yaml", PhotoFile) if (reader.directory / "photo.yaml").exists() else None
    rules = reader.rules()
    if reader.problems or not (notice and clauses and facts and offices and forms):
        return None
    cases = {name: case for name, case in read_cases.items() if case}
    return PackFiles(notice, clauses, facts, offices, forms, cases, lost, photo, rules)


def _pack(files: PackFiles) -> Pack:
    return Pack(
        notice=files.notice,
        clauses=_by_id(files.clauses.clauses),
        facts=_by_id(files.facts.facts),
        authorities=_by_id(files.offices.authorities),
        submitters=_by_id(files.offices.submitters),
        forms=_by_id(files.forms.forms),
        cases=_by_id(tuple(files.cases.values())),
        rules=files.rules,
        lost_notice=files.lost_notice,
        photos=files.photo.photos if files.photo else (),
    )


def _by_id(entries: tuple[_Entry, ...]) -> Mapping[str, _Entry]:
    return MappingProxyType({entry.id: entry for entry in entries})


def _refused(problems: Sequence[tuple[str, str]]) -> PackRefused:
    zh, en = [problem[0] for problem in problems], [problem[1] for problem in problems]
    refused = PackRefused(count=len(problems), problems_zh="\n".join(zh), problems_en="\n".join(en))
    refused.sentences = tuple(problems)
    return refused
