"""How a title was obtained, where its holder comes from, and what employer there is: words and their denials.

read_route("不是考试是评审的")        # Route.EVALUATION
read_unit("我没有单位")               # UnitKind.NONE
read_origin("部队转业", Places())     # Origin.ARMY
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from bot.understanding.clauses import around, denied
from bot.understanding.places import Places, contains, notice_of
from bot.understanding.values import Origin, Route, UnitKind

_Kind = TypeVar("_Kind", Route, Origin, UnitKind)

# Alternatives by kind; the first that matches at a place is taken, so the particular stands before the general.
_ROUTES = {
    Route.NATIONAL_EXAM: (
        r"全国(?:性)?(?:的)?(?:统一)?统?考(?:试)?",
        r"全国.{0,6}?考试",
        r"国家(?:统一)?统?考试?",
        r"国考|国统考|执业资格|national exam\w*",
    ),
    Route.PROVINCIAL_EXAM: (
        r"(?:全省|(?<!外)省里?)(?:的)?(?:统一)?(?:组织的?)?统?考(?!试?中心|试?院)(?:试)?",
        r"provincial exam\w*",
    ),
    Route.EXAM: (
        r"考试(?!院|中心|时间|报名)",
        r"考(?:的|出来|过的|取的?|上的|来的|下来)",
        r"以考代评|\bexam\w*",
    ),
    Route.RECOGNITION: (
        r"考核认定|初次认定|初定|定职",
        r"(?<!么)(?<!何)(?<!样)认定(?=的|来|取得|获得|上|$|[,。])(?!的?条件|的?流程|的?材料)",
    ),
    Route.EVALUATION: (
        r"评审(?!表|委|组|费|时间|结果|专家|材料|条件|会|单位|机构)",
        r"评委会(?:通过|评)",
        r"评(?:的|上|下来|过了?的?|定的|出来|了(?!职称))",
        r"\bevaluat\w+|\breviewed\b",
    ),
}
_ORIGINS = {
    Origin.ARMY: (
        r"部队|军队|转业|退役|退伍|军转|复员|武警|海军|空军|陆军|火箭军|文职",
        r"\b(?:army|military|navy|air force)\b",
    ),
    Origin.CENTRAL_UNIT: (
        r"中央(?:所属|直属|在[\u3400-\u9fff]{1,3})?(?:的)?(?:单位|企业|机关|部门)",
        r"央企|部属|中直|国家部委|部委|中铁|中建|中交|中石[化油]",
        r"\bcentral (?:state |government )?(?:unit|enterprise|soe|company|ministry)",
    ),
    Origin.OTHER_PROVINCE: (
        r"外省|省外|外地|外市|跨省|异地",
        r"(?:其他|其它|别的|另一?个?)省",
        r"\b(?:other|another|different) province",
        r"outside (?:the |this )?province|out[- ]of[- ]province",
    ),
    Origin.SAME_PROVINCE: (
        r"本省|省内|同省",
        r"\b(?:same|within (?:the |this )?)province",
    ),
}
_UNITS = {
    UnitKind.RETIRED: (
        r"(?:离退|离|内?退)休(?!金|年龄|手续)",
        r"\bretired\b|\bretiree\b",
    ),
    UnitKind.NONE: (
        r"(?:没有?|无)(?:工作|上班|任何|固定|什么)?的?单位(?!盖章|证明|同意|的?章|意见|介绍信|配合)",
        r"自由职业|灵活就业|失业|无业|待业|下岗",
        r"(?:辞|离)职(?!去|到|来|证明)",
        r"(?:没有?|无)(?:工作|班上)(?!日|服|量|证|经验)",
        r"\bself-?employed\b|\bfreelanc\w+|\bunemployed\b|\bno (?:employer|unit|job)\b",
    ),
    UnitKind.PRIVATE: (
        r"民营|民企|私企|私营|外企|外资|非公|个体",
        r"私人(?:企业|公司|老板|医院)",
        r"\bprivate (?:company|employer|firm|enterprise)|\bprivately owned",
    ),
    UnitKind.PUBLIC: (
        r"事业单位|事业编|国企|公立|机关单位|省直|市直|体制内",
        r"国有(?:企业|公司|控股)",
        r"\bpublic (?:institution|hospital|school|university|body)|\bstate[- ]owned",
    ),
}
# What somebody no longer is: 从国企辞职, 原来的事业单位, 退休前.
_FORMER_BEFORE = re.compile(
    r"(?:从|原来?|原来在|以前|以前是|以前在|之前在|曾在|过去|离开|left a?)(?:的|是|在)?$"
    r"|(?:还|快要?|马上|即将|将|没|要|未)$"
)
_FORMER_AFTER = re.compile(r"^(?:前|之前|以前|后再|还早|还有\d)")


def _compile(kinds: Mapping[_Kind, tuple[str, ...]]) -> tuple[tuple[_Kind, ...], re.Pattern[str]]:
    return tuple(kinds), re.compile("|".join(f"({'|'.join(words)})" for words in kinds.values()))


_ROUTE_WORDS = _compile(_ROUTES)
_ORIGIN_WORDS = _compile(_ORIGINS)
_UNIT_WORDS = _compile(_UNITS)


def _named(text: str, words: tuple[tuple[_Kind, ...], re.Pattern[str]], former: bool = False) -> list[_Kind]:
    """The kinds that a text names and does not deny, in the order of the text, each once."""
    kinds, pattern = words
    found: dict[_Kind, None] = {}
    for match in pattern.finditer(text):
        if denied(text, match.start(), match.end()) or (former and _is_former(text, match)):
            continue
        found[kinds[(match.lastindex or 1) - 1]] = None
    return list(found)


def _is_former(text: str, match: re.Match[str]) -> bool:
    before, after = around(text, match.start(), match.end())
    return bool(_FORMER_BEFORE.search(before[-8:]) or _FORMER_AFTER.match(after[:4]))


def read_route(text: str) -> Route | None:
    """How the title was obtained, where the text names one way; an examination whose owner is named is one way."""
    named = set(_named(text, _ROUTE_WORDS))
    if named & {Route.NATIONAL_EXAM, Route.PROVINCIAL_EXAM}:
        named.discard(Route.EXAM)
    return named.pop() if len(named) == 1 else None


def read_unit(text: str) -> UnitKind | None:
    """The kind of employer somebody has now: retirement first, then having none, then the one named last."""
    named = _named(text, _UNIT_WORDS, former=True)
    for kind in (UnitKind.RETIRED, UnitKind.NONE):
        if kind in named:
            return kind
    return named[-1] if named else None


def read_origin(text: str, places: Places) -> Origin | None:
    """Where the holder was evaluated: by word first, else by comparing the two places."""
    named = _named(text, _ORIGIN_WORDS)
    for origin in (Origin.ARMY, Origin.CENTRAL_UNIT, Origin.OTHER_PROVINCE):
        if origin in named:
            return origin
    return _origin_of(places) or (Origin.SAME_PROVINCE if named else None)


def _origin_of(places: Places) -> Origin | None:
    if places.came_from is None:
        return None
    if places.went_to is None:
        known = notice_of(places.came_from) is not None or places.came_from.startswith("33")
        return None if known else Origin.OTHER_PROVINCE
    same = contains(places.went_to[:2] + "0000", places.came_from)
    return Origin.SAME_PROVINCE if same else Origin.OTHER_PROVINCE
