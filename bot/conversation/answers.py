"""Reads what a person types as the answer to a question: yes and no in many words, choices, days.

    read_answer(question, "还没有", on)        # Given("not_yet")
    read_answer(question, "2024年2月30日", on) # NotPossible(wording.NO_SUCH_DAY)
    read_answer(question, "多少钱", on)        # None: it is no answer, and may be a question of their own

Pure; raises nothing for any text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from bot.conversation import wording
from bot.conversation.questions import Option, Question
from bot.conversation.standing import WRITTEN_BY_HAND
from bot.conversation.state import Value
from bot.conversation.wording import Wording
from bot.understanding.clauses import denied
from bot.understanding.dates import find_dates
from bot.understanding.features import speaks_of_handing_in
from bot.understanding.normalise import normalise
from policy import FactKind
from policy.notice_dates import dates_in

_WORDS = Path(__file__).parent / "data" / "choice_words.txt"
_MARKS = re.compile(r"[\s,.!?;:~…，。！？；：、\"“”()（）\[\]【】]+")
_POLITE = re.compile(r"^(?:嗯+|呃|啊|哦|那个|应该|当然|确实|我选|我选择|选择?|就是|well|i think)+(?=.)")
_PARTICLES = re.compile(r"(?<=.)(?:的|了|啊|呀|吧|哦|呢|哈|嘛|噢|喔|的话|谢谢|please|thanks)+$")
_YES = re.compile(
    r"(?:是|对|没错|不错|正确|有|在|办|签|嗯+|恩+|好|行|可以|肯定|已经?有?|都有|都在|还在|还有|还在做|在做|做|满足|符合|可以是|"
    r"y|ye[sp]s?|yeah|yup|sure|ok|okay|true|right|correct|of course|i do|i have|it is"
    r"|it was|i am)"
)
_NO = re.compile(
    r"(?:否|不|不是|不对|没|没有|还没|还没有|无|未|不在|没在|不做|不再|还?没(?:办|签|调|登|交|做)|从未|从来没有|都没有?|不符合|不满足|"
    r"n|no|nope|not|not yet|nah|never|false|wrong|none|i don'?t|i do not|i haven'?t|it isn'?t|i am not)"
)
_DENIES = re.compile(r"没|不|未|无|\bnot?\b|n't\b")
_EMPTY_WORDS = frozenset("我们的了过来去有没不未无已经还在是都就也现目前啊呀吧 ,.。，!！")
_ASKING = re.compile(
    r"[?？]|吗|呢$|什么|怎么|多少|哪|为何|能不能|可不可以|要不要|是不是|有没有|\b(?:what|how|why|can|may|where)\b"
)
_UNSURE = re.compile(
    r"不知道|不确定|不记得|忘了|忘记了|不懂|不太清楚|说不清|i don'?t know|not sure|no idea|unsure|^(?:我|也)*不清楚了?$"
)
_NUMBERED = re.compile(r"(?:第|选项?|no|number|option)*([0-9]{1,2}|[一二三四五六七八九十])(?:个|项|号)?")
_FIGURES = {figure: at for at, figure in enumerate("零一二三四五六七八九十")}
_COMPACT_DAY = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_TO_COME = re.compile(r"明天|后天|大后天|下周|下个?月|明年|后年|tomorrow|next (?:week|month|year)")
_SPLIT = re.compile(r"[、，。；（）();,/ ]+|\bor\b")
_SHORT = 24
# Longer statements tell more than one thing; what they mention in passing answers nothing.
_STATEMENT = 16


@dataclass(frozen=True, slots=True)
class Given:
    """The answer that the words mean."""

    value: Value


@dataclass(frozen=True, slots=True)
class NotPossible:
    """The words are an answer that cannot be; the sentence says what to do."""

    sentence: Wording
    details: Mapping[str, object] = field(default_factory=dict)


Reading = Given | NotPossible | None


def read_answer(question: Question, text: str, on: date) -> Reading:
    """What a text, taken as a whole, answers to a question; None where it is no plain answer."""
    spoken = normalise(text)
    if question.kind is FactKind.DATE:
        return _read_day(spoken, on)
    if question.kind is FactKind.TEXT:
        return Given(WRITTEN_BY_HAND) if spoken else None
    bare = _bare(spoken)
    if not bare or is_unsure(spoken):
        return None
    if option := _by_number(question, bare):
        return _given(question, option)
    if question.kind is FactKind.YES_NO and (yes := _yes_or_no(bare)) is not None:
        return Given(yes)
    option = _by_words(question, bare, spoken) or _by_half(question, bare) or _by_part(question, bare)
    return _given(question, option) if option else None


def read_loosely(question: Question, text: str) -> Reading:
    """What a short statement answers beside other words; tried only after nothing else was understood."""
    spoken = normalise(text)
    if len(spoken) > _STATEMENT or _ASKING.search(spoken) or is_unsure(spoken) or speaks_of_handing_in(spoken):
        return None
    if question.kind is FactKind.YES_NO:
        yes = _yes_by_first_words(spoken) if _yes_by_first_words(spoken) is not None else _stated(question, spoken)
        return None if yes is None else Given(yes)
    if question.kind is not FactKind.CHOICE:
        return None
    option = _mentioned(question, spoken)
    return _given(question, option) if option else None


def is_unsure(text: str) -> bool:
    """Whether a short text says that the person does not know."""
    return len(text) <= _SHORT and bool(_UNSURE.search(text.lower()))


def is_yes_or_no(text: str) -> bool:
    """Whether a text says yes or no and nothing else."""
    return _yes_or_no(_bare(normalise(text))) is not None


def _given(question: Question, option: Option) -> Given:
    return Given(option.id == "yes") if question.kind is FactKind.YES_NO else Given(option.id)


def _bare(spoken: str) -> str:
    """A text without marks, polite openings and particles: 嗯，是的。 → 是."""
    if len(spoken) > _SHORT * 3:
        return ""
    text = _MARKS.sub(" ", spoken.replace("’", "'")).strip()
    text = _POLITE.sub("", text).strip() or text
    return _PARTICLES.sub("", text).strip() or text


def _by_number(question: Question, bare: str) -> Option | None:
    found = _NUMBERED.fullmatch(bare)
    if not found:
        return None
    place = _FIGURES.get(found[1]) or (int(found[1]) if found[1].isdigit() else 0)
    return question.options[place - 1] if 1 <= place <= len(question.options) else None


def _yes_or_no(bare: str) -> bool | None:
    for word in dict.fromkeys((bare, bare.replace(" ", ""))):
        if _YES.fullmatch(word):
            return True
        if _NO.fullmatch(word):
            return False
    return None


def _yes_by_first_words(spoken: str) -> bool | None:
    """是的，去年就调过来了: the first word before a mark."""
    first, *rest = _MARKS.split(spoken, maxsplit=1)
    return _yes_or_no(_PARTICLES.sub("", first) or first) if rest else None


def _stated(question: Question, spoken: str) -> bool | None:
    """档案还没调过来: a statement of what the question names and nothing more, denied or not."""
    label = question.label.zh if question.label else ""
    named = any(label[at : at + 2] in spoken for at in range(len(label) - 1))
    # 单位不盖章 names the unit too, but says something else of it.
    more = [character for character in spoken if character not in label and character not in _EMPTY_WORDS]
    return not _DENIES.search(spoken) if named and not more else None


def _by_words(question: Question, bare: str, spoken: str) -> Option | None:
    """The one option of which the whole text is the id, the label, a part of the label, or another word."""
    whole = {bare, bare.replace(" ", ""), spoken}
    found = [option for option in question.options if whole & _names(question, option)]
    return found[0] if len(found) == 1 else None


def _by_half(question: Question, bare: str) -> Option | None:
    """A choice of two that is asked like yes or no (…吗？): yes is the first, no the second."""
    yes = _yes_or_no(bare) if len(question.options) == 2 and question.text.zh.endswith("吗？") else None
    return None if yes is None else question.options[0 if yes else 1]


def _by_part(question: Question, bare: str) -> Option | None:
    """The one option whose label holds the text: 湖北 for 湖北省."""
    found = [option for option in question.options if len(bare) > 1 and bare in normalise(option.words.zh)]
    return found[0] if len(found) == 1 else None


def _mentioned(question: Question, spoken: str) -> Option | None:
    """The one option of which a name stands in the text and is not denied; the longest name decides."""
    found: list[tuple[int, str]] = []
    for option in question.options:
        for name in _names(question, option):
            at = spoken.find(name) if len(name) > 1 else -1
            if at >= 0 and not denied(spoken, at, at + len(name)):
                found.append((len(name), option.id))
    longest = {option_id for length, option_id in found if length == max(found)[0]}
    return question.option(longest.pop()) if len(longest) == 1 else None


def _names(question: Question, option: Option) -> frozenset[str]:
    """What an option may be called: parts of labels that only it has, its id, and the words of the list."""
    others = {part for other in question.options if other is not option for part in _parts(other)}
    return (_parts(option) - others) | {option.id} | choice_words().get(option.id, frozenset())


@cache
def _parts(option: Option) -> frozenset[str]:
    labels = (normalise(option.words.zh), normalise(option.words.en))
    parts = [part for label in labels for part in (label, *_SPLIT.split(label))]
    return frozenset(part for part in (*parts, option.id) if len(part) > 1 or part in {"是", "否"})


@cache
def choice_words() -> Mapping[str, frozenset[str]]:
    """Other words for choices, by their id."""
    lines = [line.partition(":") for line in _WORDS.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {choice.strip(): frozenset(words.split()) for choice, _, words in lines}


def _read_day(spoken: str, on: date) -> Reading:
    written = _COMPACT_DAY.sub(r"\1-\2-\3", spoken) if len(spoken) <= _SHORT else spoken
    said = find_dates(written, on)
    if len(said) == 1:
        exact = said[0].value.exact
        if exact is None:
            return NotPossible(wording.NEED_THE_DAY, {"heard": str(said[0].value)})
        return NotPossible(wording.DAY_TO_COME) if exact > on else Given(exact)
    if any(not day.exists for day in dates_in(written)):
        return NotPossible(wording.NO_SUCH_DAY)
    return NotPossible(wording.DAY_TO_COME) if _TO_COME.search(spoken) else None
