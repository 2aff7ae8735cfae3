"""Where a sentence's clauses begin and end, and whether it denies what it names.

denied("正高级还没评", 0, 3)        # True
denied("不是考试是评审的", 5, 7)     # False: only 考试 is denied
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

_BREAK = re.compile(r"[,;:。!?、\n()]|\.(?=\s|$)|(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])|\bbut\b|但是?|不过|而是")
# What denies or puts off what follows it at once: 不是高级工程师, 还没评上正高级, 准备评副高, not a senior engineer.
_BEFORE = re.compile(
    r"(?:不是|并非|不算|没有?|未|尚未|无|不用|不在|没在)(?:考|评|拿|取得|获得|通过|过|办|到|上|去|有|经|走|搞){0,2}"
    r"(?:上|到|过|下来)?(?:什么|任何)?$"
    r"|(?:准备|打算|想要?|计划|希望|要|将|正在|申请|再)(?:去|再)?(?:评|考|申报|报|升|晋升|评审|报考|参评)$"
    r"|(?:申报|报考|参评|晋升|升|晋|冲刺)$"
    r"|(?:\bnot|n't|\bnever|\bwithout|\bapplying for|\bapply for|\bbecome)(?: yet| been| been to| get| got| obtain)?"
    r"(?: an?| any| the)?(?: \w+ by| through)? ?$"
)
# What denies or puts off what stands before it: 正高级还没评, 副高没过, 高级不是.
_AFTER = re.compile(
    r"^(?:级|职称|资格|证书?|的)*(?:都|也|还|又|暂时|根本|一直|今年|去年)*"
    r"(?:没|未|不是|不算|没有|尚未)(?:有)?(?:评|考|拿|取得|获得|通过|过|办|批|下来|评上|到手|到|发|登|去|参加|$)"
    r"|^(?: title| certificate)?(?: is| was| has)?(?: not|n't)\b"
    r"|^(?:级|职称|资格)*(?:明年|以后|将来)(?:再|才)?(?:评|考)"
)
_REACH = 12


@lru_cache(maxsize=64)
def _breaks(text: str) -> tuple[list[int], list[int]]:
    """Where the marks between clauses begin and where they end; kept, because a text is asked about many times."""
    marks = list(_BREAK.finditer(text))
    return [mark.start() for mark in marks], [mark.end() for mark in marks]


def clause_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """The beginning and the end of the clause around `text[start:end]`."""
    starts, ends = _breaks(text)
    before, after = bisect_right(ends, start), bisect_left(starts, end)
    return ends[before - 1] if before else 0, starts[after] if after < len(starts) else len(text)


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after `text[start:end]` within its clause."""
    left, right = clause_bounds(text, start, end)
    return text[left:start], text[end:right]


def denied(text: str, start: int, end: int) -> bool:
    """Whether the clause denies `text[start:end]`, or says that it is yet to come."""
    before, after = around(text, start, end)
    return bool(_BEFORE.search(before[-_REACH * 2 :]) or _AFTER.search(after[:_REACH]))
