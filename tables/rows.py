"""What every kind of file is read into: rows of cells, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from messages.advice import Advice


class CellFault(Enum):
    """A cell whose value cannot be had."""

    NO_CACHED_VALUE = Advice(
        "单元格是公式，文件里没有存下计算结果。",
        "The cell is a formula and the file holds no result of it.",
        "请在表格软件中打开并保存一次，或把公式换成值。",
        "Open and save the file in a spreadsheet program, or replace formulas by values.",
    )
    FORMULA_ERROR = Advice(
        "单元格是公式错误（如 #N/A）。",
        "The cell is a formula error such as #N/A.",
        "请更正公式，或直接填写内容。",
        "Mend the formula, or type the value.",
    )


Cell = str | float | date | CellFault | None
"""A text, a number as the spreadsheet stores it, a date from a cell formatted as one, or nothing."""

Row = tuple[int, list[Cell]]
"""A row's number as a spreadsheet program shows it, and its cells from the first column on."""


@dataclass(frozen=True, slots=True)
class Table:
    """One list: its rows that hold anything, how many rows it seems to have, and how many further sheets there are."""

    rows: Iterator[Row]
    expected_rows: int
    other_sheets: int = 0
