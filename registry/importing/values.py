"""From a cell to a value, or to the advice that says why there is none: texts, dates, routes, states.

Each reader returns its value or raises `Refused`; words that repeat from row to row are read once and remembered.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from messages.advice import Advice
from registry.words import Route, State
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
EXAM_OF_WHOM = Advice(
    "“考试”没有写明是全国还是全省统一考试。",
    "The list does not say whether the exam was national or provincial.",
    "请写“全省统一考试”或“全国统一考试”，或在导入时指定取得方式。",
    "Write 全省统一考试 or 全国统一考试, or name the route when importing.",
)
UNKNOWN_ROUTE = Advice(
    "取得方式“{text}”不认识。",
    "The route “{text}” is not known.",
    "请写“评审”“认定”“全省统一考试”或“全国统一考试”。",
    "Write 评审, 认定, 全省统一考试 or 全国统一考试.",
)
UNKNOWN_STATE = Advice(
    "状态“{text}”不认识。",
    "The state “{text}” is not known.",
    "请写“有效”“撤销”或“注销”。",
    "Write 有效, 撤销 or 注销.",
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


_ROUTES = {
    "评审": Route.EVALUATION,
    "评审通过": Route.EVALUATION,
    "评审取得": Route.EVALUATION,
    "认定": Route.RECOGNITION,
    "初次认定": Route.RECOGNITION,
    "考核认定": Route.RECOGNITION,
    "全省统一考试": Route.PROVINCIAL_EXAM,
    "全省考试": Route.PROVINCIAL_EXAM,
    "全省统考": Route.PROVINCIAL_EXAM,
    "省考": Route.PROVINCIAL_EXAM,
    "全国统一考试": Route.NATIONAL_EXAM,
    "全国考试": Route.NATIONAL_EXAM,
    "全国统考": Route.NATIONAL_EXAM,
    "国家统一考试": Route.NATIONAL_EXAM,
    "国考": Route.NATIONAL_EXAM,
}
_ROUTES |= {route.value: route for route in Route}
_EXAMS = frozenset({"考试", "以考代评", "统考", "统一考试"})
_EXAM_ROUTES = frozenset({Route.PROVINCIAL_EXAM, Route.NATIONAL_EXAM})


def read_route(text: str, default: Route) -> Route:
    """The route a cell names; an empty cell means `default`, and so does 考试 where that is an exam's."""
    found = _route_in(text, default)
    if isinstance(found, Advice):
        raise Refused(found)
    return found


@lru_cache(maxsize=256)
def _route_in(text: str, default: Route) -> Route | Advice:
    folded = _word(text)
    if not folded:
        return default
    if folded in _EXAMS:
        return default if default in _EXAM_ROUTES else EXAM_OF_WHOM
    return _ROUTES.get(folded) or UNKNOWN_ROUTE.filled(text=text[:20])


_STATES = {
    "": State.VALID,
    "有效": State.VALID,
    "正常": State.VALID,
    "撤销": State.REVOKED,
    "已撤销": State.REVOKED,
    "注销": State.REVOKED,
    "已注销": State.REVOKED,
    "取消": State.REVOKED,
    "已取消": State.REVOKED,
    "已补发": State.REPLACED,
    "已换发": State.REPLACED,
    "已被新证书取代": State.REPLACED,
}


def read_state(text: str) -> State:
    """The state a list of papers names; empty means valid."""
    state = _STATES.get(_word(text))
    if state is None:
        raise Refused(UNKNOWN_STATE.filled(text=text[:20]))
    return state


def _word(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
