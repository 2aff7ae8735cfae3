"""A sentence in the middle of a conversation: an answer, news, a side question, a command, or nothing understood.

The order matters: a plain answer to the open question first, because 没有 and 2024年3月5日 say nothing by themselves;
then what the sentence wants and says; then what it may answer beside other words. Nothing here guesses silently: what
was understood is shown and can be changed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation import wording
from bot.conversation.answers import Given, NotPossible, is_unsure, read_answer, read_loosely
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
from bot.conversation.questions import OWN, Question, open_question
from bot.conversation.standing import Moment, Standing, case_for, replay
from bot.conversation.state import Conversation, Step
from bot.conversation.steps import (
    after_notice,
    ask_again,
    beside,
    explain,
    impossible,
    not_covered,
    other_matter,
    restart,
    step_back,
    take,
    want,
)
from bot.conversation.telling import Saying, tell
from bot.conversation.turns import Turn, understood_of
from bot.conversation.wording import say
from bot.understanding import Intent, Understanding, understand
from bot.understanding.normalise import is_readable, normalise
from messages import Language
from policy import FactKind, Pack

_BACK = re.compile(
    r"(?:返回|后退|上一步|退回|退一步|回上一步|撤销|撤回|back|undo|go back|previous)(?:一步|上一步)?[。!！]?"
)
_RESTART = re.compile(r"(?:重新开始|重来|从头(?:再来|开始)?|重新来|清空|restart|start over|start again|reset)[。!！]?")
_WHY = re.compile(
    r"(?:为什么|为啥|干嘛|干吗|问这个?(?:干|做)|why)(?:要|还)?(?:问|知道|这么问|do you ask|ask)?.{0,6}[?？。]?"
)


def listen(
    conversation: Conversation,
    moment: Moment,
    text: str,
    *,
    said: Saying,
    language: Language | None = None,
) -> Turn:
    """The turn that follows a sentence; at the start, the sentence's own language is taken where none is given."""
    tongue = conversation.language
    if len(text) > LONGEST:
        return tell(conversation, moment, said.plus(say(wording.TOO_LONG, tongue)))
    spoken = normalise(text)
    standing = replay(conversation, moment)
    question = open_question(conversation, standing, moment)
    if not spoken:
        sentence = wording.UNREADABLE if text.strip() else wording.EMPTY
        return tell(conversation, moment, said.plus(say(sentence, tongue)))
    if turn := _command(conversation, moment, spoken, said):
        return turn
    if standing.pack and (looks_like_notice(text) or asks_for_draft(spoken)):
        return _newspaper(conversation, moment, standing.pack, question, text, said)
    if question and conversation.steps and (turn := _plain_answer(conversation, moment, question, text, said)):
        return turn
    if not is_readable(spoken):
        return tell(conversation, moment, said.plus(say(wording.UNREADABLE, tongue)))
    heard = understand(text, moment.on)
    if not conversation.steps and language is None:
        conversation = replace(conversation, language=heard.language)
    return _understood(conversation, moment, heard, spoken, said)


def _command(conversation: Conversation, moment: Moment, spoken: str, said: Saying) -> Turn | None:
    if _BACK.fullmatch(spoken):
        return step_back(conversation, moment, said)
    if _RESTART.fullmatch(spoken):
        return restart(conversation, moment)
    return explain(conversation, moment, said) if _WHY.fullmatch(spoken) else None


def _plain_answer(
    conversation: Conversation, moment: Moment, question: Question, text: str, said: Saying
) -> Turn | None:
    if question.kind is FactKind.TEXT and understand(text, moment.on).intent in ASIDES:
        return None
    reading = read_answer(question, text, moment.on)
    if isinstance(reading, Given):
        return take(conversation, moment, question, reading.value, said)
    return impossible(conversation, moment, reading, said) if isinstance(reading, NotPossible) else None


def _newspaper(
    conversation: Conversation, moment: Moment, pack: Pack, question: Question | None, text: str, said: Saying
) -> Turn:
    """A pasted notice is checked; that it is complete answers the question about it, that it is not is left to them.

    The reading of running text can fail on a right notice. A wrong "complete" is met again at the office and can be
    changed here; a wrong "deficient" would cost a second newspaper and six months.
    """
    language = conversation.language
    helped = help_with_notice(pack, text if looks_like_notice(text) else None, language)
    said = replace(said.plus(*helped.sentences), notice_help=helped)
    if question and judges_notice(question) and helped.reading:
        if helped.reading.complete:
            return tell(conversation.plus(Step(facts=((question.id, COMPLETE),))), moment, said)
        said = said.plus(say(wording.NOTICE_JUDGE, language))
    return tell(conversation, moment, said)


