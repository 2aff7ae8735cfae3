"""Spreadsheets that people upload: XLSX and CSV read row by row in constant memory, refused in a sentence otherwise.

    with open_table(path) as table:
        for number, cells in table.rows: ...

Every limit (`tables.limits`) is checked before, or while, bytes are read; docs/adr/0004-reading-lists.md says why this
is not a library.
"""

from tables.errors import FileRefused
from tables.opening import open_table
from tables.rows import Cell, CellFault, Row, Table

__all__ = ["Cell", "CellFault", "FileRefused", "Row", "Table", "open_table"]
