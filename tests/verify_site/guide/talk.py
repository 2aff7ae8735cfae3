"""How the guide's tests talk: forms as a browser without a script sends them, and links that lead anywhere at once.

talk = Talk(client)
talk.say("证书丢了").answer("hubei-2013-80").text        what a reader sees of the page
link_to(OutcomeVerdict.REFUSE)                           the token of a conversation that ends so
"""

from __future__ import annotations

import random
import re
from functools import cache
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.conversation import Conversation
from bot.conversation.state import Step
from bot.conversation.tokens import write_token
from messages import Language
from policy import Answer, Ask, FactKind, Outcome, OutcomeVerdict, Pack, evaluate, load_packs
from policy.evaluation import answers_for, situated
from verify_site.guide.turns import today

ADDRESS = re.compile(r'data-address="([^"]+)"')


def seen(html: str) -> str:
    """What a reader sees of a page's main part."""
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", "<main" + main)))


class Talk:
    """One person's conversation, by forms alone."""

    def __init__(self, client: FlaskClient, query: str = "") -> None:
        self.client = client
        self.query = query
        self.address = f"/guide{query}"
        self.page: TestResponse

    def send(self, **fields: str) -> Talk:
        """Send a form of the page and follow where it leads."""
        self.page = self.client.post(self.address, data=fields, follow_redirects=True)
        assert self.page.status_code < 500
        if found := ADDRESS.search(self.page.text):
            self.address = unescape(found[1])
        return self

    def say(self, text: str) -> Talk:
        """A sentence in the box."""
        return self.send(text=text)

    def answer(self, value: str) -> Talk:
        """One of the buttons."""
        assert f'name="answer" value="{value}"' in self.page.text, self.text
        return self.send(answer=value)

    def answers(self, *values: str) -> Talk:
        """Several buttons, one after the other."""
        for value in values:
            self.answer(value)
        return self

    def day(self, year: str, month: str, day: str) -> Talk:
        """The three fields of a date."""
        return self.send(year=year, month=month, day=day)

    @property
    def text(self) -> str:
        """What the page says."""
        return seen(self.page.text)

    @property
    def question(self) -> str:
        """The heading."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page.text, re.DOTALL)
        assert found
        return unescape(found[1])


def token_of(pack: Pack, case: str, facts: dict[str, Answer], language: Language = "zh") -> str:
    """A link to a conversation in which these facts are known."""
    step = Step(notice=pack.id, case=case, facts=tuple(facts.items()))
    return write_token(Conversation(day=today(), language=language, steps=(step,)))


@cache
def link_to(verdict: OutcomeVerdict) -> str:
    """A link to an outcome with this verdict, found by answering at random."""
    chance = random.Random(20261121)
    for _ in range(4000):
        pack = chance.choice(list(load_packs().values()))
        case = chance.choice(list(pack.cases))
        facts: dict[str, Answer] = {}
        while isinstance(result := evaluate(pack, case, facts, today()), Ask):
            fact = result.question.id
            facts[fact] = chance.choice(answers_for(situated(pack, case, facts, today()), fact))
        assert isinstance(result, Outcome)
        if result.verdict is verdict:
            return token_of(pack, case, facts)
    raise AssertionError(f"no case ends with {verdict}")


@cache
def link_asking(kind: FactKind) -> str:
    """A link to a question of this kind."""
    chance = random.Random(20261121)
    for _ in range(4000):
        pack = chance.choice(list(load_packs().values()))
        case = chance.choice(list(pack.cases))
        facts: dict[str, Answer] = {}
        while isinstance(result := evaluate(pack, case, facts, today()), Ask):
            if result.question.kind is kind:
                return token_of(pack, case, facts)
            fact = result.question.id
            facts[fact] = chance.choice(answers_for(situated(pack, case, facts, today()), fact))
    raise AssertionError(f"no case asks for {kind}")


def verdicts() -> list[OutcomeVerdict]:
    """The verdicts that some outcome of some pack has."""
    used = {rule.verdict for pack in load_packs().values() for case in pack.cases.values() for rule in case.outcomes}
    return [verdict for verdict in OutcomeVerdict if verdict in used]
