"""Why a list's headings are refused; problems of single rows are in the report (`registry.importing.report`)."""

from __future__ import annotations

from tables.errors import FileRefused


class NoHeadings(FileRefused):
    """No row looks like headings."""

    zh = "前 {rows} 行里找不到表头。请保留含有“{wanted}”等列名的表头行。"
    en = "No heading row within the first {rows} rows. Keep the row of column names such as {wanted}."


class MissingColumns(FileRefused):
    """Headings without which no list can be read."""

    zh = "表头（第 {row} 行）缺少：{missing}。已找到：{found}。请补上所缺的列，或把列名改成上面的写法。"
    en = "The headings (row {row}) lack: {missing}. Found: {found}. Add the missing columns, or rename those you have."


class RepeatedColumn(FileRefused):
    """Two columns of one meaning."""

    zh = "表头（第 {row} 行）有两列都是“{field}”。请只保留一列。"
    en = "Two columns of the headings (row {row}) mean {field_en} ({field}). Keep one."
