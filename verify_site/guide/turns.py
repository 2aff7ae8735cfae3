"""The guide's conversation as the web meets it: today's date, the language, and no reply that could break it.

    begin("证书丢了")                          -> a Turn, in the sentence's own language
    go_on(token, Words("什么时候能办"), "zh")   -> the next Turn; the same one again where the reply cannot be taken

Nothing is stored, and nothing that a person typed leaves the request that carried it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.conversation import Answer, Back, Change, Choose, Chosen, Reply, Restart, Turn, Why, Words
from bot.conversation import reply as reply_to
from bot.conversation import resume as resume_at
from bot.conversation import start as start_with
from bot.understanding.errors import BotError
from messages import Language, SpokenError
from verify_site.language import CHINA

ANSWER_OF_A_DATE = ("year", "month", "day")


def today() -> date:
    """The day in China, where every deadline of a notice runs."""
    return datetime.now(CHINA).date()


def begin(
    text: str | None = None, *, notice: str | None = None, case: str | None = None, language: Language | None = None
) -> Turn:
    """The first turn; without a language, in that of the sentence."""
    return start_with(text, notice=notice, case=case, on=today(), language=language)


def go_on(token: str, given: Reply, language: Language | None) -> Turn:
    """The next turn; where the conversation cannot take the reply, the same turn with a sentence that says why."""
    try:
        return reply_to(token, given, on=today(), language=language)
    except BotError as refused:
        return saying(resume_at(token, on=today(), language=language), refused)


def take_up(token: str, language: Language | None) -> Turn:
    """The turn at which a link was left."""
    return resume_at(token, on=today(), language=language)


def saying(turn: Turn, refused: SpokenError) -> Turn:
    """The same turn, with what is wrong said first."""
    return replace(turn, said=(refused.say(turn.language), *turn.said))


def reply_of(form: Mapping[str, str]) -> Reply:
    """What a page's form says; the first of its known fields counts, and no field is an empty sentence."""
    if "answer" in form:
        return Answer(form["answer"])
    if any(part in form for part in ANSWER_OF_A_DATE):
        return Answer(_day(form))
    if "change" in form:
        return Change(form["change"])
    if "choose" in form and (chosen := _chosen(form["choose"])):
        return chosen
    for name, given in (("back", Back()), ("restart", Restart()), ("why", Why())):
        if name in form:
            return given
    return Words(form.get("text", ""))


def _day(form: Mapping[str, str]) -> str:
    """Three fields as one day in ISO; nothing unless all are numbers, because a guess from a part would be a guess."""
    year, month, day = (form.get(part, "").strip()[:12] for part in ANSWER_OF_A_DATE)
    if not all(part.isdecimal() for part in (year, month, day)):
        return ""
    # int() reads full-width digits too.
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"


def _chosen(text: str) -> Choose | None:
    what, _, value = text.partition(":")
    return Choose(Chosen(what), value) if what in list(Chosen) else None
