"""Whether a file is a DOCX that can be taken in, and the template marks in it.

    list(faults_of(data))     what is wrong with the file itself; empty when it is sane
    marks_of(data)            ("{{ name }}", …)

Sane is: a zip within limits, one document without macros, embedded programs or references to elsewhere, and XML
without a document type. Nothing is parsed before the limits hold.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_PART = 4 * 1024 * 1024
LARGEST_WHOLE = 16 * 1024 * 1024
MOST_PARTS = 200
MAIN_PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
"""The parts that are filled."""
_ACTIVE = re.compile(r"vbaProject|/activeX/|/embeddings/|\.bin$|/attachedToolbars|/customUI", re.IGNORECASE)
_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_HALF_MARK = re.compile(r"\{[{%#]")
_DOCUMENT_TYPE = re.compile(rb"<!(DOCTYPE|ENTITY)")
_REMARKS: tuple[object, ...] = (ET.Comment, ET.ProcessingInstruction)
_UTF_8 = re.compile(
    rb"""(\xef\xbb\xbf)?(<\?xml\s[^>]*?encoding=["']utf-8["']|(?!<\?xml\s[^>]*?encoding))""", re.IGNORECASE
)


class Fault(NamedTuple):
    """One thing wrong, in both languages."""

    zh: str
    en: str


def faults_of(data: bytes) -> Iterator[Fault]:
    """What is wrong with the file, the first kind of fault ending the look."""
    if len(data) > LARGEST_FILE:
        yield Fault("文件超过 2 MB", "The file is larger than 2 MB")
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        yield Fault("不是 DOCX 文件（旧的 .doc 请先另存为 .docx）", "It is no DOCX (save an old .doc as .docx first)")
        return
    with archive:
        entries = archive.infolist()
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
            yield Fault("压缩包展开后过大", "It is too large when unpacked")
            return
        yield from _faults_of_parts(archive, entries)


def _faults_of_parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    names = {entry.filename for entry in entries}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        yield Fault("不是 DOCX 文件", "It is no DOCX")
    for entry in entries:
        if entry.filename.startswith("/") or ".." in entry.filename or len(names) != len(entries):
            yield Fault("压缩包中的文件名不合规", "The names within the package are not as they must be")
            return
        if _ACTIVE.search(entry.filename):
            yield Fault(f"含有宏或嵌入对象：{entry.filename}", f"It holds macros or embedded objects: {entry.filename}")
            continue
        body = _read(archive, entry)
        if body is None:
            yield Fault(f"无法读取或过大：{entry.filename}", f"Unreadable or too large: {entry.filename}")
            continue
        if entry.filename.endswith((".xml", ".rels")):
            yield from _faults_of_text(entry.filename, body)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """A part, unless it is longer than it may be, whatever its header says."""
    try:
        with archive.open(entry) as part:
            body = part.read(LARGEST_PART + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return None
    return body if len(body) <= LARGEST_PART else None


def _faults_of_text(name: str, body: bytes) -> Iterator[Fault]:
    if _DOCUMENT_TYPE.search(body) or not _UTF_8.match(body):
        yield Fault(f"不是普通的 UTF-8 XML：{name}", f"Not plain XML in UTF-8: {name}")
        return
    try:
        root = _parsed(body)
    except ET.ParseError:
        yield Fault(f"XML 有错误：{name}", f"Faulty XML: {name}")
        return
    if any(element.get("TargetMode") == "External" for element in root.iter()):
        yield Fault(f"引用了外部文件或网址：{name}", f"It refers to files or addresses elsewhere: {name}")
    if any("macroEnabled" in value for element in root.iter() for value in element.attrib.values()):
        yield Fault(f"是启用宏的文件：{name}", f"It is made for macros: {name}")
    if any(_HALF_MARK.search(text) for text in _unseen(root, MAIN_PARTS.fullmatch(name) is None)):
        yield Fault(
            f"只能在正文、页眉、页脚的文字中填写：{name}", f"Only words of text, header and footer are filled: {name}"
        )


def marks_of(data: bytes) -> tuple[str, ...]:
    """The template's marks as a reader sees them; a mark that is not closed counts as one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [_parsed(archive.read(name)) for name in archive.namelist() if MAIN_PARTS.fullmatch(name)]
    return tuple(mark for root in parts for mark in _marks("".join(root.itertext())))


def _marks(text: str) -> Iterator[str]:
    yield from _MARK.findall(text)
    yield from _HALF_MARK.findall(_MARK.sub("", text))


def _parsed(body: bytes) -> ET.Element:
    """The part with its comments, since the program that fills it reads them too."""
    builder = ET.TreeBuilder(insert_comments=True, insert_pis=True)
    return ET.fromstring(body, ET.XMLParser(target=builder))  # noqa: S314 - without a document type there is nothing to expand


def _unseen(root: ET.Element, whole: bool) -> Iterator[str]:
    """What no reader sees, attributes and comments; of a part that is not filled the `whole` text."""
    if whole:
        yield "".join(root.itertext())
    for element in root.iter():
        yield from element.attrib.values()
        if element.tag in _REMARKS:
            yield element.text or ""
