"""The closed word lists of the guide: verdicts, submitters, kinds of statements and facts, and slots of a sentence.

`SLOTS` is the meeting point with whoever understands sentences: a fact names the slot that can fill it and says which
slot value means which answer. A new slot is added here and nowhere else.
"""

from __future__ import annotations

from enum import Enum


class OutcomeVerdict(Enum):
    """What a person should do, in one word."""

    PROCEED = "proceed"
    FIX_FIRST = "fix_first"
    WAIT = "wait"
    REDIRECT = "redirect"
    REFUSE = "refuse"
    NOT_REQUIRED = "not_required"
    OUT_OF_SCOPE = "out_of_scope"
    NEEDS_HUMAN = "needs_human"


class SubmitterKind(Enum):
    """Who may submit. There is no individual here, so no outcome can name one."""

    UNIT = "unit"
    AGENCY = "agency"
    AUTHORITY = "authority"


class StatementKind(Enum):
    """What one statement of an outcome is about."""

    MATERIAL = "material"
    STEP = "step"
    CONDITION = "condition"
    REFUSAL = "refusal"
    DEADLINE = "deadline"
    FEE = "fee"
    NOTE = "note"


class FactKind(Enum):
    """How a fact is asked and answered."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    DATE = "date"
    TEXT = "text"


class Effect(Enum):
    """What an approved application does to the registry."""

    REPLACE = "replace"
    RECOGNISE = "recognise"
    TRANSFER = "transfer"
    EXCHANGE = "exchange"
    COLLECT = "collect"


class StepKind(Enum):
    """What is done at one step of an application's way."""

    SUBMIT = "submit"
    REVIEW = "review"
    DECIDE = "decide"


class Handler(Enum):
    """Who can be at a step of an application's way. There is no individual here, so no route can name one."""

    UNIT = "unit"
    AGENCY = "agency"
    DEPARTMENT = "department"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    PROVINCE = "province"
    COMMITTEE_OFFICE = "committee_office"


class ClauseUse(Enum):
    """How a rule of the notice is accounted for."""

    RULE = "rule"
    INFORMATION = "information"
    OUTSIDE = "outside"


class Intent(Enum):
    """What a sentence may want that a case can answer."""

    LOST = "lost"
    DAMAGED = "damaged"
    CONFIRM = "confirm"
    RENEW = "renew"
    VERIFY = "verify"
    CORRECTION = "correction"


class SlotKind(Enum):
    """What a slot's value is: one of a closed list, a day, a region code, or free text."""

    CHOICE = "choice"
    DATE = "date"
    REGION = "region"
    TEXT = "text"


# Each slot: its kind and, for a closed list, what it may say.
#   level         senior 高级（正高、副高） · intermediate 中级 · junior 初级（助理级、员级）
#   route         evaluation 评审 · recognition 认定 · provincial_exam 全省统考 · national_exam 全国统考
#                 city_exam 市人事局考试 · county_exam 县区人事局考试
#   origin        where the holder comes from: other_province 外省 · army 部队 · central_unit 中央（部属）单位
#                 whole_unit 随单位成建制划转 · same_province 本省
#   unit_kind     public 机关、事业单位、国企 · private 非公有制单位 · none 无单位 · retired 离退休
#   field         construction 建筑 · other
#   defect        damaged 破损 · misprinted 打印错误
#   region_from, region_to   six-digit region codes; a pack's fact matches them by their first digits
#   published_on  the day the newspaper printed the notice · obtained_on  the day the title was approved
#   retired_on, applied_on, lost_on   days
#   title         the title as understood, e.g. 高级工程师
SLOTS: dict[str, tuple[SlotKind, frozenset[str]]] = {
    "level": (SlotKind.CHOICE, frozenset({"senior", "intermediate", "junior"})),
    "route": (
        SlotKind.CHOICE,
        frozenset({"evaluation", "recognition", "provincial_exam", "national_exam", "city_exam", "county_exam"}),
    ),
    "origin": (
        SlotKind.CHOICE,
        frozenset({"other_province", "army", "central_unit", "whole_unit", "same_province"}),
    ),
    "unit_kind": (SlotKind.CHOICE, frozenset({"public", "private", "none", "retired"})),
    "field": (SlotKind.CHOICE, frozenset({"construction", "other"})),
    "defect": (SlotKind.CHOICE, frozenset({"damaged", "misprinted"})),
    "region_from": (SlotKind.REGION, frozenset()),
    "region_to": (SlotKind.REGION, frozenset()),
    "published_on": (SlotKind.DATE, frozenset()),
    "obtained_on": (SlotKind.DATE, frozenset()),
    "retired_on": (SlotKind.DATE, frozenset()),
    "applied_on": (SlotKind.DATE, frozenset()),
    "lost_on": (SlotKind.DATE, frozenset()),
    "title": (SlotKind.TEXT, frozenset()),
}
