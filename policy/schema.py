"""The shape of a pack's files. docs/adding-a-notice.md explains every key; the models here enforce it.

Every model is frozen and refuses unknown keys. Checks that need more than one entry are in `policy.links`.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)

from policy import conditions
from policy.conditions import ALWAYS, Answer, DateIs, FactIs, Not, Several
from policy.dates import after_months
from policy.vocabulary import (
    SLOTS,
    ClauseUse,
    Effect,
    FactKind,
    Handler,
    Intent,
    OutcomeVerdict,
    SlotKind,
    StatementKind,
    StepKind,
    SubmitterKind,
)

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[A-Z0-9.]+$")]
RuleIds = Annotated[tuple[RuleId, ...], Field(min_length=1)]
When = Annotated[
    InstanceOf[FactIs] | InstanceOf[DateIs] | InstanceOf[Several] | InstanceOf[Not],
    BeforeValidator(conditions.parse_condition),
]


NAME_IN_BRACES = re.compile(r"\{([a-z][a-z0-9_-]*)\}")

# Outcomes that an application can come of: now, later, or once somebody was asked. The others end at the guide.
HAS_ROUTE = frozenset(
    {OutcomeVerdict.PROCEED, OutcomeVerdict.WAIT, OutcomeVerdict.FIX_FIRST, OutcomeVerdict.NEEDS_HUMAN}
)

# In a statement's `ask`: the authority of the outcome itself.
ASK_AUTHORITY = "authority"


class Model(BaseModel):
    """Frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Model):
    """One wording in both languages."""

    zh: Sentence
    en: Sentence

    def say(self, language: Literal["zh", "en"]) -> str:
        """The wording in one language."""
        return self.zh if language == "zh" else self.en

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names in braces that the wording wants filled: dates, or facts of kind text."""
        return tuple(dict.fromkeys(NAME_IN_BRACES.findall(self.zh + self.en)))


class Ban(Model):
    """For how many whole years after the year of an application with proven false material none may follow.

    It stands on applications of these effects only.
    """

    years: StrictInt = Field(ge=1)
    effects: Annotated[tuple[Effect, ...], Field(min_length=1)]
    clauses: RuleIds


class Notice(Model):
    """What the notice is: `notice.yaml`. `regions` are the first digits of the region codes where it applies,
    `general_submitter` is who submits in any matter: the answer to "may I submit this myself?"
    """

    id: Identifier
    title: Sentence
    title_en: Sentence
    citation: Sentence
    issued_on: date | None = None
    year: StrictInt
    issuer: Text
    applies_to: Text
    regions: Annotated[tuple[Annotated[str, StringConstraints(pattern=r"^\d{2,6}$")], ...], Field(min_length=1)]
    general_submitter: Identifier
    basis: Text
    currency: Text
    ban: Ban | None = None


class Clause(Model):
    """One rule of the notice: where it stands, what it says in our words, how it is accounted for."""

    id: RuleId
    place: Sentence
    summary: Text
    use: ClauseUse = ClauseUse.RULE
    reason: Text | None = None

    @model_validator(mode="after")
    def _outside_has_a_reason(self) -> Self:
        if (self.use is ClauseUse.OUTSIDE) != (self.reason is not None):
            raise ValueError("`reason` stands with `use: outside`, and only there")
        return self


class Choice(Model):
    """One answer of a choice."""

    id: Identifier
    label: Text


class SlotUse(Model):
    """Which slot of a sentence fills a fact; `values` says which slot value means which answer."""

    name: str
    values: dict[str, StrictBool | str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _slot_exists(self) -> Self:
        if self.name not in SLOTS:
            raise ValueError(f"there is no slot {self.name}; there are {', '.join(sorted(SLOTS))}")
        kind, allowed = SLOTS[self.name]
        strange = sorted(set(self.values) - allowed) if kind is SlotKind.CHOICE else []
        if strange:
            raise ValueError(f"slot {self.name} never says {', '.join(strange)}")
        return self

    def answer(self, value: Answer) -> Answer | None:
        """The answer that this slot value means, None when it means none."""
        kind = SLOTS[self.name][0]
        if kind is SlotKind.REGION and isinstance(value, str):
            prefixes = [prefix for prefix in self.values if value.startswith(prefix)]
            return self.values[max(prefixes, key=len)] if prefixes else None
        if kind is SlotKind.CHOICE and isinstance(value, str):
            return self.values.get(value)
        return value


class Fact(Model):
    """Something to ask: `facts.yaml`. `label` names it in a summary, `question` asks it."""

    id: Identifier
    kind: FactKind
    label: Text
    question: Text
    help: Text
    why: Text
    clauses: RuleIds
    choices: tuple[Choice, ...] = ()
    slot: SlotUse | None = None
    earliest: date = date(1949, 10, 1)
    longest: StrictInt = 60

    @model_validator(mode="after")
    def _choices_fit_the_kind(self) -> Self:
        if (self.kind is FactKind.CHOICE) != (len(self.choices) >= 2):
            raise ValueError("a fact of kind choice has at least two choices, any other kind has none")
        return self

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """Every answer of a yes/no fact or a choice; empty for dates and texts."""
        if self.kind is FactKind.YES_NO:
            return (True, False)
        return tuple(choice.id for choice in self.choices)


class Authority(Model):
    """An office, with the contact that the notice gives, if any."""

    id: Identifier
    name: Text
    contact: Text | None = None
    clauses: RuleIds


class Submitter(Model):
    """Who submits. The kind is closed: unit, agency, authority."""

    id: Identifier
    kind: SubmitterKind
    text: Text
    clauses: RuleIds


class Form(Model):
    """A form by its official name; `name.en` translates it."""

    id: Identifier
    name: Text
    clauses: RuleIds


class ComputedDate(Model):
    """A date that follows from a date fact: some months later, or the first day of a later year."""

    id: Identifier
    of: Identifier
    months: StrictInt | None = None
    new_year: StrictInt | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.months is None) == (self.new_year is None):
            raise ValueError("give either `months` or `new_year`")
        return self

    def follow(self, day: date) -> date:
        """The computed date for a given day; never falls when the day rises."""
        if self.new_year is not None:
            return date(day.year + self.new_year, 1, 1)
        return after_months(day, self.months or 0)


class Conditional(Model):
    """An entry that stands while its condition holds."""

    when: When = ALWAYS


class Choosing(Conditional):
    """One line of an ordered list: the first whose `when` holds is taken."""

    take: Identifier


class OutcomeRule(Conditional):
    """One outcome of a case; the first whose `when` holds decides."""

    id: Identifier
    verdict: OutcomeVerdict
    headline: Text
    clauses: RuleIds
    earliest_date: str | None = None
    see_case: Identifier | None = None
    submitter: Identifier | None = None
    authority: Identifier | None = None


class StatementRule(Conditional):
    """One statement; it stands in the outcomes listed in `in` (all when absent) while `when` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)

    id: Identifier
    kind: StatementKind
    text: Text
    clauses: RuleIds
    within: tuple[Identifier, ...] | None = Field(default=None, alias="in")
    copies: StrictInt | None = Field(default=None, ge=1)
    original: StrictBool | None = None
    form: Identifier | None = None
    ask: Identifier | None = None
    topic: Identifier | None = None