def _understood(conversation: Conversation, moment: Moment, said: Understanding, spoken: str, saying: Saying) -> Turn:
    """What the sentence wants and says, put into the conversation."""
    before = replay(conversation, moment)
    heard = hear(said, spoken, before, moment)
    grown = _grown(conversation, heard.step)
    after = replay(grown, moment)
    saying = replace(saying, intent=said.intent, confidence=said.confidence)
    saying = saying.plus(*_news(conversation, before, after, heard))
    if said.intent in ASIDES and not said.choices:
        return beside(grown, moment, said.intent, saying)
    if said.intent is Intent.VERIFY and not said.choices:
        return beside(grown, moment, said.intent, saying)
    if before.pack is None and after.pack is None and names_uncovered_place(said, moment):
        saying = saying.plus(not_covered(conversation, moment))
    if before.case or (before.intent and before.pack is None):
        return _within(conversation, grown, moment, said, spoken, heard, saying)
    return _begin(grown, moment, said, saying)


def _grown(conversation: Conversation, step: Step) -> Conversation:
    """The conversation with what a sentence said; what was being asked stays open until it is answered."""
    return replace(conversation, steps=(*conversation.steps, step)) if step else conversation


def _begin(grown: Conversation, moment: Moment, said: Understanding, saying: Saying) -> Turn:
    """A sentence while no matter is known."""
    if said.choices:
        if grown.aside and replay(grown, moment).pack:
            return after_notice(grown, moment, saying)
        return tell(replace(grown, offered=said.choices), moment, saying)
    if grown.aside and replay(grown, moment).pack and said.intent in (Intent.GREETING, Intent.OUT_OF_SCOPE):
        return after_notice(grown, moment, saying)
    return want(grown, moment, said.intent, saying)


def _within(
    conversation: Conversation,
    grown: Conversation,
    moment: Moment,
    said: Understanding,
    spoken: str,
    heard: Heard,
    saying: Saying,
) -> Turn:
    """A sentence within a matter: news moves it on; another matter is offered, or begun after an outcome."""
    before, after = replay(conversation, moment), replay(grown, moment)
    question = open_question(conversation, before, moment)
    if not said.choices and said.intent is Intent.GREETING:
        return want(grown, moment, said.intent, saying)
    other = not said.choices and said.intent is not Intent.OUT_OF_SCOPE and not _same_matter(after, said.intent)
    if other and question is None:
        return want(grown, moment, said.intent, saying)
    if _moved(before, after) or heard.kept:
        changed = grown if not conversation.changing else _settled(conversation, grown, before, after)
        return tell(changed, moment, saying)
    if question and isinstance(reading := read_loosely(question, spoken), Given):
        return take(conversation, moment, question, reading.value, saying)
    if other:
        return other_matter(conversation, moment, before, said.intent, saying)
    return _not_understood(conversation, moment, question, said, spoken, saying)


def _settled(conversation: Conversation, grown: Conversation, before: Standing, after: Standing) -> Conversation:
    """What was being changed is settled once its answer is another."""
    fact = conversation.changing or ""
    return replace(grown, changing=None) if before.known.get(fact) != after.known.get(fact) else grown


def _same_matter(standing: Standing, intent: Intent) -> bool:
    if standing.pack is None:
        return standing.intent is intent
    case = case_for(standing.pack, intent)
    return case is not None and case == standing.case


def _moved(before: Standing, after: Standing) -> bool:
    return before.pack is not after.pack or dict(before.known) != dict(after.known) or before.slots != after.slots


def _not_understood(
    conversation: Conversation,
    moment: Moment,
    question: Question | None,
    said: Understanding,
    spoken: str,
    saying: Saying,
) -> Turn:
    language = conversation.language
    if question is None:
        if said.choices:
            return tell(replace(conversation, offered=said.choices), moment, saying)
        return tell(conversation, moment, saying.plus(say(wording.OUT_OF_SCOPE, language)))
    if is_unsure(spoken) and question.help:
        return tell(
            conversation, moment, saying.plus(say(wording.HOW_TO_FIND_OUT, language, help=say(question.help, language)))
        )
    return tell(conversation, moment, saying.plus(*ask_again(question, conversation, wording.NOT_UNDERSTOOD)))


def _news(conversation: Conversation, before: Standing, after: Standing, heard: Heard) -> tuple[str, ...]:
    """What was newly understood, and what was kept against a contrary word; both can be changed."""
    language = conversation.language
    colon, comma = ("：", "；") if language == "zh" else (": ", "; ")
    known = {each.fact: each for each in understood_of(before, language)}
    told = [each for each in understood_of(after, language) if known.get(each.fact) != each and each.fact not in OWN]
    facts = comma.join(f"{each.label}{colon}{each.text}" for each in told)
    kept = [say(wording.KEPT_ANSWER, language, label=known[fact].label, value=known[fact].text) for fact in heard.kept]
    return (*([say(wording.UNDERSTOOD, language, facts=facts)] if facts else []), *kept)
