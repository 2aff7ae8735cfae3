"""From a cell to a value, or to the advice that says why there is none: texts, numbers whose digits count, dates.

    read_date("2026年11月21日")          # date(2026, 11, 21)
    number_text(4.2e17)                  # raises Refused: the spreadsheet lost its last digits

Each reader returns its value or raises `Refused`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from messages.advice import Advice
from tables.rows import Cell, CellFault


class Refused(Exception):
    """This cell's value cannot be used; caught where the row is checked, and told in the report."""

    def __init__(self, advice: Advice) -> None:
        self.advice = advice
        super().__init__(advice.en)


EMPTY = Advice("没有填写。", "It is empty.", "请补上。", "Fill it in.")
LOST_DIGITS = Advice(
    "号码被表格软件存成了数值，第 15 位以后的数字已经丢失。",
    "The spreadsheet program stored the number as a quantity; its digits after the 15th are lost.",
    "请把该列设为“文本”格式后，从原始资料重新填写号码。",
    "Format the column as text and fill in the number from its source again.",
)
NOT_A_DATE = Advice(
    "不是能读懂的日期。",
    "This is no date that can be read.",
    "请写成 2026-11-21 或 2026年11月21日，或把单元格设为日期格式。",
    "Write 2026-11-21, or format the cell as a date.",
)
NO_DAY = Advice(
    "日期没有写到日。",
    "The date does not say the day.",
    "请按批准文件补上日，例如 2013-04-16。",
    "Add the day from the approving document, such as 2013-04-16.",
)
SERIAL = Advice(
    "日期成了一个数值。",
    "The date has become a number.",
    "请把该列设为日期格式，或写成 2026-11-21。",
    "Format the column as a date, or write 2026-11-21.",
)
NO_SUCH_DAY = Advice(
    "日历上没有这一天。",
    "There is no such day in the calendar.",
    "请按批准文件核对日期。",
    "Compare the date with the approving document.",
)

_EXACT = 10**15
_LOOKS_ROUNDED = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_DATE = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?(?:[ T]\s*[0:.]+Z?)?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH_ONLY = re.compile(r"([0-9]{4})\s*([-/.年])\s*([0-9]{1,2})\s*月?|[0-9]{4}\s*年?")
_CHINESE_DATE = re.compile(
    "([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十元]{1,2})月([一二三四五六七八九十廿卅]{1,3})日"
)
_CHINESE_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "元": 1}


def text_of(cell: Cell) -> str:
    """The cell as text, a whole number without its decimals. Raises `Refused` where digits or the value are lost."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, CellFault):
        raise Refused(cell.value)
    if isinstance(cell, float):
        if abs(cell) >= _EXACT:
            raise Refused(LOST_DIGITS)
        return str(int(cell)) if cell.is_integer() else str(cell)
    return cell.isoformat()


def number_text(cell: Cell) -> str:
    """The cell as the text of a number whose every digit counts. Raises `Refused`."""
    text = text_of(cell)
    if "+" in text and _LOOKS_ROUNDED.fullmatch(text.strip()):
        raise Refused(LOST_DIGITS)
    return text


def read_date(cell: Cell) -> date:
    """The day a cell names. Raises `Refused` with what is wrong about it."""
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float) and not (cell.is_integer() and _COMPACT.fullmatch(str(int(cell)))):
        raise Refused(SERIAL)
    found = _date_in(text_of(cell))
    if isinstance(found, Advice):
        raise Refused(found)
    return found


@lru_cache(maxsize=4096)
def _date_in(text: str) -> date | Advice:
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded:
        return EMPTY
    match = _DATE.fullmatch(folded) or _COMPACT.fullmatch(folded)
    if match:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    chinese = _CHINESE_DATE.fullmatch("".join(folded.split()))
    if chinese:
        year = int("".join(str(_CHINESE_DIGITS[sign]) for sign in chinese[1]))
        return _day(year, _chinese_number(chinese[2]), _chinese_number(chinese[3]))
    if _MONTH_ONLY.fullmatch(folded):
        return NO_DAY
    return SERIAL if folded.isdigit() and len(folded) == 5 else NOT_A_DATE


def _day(year: int, month: int, day: int) -> date | Advice:
    try:
        return date(year, month, day)
    except ValueError:
        return NO_SUCH_DAY


def _chinese_number(text: str) -> int:
    """A number from 1 to 99 in Chinese, 0 for what is none."""
    tens, ten, ones = text.replace("廿", "二十").replace("卅", "三十").rpartition("十")
    if ten:
        return 10 * (_CHINESE_DIGITS[tens] if tens else 1) + (_CHINESE_DIGITS[ones] if ones else 0)
    return _CHINESE_DIGITS[ones] if len(ones) == 1 else 0
