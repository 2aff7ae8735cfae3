"""The words that only an approved list uses: routes and states. Readers of cells in general are in `tables.values`.

Each reader returns its value or raises `Refused`; words that repeat from row to row are read once and remembered.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from messages.advice import Advice
from registry.words import Route, State
from tables.values import Refused

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
