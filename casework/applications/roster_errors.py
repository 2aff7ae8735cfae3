"""Why a roster as a whole is not read; problems of single rows are findings."""

from __future__ import annotations

from tables.errors import FileRefused


class NoRosterHeadings(FileRefused):
    """No row names the columns."""

    zh = "找不到花名册的表头。请保留含有这些列名的一行：{wanted}。"
    en = "The roster's headings were not found. Keep the row with these columns: {wanted}."


class RosterTooLong(FileRefused):
    """More people than one application takes."""

    zh = "花名册超过 {most} 人。请分成几份，分别申请。"
    en = "The roster has more than {most} people. Split it into several applications."
