"""YAML that remembers on which line each value stands.

    document = read_marked(path.read_text("utf-8"))
    document.value["cases"][3]["when"]        the plain value
    document.line(("cases", 3, "when"))       the line to name in a complaint

Only `yes`, `no`, `true` and `false` are booleans here (in plain YAML 1.1 a key `on` would become one too). A key that
stands twice is refused, because plain YAML silently keeps the last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

Place = tuple[str | int, ...]
_BOOL = "tag:yaml.org,2002:bool"


@dataclass(frozen=True)
class Mark:
    """One complaint about a YAML text: the line (from 1) and the sentence in both languages."""

    line: int
    zh: str
    en: str


@dataclass
class MarkedDocument:
    """The value of a YAML text, the line of every part of it, and what was wrong while reading."""

    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Mark] = field(default_factory=list)

    def line(self, place: Sequence[str | int]) -> int:
        """The line where `place` stands, or the nearest place around it that has one."""
        for length in range(len(place), -1, -1):
            found = self.lines.get(tuple(place[:length]))
            if found is not None:
                return found
        return 1


if TYPE_CHECKING:
    _Base = yaml.SafeLoader
else:  # the C parser, where the library brings it, reads the packs ten times faster
    _Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):
    """A safe loader without YAML 1.1's `on` and `off`."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:yes|no|true|false)$"), list("yntf"))


def read_marked(text: str) -> MarkedDocument:
    """Read one YAML document; faults of syntax and double keys are collected, not raised."""
    document = MarkedDocument()
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is not None:
            document.value = _construct(loader, node, (), document)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        document.faults.append(Mark(line, f"不是正确的 YAML：{error.problem}", f"This is not YAML: {error.problem}"))
    except (yaml.YAMLError, ValueError) as error:
        document.faults.append(Mark(1, f"不是正确的 YAML：{error}", f"This is not YAML: {error}"))
    finally:
        loader.dispose()
    return document


def _construct(loader: _Loader, node: yaml.Node, place: Place, document: MarkedDocument) -> Any:
    document.lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, place, document)
    if isinstance(node, yaml.SequenceNode):
        return [_construct(loader, child, (*place, index), document) for index, child in enumerate(node.value)]
    return loader.construct_object(node, deep=True)


def _mapping(loader: _Loader, node: yaml.MappingNode, place: Place, document: MarkedDocument) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = str(key_node.value)
        if key in result:
            document.faults.append(Mark(line, f"键 {key} 重复", f"The key {key} stands twice"))
            continue
        result[key] = _construct(loader, value_node, (*place, key), document)
        document.lines[(*place, key)] = line
    return result
