"""The texts of a workbook, which XLSX keeps in one part beside the sheets, held as bytes rather than as objects.

100,000 people have some 200,000 different texts; as Python strings these take 25 MB, as UTF-8 side by side 6 MB.
"""

from __future__ import annotations

from array import array


class SharedStrings:
    """A read-only sequence of texts, filled once in order."""

    __slots__ = ("_bytes", "_ends")

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])

    def append(self, text: str) -> None:
        """Add the next text."""
        # A lone surrogate can stand in XML only as an escape; it becomes a question mark, which names refuse.
        self._bytes += text.encode("utf-8", "replace")
        self._ends.append(len(self._bytes))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, position: int) -> str:
        if not 0 <= position < len(self):
            raise IndexError(position)
        return self._bytes[self._ends[position] : self._ends[position + 1]].decode()
