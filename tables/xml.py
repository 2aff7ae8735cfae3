"""Reading XML piece by piece with expat: no document types, no deep nesting, UTF-8 only.

The standard parser is used rather than a spreadsheet library because it takes every limit: it refuses a document type
before any entity can be declared, and memory hardly grows with the file. It is also 1.6 to 2.3 times as fast
(docs/adr/0004-reading-lists.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from tables.errors import BrokenFile, ForbiddenXml

Attributes = dict[str, str]


def new_parser() -> expat.XMLParserType:
    """A parser with nothing attached but the refusal of document types."""
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def _refuse_document_type(*_: object) -> None:
    raise ForbiddenXml


def feed(parser: expat.XMLParserType, data: bytes, *, final: bool = False) -> None:
    """Parse the next piece. Raises `BrokenFile` for what is not well-formed."""
    try:
        parser.Parse(data, final)
    except expat.ExpatError as error:
        raise BrokenFile from error


def each_element(chunks: Iterable[bytes], visit: Callable[[str, Attributes], None]) -> None:
    """Call `visit` with the local name and the attributes of every element, in order."""

    def start(name: str, attributes: Attributes) -> None:
        visit(name.rpartition(":")[2], attributes)

    parser = new_parser()
    parser.StartElementHandler = start
    for chunk in chunks:
        feed(parser, chunk)
    feed(parser, b"", final=True)
