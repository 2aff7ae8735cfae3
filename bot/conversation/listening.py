"""A sentence in the middle of a conversation: an answer, news, a side question, a command, or nothing understood.

    listen(Talk(conversation, moment), "我是高级工程师")

The order matters: a plain answer to the open question first, because 没有 and 2024年3月5日 say nothing by themselves;
then what the sentence wants and says; then what it may answer beside other words. Nothing here guesses silently: what
was understood is shown and can be changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.conversation import wording
from bot.conversation.answers import Given, NotPossible, is_unsure, is_yes_or_no, read_answer, read_loosely
from bot.conversation.asides import ASIDES
from bot.conversation.hearing import Heard, hear, names_uncovered_place
from bot.conversation.notice_help import (
    COMPLETE,
    LONGEST,
    asks_for_draft,
    help_with_notice,
    judges_notice,
    looks_like_notice,
)
from bot.conversation.questions import OWN, PLACE
from bot.conversation.standing import case_for
from bot.conversation.state import Step
from bot.conversation.steps import (
    BESIDE,
    after_notice,
    ask_again,
    beside,
    explain,
    not_covered,
    other_matter,
    restart,
    step_back,
    take,
    want,
)
from bot.conversation.telling import Talk
from bot.conversation.turns import Link, Turn, understood_of
from bot.conversation.wording import say
from bot.understanding import Intent, Understanding, understand
from bot.understanding.normalise import is_readable, normalise
from policy import FactKind, Pack

_BACK = re.compile(
    r"(?:返回|后退|上一步|退回|退一步|回上一步|撤销|撤回|back|undo|go back|previous)(?:一步|上一步)?[。!！.]?"
)
_RESTART = re.compile(r"(?:重新开始|重来|从头(?:再来|开始)?|重新来|清空|restart|start over|start again|reset)[。!！.]?")
_WHY = re.compile(
    r"(?:为什么|为啥|干嘛|干吗|why)\s?(?:要|还|do you|are you)?\s?(?:问|知道|这么问|asking|ask)?.{0,6}[?？。]?"
    r"|问这个?(?:干|做)(?:什么|嘛|吗)?[?？。]?"
)
_GREETS = re.compile(
    r"你好|您好|哈[喽啰]|在吗|早上好|上午好|中午好|下午好|晚上好|谢谢|感谢|再见|\b(?:hi|hello|hey|thanks?|bye)\b"
)
# A place of a few words and nothing else, which must not be taken for a question of where to go.
_PLACE_ONLY = 12
# So short a statement is an answer to what was asked before it is anything else.
_ANSWER = 8
# Fewer characters are an answer that went wrong rather than a matter of their own.
_SENTENCE = 7


def listen(talk: Talk, text: str, *, first: bool = False) -> Turn:
    """The turn that follows a sentence. The first sentence of all answers nothing, as nothing was asked."""
    if len(text) > LONGEST:
        return talk.says(wording.TOO_LONG).turn()
    spoken = normalise(text)
    if not spoken:
        return talk.says(wording.UNREADABLE if text.strip() else wording.EMPTY).turn()
    turn = _command(talk, spoken) or _newspaper(talk, spoken, text) or (None if first else _plain_answer(talk, text))
    if turn:
        return turn
    if not is_readable(spoken):
        return talk.says(wording.UNREADABLE).turn()
    return _understood(talk, spoken, understand(text, talk.moment.on))


def _command(talk: Talk, spoken: str) -> Turn | None:
    if _BACK.fullmatch(spoken):
        return step_back(talk)
    if _RESTART.fullmatch(spoken):
        return restart(talk)
    return explain(talk) if _WHY.fullmatch(spoken) else None


def _plain_answer(talk: Talk, text: str) -> Turn | None:
    question = talk.question
    if question is None:
        return None
    if question.kind is FactKind.TEXT and understand(text, talk.moment.on).intent in ASIDES:
        return None
    reading = read_answer(question, text, talk.moment.on)
    if isinstance(reading, Given):
        return take(talk, question, reading.value)
    return talk.says(reading.sentence, **reading.details).turn() if isinstance(reading, NotPossible) else None


def _newspaper(talk: Talk, spoken: str, text: str) -> Turn | None:
    """A notice of loss, pasted or asked for."""
    pack = talk.standing.pack
    if pack and looks_like_notice(text):
        return _checked(talk, pack, text)
    if pack and asks_for_draft(spoken):
        helped = help_with_notice(pack, None, talk.language)
        talk = talk.adds(*helped.sentences)
        return talk.saying_also(replace(talk.saying, notice_help=helped)).turn()
    return None


def _checked(talk: Talk, pack: Pack, text: str) -> Turn:
    """A pasted notice is checked; that it is complete answers the question about it, that it is not is left to them.

    The reading of running text can fail on a right notice. A wrong "complete" is met again at the office and can be
    changed here; a wrong "deficient" would cost a second newspaper and six months.
    """
    helped = help_with_notice(pack, text, talk.language)
    talk = talk.adds(*helped.sentences)
    talk = talk.saying_also(replace(talk.saying, notice_help=helped))
    question = talk.question
    if question is None or helped.reading is None or not judges_notice(question):
        return talk.turn()
    if helped.reading.complete:
        return talk.plus(Step(facts=((question.id, COMPLETE),))).turn()
    return talk.says(wording.NOTICE_JUDGE).turn()


@dataclass(frozen=True, slots=True)
class _Sentence:
    """An understood sentence, with the talk before it and after it."""

    before: Talk
    after: Talk
    said: Understanding
    spoken: str
    heard: Heard

    @property
    def told(self) -> Talk:
        """The talk that it makes, with the news and what was kept against it in words."""
        news = self.after.news_since(self.before.standing)
        return self.after.adds(*news, *_kept(self.before, self.heard))

    @property
    def sure(self) -> Intent | None:
        """What it wants, where that is sure."""
        return None if self.said.choices else self.said.intent

    @property
    def moved(self) -> bool:
        """Whether it told something that the notice asks for, or the place."""
        before, after = self.before.standing, self.after.standing
        return before.pack is not after.pack or dict(before.known) != dict(after.known)

    @property
    def answered(self) -> bool:
        """Whether it told what the open question asks."""
        question, standing = self.before.question, self.after.standing
        if question is None or question.id in OWN:
            return False
        return standing.known.get(question.id) != self.before.standing.known.get(question.id)

    @property
    def only_a_place(self) -> bool:
        """Whether it does no more than name the place that was asked for."""
        question = self.before.question
        placed = self.before.standing.pack is None and self.after.standing.pack is not None
        return placed and question is not None and question.id == PLACE and len(self.spoken) <= _PLACE_ONLY


def _understood(talk: Talk, spoken: str, said: Understanding) -> Turn:
    """What the sentence wants and says, put into the conversation."""
    talk = talk.saying_also(replace(talk.saying, intent=said.intent, confidence=said.confidence))
    heard = hear(said, spoken, talk.standing, talk.moment)
    sentence = _Sentence(talk, _grown(talk, heard), said, spoken, heard)
    if sentence.only_a_place:
        return after_notice(sentence.told)
    # 有单位 alone resembles a question where to go; as an answer it says all that was asked.
    question = talk.question
    asked = question is not None and question.pack is not None and len(spoken) <= _ANSWER
    if question and asked and isinstance(reading := read_loosely(question, spoken), Given):
        return take(talk, question, reading.value)
    if sentence.sure in BESIDE:
        return beside(sentence.told, said.intent)
    standing = talk.standing
    return _within(sentence) if standing.case or (standing.intent and not standing.pack) else _begin(sentence)


def _grown(talk: Talk, heard: Heard) -> Talk:
    """The talk with what a sentence said; what was being changed is settled by its answer."""
    conversation = talk.conversation
    if heard.step:
        conversation = replace(conversation, steps=(*conversation.steps, heard.step))
    grown = talk.at(conversation)
    changed = conversation.changing
    if changed and talk.standing.known.get(changed) != grown.standing.known.get(changed):
        grown = grown.at(replace(conversation, changing=None))
    return grown


def _kept(talk: Talk, heard: Heard) -> tuple[str, ...]:
    """Answers that were kept against a contrary word; they can be changed."""
    known = {each.fact: each for each in understood_of(talk.standing, talk.language)}
    return tuple(
        say(wording.KEPT_ANSWER, talk.language, label=known[fact].label, value=known[fact].text)
        for fact in heard.kept
        if fact in known
    )


def _begin(sentence: _Sentence) -> Turn:
    """A sentence while no matter is known."""
    talk, question = _located(sentence), sentence.before.question
    waits = talk.conversation.aside is not None and talk.standing.pack is not None
    if waits and sentence.sure in (None, Intent.GREETING, Intent.OUT_OF_SCOPE):
        return after_notice(talk)
    if question and question.id in OWN and is_yes_or_no(sentence.spoken):
        return ask_again(sentence.before, question, wording.NOT_UNDERSTOOD)
    if sentence.said.choices:
        return talk.at(replace(talk.conversation, offered=sentence.said.choices)).turn()
    return _wanted(sentence)


def _wanted(sentence: _Sentence) -> Turn:
    """What a sentence surely wants, begun; with all that it says it is one step, so that one step back undoes it."""
    intent, talk = sentence.said.intent, _located(sentence)
    if intent is Intent.GREETING and not _GREETS.search(sentence.spoken):
        return talk.says(wording.TELL_ME).turn()
    if intent in (Intent.GREETING, Intent.OUT_OF_SCOPE):
        return want(talk, intent)
    step = replace(sentence.heard.step, intent=intent)
    begun = sentence.before.at(sentence.before.conversation.plus(step))
    return begun.adds(*_uncovered(sentence), *begun.news_since(sentence.before.standing)).turn()


def _located(sentence: _Sentence) -> Talk:
    """The talk that a sentence makes, with a word where it names a place whose rules the guide does not know."""
    return sentence.told.adds(*_uncovered(sentence))


def _uncovered(sentence: _Sentence) -> tuple[str, ...]:
    talk = sentence.after
    if talk.standing.pack is None and names_uncovered_place(sentence.said, talk.moment):
        return (not_covered(talk.moment, talk.language),)
    return ()


def _within(sentence: _Sentence) -> Turn:
    """A sentence within a matter: news moves it on; another matter is offered, or begun where nothing can be lost."""
    before, question = sentence.before, sentence.before.question
    if sentence.sure is Intent.GREETING and _GREETS.search(sentence.spoken):
        return want(sentence.told, Intent.GREETING)
    other = _other_matter(sentence)
    if other and (question is None or before.standing.pack is None):
        return _wanted(sentence)
    if other and not sentence.answered:
        return other_matter(before, other)
    if sentence.moved or sentence.heard.kept:
        return sentence.told.turn()
    if question and isinstance(reading := read_loosely(question, sentence.spoken), Given):
        return take(before, question, reading.value)
    return _not_understood(sentence)


def _other_matter(sentence: _Sentence) -> Intent | None:
    """The matter that a sentence surely wants, where it is not the one at hand."""
    intent, standing = sentence.sure, sentence.after.standing
    if intent in (None, Intent.GREETING, Intent.OUT_OF_SCOPE):
        return None
    if standing.pack is None:
        return intent if intent is not standing.intent else None
    same = standing.case is not None and case_for(standing.pack, intent) == standing.case
    return None if same else intent


def _not_understood(sentence: _Sentence) -> Turn:
    """Nothing in it answers the open question: says so, or what else helps."""
    talk, question = sentence.told, sentence.before.question
    if question is None:
        return _after_the_end(sentence)
    if is_unsure(sentence.spoken) and question.help:
        return talk.says(wording.HOW_TO_FIND_OUT, help=say(question.help, talk.language)).turn()
    if sentence.sure is Intent.OUT_OF_SCOPE and len(sentence.spoken) >= _SENTENCE:
        return talk.says(wording.NOT_MINE).turn()
    if sentence.heard.step:
        return talk.says(wording.NOTED).turn()
    if _uncovered(sentence):
        return _located(sentence).turn()
    return ask_again(talk, question, wording.NOT_UNDERSTOOD)


def _after_the_end(sentence: _Sentence) -> Turn:
    """A sentence after an outcome that brings nothing: likely matters are offered beside the outcome, which stays."""
    talk, offered = sentence.told, sentence.said.choices
    if not offered:
        return talk.says(wording.OUT_OF_SCOPE if sentence.sure is Intent.OUT_OF_SCOPE else wording.NOTED).turn()
    links = tuple(Link("intent", say(wording.INTENTS[intent], talk.language), intent.value) for intent in offered)
    talk = talk.says(wording.UNSURE)
    return talk.saying_also(replace(talk.saying, choices=offered, links=links)).turn()