class RouteRule(Conditional):
    """One step of an application's way; it stands in the outcomes listed in `in` (all if absent) while `when` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)

    id: Identifier
    does: StepKind
    by: Annotated[tuple[Handler, ...], Field(min_length=1)]
    text: Text
    clauses: RuleIds
    within: tuple[Identifier, ...] | None = Field(default=None, alias="in")


class Case(Model):
    """One matter of a notice: a file in `cases/`."""

    id: Identifier
    title: Text
    summary: Text
    intents: tuple[Intent, ...] = ()
    dates: tuple[ComputedDate, ...] = ()
    submitter: Annotated[tuple[Choosing, ...], Field(min_length=1)]
    authority: Annotated[tuple[Choosing, ...], Field(min_length=1)]
    outcomes: Annotated[tuple[OutcomeRule, ...], Field(min_length=1)]
    statements: Annotated[tuple[StatementRule, ...], Field(min_length=1)]
    effect: Effect | None = None
    route: tuple[RouteRule, ...] = ()

    @model_validator(mode="after")
    def _route_has_an_effect(self) -> Self:
        if (self.effect is None) != (not self.route):
            raise ValueError("`effect` and `route` stand together")
        return self

    @cached_property
    def computed(self) -> dict[str, ComputedDate]:
        """Computed dates by id."""
        return {computed.id: computed for computed in self.dates}

    @cached_property
    def statements_of(self) -> dict[str, tuple[StatementRule, ...]]:
        """For each outcome the statements that can stand in it, in order."""
        return {
            outcome.id: tuple(s for s in self.statements if s.within is None or outcome.id in s.within)
            for outcome in self.outcomes
        }

    @cached_property
    def route_of(self) -> dict[str, tuple[RouteRule, ...]]:
        """For each outcome that an application can come of, the steps that can stand in its route, in order."""
        return {
            outcome.id: tuple(s for s in self.route if s.within is None or outcome.id in s.within)
            for outcome in self.outcomes
            if outcome.verdict in HAS_ROUTE
        }


class RequiredItem(Model):
    """One item that a lost-certificate notice must contain; the cues introduce it in running text."""

    id: Identifier
    name: Text
    kind: Literal["person", "sex", "title", "date", "number"]
    cues: tuple[Sentence, ...] = ()
    hint: Text


class LostNotice(Model):
    """What a newspaper notice must contain: `lost-notice.yaml`. `draft` has one `{id}` per item."""

    clauses: RuleIds
    items: Annotated[tuple[RequiredItem, ...], Field(min_length=1)]
    other_dates: tuple[Sentence, ...] = ()
    title_endings: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    draft: Sentence

    @model_validator(mode="after")
    def _draft_holds_every_item(self) -> Self:
        absent = [item.id for item in self.items if "{" + item.id + "}" not in self.draft]
        if absent:
            raise ValueError(f"the draft has no place for {', '.join(absent)}")
        return self


class NoticeFile(Notice):
    """`notice.yaml`."""


class ClausesFile(Model):
    """`clauses.yaml`."""

    clauses: tuple[Clause, ...]


class FactsFile(Model):
    """`facts.yaml`."""

    facts: tuple[Fact, ...]


class AuthoritiesFile(Model):
    """`authorities.yaml`."""

    authorities: tuple[Authority, ...]
    submitters: tuple[Submitter, ...]


class FormsFile(Model):
    """`forms.yaml`."""

    forms: tuple[Form, ...]
