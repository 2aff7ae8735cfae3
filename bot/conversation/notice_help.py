"""The newspaper notice of a lost certificate: is every required item in it, and how would a right one read.

    help_with_notice(pack, "遗失声明：张三，男，……", "zh").sentences

The text is read and forgotten: no part of it enters a conversation's state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.conversation import wording
from bot.conversation.questions import Question
from bot.conversation.wording import say
from messages import Language
from policy import Case, FactKind, ItemState, NoticeReading, Pack, citations, draft_notice, read_notice

LONGEST = 4000
"""Characters of a pasted text that are read."""

_LOSS = re.compile(r"遗失|丢失|遗落|不慎|作废|失窃|被盗")
_DECLARES = re.compile(r"[声申]明|作废|登报|刊登")
_ASKS_FOR_DRAFT = re.compile(
    r"(?:[声申]明|登报|报纸).{0,8}(?:怎么写|如何写|怎样写|写什么|写些什么|范本|模板|样本|格式|草稿|内容)"
    r"|(?:写|起草|草拟|给).{0,6}(?:遗失)?[声申]明|\bdraft\b|\bnotice template\b"
)
_SHORTEST = 16


@dataclass(frozen=True, slots=True)
class NoticeHelp:
    """What the guide says about a newspaper notice. `reading` is absent where only a draft was wanted."""

    pack: Pack
    reading: NoticeReading | None
    draft: str
    sentences: tuple[str, ...]

    def as_dict(self, language: Language) -> dict[str, object]:
        """Plain values: whether it is complete, each required item with what was found, and a draft."""
        items = self.reading.items if self.reading else ()
        clauses = self.pack.lost_notice.clauses if self.pack.lost_notice else ()
        return {
            "complete": self.reading.complete if self.reading else None,
            "items": [
                {
                    "id": item.id,
                    "text": item.name.say(language),
                    "state": item.state.value,
                    "found": item.found,
                    "hint": item.hint.say(language),
                }
                for item in items
            ],
            "draft": self.draft,
            "said": list(self.sentences),
            "clauses": list(clauses),
            "citations": citations(self.pack, clauses),
        }


def looks_like_notice(text: str) -> bool:
    """Whether a text is a pasted notice of loss rather than a question about one."""
    asks = re.search(r"[?？]|吗|怎么|如何|多少", text)
    return len(text) >= _SHORTEST and not asks and bool(_LOSS.search(text)) and bool(_DECLARES.search(text))


def asks_for_draft(text: str) -> bool:
    """Whether a short text wants to know how a notice is written."""
    return len(text) <= 40 and bool(_ASKS_FOR_DRAFT.search(text))


def help_with_notice(pack: Pack, text: str | None, language: Language) -> NoticeHelp:
    """Check a text, or only draft one for None. Says so where the notice at hand requires no particular items."""
    if pack.lost_notice is None:
        said = say(wording.NO_RULE_FOR_NOTICE, language, citation=pack.notice.citation)
        return NoticeHelp(pack, None, "", (said,))
    if not text or not text.strip():
        return NoticeHelp(pack, None, draft_notice(pack), (say(wording.NOTICE_DRAFT, language),))
    reading = read_notice(pack, text[:LONGEST])
    draft = draft_notice(pack, reading)
    if reading.complete:
        return NoticeHelp(pack, reading, draft, (say(wording.NOTICE_COMPLETE, language),))
    fails = say(wording.NOTICE_FAILS, language, faults=_faults(reading, language))
    return NoticeHelp(pack, reading, draft, (fails, say(wording.NOTICE_DRAFT, language)))


def _faults(reading: NoticeReading, language: Language) -> str:
    comma = "、" if language == "zh" else ", "
    said = []
    for state, sentence in (
        (ItemState.MISSING, wording.NOTICE_MISSING),
        (ItemState.UNCLEAR, wording.NOTICE_UNCLEAR),
    ):
        names = [item.name.say(language) for item in reading.items if item.state is state]
        if names:
            said.append(say(sentence, language, items=comma.join(names)))
    return ("；" if language == "zh" else "; ").join(said)


def judges_notice(question: Question | None) -> bool:
    """Whether the open question is whether the printed notice is complete; it rests on the rule of the items."""
    if question is None or question.pack is None or question.pack.lost_notice is None:
        return False
    same_rule = set(question.pack.lost_notice.clauses) <= set(question.clauses)
    return question.kind is FactKind.CHOICE and question.option(COMPLETE) is not None and same_rule


COMPLETE = "complete"
"""The choice that says that a printed notice has every item."""


def wants_notice(case: Case) -> bool:
    """Whether a case is about a lost certificate."""
    return any(intent.value == "lost" for intent in case.intents)
