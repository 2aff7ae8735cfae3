"""What evaluation answers: a question, or an outcome made of statements that each cite their clauses.

The types follow the turn contract in the design. Wordings carry both languages; `policy.turns` makes JSON of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policy.schema import Authority, Choice, Form, Notice, Submitter, Text
from policy.vocabulary import Effect, FactKind, Handler, OutcomeVerdict, StatementKind, StepKind


@dataclass(frozen=True)
class Question:
    """One fact to ask; `choices` is filled for yes/no too, with the ids `yes` and `no`."""

    id: str
    kind: FactKind
    label: Text
    text: Text
    help: Text
    why: Text
    choices: tuple[Choice, ...]
    earliest: date | None
    latest: date | None
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """Not decided yet: this question can still change the outcome."""

    notice: str
    case: str
    question: Question


@dataclass(frozen=True)
class Statement:
    """One sentence of an outcome. `ask` names the office that the unit should ask where the notice is unclear."""

    id: str
    kind: StatementKind
    text: Text
    clauses: tuple[str, ...]
    copies: int | None = None
    original: bool | None = None
    form: Form | None = None
    ask: Authority | None = None
    topic: str | None = None


@dataclass(frozen=True)
class RouteStep:
    """One step of an application's way: what is done, by which kinds of organisation (the case names one of them)."""

    id: str
    does: StepKind
    by: tuple[Handler, ...]
    text: Text
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """The answer for a case. `submitter.text` stands first wherever an outcome is shown: only units submit.

    `entry` is the outcome's id in its case, `rests_on` are the rules behind the verdict, `notice.basis` says by which
    notice and year it speaks. `see_case` names the case that is the right door of a `redirect`. `route` is the way of
    an application and `effect` what its approval does; both are absent where the case leads to none.
    """

    notice: Notice
    case: str
    entry: str
    verdict: OutcomeVerdict
    headline: Text
    submitter: Submitter
    authority: Authority
    statements: tuple[Statement, ...]
    earliest_date: date | None
    see_case: str | None
    rests_on: tuple[str, ...]
    route: tuple[RouteStep, ...] = ()
    effect: Effect | None = None

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms that the statements name, each once."""
        return tuple(dict.fromkeys(statement.form for statement in self.statements if statement.form))

    @property
    def clauses(self) -> tuple[str, ...]:
        """The rule ids of the verdict, the submitter and every statement, each once."""
        cited = (self.rests_on, self.submitter.clauses, *(statement.clauses for statement in self.statements))
        return tuple(dict.fromkeys(clause for clauses in cited for clause in clauses))
