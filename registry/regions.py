"""Regions by their GB/T 2260 code: which there are, and which lies in which.

    find_region("武汉市江夏区")          # "420100"
    within("420100", "420000")          # True: Wuhan lies in Hubei

Only Hubei and Huzhou are listed by name (`data/regions.json`); of other provinces only the two-digit code is known.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "regions.json"
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
# Counties of Hubei were once numbered under areas (地区) that became the cities of today.
_PREFECTURES_LISTED_FOR = "42"
_SUFFIXES = ("土家族苗族自治州", "林区", "自治州", "省", "市", "区", "县")
_EXTRA_NAMES = {"恩施州": "422800", "恩施自治州": "422800", "神农架": "429021"}


@cache
def region_names() -> dict[str, str]:
    """All listed regions: code to name."""
    return {entry["code"]: entry["name"] for entry in json.loads(_DATA.read_text("utf-8"))["regions"]}


@cache
def _codes_by_name() -> dict[str, str]:
    codes = dict(_EXTRA_NAMES)
    for code, name in region_names().items():
        codes[name] = code
        for suffix in _SUFFIXES:
            if name.endswith(suffix) and len(name) - len(suffix) >= 2:
                codes.setdefault(name.removesuffix(suffix), code)
    return codes


@cache
def _listed_prefectures() -> frozenset[str]:
    return frozenset(code[:4] for code in region_names() if code[:2] == _PREFECTURES_LISTED_FOR)


@lru_cache(maxsize=1024)
def find_region(text: str) -> str | None:
    """The code of the smallest listed region a text begins with (a name, a chain of names, or a code); else None."""
    names, codes = region_names(), _codes_by_name()
    rest = "".join(text.split())
    if rest.isascii() and rest.isdigit():
        return rest if rest in names else None
    found: str | None = None
    while rest:
        longest = max((name for name in codes if rest.startswith(name)), key=len, default=None)
        if longest is None or (found is not None and not within(codes[longest], found)):
            break
        found, rest = codes[longest], rest[len(longest) :]
    return found


def within(region: str, parent: str) -> bool:
    """Whether the region of one code lies in, or is, the other; provinces end in 0000, prefectures in 00."""
    if parent.endswith("0000"):
        return region[:2] == parent[:2]
    if parent.endswith("00"):
        return region[:4] == parent[:4]
    return region == parent


def known_province(code: str) -> bool:
    """Whether two digits are a province's (or 81, 82, 83) today."""
    return _PROVINCES.fullmatch(code) is not None


def known_prefecture(code: str) -> bool:
    """Whether four digits are a prefecture's today; True for every province whose prefectures are not listed."""
    return code[:2] != _PREFECTURES_LISTED_FOR or code in _listed_prefectures() or code == "4200"
