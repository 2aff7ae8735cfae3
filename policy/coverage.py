"""Accounts for every rule of a notice: implemented by entries, shown as information, or outside with a reason.

    report = cover(pack)
    report.rules["HB-2.4.3"]     the entries that rest on it
    report.problems              empty when nothing was left out

`rules.txt` lists the rules as the notice was analysed, apart from the clause index, so that a rule cannot vanish from
both by one slip.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policy.pack import Pack
from policy.proofs import Problem
from policy.vocabulary import ClauseUse


@dataclass(frozen=True)
class Coverage:
    """For every rule the entries that rest on it, in the pack's order, and what is wrong."""

    pack: Pack
    rules: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]

    def count(self, use: ClauseUse) -> int:
        """How many rules are accounted for in this way."""
        return sum(clause.use is use for clause in self.pack.clauses.values())


def cover(pack: Pack) -> Coverage:
    """Account for every rule of a pack."""
    entries: dict[str, list[str]] = {clause: [] for clause in pack.clauses}
    for clause, entry in _citations(pack):
        if entry not in entries[clause]:
            entries[clause].append(entry)
    rules = {clause: tuple(found) for clause, found in entries.items()}
    return Coverage(pack, rules, tuple(_problems(pack, rules)))


def _citations(pack: Pack) -> Iterator[tuple[str, str]]:
    """Every clause that an entry of an answer rests on; questions alone implement nothing."""
    for case in pack.cases.values():
        for outcome in case.outcomes:
            yield from ((clause, f"{case.id}: outcome {outcome.id}") for clause in outcome.clauses)
        for statement in case.statements:
            yield from ((clause, f"{case.id}: {statement.id}") for clause in statement.clauses)
        for step in case.route:
            yield from ((clause, f"{case.id}: step {step.id}") for clause in step.clauses)
    for submitter in pack.submitters.values():
        yield from ((clause, f"submitter {submitter.id}") for clause in submitter.clauses)
    for authority in pack.authorities.values():
        yield from ((clause, f"authority {authority.id}") for clause in authority.clauses)
    for form in pack.forms.values():
        yield from ((clause, f"form {form.id}") for clause in form.clauses)
    if pack.notice.ban:
        yield from ((clause, "ban") for clause in pack.notice.ban.clauses)
    if pack.lost_notice:
        yield from ((clause, "lost-notice items") for clause in pack.lost_notice.clauses)
    for photo in pack.photos:
        for required in photo.requirements:
            yield from ((clause, f"photo {photo.id}: {required.check}") for clause in required.clauses)


def _problems(pack: Pack, rules: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    for rule in pack.rules:
        if rule not in pack.clauses:
            yield Problem(pack.id, f"规则 {rule} 没有交代", f"Rule {rule} is not accounted for")
    for rule, entries in rules.items():
        use = pack.clauses[rule].use
        if rule not in pack.rules:
            yield Problem(
                pack.id, f"规则 {rule} 不在通知的规则表里", f"Rule {rule} is not in the notice's list of rules"
            )
        if use is ClauseUse.RULE and not entries:
            yield Problem(pack.id, f"规则 {rule} 没有任何条目实现", f"No entry implements rule {rule}")
        if use is not ClauseUse.RULE and entries:
            yield Problem(
                pack.id, f"规则 {rule} 标为 {use.value}，却有条目引用", f"Rule {rule} is marked {use.value}, yet cited"
            )
