"""The deterministic subset of CBOR (RFC 8949 section 4.2.1) in which codes are written, and nothing beyond it.

    write({1: -7, 4: kid})  ->  b"\\xa2\\x01\\x26\\x04\\x44…"
    read(data)              ->  the one value, or an error that names the fault

General decoders accept long forms, duplicate labels, shared references and bignums, and differ between versions in
what they let pass. A reader that refuses all of that is shorter than the checks one would have to put behind them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from signing.errors import DuplicateLabel, NonCanonical, NotCbor, TooDeep, TrailingBytes, Truncated

UINT, NINT, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE = range(8)
MAX_DEPTH = 4  # tag, array, map, value: what COSE_Sign1 needs; the claims need one less

# An argument in 1, 2, 4 or 8 further bytes must not have fitted a shorter head.
SMALLEST_ARGUMENT = {24: 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}
SIMPLE_VALUES = {20: False, 21: True, 22: None}


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value behind a CBOR tag."""

    tag: int
    value: Value


Label: TypeAlias = int | str | bytes
Value: TypeAlias = "int | bytes | str | bool | list[Value] | dict[Label, Value] | Tagged | None"


def write(value: Value) -> bytes:
    """Encode deterministically: shortest heads, definite lengths, labels in bytewise order."""
    if isinstance(value, bool) or value is None:
        raise TypeError("codes hold no booleans and no null")
    if isinstance(value, int):
        return _head(UINT, value) if value >= 0 else _head(NINT, -1 - value)
    if isinstance(value, bytes):
        return _head(BYTES, len(value)) + value
    if isinstance(value, str):
        text = value.encode()
        return _head(TEXT, len(text)) + text
    if isinstance(value, list):
        return _head(ARRAY, len(value)) + b"".join(map(write, value))
    if isinstance(value, Tagged):
        return _head(TAG, value.tag) + write(value.value)
    pairs = sorted((write(label), write(item)) for label, item in value.items())
    return _head(MAP, len(pairs)) + b"".join(label + item for label, item in pairs)


def _head(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes((major << 5 | argument,))
    if argument < 1 << 8:
        return bytes((major << 5 | 24, argument))
    if argument < 1 << 16:
        return bytes((major << 5 | 25, argument >> 8, argument & 0xFF))
    if argument < 1 << 32:
        return bytes((major << 5 | 26,)) + argument.to_bytes(4, "big")
    return bytes((major << 5 | 27,)) + argument.to_bytes(8, "big")


def read(data: bytes) -> Value:
    """Decode exactly one item; the first fault in byte order decides the error.

    Raises `Truncated`, `TrailingBytes`, `NonCanonical`, `DuplicateLabel`, `TooDeep` or `NotCbor`.
    """
    reader = _Reader(data)
    value = reader.item(MAX_DEPTH)
    if reader.at != len(data):
        raise TrailingBytes
    return value


@dataclass(slots=True)
class _Reader:
    data: bytes
    at: int = 0

    def item(self, depth: int) -> Value:
        if depth == 0:
            raise TooDeep
        major, argument = self.head()
        if major in (UINT, NINT):
            return argument if major == UINT else -1 - argument
        if major in (BYTES, TEXT):
            content = self.take(argument)
            return content if major == BYTES else _decode(content)
        if major == SIMPLE:
            return SIMPLE_VALUES[argument]
        if major == MAP:
            return self.map(argument, depth - 1)
        if major == ARRAY:
            return [self.item(depth - 1) for _ in range(argument)]
        return Tagged(argument, self.item(depth - 1))

    def head(self) -> tuple[int, int]:
        first = self.take(1)[0]
        major, info = first >> 5, first & 0x1F
        if major == SIMPLE and info not in SIMPLE_VALUES:
            raise NotCbor
        if info < 24:
            return major, info
        if info == 31 and major in (BYTES, TEXT, ARRAY, MAP):
            raise NonCanonical  # an indefinite length
        if info > 27:
            raise NotCbor
        argument = int.from_bytes(self.take(1 << (info - 24)), "big")
        if argument < SMALLEST_ARGUMENT[info]:
            raise NonCanonical
        return major, argument

    def take(self, size: int) -> bytes:
        end = self.at + size
        if end > len(self.data):
            raise Truncated
        taken = self.data[self.at : end]
        self.at = end
        return taken

    def map(self, size: int, depth: int) -> dict[Label, Value]:
        entries: dict[Label, Value] = {}
        last = b""
        for _ in range(size):
            start = self.at
            label = self.item(depth)
            if not isinstance(label, int | str | bytes) or isinstance(label, bool):
                raise NotCbor
            if label in entries:
                raise DuplicateLabel
            encoded = self.data[start : self.at]
            if encoded < last:
                raise NonCanonical
            last = encoded
            entries[label] = self.item(depth)
        return entries


def _decode(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise NotCbor from None
