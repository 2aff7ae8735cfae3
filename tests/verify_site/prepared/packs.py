"""Conversations that lead to a pack, and how a pack is read."""

from __future__ import annotations

import io
import random
import zipfile
from functools import cache

from policy import Answer, Ask, Outcome, Pack, evaluate, load_packs
from policy.evaluation import answers_for, situated
from tests.documents.paper import copied_text
from tests.verify_site.guide.talk import token_of
from verify_site.guide.turns import today
from verify_site.guide.view import worth_preparing

EFFECT_CASES = tuple(
    (pack.id, case.id) for pack in load_packs().values() for case in pack.cases.values() if case.effect is not None
)


def answered(pack: Pack, case: str, chance: random.Random) -> tuple[Outcome, dict[str, Answer]]:
    """A case answered at random to its end."""
    facts: dict[str, Answer] = {}
    while isinstance(result := evaluate(pack, case, facts, today()), Ask):
        fact = result.question.id
        facts[fact] = chance.choice(answers_for(situated(pack, case, facts, today()), fact))
    return result, facts


@cache
def link_to_pack(notice: str, case: str, verdict: str = "") -> str:
    """The token of a conversation that ends with papers to prepare, in one verdict or in any."""
    pack, chance = load_packs()[notice], random.Random(20261121)
    for _ in range(3000):
        outcome, facts = answered(pack, case, chance)
        if worth_preparing(outcome) and verdict in ("", outcome.verdict.value):
            return token_of(pack, case, facts)
    raise AssertionError(f"no outcome of {notice} {case} {verdict} has a pack")


def files_of(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(pdf: bytes) -> str:
    """What a reader copies out of a PDF, without white space."""
    return "".join(copied_text(pdf))


def word_text(docx: bytes) -> str:
    """The document part of a DOCX file, as its XML."""
    return files_of(docx)["word/document.xml"].decode()
