"""Two official notices as data, and what they require of a given case.

    packs = load_packs()
    result = evaluate(packs["hubei-2013-80"], "lost", {"issued_here": True}, date.today())
    if isinstance(result, Ask): ask result.question.text.say("zh")
    else: show result.submitter.text first, then result.statements, each with its clauses

Nothing in this package knows a particular notice: a province is a directory of YAML (docs/adding-a-notice.md), and
`python -m policy check` proves it complete before anyone relies on it.
"""

from policy.conditions import Answer, Facts
from policy.drawing import draw
from policy.errors import PolicyError
from policy.estimate import Remaining, remaining_estimate
from policy.evaluation import evaluate
from policy.loading import load_pack, load_packs, load_packs_from, pack_named
from policy.notice_text import ItemReading, ItemState, NoticeReading, draft_notice, read_notice
from policy.official_texts import OfficialText, OfficialTexts
from policy.outcomes import Ask, Outcome, Question, RouteStep, Statement
from policy.pack import Pack
from policy.photo import Photo, PhotoCheck, PhotoRequirement, PhotoTarget
from policy.schema import Authority, Case, Clause, Fact, Form, Submitter, Text
from policy.turns import citations, turn_outcome, turn_question
from policy.vocabulary import (
    SLOTS,
    Effect,
    FactKind,
    Handler,
    Intent,
    OutcomeVerdict,
    StatementKind,
    StepKind,
    SubmitterKind,
)

__all__ = [
    "SLOTS",
    "Answer",
    "Ask",
    "Authority",
    "Case",
    "Clause",
    "Effect",
    "Fact",
    "FactKind",
    "Facts",
    "Form",
    "Handler",
    "Intent",
    "ItemReading",
    "ItemState",
    "NoticeReading",
    "OfficialText",
    "OfficialTexts",
    "Outcome",
    "OutcomeVerdict",
    "Pack",
    "Photo",
    "PhotoCheck",
    "PhotoRequirement",
    "PhotoTarget",
    "PolicyError",
    "Question",
    "Remaining",
    "RouteStep",
    "Statement",
    "StatementKind",
    "StepKind",
    "Submitter",
    "SubmitterKind",
    "Text",
    "citations",
    "draft_notice",
    "draw",
    "evaluate",
    "load_pack",
    "load_packs",
    "load_packs_from",
    "pack_named",
    "read_notice",
    "remaining_estimate",
    "turn_outcome",
    "turn_question",
]
